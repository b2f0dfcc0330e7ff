import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Proposal } from '../changes/index.ts'
import { resultsOf } from '../specialists/index.ts'
import { allocationWorkflow } from './allocation-workflow.ts'
import { type WorkedOptions, workedStudy } from './specialists/tiny-study.fixture.ts'

/** Steps of all studies here: what two of them share is computed once. */
const steps = new Map<string, string>()

async function assembled(options: WorkedOptions = {}) {
  const { study, outcomes } = await workedStudy({ ...options, process: { steps } })
  return { result: allocationWorkflow.result(study, resultsOf(outcomes, allocationWorkflow.required)) }
}

const plain = await assembled()
const proposal = (kind: string, terms: unknown): Proposal => ({ id: 'm-1', by: 'm', kind, terms, reason: 'because' })

test('a weight function that a person excludes is chosen no more', async () => {
  const { weightFunction } = plain.result.decision.configuration
  const change = proposal('exclude-weight-function', { weight_function: weightFunction })
  const { result } = await assembled({ more: { proposals: [change] } })
  assert.ok(result.candidates.every(({ configuration }) => configuration.weightFunction !== weightFunction))
  assert.equal(result.review.agreed, true)
})

test('an accepted view changes the probabilities that averages and the choice rest on', async () => {
  const { result } = await assembled({
    more: { proposals: [proposal('view', { regimes: { base: 1 }, conviction: 1 })] },
  })
  assert.deepEqual(result.study.viewedWeights, { base: 1, bull: 0, bear: 0, 'high-vol': 0, 'low-vol': 0 })
  const [winner] = result.candidates
  assert.equal(winner.freshAverage.sharpe.value, winner.freshFigures['base'].sharpe.value)
  assert.equal(result.review.agreed, true)
})

test('an accepted region steers the first adaptive generation', async () => {
  const region = { weight_functions: ['sigmoid'], target_volatility: [0.09, 0.11] }
  const { result } = await assembled({ more: { proposals: [proposal('search-region', region)] } })
  const { steering } = result.search
  assert.equal(steering!.proposals[0].generation, 1)
  assert.ok(steering!.steeredTrials > 0)
  if (steering!.stands === 'sampler') assert.deepEqual(result.decision, plain.result.decision)
  assert.equal(result.review.agreed, true)
})
