// The analytics benchmark: batch jobs and single pricings against QuantLib (C++), numpy and scipy on the same inputs in one run.
// Answers are compared first; nothing is timed that disagrees. `--rounds N`, `--only JOB,…`, `--save` writes the record.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type AnalyticsJob, distance } from './analytics/job.ts'
import { batchJobs } from './analytics/batch-jobs.ts'
import { rivalPrograms, type RivalPrograms } from './analytics/rival-program.ts'
import { singlePricings } from './analytics/single-pricings.ts'
import { loadPerCore, machine } from './machine.ts'
import { markdownTable } from './markdown-table.ts'
import { digits, ratioSpread, spread, spreadText } from './spread.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const jobs = [...batchJobs(), ...singlePricings()].filter(
  ({ id }) => options.only === undefined || options.only.split(',').includes(id),
)

function timedOwn(job: AnalyticsJob): number[] {
  return Array.from({ length: job.repetitions }, () => {
    const start = performance.now()
    job.own()
    return (performance.now() - start) / 1000
  })
}

/** Agreement of answers, then rounds of the product and its rivals in turn; the best repetition of a round counts. */
function measured(job: AnalyticsJob, programs: RivalPrograms) {
  const view = job.compared ?? ((answer: ArrayLike<number>) => answer)
  const gaps = job.rivals.map((rival) => {
    const { answer } = programs.run(job, { ...rival, repetitions: 1 })
    const gap = distance(view(job.own()), view(answer), job.agreement.measure)
    if (!(gap <= job.agreement.limit)) {
      throw new Error(`${job.id}: the answers of ${rival.program} differ by ${gap}, more than ${job.agreement.limit}`)
    }
    return gap
  })
  timedOwn(job) // compiles
  const ours: number[] = []
  const theirs = job.rivals.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    ours.push(Math.min(...timedOwn(job)))
    job.rivals.forEach((rival, i) => theirs[i].push(Math.min(...programs.run(job, rival).seconds)))
    console.error(`${job.id}: round ${round + 1} of ${rounds}`)
  }
  return job.rivals.map(({ program }, i) => ({
    job: job.id,
    title: job.title,
    rival: program,
    gap: gaps[i],
    measure: job.agreement.measure,
    pricings: job.pricings ?? 1,
    ownSeconds: spread(ours),
    rivalSeconds: spread(theirs[i]),
    ratio: ratioSpread(theirs[i], ours),
  }))
}

const timeText = (seconds: number, pricings: number): string => {
  const each = seconds / pricings
  if (each >= 1) return `${digits(each)} s`
  return each >= 1e-3 ? `${digits(each * 1e3)} ms` : `${digits(each * 1e6)} µs`
}

const programs = rivalPrograms()
const loadBefore = loadPerCore()
try {
  const rows = jobs.flatMap((job) => measured(job, programs))
  console.log(
    markdownTable(
      ['job', 'rival', 'ours', 'rival takes', 'rival / ours', 'answers differ by'],
      rows.map((row) => [
        row.title,
        row.rival === 'quantlib' ? 'QuantLib' : 'numpy/scipy',
        timeText(row.ownSeconds.median, row.pricings),
        timeText(row.rivalSeconds.median, row.pricings),
        spreadText(row.ratio),
        `${row.gap.toExponential(1)} ${row.measure}`,
      ]),
    ),
  )
  if (options.save) {
    const folder = join(import.meta.dirname, 'results')
    mkdirSync(folder, { recursive: true })
    const peers = 'QuantLib 1.29, numpy 1.24.2, scipy 1.10.1 (Debian 12)'
    const record = { machine: machine(peers), rounds, loadPerCore: [loadBefore, loadPerCore()], rows }
    writeFileSync(join(folder, 'analytics.json'), `${JSON.stringify(record, undefined, 2)}\n`)
  }
} finally {
  programs.close()
}
