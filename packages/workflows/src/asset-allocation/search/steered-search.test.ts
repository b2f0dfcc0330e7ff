import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Consult, Consultation, Proposal } from '../../changes/index.ts'
import { inProcessContext } from '../../testing/in-process-context.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { studyMandate } from '../mandate.ts'
import { studyOf } from '../study.ts'
import { adaptiveSearch } from './adaptive-search.ts'
import { steeredSearch } from './steered-search.ts'

const mandate = tinyMandate({ search: { convergence_iterations: 500, maximum_iterations: 14, generation_size: 4 } })
const study = studyOf(mandate, 1)
const inputs = { mandate: studyMandate(mandate) }
/** Steps of all searches: those that two of them share are computed once. */
const steps = new Map<string, string>()
const plain = await adaptiveSearch(inProcessContext({ steps }), study, inputs)
const scores = plain.record.trials.map(({ score }) => score.value)
const bestOfPlain = plain.record.trials[scores.indexOf(Math.max(...scores))]

const proposal = (id: string, kind: string, terms: unknown): Proposal => ({
  id,
  by: 'strategy-searcher',
  kind,
  terms,
  reason: '',
})
const rule = (target: number, window: number, aversion: number, name = 'inverse-vol') => ({
  weight_function: name,
  target_volatility: target,
  window_months: window,
  risk_aversion: aversion,
})

async function steered(answers: Readonly<Record<string, readonly Proposal[]>>, known = new Map(steps)) {
  const asked: Consultation[] = []
  const consult: Consult = async (consultation) => {
    asked.push(consultation)
    return answers[consultation.id] ?? []
  }
  const context = inProcessContext({ steps: known })
  const search = await steeredSearch({ ...context, consult }, study, inputs, { accepted: [], results: {} })
  return { ...search, asked, context }
}

test('an agent that proposes nothing leaves the search as it is, to the byte, and no step is computed anew', async () => {
  const { record, asked, context } = await steered({})
  assert.equal(JSON.stringify(record), JSON.stringify(plain.record))
  assert.equal(record.steering, null)
  assert.deepEqual(context.computed, [])
  assert.deepEqual(
    asked.map(({ id, most }) => [id, most]),
    [
      ['generation-1', 2],
      ['generation-2', 1],
    ],
  )
})

test('before each generation the agent sees what is known in a bounded size', async () => {
  const { asked } = await steered({})
  const state = asked[0].state as {
    readonly trials: number
    readonly trialsLeft: number
    readonly best: readonly { readonly score: { readonly value: number } }[]
    readonly byWeightFunction: readonly { readonly trials: number }[]
  }
  assert.equal(state.trials, 8)
  assert.equal(state.trialsLeft, 6)
  assert.equal(state.best[0].score.value, Math.max(...scores.slice(0, 8)))
  assert.equal(
    state.byWeightFunction.reduce((sum, { trials }) => sum + trials, 0),
    8,
  )
  assert.ok(JSON.stringify(asked[1].state).length < 8000)
  assert.deepEqual(asked[0].kinds, ['search-region', 'try-rule'])
})

test('rules take their part of a generation within the same budget, beside the sampler alone on the same paths', async () => {
  const given = rule(0.1, 3, 2)
  const { record, trials, context } = await steered({ 'generation-1': [proposal('a', 'try-rule', given)] })
  const steering = record.steering!
  assert.equal(steering.trials, 14)
  assert.equal(steering.steeredTrials, 1)
  assert.deepEqual(steering.proposals[0].best!.configuration, {
    targetVolatility: 0.1,
    weightFunction: 'inverse-vol',
    windowMonths: 3,
    riskAversion: 2,
    costBp: 10,
  })
  assert.equal(steering.samplerBest.value, bestOfPlain.score.value)
  assert.equal(steering.stands === 'steered', steering.difference.value > 0)
  assert.equal(trials.length, 14)
  // the first generation and the sampler alone are those of the plain search
  assert.deepEqual(
    context.computed.filter((name) => name.startsWith('search/generation')),
    ['search/generation-1', 'search/generation-2'],
  )
})

