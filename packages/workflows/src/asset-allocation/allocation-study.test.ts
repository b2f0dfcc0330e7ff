import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext, type InProcessOptions } from '../testing/in-process-context.ts'
import { tinyMandate } from '../testing/small-mandate.ts'
import { allocationStudy } from './allocation-study.ts'
import { bestTrials, NEIGHBOURS, neighbours } from './candidates.ts'
import { pathStepsOf, studyOf } from './study.ts'

const mandate = tinyMandate()
const seed = 4

async function studied(options: InProcessOptions = {}) {
  const context = inProcessContext(options)
  const result = await allocationStudy(context, { mandate, seed, snapshot: null })
  return { result, context }
}

const { result, context } = await studied()
const { search, candidates, decision } = result

/** Places of values that JSON cannot carry: numbers that are not finite, undefined, anything but lists and plain objects. */
function notPlain(value: unknown, place: string): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [place]
  if (typeof value !== 'object') return [place]
  if (Array.isArray(value)) return value.flatMap((item, i) => notPlain(item, `${place}[${i}]`))
  if (Object.getPrototypeOf(value) !== Object.prototype) return [place]
  return Object.entries(value).flatMap(([key, item]) => notPlain(item, `${place}.${key}`))
}

test('a result is plain JSON: nothing is lost on the way to a file and back', () => {
  assert.deepEqual(notPlain(result, 'result'), [])
})

test('every step of a study is computed once', () => {
  assert.equal(new Set(context.computed).size, context.computed.length)
  assert.equal(context.steps.size, context.computed.length)
})

test('the paths are validated before any rule is scored', () => {
  assert.equal(context.computed[0], 'path-validation')
  assert.equal(context.maps[0].kernel, 'pathDiagnostics')
  assert.ok(result.validation.checks.some((check) => check.id.startsWith('fresh/')))
})

test('path-steps and configuration-days are those of the kernels that ran', () => {
  // the reviewer's own paths are no part of the study's figures
  const walks = context.maps.filter(({ kernel }) => kernel !== 'summarisePaths' && kernel !== 'reviewPaths')
  assert.equal(result.study.pathSteps, walks.length * pathStepsOf(studyOf(mandate, seed), 200))
  const trials = search.trials.length
  // each trial and each rule of pure sampling twice, neighbours, candidates, the winner at six costs (the planning cost
  // is among them) and the naive rule, three constant mixes, and the design of the sensitivities
  const rules = 4 * trials + 6 * candidates.length + candidates.length + 5 + 1 + 3 + 768
  assert.equal(result.study.configurationDays, rules * 5 * 200 * 252)
})

test('a rule has as many neighbours as the effort counts', () => {
  assert.equal(neighbours(candidates[0].configuration).length, NEIGHBOURS)
})

test('candidates are the best trials, those that meet the mandate first, then by robustness', () => {
  const { trials } = search
  const best = [...trials].sort((a, b) => b.score.value - a.score.value).slice(0, candidates.length)
  assert.deepEqual(
    candidates.map(({ trial }) => trial).toSorted((a, b) => a - b),
    best.map(({ id }) => id).toSorted((a, b) => a - b),
  )
  assert.equal(bestTrials([]).length, 0)
  const feasible = candidates.map(({ trial }) => trials[trial].feasible)
  assert.deepEqual(
    feasible,
    feasible.toSorted((a, b) => Number(b) - Number(a)),
  )
  candidates.forEach((candidate, i) => {
    assert.equal(candidate.rank, i + 1)
    assert.deepEqual(candidate.searchScore, trials[candidate.trial].score)
    assert.equal(candidate.configuration.costBp, 10)
    if (i > 0 && feasible[i] === feasible[i - 1])
      assert.ok(candidate.robustness.total <= candidates[i - 1].robustness.total)
  })
})

test('fresh paths are other paths than those of the search', () => {
  for (const candidate of candidates)
    assert.notEqual(candidate.freshAverage.sharpe.value, search.trials[candidate.trial].average.sharpe.value)
})

test('the decision is the first candidate, with its limits on fresh paths', () => {
  assert.equal(decision.trial, candidates[0].trial)
  assert.deepEqual(decision.configuration, candidates[0].configuration)
  assert.deepEqual(decision.limits, candidates[0].limits)
  // a Sharpe ratio of 1.5 is out of reach: a compromise, and an explanation
  assert.equal(decision.status, 'best-compromise')
  assert.deepEqual(result.infeasibility!.unattainable.includes('minimum-sharpe'), true)
  assert.equal(result.infeasibility!.compromiseTrial, decision.trial)
})

test('the figures at the planning cost are the same wherever the result shows them', () => {
  const planning = result.costCurve.find(({ costBp }) => costBp === 10)!
  assert.deepEqual(planning.average, candidates[0].freshAverage)
})

test('no rule beats the best of its regime, and none keeps more than all of it', () => {
  result.regimeOptima.forEach((optimum) => {
    for (const trial of search.trials) assert.ok(trial.figures[optimum.regime].sharpe.value <= optimum.sharpe.value)
    for (const { robustness } of candidates) assert.ok(robustness.retained[optimum.regime] <= 1)
  })
})

test('a study without a market has no history', () => {
  assert.equal(result.history, null)
  assert.equal(result.luck.historical, null)
  assert.equal(result.study.marketHash, null)
})

test('a study has the same bits in whatever order shards run', async () => {
  const other = await studied({ order: 'reversed' })
  assert.equal(JSON.stringify(other.result), JSON.stringify(result))
})

test('a study that is killed half-way resumes to the same bits, and computes no step twice', async () => {
  const steps = new Map<string, string>()
  const beforeStep = (name: string) => {
    if (name === 'sensitivity') throw new Error('killed')
  }
  await assert.rejects(studied({ steps, beforeStep }), /killed/)
  const before = steps.size
  const resumed = await studied({ steps })
  assert.equal(before + resumed.context.computed.length, context.computed.length)
  assert.equal(resumed.context.computed[0], 'sensitivity')
  assert.equal(JSON.stringify(resumed.result), JSON.stringify(result))
})

test('a study that is complete needs no kernel to be shown again', async () => {
  const again = await studied({ steps: new Map(context.steps) })
  assert.deepEqual(again.context.computed, [])
  assert.deepEqual(again.context.maps, [])
  assert.equal(JSON.stringify(again.result), JSON.stringify(result))
})

test('a failed validation withholds the headline, and nothing else', async () => {
  const steps = new Map(context.steps)
  const key = [...steps.keys()].find((name) => name.startsWith('["path-validation"'))!
  const checks = result.validation.checks.map((check, i) => (i === 0 ? { ...check, z: 12, passed: false } : check))
  steps.set(key, JSON.stringify({ passed: false, checks }))
  const withheld = (await studied({ steps })).result
  assert.equal(withheld.decision.status, 'withheld')
  assert.deepEqual(withheld.candidates, result.candidates)
  assert.deepEqual(withheld.decision.configuration, decision.configuration)
})
