import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type JobVariant, standardVariant } from './standard-job.ts'

/** One run of a contender in a process of its own. */
export interface ProcessRun {
  /** Seconds inside the process, as it reports them itself (its last repetition). */
  readonly inside: number
  /** Seconds of the whole process, start and compilation included. */
  readonly whole: number
  /** Processor seconds of the whole process, user and system, all threads. */
  readonly processor: number
  /** What only the product tells: processor seconds of its last repetition, and peak memory. */
  readonly repetitionProcessor?: number
  readonly peakMiB?: number
}

/** Something that runs the standard job: the product or a peer. */
export interface Contender {
  readonly id: string
  readonly workers: number
  /** True when a first repetition compiles, so that the second is the one to time. */
  readonly compiles: boolean
  run(options: { readonly reps: number; readonly seed: number; readonly out?: string }): ProcessRun
}

/** A contender that cannot run here, and why. */
export interface AbsentContender {
  readonly id: string
  readonly reason: string
}

/** Runs a program to its end, under a shell that tells its processor time. Throws with its error output when it fails. */
function finished(program: string, args: readonly string[]): { output: string; seconds: number; processor: number } {
  const start = performance.now()
  const script = '"$@"; status=$?; times; exit $status'
  const result = spawnSync('sh', ['-c', script, 'sh', program, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  const seconds = (performance.now() - start) / 1000
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${result.status ?? result.signal}:\n${result.stderr}`)
  }
  // `times` ends with two lines of user and system time, of the shell and of what it ran
  const lines = result.stdout.trimEnd().split('\n')
  const times = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)]
  const processor = times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0)
  return { output: `${lines.slice(0, -2).join('\n')}\n${result.stderr}`, seconds, processor }
}

/** One run of a variant of the job by the product, in a process of its own. */
export function ownProcess(spec: string, variant: JobVariant, workers: number, reps: number): Required<ProcessRun> {
  const program = fileURLToPath(new URL('own-process.ts', import.meta.url))
  const args = [program, JSON.stringify(variant), '--spec', spec, '--workers', String(workers), '--reps', String(reps)]
  const { output, seconds, processor } = finished(process.execPath, args)
  const reported = JSON.parse(output.split('\n')[0]) as { seconds: number; busy: number; peakMiB: number }
  return {
    inside: reported.seconds,
    whole: seconds,
    processor,
    repetitionProcessor: reported.busy,
    peakMiB: reported.peakMiB,
  }
}

/** The product at a number of workers. */
export function ownContender(spec: string, workers: number): Contender {
  return {
    id: `Tutti, ${workers} worker${workers > 1 ? 's' : ''}`,
    workers,
    compiles: true,
    run: ({ reps, seed }) => ownProcess(spec, { ...standardVariant, seed }, workers, reps),
  }
}

interface PeerProgram {
  readonly id: string
  readonly workers: number
  readonly compiles: boolean
  readonly program: string
  readonly args: readonly string[]
  /** Whether the program knows --reps. */
  readonly repeats: boolean
}

/** The last figure after "total" in what a peer prints: seconds of its last repetition. */
export function printedTotal(output: string): number {
  const found = [...output.matchAll(/\btotal (\d+\.\d+)/g)].at(-1)
  if (found === undefined) throw new Error(`no "total" seconds in the output: ${output}`)
  return Number(found[1])
}

function peer({ id, workers, compiles, program, args, repeats }: PeerProgram): Contender {
  return {
    id,
    workers,
    compiles,
    run({ reps, seed, out }) {
      const all = [...args, '--seed', String(seed)]
      if (repeats) all.push('--reps', String(reps))
      if (out !== undefined) all.push('--out', out)
      const { output, seconds, processor } = finished(program, all)
      return { inside: printedTotal(output), whole: seconds, processor }
    },
  }
}

/** The peers of a folder that can run on this machine, and those that cannot with the reason. Builds the C++ ones. */
export function peersOf(folder: string): { peers: Contender[]; absent: AbsentContender[]; versions: string } {
  const peers: Contender[] = []
  const absent: AbsentContender[] = []
  const versions: string[] = []
  const interpreters = ['python3', '/usr/bin/python3']
  const withPackage = (name: string): { program: string; version: string } | undefined => {
    for (const program of interpreters) {
      const { status, stdout } = spawnSync(program, ['-c', `import ${name}; print(${name}.__version__)`], {
        encoding: 'utf8',
      })
      if (status === 0) return { program, version: stdout.trim() }
    }
    return undefined
  }
  const numba = withPackage('numba')
  if (numba === undefined) absent.push({ id: 'numba', reason: 'no python3 with the package numba' })
  else {
    versions.push(`numba ${numba.version}`)
    for (const [algorithm, name] of [
      ['natural', 'numba, idiomatic'],
      ['hull', 'numba, our algorithm'],
    ]) {
      for (const threads of [1, 2]) {
        peers.push(
          peer({
            id: `${name}, ${threads} thread${threads > 1 ? 's' : ''}`,
            workers: threads,
            compiles: true,
            program: numba.program,
            args: [join(folder, 'numba/job.py'), '--algo', algorithm, '--threads', String(threads)],
            repeats: true,
          }),
        )
      }
    }
  }
  spawnSync('sh', [join(folder, 'cpp/build.sh')])
  const compiler = spawnSync('g++', ['-dumpfullversion'], { encoding: 'utf8' })
  if (compiler.status === 0) versions.push(`g++ ${compiler.stdout.trim()}`)
  const reference = join(folder, 'cpp/bin/job_ref')
  const tuned = join(folder, 'cpp/bin/job')
  if (existsSync(reference)) {
    const made = { id: 'C++, readable', workers: 1, compiles: false, program: reference, args: [], repeats: false }
    peers.push(peer(made))
  } else absent.push({ id: 'C++, readable', reason: 'not built: is g++ there?' })
  if (existsSync(tuned)) {
    for (const threads of [1, 2]) {
      peers.push(
        peer({
          id: `C++ by hand for SIMD, our algorithm, ${threads} thread${threads > 1 ? 's' : ''}`,
          workers: threads,
          compiles: true,
          program: tuned,
          args: ['--algo', 'hull', '--threads', String(threads)],
          repeats: true,
        }),
      )
    }
  } else absent.push({ id: 'C++ by hand for SIMD', reason: 'not built: is g++ there?' })
  const numpy = withPackage('numpy')
  if (numpy === undefined) absent.push({ id: 'numpy', reason: 'no python3 with the package numpy' })
  else {
    versions.push(`numpy ${numpy.version}`)
    const args = [join(folder, 'numpy/job.py')]
    peers.push(peer({ id: 'numpy', workers: 1, compiles: false, program: numpy.program, args, repeats: true }))
  }
  return { peers, absent, versions: versions.join(', ') }
}