test('a rule that cannot help leaves the search of the sampler to go on, and the record says so', async () => {
  // so little equity that the rule stays far below the volatility that the mandate aims at
  const { record, trials } = await steered({
    'generation-2': [proposal('a', 'try-rule', rule(0.05, 2, 5, 'inverse-vol-squared'))],
  })
  const steering = record.steering!
  assert.equal(steering.stands, 'sampler')
  assert.equal(JSON.stringify({ ...record, steering: null }), JSON.stringify(plain.record))
  assert.equal(trials.length, plain.trials.length)
  assert.ok(steering.difference.value <= 0)
})

test('where steering finds the better rule the steered search goes on', async () => {
  const { targetVolatility, weightFunction, windowMonths, riskAversion } = bestOfPlain.configuration
  const around: Proposal[] = [-0.02, -0.01, 0.01, 0.02].flatMap((step, i) => [
    proposal(`n${i}`, 'try-rule', rule(targetVolatility + step, windowMonths, riskAversion, weightFunction)),
  ])
  const tried = await Promise.all(around.map(async (one) => steered({ 'generation-1': [one] })))
  const better = tried.find(({ record }) => record.steering!.difference.value > 0)
  assert.ok(better !== undefined, 'no neighbour of the best rule is better')
  assert.equal(better.record.steering!.stands, 'steered')
  const best = Math.max(...better.record.trials.map(({ score }) => score.value))
  assert.equal(best, better.record.steering!.steeredBest.value)
  assert.ok(best > bestOfPlain.score.value)
})

test('points in a region lie inside of it, clipped to the mandate', async () => {
  const region = { target_volatility: [0.15, 0.5], weight_functions: ['sigmoid'], volatility_window_months: [1, 3] }
  const { record, context } = await steered({ 'generation-1': [proposal('a', 'search-region', region)] })
  assert.equal(record.steering!.proposals[0].trials, 2)
  const step = [...context.steps].find(([key]) => key.startsWith('["search/generation-1"') && key.includes('steering'))!
  const generation = JSON.parse(step[1]) as { trial: { configuration: Record<string, number | string> } }[]
  for (const { trial } of generation.slice(0, 2)) {
    assert.equal(trial.configuration['weightFunction'], 'sigmoid')
    // the mandate searches from 5 to 20 % and from two to six months
    assert.ok(Number(trial.configuration['targetVolatility']) >= 0.15)
    assert.ok(Number(trial.configuration['targetVolatility']) <= 0.2)
    assert.ok([2, 3].includes(Number(trial.configuration['windowMonths'])))
  }
})

test('what lies outside of the mandate, is no rule, or finds no room is refused with its reason, and changes nothing', async () => {
  const { record, context } = await steered({
    'generation-1': [
      proposal('a', 'search-region', { target_volatility: [0.3, 0.4] }),
      proposal('b', 'try-rule', { target_volatility: 'a lot' }),
      proposal('c', 'view', { regimes: {}, conviction: 1 }),
    ],
  })
  const steering = record.steering!
  assert.deepEqual(
    steering.proposals.map(({ trials }) => trials),
    [0, 0, 0],
  )
  assert.match(steering.proposals[0].refused!, /target volatility lies outside the search space/)
  assert.match(steering.proposals[1].refused!, /terms/)
  assert.match(steering.proposals[2].refused!, /cannot steer/)
  assert.equal(steering.stands, 'sampler')
  assert.equal(steering.difference.value, 0)
  assert.equal(JSON.stringify({ ...record, steering: null }), JSON.stringify(plain.record))
  assert.deepEqual(context.computed, [])

  const many = await steered({
    'generation-2': [proposal('a', 'try-rule', rule(0.1, 3, 2)), proposal('b', 'try-rule', rule(0.11, 3, 2))],
  })
  assert.match(many.record.steering!.proposals[1].refused!, /used up/)
})

test('a steered search that is killed resumes to the same bits with the same answers', async () => {
  const answers = { 'generation-1': [proposal('a', 'try-rule', rule(0.1, 3, 2))] }
  const whole = await steered(answers)
  const known = new Map(steps)
  const killed = inProcessContext({
    steps: known,
    beforeStep: (name) => {
      if (name === 'search/generation-2') throw new Error('killed')
    },
  })
  const consult: Consult = async ({ id }) => (id === 'generation-1' ? answers['generation-1'] : [])
  await assert.rejects(steeredSearch({ ...killed, consult }, study, inputs, { accepted: [], results: {} }), /killed/)
  const again = await steered(answers, known)
  assert.equal(again.context.computed.includes('search/generation-1'), false)
  assert.equal(JSON.stringify(again.record), JSON.stringify(whole.record))
})
