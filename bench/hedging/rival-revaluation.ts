import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pythonWith } from '../comparison/rival-programs.ts'

/** A way of doing the same in numpy. */
export interface RivalMethod {
  readonly id: 'per-instrument' | 'whole-book' | 'each-package' | 'each-scenario'
  readonly threads: 1 | 2
  readonly title: string
  readonly repetitions: number
}

/** Ways that do all of the work, and the usual slow ones on samples. */
export const rivalMethods: readonly RivalMethod[] = [
  { id: 'per-instrument', threads: 1, title: 'numpy, instrument by instrument', repetitions: 1 },
  { id: 'whole-book', threads: 1, title: 'numpy and scipy.sparse, the whole book in chunks', repetitions: 2 },
  { id: 'whole-book', threads: 2, title: 'the same on 2 threads', repetitions: 2 },
  { id: 'each-package', threads: 1, title: 'numpy, every package priced from scratch', repetitions: 1 },
  { id: 'each-scenario', threads: 1, title: 'numpy, a loop over scenarios', repetitions: 1 },
]

/** What the program printed and wrote: seconds of each repetition, and the figures of the last. */
export interface RivalRun {
  readonly seconds: readonly number[]
  readonly answer: Float64Array
}

/** Runs a method in a process of its own; reading the book and importing libraries are not timed. */
export function rivalRun(folder: string, bookFile: string, method: RivalMethod): RivalRun {
  const output = join(folder, `${method.id}-${method.threads}.f64`)
  const program = join(import.meta.dirname, 'rivals', 'revalue.py')
  const args = [program, method.id, bookFile, output, String(method.repetitions), String(method.threads)]
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const printed = execFileSync(pythonWith('numpy', 'scipy'), args, {
    encoding: 'utf8',
    env: { ...process.env, ...one, PYTHONDONTWRITEBYTECODE: '1' },
  })
  const bytes = readFileSync(output)
  return {
    seconds: printed.trim().split(/\s+/).map(Number),
    answer: new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
  }
}
