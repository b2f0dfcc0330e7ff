import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext, type InProcessOptions } from '../../testing/in-process-context.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { pathStepsOf, studyOf } from '../study.ts'
import { adaptiveSearch, hasConverged, hypercubeConfigurations } from './adaptive-search.ts'
import { sameRule } from './search-space.ts'

const never = { convergence_iterations: 500 }

async function searched(settings: Readonly<Record<string, unknown>>, options: InProcessOptions = {}, seed = 1) {
  const mandate = tinyMandate({ search: { ...never, ...settings } })
  const context = inProcessContext(options)
  const search = await adaptiveSearch(context, studyOf(mandate, seed), { mandate })
  return { ...search, context }
}

/** The search that most tests look at. */
const whole = await searched({})

test('converged means that the best score rose by less than the share over so many iterations', () => {
  const first = 5
  const flat = [1, 2, 3, 4, 5, 5.01, 5.02, 5.03, 5.04]
  assert.equal(hasConverged(flat, first, 0.01, 4), true)
  // 0.04 of 5 is 0.8 %
  assert.equal(hasConverged(flat, first, 0.007, 4), false)
  assert.equal(hasConverged(flat, first, 0.0081, 4), true)
  // fewer than first + 4 iterations: the learning phase is too young
  assert.equal(hasConverged(flat.slice(0, 8), first, 0.5, 4), false)
  // an improvement of exactly the share is not less than it
  assert.equal(hasConverged([1, 4, 4, 4, 4, 5], 2, 0.25, 4), false)
  assert.equal(hasConverged([1, 4, 4, 4, 4, 4.99], 2, 0.25, 4), true)
})

test('convergence of negative scores is measured by their size', () => {
  assert.equal(hasConverged([-9, -2, -2, -2, -1.99], 2, 0.01, 3), true)
  assert.equal(hasConverged([-9, -2, -2, -2, -1.9], 2, 0.01, 3), false)
  assert.equal(hasConverged([0, 0, 0, 0, 0], 2, 0.01, 3), true)
})

test('a Latin hypercube comes first, then batches that learn, until the iterations are used up', () => {
  const { record, trials, context } = whole
  assert.deepEqual(
    record.generations.map(({ index, method, trials }) => [index, method, trials]),
    [
      [0, 'latin-hypercube', [0, 1, 2, 3, 4, 5, 6, 7]],
      [1, 'bayesian', [8, 9, 10]],
      [2, 'bayesian', [11, 12, 13]],
      [3, 'bayesian', [14, 15]],
    ],
  )
  assert.equal(record.stop.reason, 'iterations')
  assert.deepEqual(
    record.trials.map((trial) => trial.id),
    trials.map((_, i) => i),
  )
  assert.deepEqual(
    record.convergence.map((point) => point.best),
    trials.map((_, i) => Math.max(...trials.slice(0, i + 1).map(({ trial }) => trial.score.value))),
  )
  assert.equal(record.convergence.at(-1)!.best, record.generations.at(-1)!.bestScore)
  assert.equal(record.convergence.at(-1)!.pureSampling, record.pureSamplingBest)
  assert.equal(record.convergence.length, 16)
  assert.deepEqual(context.events.at(-1), { step: 'search', done: 16, total: 16 })
})

test('trials are compared at the planning cost: their own cost moves only the figure that says so', () => {
  const { trials } = whole
  for (const { trial, evaluation } of trials) {
    assert.equal(evaluation.configuration.costBp, 10)
    const atOwnCost = trial.averageSharpeAtOwnCost - trial.average.sharpe.value
    assert.equal(Math.sign(atOwnCost), Math.sign(10 - trial.configuration.costBp))
  }
  assert.ok(new Set(trials.map(({ trial }) => trial.configuration.costBp)).size > 8)
})

