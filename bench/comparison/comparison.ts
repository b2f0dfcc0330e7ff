import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadPerCore, machine } from '../machine.ts'
import { markdownTable } from '../markdown-table.ts'
import { digits, ratioSpread, type Spread, spread, spreadText } from '../spread.ts'
import { type Agreement, type ComparedJob, distance, type Rival } from './job.ts'
import type { RivalPrograms } from './rival-programs.ts'

/** A benchmark: its jobs, the programs of their rivals, and where its record is kept. */
export interface Benchmark {
  /** The record is `results/NAME.json`. */
  readonly name: string
  readonly jobs: () => readonly ComparedJob[]
  readonly programs: () => RivalPrograms
  /** Versions of the rivals, for the record. */
  readonly peers: string
}

/** A rival in a job, as measured. */
interface ComparisonRow {
  readonly job: string
  readonly title: string
  readonly rival: string
  readonly rivalTitle: string
  /** Distance of the answers; null where the rival was stopped before it had one. */
  readonly gap: number | null
  readonly agreement: Agreement
  readonly pricings: number
  /** The part of the job that the rival did, by whose inverse its times are multiplied. */
  readonly share: number
  /** Whether the rival ran just once, with the comparison. */
  readonly once: boolean
  readonly ownSeconds: Spread
  /** Of a stopped rival, the time it was stopped after. */
  readonly rivalSeconds: Spread
  readonly ratio: Spread
}

/**
 * Compares the product with its rivals: agreement of the answers first, then rounds of all contenders in turn; prints a
 * table. Arguments of the command: `--rounds N`, `--only JOB,…`, `--save` (writes the record).
 */
export function runBenchmark(benchmark: Benchmark): void {
  const { values: options } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      save: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(options.rounds)
  const jobs = benchmark.jobs().filter(({ id }) => options.only === undefined || options.only.split(',').includes(id))
  const programs = benchmark.programs()
  const loadBefore = loadPerCore()
  try {
    const rows = jobs.flatMap((job) => measured(job, programs, rounds))
    console.log(tableOf(rows))
    if (!options.save) return
    const folder = join(import.meta.dirname, '..', 'results')
    mkdirSync(folder, { recursive: true })
    const record = {
      machine: machine(benchmark.peers),
      rounds,
      loadPerCore: [loadBefore, loadPerCore()],
      rows,
    }
    writeFileSync(join(folder, `${benchmark.name}.json`), `${JSON.stringify(record, undefined, 2)}\n`)
  } finally {
    programs.close()
  }
}

/** Agreement of answers, then rounds of the product and its rivals in turn; the best repetition of a round counts. */
function measured(job: ComparedJob, programs: RivalPrograms, rounds: number): ComparisonRow[] {
  const answer = job.own()
  const first = job.rivals.map((rival) => agreed(job, rival, answer, programs))
  timedOwn(job) // compiles
  const ours: number[] = []
  const theirs = job.rivals.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    ours.push(Math.min(...timedOwn(job)))
    job.rivals.forEach((rival, i) => {
      if (rival.onceWithin !== undefined) return
      const run = programs.run(job, rival)
      if (run !== undefined) theirs[i].push(Math.min(...run.seconds))
    })
    console.error(`${job.id}: round ${round + 1} of ${rounds}`)
  }
  return job.rivals.map((rival, i) => {
    const once = rival.onceWithin !== undefined
    const share = rival.part?.share ?? 1
    const seconds = (once ? ours.map(() => first[i].seconds) : theirs[i]).map((value) => value / share)
    return {
      job: job.id,
      title: job.title,
      rival: rival.program,
      rivalTitle: programs.title(rival),
      gap: first[i].gap,
      agreement: job.agreement,
      pricings: job.pricings ?? 1,
      share,
      once,
      ownSeconds: spread(ours),
      rivalSeconds: spread(seconds),
      ratio: ratioSpread(seconds, ours),
    }
  })
}

/** The rival's distance from our answer and the time that it took. Throws where they disagree. */
function agreed(
  job: ComparedJob,
  rival: Rival,
  answer: ArrayLike<number>,
  programs: RivalPrograms,
): { gap: number | null; seconds: number } {
  const run = programs.run(job, { ...rival, repetitions: 1 })
  if (run === undefined) return { gap: null, seconds: rival.onceWithin ?? NaN }
  const view = job.compared ?? ((figures: ArrayLike<number>) => figures)
  const ours = rival.part === undefined ? answer : rival.part.indices.map((index) => answer[index])
  const { measure, limit } = job.agreement
  const gap = distance(view(ours), view(run.answer), measure)
  if (!(gap <= limit)) {
    throw new Error(`${job.id}: the answers of ${rival.program} differ by ${gap}, more than ${limit}`)
  }
  return { gap, seconds: Math.min(...run.seconds) }
}

function timedOwn(job: ComparedJob): number[] {
  return Array.from({ length: job.repetitions }, () => {
    const start = performance.now()
    job.own()
    return (performance.now() - start) / 1000
  })
}

function tableOf(rows: readonly ComparisonRow[]): string {
  return markdownTable(
    ['job', 'rival', 'ours', 'rival takes', 'rival / ours', 'answers differ by'],
    rows.map((row) => {
      const beyond = row.gap === null ? '> ' : ''
      return [
        row.title,
        row.rivalTitle,
        timeText(row.ownSeconds.median, row.pricings),
        `${beyond}${timeText(row.rivalSeconds.median, row.pricings)}${row.share < 1 ? ' (by a sample)' : ''}${row.once ? ' (once)' : ''}`,
        `${beyond}${spreadText(row.ratio)}`,
        row.gap === null ? 'stopped' : `${row.gap.toExponential(1)} ${row.agreement.unit ?? row.agreement.measure}`,
      ]
    }),
  )
}

function timeText(seconds: number, pricings: number): string {
  const each = seconds / pricings
  if (each >= 1) return `${digits(each)} s`
  return each >= 1e-3 ? `${digits(each * 1e3)} ms` : `${digits(each * 1e6)} µs`
}
