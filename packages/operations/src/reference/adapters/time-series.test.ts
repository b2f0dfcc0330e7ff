import assert from 'node:assert/strict'
import { test } from 'node:test'
import { johansenCriticalOperation } from '../../catalogue/time-series/index.ts'
import type { Answer } from '../reference-form.ts'
import { timeSeriesForms } from './time-series.ts'

/** The answer of the first form that understands a case, or undefined. */
function answered(input: Readonly<Record<string, unknown>>, wanted: readonly string[] = []): Answer | undefined {
  const { function: name, ...rest } = input
  for (const form of timeSeriesForms) {
    const parsed = form.function === name ? form.input.safeParse(rest) : undefined
    if (parsed?.success) return form.answer(parsed.data, wanted)
  }
  return undefined
}

/** The answer to a case that is understood. */
const answerTo = (input: Readonly<Record<string, unknown>>, wanted: readonly string[] = []): Answer =>
  answered(input, wanted) ?? assert.fail('the case is not understood')

/** The path whose formula is in the fixtures of the time-series analytics. */
function path(length: number, root: number, variant: number): number[] {
  const values: number[] = []
  let x = 0
  for (let t = 0; t < length; t++) {
    x = root * x + (((t * 0.6180339887498949 + 0.37 * ((t * t * (variant + 1)) % 11)) % 1) - 0.5)
    values.push(x)
  }
  return values
}

const reverting = path(120, 0.9, 0)
const walk = path(120, 1, 1)
const rows = path(120, 1, 4).map((value, t) => [walk[t], 0.7 * walk[t] + reverting[t], value])

const near = (actual: unknown, expected: number, tolerance = 1e-8): void => {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= tolerance,
    `${String(actual)}, not ${expected}`,
  )
}

test('Johansen cases are understood in the words of urca, with seasonal dummies (expected values by numpy)', () => {
  const base = { function: 'johansen', series: rows, var_lags: 2, specification: 'longrun' }
  const seasonal = answerTo({
    ...base,
    series_columns: ['LRM', 'LRY', 'IBO'],
    deterministic: 'constant restricted to the cointegration space, plus three centred quarterly seasonal dummies',
  })
  const expected = [0.31815323349547286, 0.06043865520890199, 0.02461570835754561]
  assert.ok(Array.isArray(seasonal['eigenvalues']))
  expected.forEach((value, k) => near((seasonal['eigenvalues'] as number[])[k], value, 1e-10))
  const monthly = answerTo({
    ...base,
    deterministic: 'unrestricted trend, plus eleven centred monthly seasonal dummies',
  })
  near((monthly['trace'] as number[])[0], 60.91824875102795)
  const trend = answerTo({
    ...base,
    specification: 'Transitory',
    var_lags: 3,
    deterministic: 'Trend restricted to the cointegration space',
  })
  near((trend['trace'] as number[])[0], 66.04678718116796)
  const none = answerTo({ ...base, specification: 'transitory', deterministic: 'none' })
  near((none['trace'] as number[])[0], 31.931576269681475)
  assert.equal(answered({ ...base, deterministic: 'whatever urca does' }), undefined)
  assert.equal(answered({ ...base, deterministic: 'none, plus five centred seasonal dummies' }), undefined)
})

test('Johansen terms are the same in whatever words they are told', () => {
  const eigenvalues = (text: string): unknown =>
    answerTo({ function: 'johansen', series: rows, var_lags: 2, specification: 'longrun', deterministic: text })[
      'eigenvalues'
    ]
  for (const [text, ...others] of [
    ['unrestricted constant', "ecdet = 'none'", 'an unrestricted intercept, no trend', 'constant (unrestricted)'],
    [
      'restricted constant',
      'ecdet const',
      'constant in the cointegration space',
      'Constant restricted to cointegration',
    ],
    [
      'restricted trend',
      'ecdet trend',
      'linear trend restricted to the cointegrating space, plus an unrestricted constant',
      'unrestricted constant and a trend in the cointegrating relations',
    ],
    [
      'restricted constant, plus three centred quarterly seasonal dummies',
      'restricted constant with centered quarterly seasonal dummies',
      'restricted constant, 3 centred seasonal dummies',
    ],
  ]) {
    for (const other of others) assert.deepEqual(eigenvalues(other), eigenvalues(text), other)
  }
  const base = { function: 'johansen', series: rows, var_lags: 2, specification: 'longrun' }
  for (const text of ['const', 'trend', 'restricted constant, three centred monthly seasonal dummies']) {
    assert.equal(answered({ ...base, deterministic: text }), undefined, text)
  }
})