test('generations of any size fill the iterations exactly', async () => {
  for (const generation_size of [1, 2, 100]) {
    const { record } = await searched({ generation_size, first_generation: 3, maximum_iterations: 7 })
    assert.equal(record.trials.length, 7)
    assert.deepEqual(
      record.generations.slice(1).map(({ trials }) => trials.length),
      { 1: [1, 1, 1, 1], 2: [2, 2], 100: [4] }[generation_size],
    )
  }
})

test('the search stops when it has converged', async () => {
  const settings = { convergence_iterations: 3, convergence_improvement: 1, maximum_iterations: 100 }
  const { record } = await searched(settings)
  assert.equal(record.stop.reason, 'converged')
  assert.equal(record.trials.length, 11)
})

test('the search stops after the generation in which its time is up', async () => {
  let clock = 0
  const { record } = await searched({ time_limit_seconds: 15 }, { seconds: () => (clock += 10) })
  assert.equal(record.stop.reason, 'time')
  assert.equal(record.generations.length, 2)
})

test('the search stops before a generation that would cost more path-steps or money than allowed', async () => {
  const each = pathStepsOf(studyOf(tinyMandate(), 1), 200)
  // two generations, and the comparison with pure sampling
  const steps = await searched({ path_step_limit: 3 * each })
  assert.equal(steps.record.stop.reason, 'cost')
  assert.equal(steps.record.generations.length, 2)
  const money = await searched({ cost_limit_usd: 3.5, usd_per_billion_path_steps: 1e9 / each })
  assert.equal(money.record.stop.reason, 'cost')
  assert.equal(money.record.generations.length, 2)
})

test('a search that is killed in any generation resumes to the same trials, and computes no step twice', async () => {
  for (const victim of ['search/generation-2', 'search/after-generation-1', 'search/pure-sampling']) {
    const steps = new Map<string, string>()
    const beforeStep = (name: string) => {
      if (name === victim) throw new Error('killed')
    }
    await assert.rejects(searched({}, { steps, beforeStep }), /killed/)
    const before = steps.size
    const resumed = await searched({}, { steps })
    assert.deepEqual(resumed.record, whole.record)
    assert.equal(JSON.stringify(resumed.trials), JSON.stringify(whole.trials))
    assert.equal(before + resumed.context.computed.length, whole.context.computed.length)
  }
})

test('a search whose time was up stops at the same place when it is resumed with time to spare', async () => {
  const steps = new Map<string, string>()
  let clock = 0
  const first = await searched({ time_limit_seconds: 15 }, { steps, seconds: () => (clock += 10) })
  const second = await searched({ time_limit_seconds: 15 }, { steps, seconds: () => 0 })
  assert.deepEqual(second.record, first.record)
})

test('a whole search has the same bits in whatever order its shards run', async () => {
  for (const order of ['reversed', 'odd-first'] as const)
    assert.equal(JSON.stringify((await searched({}, { order })).trials), JSON.stringify(whole.trials))
})

test('another seed is another search', async () => {
  const [one, two] = [whole, await searched({}, {}, 2)]
  assert.notDeepEqual(
    one.trials.map(({ trial }) => trial.configuration),
    two.trials.map(({ trial }) => trial.configuration),
  )
})

test('no rule is proposed twice in a search of this size', () => {
  const rules = whole.trials.map(({ trial }) => trial.configuration)
  rules.forEach((rule, i) => assert.ok(!rules.slice(0, i).some((other) => sameRule(other, rule))))
})

test('a hypercube of rules uses every weight function and spreads over every range', () => {
  const rules = hypercubeConfigurations(studyOf(tinyMandate(), 3), 40, 0)
  for (const name of ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'])
    assert.equal(rules.filter((rule) => rule.weightFunction === name).length, 10)
  for (const months of [2, 3, 4, 5, 6]) assert.equal(rules.filter((rule) => rule.windowMonths === months).length, 8)
  const aversions = rules.map((rule) => rule.riskAversion)
  assert.ok(Math.min(...aversions) < 0.62 && Math.max(...aversions) > 4.88)
})
