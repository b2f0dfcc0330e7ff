import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnalyticsJob, Rival } from './job.ts'

/** The rivals' programs, compiled into a folder of their own. */
export interface RivalPrograms {
  readonly folder: string
  /** Seconds of each repetition, and the answer of the last. */
  readonly run: (job: AnalyticsJob, rival: Rival) => { readonly seconds: number[]; readonly answer: Float64Array }
  readonly close: () => void
}

const sources = join(import.meta.dirname, 'rivals')

/** A python that has numpy and scipy. */
function scientificPython(): string {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(python, ['-c', 'import numpy, scipy'], { stdio: 'ignore' })
      return python
    } catch {
      // the next one
    }
  }
  throw new Error('no python3 with numpy and scipy is installed (Debian: python3-numpy python3-scipy)')
}

/** Compiles the QuantLib program (g++ and libquantlib0-dev are needed) and finds a python. */
export function rivalPrograms(): RivalPrograms {
  if (!existsSync('/usr/include/ql/quantlib.hpp'))
    throw new Error('QuantLib is not installed (Debian: libquantlib0-dev)')
  const python = scientificPython()
  const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
  const quantlib = join(folder, 'quantlib')
  const flags = ['-O2', '-std=c++17', '-DNDEBUG']
  execFileSync('g++', [...flags, join(sources, 'quantlib.cpp'), '-o', quantlib, '-lQuantLib'], { stdio: 'inherit' })
  return {
    folder,
    run: (job, { program, repetitions }) => {
      const input = join(folder, `${job.id}.txt`)
      const output = join(folder, `${job.id}-${program}.txt`)
      if (!existsSync(input)) writeFileSync(input, job.input.join('\n'))
      const args = [job.id, input, output, String(repetitions)]
      const printed =
        program === 'quantlib'
          ? execFileSync(quantlib, args, { encoding: 'utf8' })
          : execFileSync(python, [join(sources, 'numpy-scipy.py'), ...args], { encoding: 'utf8' })
      const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number)
      return { seconds: numbers(printed), answer: Float64Array.from(numbers(readFileSync(output, 'utf8'))) }
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}
