import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pythonWith, type RivalCommand } from '../comparison/rival-programs.ts'

const sources = join(import.meta.dirname, 'rivals')

/** QuantLib's program, compiled into the folder (g++ and libquantlib0-dev are needed), and that of numpy and scipy. */
export function rivalCommands(folder: string): Readonly<Record<'quantlib' | 'numpy-scipy', RivalCommand>> {
  if (!existsSync('/usr/include/ql/quantlib.hpp'))
    throw new Error('QuantLib is not installed (Debian: libquantlib0-dev)')
  const quantlib = join(folder, 'quantlib')
  const flags = ['-O2', '-std=c++17', '-DNDEBUG']
  execFileSync('g++', [...flags, join(sources, 'quantlib.cpp'), '-o', quantlib, '-lQuantLib'], { stdio: 'inherit' })
  return {
    quantlib: { title: 'QuantLib', file: quantlib, args: [] },
    'numpy-scipy': {
      title: 'numpy/scipy',
      file: pythonWith('numpy', 'scipy'),
      args: [join(sources, 'numpy-scipy.py')],
    },
  }
}
