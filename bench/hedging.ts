// The benchmark of multi-asset hedging: the example fund and its hedges revalued in full in every scenario and view, and every
// package of the grid measured, against numpy on the same book in one run. Answers are compared first; nothing is timed that
// disagrees. `--rounds N`, `--quick` (one round, without the slow ways), `--save` writes the record.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { agreementLimit, largestGap } from './hedging/agreement.ts'
import { exampleStudy } from './hedging/example-study.ts'
import { executorContext } from './hedging/executor-context.ts'
import { type Samples, writeBook } from './hedging/exported-book.ts'
import { ownEvaluation } from './hedging/own-evaluation.ts'
import { rivalMethods, type RivalMethod, rivalRun } from './hedging/rival-revaluation.ts'
import { loadPerCore, machine } from './machine.ts'
import { markdownTable } from './markdown-table.ts'
import { digits, ratioSpread, spread, spreadText } from './spread.ts'
import { exposedGroups } from '../packages/workflows/src/hedging/packages/package-figures.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})
const rounds = options.quick ? 1 : Number(options.rounds)
const methods = rivalMethods.filter(({ id }) => !options.quick || !id.startsWith('each'))
const repetitions = 3

const contexts = [executorContext(1), executorContext(2)]
const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
try {
  await measure()
} finally {
  rmSync(folder, { recursive: true })
  for (const context of contexts) await context.close()
}

async function measure(): Promise<void> {
  const loadBefore = loadPerCore()
  const example = await exampleStudy(contexts[1])
  const { packages, scenarios, book } = example
  const samples: Samples = {
    packages: Array.from({ length: 4 }, (_, k) => Math.floor(((k + 0.5) * packages.length) / 4)),
    scenarios: Array.from({ length: 20 }, (_, k) => Math.floor(((k + 0.5) * scenarios.count) / 20)),
  }
  const bookFile = join(folder, 'book.json')
  writeBook(example, samples, { bookFile, shocksFile: join(folder, 'shocks.f64') })

  const [own, onTwo] = [await ownEvaluation(example, contexts[0]), await ownEvaluation(example, contexts[1])]
  if (JSON.stringify(own.figures) !== JSON.stringify(onTwo.figures))
    throw new Error('two workers give other bits than one')
  const exposed = exposedGroups(example.study).map((group) =>
    ['rates', 'inflation', 'currency', 'credit'].indexOf(group),
  )
  const gaps = methods.map((method) => {
    const { answer } = rivalRun(folder, bookFile, { ...method, repetitions: 1 })
    const gap = largestGap(own, method.id, answer, samples, exposed)
    if (gap <= agreementLimit) return gap
    throw new Error(`${method.title}: the answers differ by ${gap}, more than ${agreementLimit}`)
  })

  const ours: number[][] = [[], []]
  const revaluation: number[][] = [[], []]
  const theirs = methods.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, context] of contexts.entries()) {
      const runs = []
      for (let k = 0; k < repetitions; k++) runs.push(await ownEvaluation(example, context))
      ours[i].push(Math.min(...runs.map((run) => run.revaluationSeconds + run.packagesSeconds)))
      revaluation[i].push(Math.min(...runs.map((run) => run.revaluationSeconds)))
    }
    methods.forEach((method, i) => {
      theirs[i].push(Math.min(...rivalRun(folder, bookFile, method).seconds) / share(method, samples))
    })
    console.error(`round ${round + 1} of ${rounds}`)
  }

  const evaluations = packages.length * scenarios.count
  const rows = [
    ...contexts.map((_, i) => ({
      contender: i === 0 ? 'ours, 1 worker' : 'ours, 2 workers',
      sample: null,
      gap: null,
      seconds: spread(ours[i]),
      revaluationSeconds: spread(revaluation[i]),
      evaluationsPerSecond: evaluations / spread(ours[i]).median,
      ratioToOneWorker: null,
      ratioToTwoWorkers: null,
    })),
    ...methods.map((method, i) => ({
      contender: method.title,
      sample: share(method, samples) < 1 ? sampleText(method.id, samples) : null,
      gap: gaps[i],
      seconds: spread(theirs[i]),
      revaluationSeconds: null,
      evaluationsPerSecond: evaluations / spread(theirs[i]).median,
      ratioToOneWorker: ratioSpread(theirs[i], ours[0]),
      ratioToTwoWorkers: ratioSpread(theirs[i], ours[1]),
    })),
  ]
  const size = {
    instruments: book.compiled.instruments,
    points: book.compiled.pointValues.length,
    amounts: book.compiled.legAmounts.length,
    factors: book.compiled.factors.length,
    scenarios: scenarios.count,
    packages: packages.length,
  }
  console.log(size)
  console.log(
    markdownTable(
      [
        'contender',
        'time',
        'packages x scenarios a second',
        '/ ours, 1 worker',
        '/ ours, 2 workers',
        'answers differ by',
      ],
      rows.map((row) => [
        row.contender,
        `${timeText(row.seconds.median)}${row.sample === null ? '' : ' (by a sample)'}`,
        `${digits(row.evaluationsPerSecond / 1e6)} million`,
        row.ratioToOneWorker === null ? '' : spreadText(row.ratioToOneWorker),
        row.ratioToTwoWorkers === null ? '' : spreadText(row.ratioToTwoWorkers),
        row.gap === null ? '' : row.gap.toExponential(1),
      ]),
    ),
  )
  if (!options.save) return
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const here = machine('numpy 1.24.2, scipy 1.10.1, OpenBLAS 0.3.21 (Debian 12)')
  const record = { machine: here, rounds, loadPerCore: [loadBefore, loadPerCore()], size, rows }
  writeFileSync(join(results, 'hedging.json'), `${JSON.stringify(record, undefined, 2)}\n`)

  /** The part of the work that a method did. */
  function share({ id }: RivalMethod, { packages: some, scenarios: few }: Samples): number {
    if (id === 'each-package') return some.length / packages.length
    return id === 'each-scenario' ? few.length / scenarios.count : 1
  }
}

function sampleText(id: RivalMethod['id'], samples: Samples): string {
  return id === 'each-package' ? `${samples.packages.length} packages` : `${samples.scenarios.length} scenarios`
}

function timeText(seconds: number): string {
  return seconds >= 1 ? `${digits(seconds)} s` : `${digits(1e3 * seconds)} ms`
}