test('tables of Johansen critical values are given by order of the deterministic polynomial', () => {
  const table = answerTo({ function: 'johansen_critical_values', n_minus_r: [1, 12], det_orders: [-1, 0, 1] })
  // MacKinnon, Haug & Michelis (1999), tables 1, 3 and 5.
  assert.deepEqual(table['trace'], {
    '-1': [
      [2.9762, 4.1296, 6.9406],
      [302.9054, 311.1288, 326.9716],
    ],
    '0': [
      [2.7055, 3.8415, 6.6349],
      [326.5354, 334.9795, 351.215],
    ],
    '1': [
      [2.7055, 3.8415, 6.6349],
      [350.1125, 358.719, 375.3203],
    ],
  })
  assert.deepEqual(
    johansenCriticalOperation.run({ terms: 'constant', dimension: 2 }).maxEigen,
    [12.2971, 14.2639, 18.52],
  )
})

test('a Kalman regression is answered at the dates that the keys name (expected values by numpy)', () => {
  const input = {
    function: 'kalman_regression',
    y: rows.map(([, y]) => y),
    x: walk,
    state: '[beta, alpha], random walk',
    Q: [
      [1e-3, 2e-4],
      [2e-4, 4e-3],
    ],
    R: 0.1,
    a0: [1, 0],
    P0: [
      [2, 0.3],
      [0.3, 1],
    ],
    order: 'predict (P += Q) then update at every observation including the first',
  }
  const wanted = ['log_likelihood', 'beta_path_every_20', 'alpha_path_every_20', 'smoothed_beta_first', 'final_P']
  const answer = answerTo(input, wanted)
  near(answer['log_likelihood'], -65.16382721751357)
  const beta = answer['beta_path_every_20'] as number[]
  assert.equal(beta.length, 6)
  near(beta[1], 1.3602929149897383)
  near((answer['alpha_path_every_20'] as number[])[1], 0.7630692410389053)
  near(answer['smoothed_beta_first'], 1.1800346785891795)
  near((answer['final_P'] as number[][])[0][1], -0.022452536471189086)
  near(answer['last_innovation_variance'], 0.12621365060956072)
  assert.equal(answered({ ...input, order: 'smooth only' }), undefined)
})

test('an Ornstein-Uhlenbeck fit is answered with its AR(1) form (expected values by scipy)', () => {
  const answer = answerTo({ function: 'ou_mle', series: reverting, dt: 0.25 })
  near(answer['speed'], 0.6614461222822597, 1e-7)
  near(answer['ar1_coefficient'], Math.exp(-0.6614461222822597 * 0.25), 1e-7)
  near(answer['half_life_years'], Math.LN2 / 0.6614461222822597, 1e-6)
  near(answer['log_likelihood'], -22.559572829146585)
})

test('Dickey-Fuller lags are given or chosen, and a case that says neither or both is refused', () => {
  const input = { function: 'adf', series: reverting, regression: 'ct' }
  near(answerTo({ ...input, max_lag: 6, autolag: 't-stat' })['statistic'], -3.114595527381416)
  near(answerTo({ ...input, lags: null, max_lag: 6, autolag: 'BIC' })['best_ic'], 55.24718129398592)
  assert.equal(answerTo({ ...input, lags: 2, autolag: null })['used_lag'], 2)
  assert.equal(answered(input), undefined)
  assert.equal(answered({ ...input, lags: 2, autolag: 'AIC' }), undefined)
  assert.equal(answered({ ...input, lags: 2, regression: 'cubic' }), undefined)
})
