import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ComparedJob, Rival } from './job.ts'

/** How a program is called: the file, and what comes before the arguments JOB INPUT OUTPUT REPETITIONS. */
export interface RivalCommand {
  readonly title: string
  readonly file: string
  readonly args: readonly string[]
}

/** What a program printed and wrote. */
export interface RivalRun {
  /** Of each repetition. */
  readonly seconds: number[]
  /** Of the last one. */
  readonly answer: Float64Array
}

/** The rivals' programs, with a folder for what they read and write. */
export interface RivalPrograms {
  readonly title: (rival: Rival) => string
  /** Undefined where the program was stopped for taking longer than `onceWithin`. */
  readonly run: (job: ComparedJob, rival: Rival) => RivalRun | undefined
  readonly close: () => void
}

/** A python that has these modules. */
export function pythonWith(...modules: readonly string[]): string {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' })
      return python
    } catch {
      // the next one
    }
  }
  throw new Error(`no python3 with ${modules.join(', ')} is installed (Debian: python3-NAME)`)
}

/** One thread for every rival, as for the product. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', BLIS_NUM_THREADS: '1' }

/** The programs of a benchmark by name; `commands` may place files in the folder, which `close` removes. */
export function rivalPrograms(commands: (folder: string) => Readonly<Record<string, RivalCommand>>): RivalPrograms {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
  const known = commands(folder)
  return {
    title: ({ program }) => known[program].title,
    run: (job, { program, repetitions, onceWithin }) => {
      const isBinary = job.input instanceof Float64Array
      const input = join(folder, `${job.id}.${isBinary ? 'f64' : 'txt'}`)
      const output = join(folder, `${job.id}-${program}.${isBinary ? 'f64' : 'txt'}`)
      if (!existsSync(input)) writeFileSync(input, isBinary ? bytesOf(job.input) : job.input.join('\n'))
      const { file, args } = known[program]
      let printed: string
      try {
        printed = execFileSync(file, [...args, job.id, input, output, String(repetitions)], {
          encoding: 'utf8',
          env: { ...process.env, ...oneThread },
          ...(onceWithin === undefined ? {} : { timeout: 1000 * onceWithin }),
        })
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT') return undefined
        throw error
      }
      return { seconds: numbersOf(printed), answer: isBinary ? doublesOf(output) : textNumbersOf(output) }
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

function doublesOf(path: string): Float64Array {
  const bytes = readFileSync(path)
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

const numbersOf = (text: string): number[] => text.trim().split(/\s+/).map(Number)

const textNumbersOf = (path: string): Float64Array => Float64Array.from(numbersOf(readFileSync(path, 'utf8')))
