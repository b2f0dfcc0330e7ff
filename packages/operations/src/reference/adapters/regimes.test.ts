import assert from 'node:assert/strict'
import { test } from 'node:test'
import { congruentialDraws } from './regimes-series.fixture.ts'
import { markovSwitchingObjective, regimesForms } from './regimes.ts'

const near = (got: unknown, expected: number, tolerance: number): void =>
  assert.ok(typeof got === 'number' && Math.abs(got - expected) <= tolerance, `${String(got)} is not ${expected}`)

/** What the area answers to a case of that function. */
function answer(name: string, inputs: Record<string, unknown>, wanted: readonly string[]): Record<string, unknown> {
  const form = regimesForms.find((item) => item.function === name && item.input.safeParse(inputs).success)
  assert.ok(form !== undefined, `${name} is not served`)
  return form.answer(form.input.parse(inputs), wanted)
}

const series = congruentialDraws()
const parameters = { p00: 0.9684769698327367, p10: 0.05896146719733556, mu: [0.44396219835554496, -1.0278720454213315] }
const fitKeys = ['log_likelihood', 'p00', 'p10', 'mu', 'sigma2']

test('a Markov switching fit in mean and variance is served, low variance first, as statsmodels 0.13.5 has it', () => {
  for (const switching of ['mean and variance', 'Mean and Variance', 'variance and mean']) {
    const got = answer('markov_switching_fit', { series, regimes: 2, switching }, fitKeys)
    near(got['log_likelihood'], -409.3013945169424, 1e-6)
    near(got['p00'], parameters.p00, 1e-4)
    near(got['p10'], parameters.p10, 1e-4)
    near((got['sigma2'] as number[])[1], 1.9260414610450973, 1e-3)
  }
})

test('a Markov switching filter is served with the probabilities that the keys name', () => {
  const inputs = {
    series,
    parameters: { ...parameters, sigma2: [0.4128994278236706, 1.9260414610450973] },
    initial: 'steady state',
  }
  const keys = [
    'log_likelihood',
    'filtered_prob_regime1_every_25',
    'smoothed_prob_regime1_every_60',
    'smoothed_prob_regime0_first5',
  ]
  const got = answer('markov_switching_filter', inputs, keys)
  near(got['log_likelihood'], -409.3013945169424, 1e-9)
  assert.equal((got['filtered_prob_regime1_every_25'] as number[]).length, 12)
  // statsmodels 0.13.5 MarkovRegression at its estimate.
  const smoothed = [
    0.06252658470594027, 0.003036229880498735, 0.9998450345677902, 0.9692533236414336, 0.00971596421179207,
  ]
  smoothed.forEach((p, k) => near((got['smoothed_prob_regime1_every_60'] as number[])[k], p, 1e-6))
  near((got['smoothed_prob_regime0_first5'] as number[])[0], 0.9374734152940586, 1e-6)
})

test('a filter of three regimes takes the chances of two of them (expected values: the sum over all 59049 paths)', () => {
  const inputs = {
    series: [0.4, 0.6, -1.9, -2.4, 0.1, 3.2, 2.7, 3.1, 0.2, 0.5],
    regimes: 3,
    parameters: {
      p00: 0.7,
      p10: 0.3,
      p20: 0.15,
      p01: 0.2,
      p11: 0.6,
      p21: 0.25,
      mu: [0.3, -2, 3],
      sigma2: [0.2, 0.5, 0.4],
    },
  }
  const got = answer('markov_switching_filter', inputs, ['log_likelihood', 'smoothed_prob_regime2_first5'])
  near(got['log_likelihood'], -13.953022623068938, 1e-12)
  const smoothed = got['smoothed_prob_regime2_first5'] as number[]
  near(smoothed[1], 1.18103213e-4, 1e-12)
  near(smoothed[4], 4.17914949e-5, 1e-13)
  const { p21: _, ...incomplete } = inputs.parameters
  assert.deepEqual(answer('markov_switching_filter', { ...inputs, parameters: incomplete }, ['log_likelihood']), {})
})

test('an unknown switching text, an unknown start and other numbers of regimes are refused', () => {
  const served = (name: string, inputs: Record<string, unknown>): boolean =>
    regimesForms.some((form) => form.function === name && form.input.safeParse(inputs).success)
  assert.ok(!served('markov_switching_fit', { series, regimes: 2, switching: 'skewness' }))
  assert.ok(!served('markov_switching_fit', { series, regimes: 1, switching: 'mean only' }))
  assert.ok(!served('markov_switching_filter', { series, regimes: 4, parameters }))
  assert.ok(!served('markov_switching_filter', { series, parameters, initial: 'uniform' }))
})

test('the objective at given parameters is the likelihood of the filter, and nothing where they are incomplete', () => {
  const inputs = { function: 'markov_switching_fit', series, regimes: 2, switching: 'mean and variance' }
  const point = { ...parameters, sigma2: [0.4128994278236706, 1.9260414610450973], log_likelihood: 0 }
  near(markovSwitchingObjective.objectiveAt(inputs, point), -409.3013945169424, 1e-9)
  assert.equal(markovSwitchingObjective.objectiveAt(inputs, parameters), undefined)
})
