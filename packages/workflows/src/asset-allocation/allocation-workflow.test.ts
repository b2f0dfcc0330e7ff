import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Proposal } from '../changes/index.ts'
import { resultsOf } from '../specialists/index.ts'
import type { InProcessOptions } from '../testing/in-process-context.ts'
import { tinyMandate } from '../testing/small-mandate.ts'
import { allocationWorkflow } from './allocation-workflow.ts'
import { madeUpMandate, madeUpMarket, snapshotOf } from './history/made-up-snapshot.fixture.ts'
import type { Mandate } from './mandate.ts'
import { analysisOf } from './specialists/index.ts'
import { type WorkedOptions, workedStudy } from './specialists/tiny-study.fixture.ts'

/** Steps of all studies here: what two of them share is computed once. */
const steps = new Map<string, string>()

async function assembled(options: WorkedOptions = {}) {
  const worked = await workedStudy({ mandate, snapshot, ...options, process: { steps, ...options.process } })
  const results = resultsOf(worked.outcomes, allocationWorkflow.required)
  return { ...worked, result: allocationWorkflow.result(worked.study, results) }
}

const market = madeUpMarket(3, '2008-12-30')
const snapshot = snapshotOf([market.equity], [market.curve])
const { simulation, search, search_space, regime_weights } = tinyMandate()
const mandate = madeUpMandate({ simulation, search, search_space, regime_weights })
const plain = await assembled()
const bytes = JSON.stringify(plain.result)

test('specialists wait for what they need and nothing else, and the lead and the required ones are among them', () => {
  assert.deepEqual(
    plain.result.specialists.map(({ name, needs }) => [name, needs.length]),
    [
      ['model-validator', 0],
      ['strategy-searcher', 1],
      ['robustness-analyst', 1],
      ['allocation-analyst', 1],
      ['market-historian', 2],
      ['portfolio-manager', 5],
      ['reviewer', 4],
    ],
  )
  const names = allocationWorkflow.specialists.map(({ name }) => name)
  for (const name of [allocationWorkflow.lead, ...allocationWorkflow.required]) assert.ok(names.includes(name), name)
  const kinds = allocationWorkflow.changes.map(({ kind }) => kind)
  for (const { script } of allocationWorkflow.specialists)
    for (const kind of script.changes) assert.ok(kinds.includes(kind))
})

test('governance reaches no step and no figure', async () => {
  const other: Mandate = { ...mandate, governance: { ...mandate.governance, memory: { days: 7 } } }
  const { result, context } = await assembled({ mandate: other })
  assert.equal(JSON.stringify(result), bytes)
  assert.deepEqual(context.computed, [])
  for (const key of steps.keys()) assert.equal(key.includes('governance'), false)
})

test('agents that answer nothing and proposals that nobody made leave every byte as it is', async () => {
  const { result, context } = await assembled({ more: { proposals: [], consult: async () => [] } })
  assert.equal(JSON.stringify(result), bytes)
  assert.deepEqual(context.computed, [])
})

/** The known steps but for one, which fails. */
function failing(step: string): InProcessOptions {
  const known = new Map([...steps].filter(([key]) => !key.startsWith(`["${step}"`)))
  return {
    steps: known,
    beforeStep: (name) => {
      if (name === step) throw new Error(`${step} failed`)
    },
  }
}

test('without the allocation analyst the same decision is made, and what is missing is named', async () => {
  const { result, outcomes } = await assembled({ process: failing('allocation-through-time') })
  assert.equal(outcomes['allocation-analyst'].status, 'failed')
  assert.deepEqual(result.decision, plain.result.decision)
  assert.deepEqual([result.allocation, result.rivals, result.costCurve], [[], [], []])
  assert.match(result.limitations.at(-1)!, /allocation analyst came to no result/)
  assert.equal(result.review.agreed, true)
})

test('without a search there is no result, and the error is the one that the searcher had', async () => {
  const worked = await workedStudy({ mandate, process: failing('search/generation-1') })
  assert.deepEqual(worked.outcomes['robustness-analyst'], { status: 'not-run', missing: ['strategy-searcher'] })
  assert.throws(() => resultsOf(worked.outcomes, allocationWorkflow.required), /search\/generation-1 failed/)
})

test('without its historian a study with a market is decided all the same, and says what it lacks', async () => {
  const { result, outcomes } = await assembled({ process: failing('history') })
  assert.equal(outcomes['market-historian'].status, 'failed')
  assert.equal(result.history, null)
  assert.equal(result.luck.historical, null)
  assert.match(result.limitations.at(-1)!, /market historian came to no result/)
  assert.deepEqual(result.decision, plain.result.decision)
  const ofHistory = ({ at }: { readonly at: string }) => at.startsWith('market-historian')
  assert.equal(result.review.checks.filter(ofHistory).length, 0)
  assert.equal(plain.result.review.checks.filter(ofHistory).length, 3)
  assert.equal(plain.result.review.agreed, true)
})

const proposal = (kind: string, terms: unknown): Proposal => ({ id: 'm-1', by: 'm', kind, terms, reason: 'because' })

test('an accepted rule is a trial of the study, and the steps that it changes depend on it', async () => {
  const terms = { weight_function: 'inverse-vol', target_volatility: 0.12, window_months: 3, risk_aversion: 2 }
  const { result, results, context } = await assembled({ more: { proposals: [proposal('try-rule', terms)] } })
  const trials = plain.result.search.trials.length
  assert.equal(result.search.trials.length, trials + 1)
  assert.equal(result.search.trials[trials].configuration.targetVolatility, 0.12)
  assert.equal(result.luck.trials, trials + 1)
  assert.equal(analysisOf(results, 'robustness-analyst').accepted.length, 1)
  assert.ok(context.computed.includes('proposed-rules'))
  assert.equal(
    context.computed.some((name) => name.startsWith('search/') || name === 'path-validation'),
    false,
  )
  assert.equal(result.review.agreed, true)
})
