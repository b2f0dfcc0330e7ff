import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomForms } from './random.ts'
import { modelsForms } from './models.ts'

const forms = [...randomForms, ...modelsForms]

/** The answer of the first form that takes the inputs, `undefined` where none does. */
function answer(name: string, inputs: object, wanted: readonly string[] = []) {
  for (const form of forms.filter((candidate) => candidate.function === name)) {
    const { success, data } = form.input.safeParse(inputs)
    if (success) return form.answer(data, wanted)
  }
  return undefined
}

const step = {
  kappa: 2,
  theta: 0.04,
  sigma: 0.3,
  rho: -0.7,
  rate_continuous: 0.03,
  dividend_yield_continuous: 0.01,
  steps: [{ dt: 0.25, spot: 100, variance: 0.04, z1: 0.3, z2: -0.6 }],
}

test('the full truncation scheme is known by its name, other schemes are refused', () => {
  const expected = answer('heston_step', {
    ...step,
    scheme: 'full truncation Euler on log-spot (Lord, Koekkoek, van Dijk)',
  })
  assert.ok(expected !== undefined)
  for (const scheme of ['Full truncation Euler', 'full-truncation Euler', 'Euler, full truncation']) {
    assert.deepEqual(answer('heston_step', { ...step, scheme }), expected)
  }
  for (const scheme of ['partial truncation Euler', 'full truncation Milstein', 'Euler']) {
    assert.equal(answer('heston_step', { ...step, scheme }), undefined)
  }
})

test('the direction numbers of Joe & Kuo are known by their names, other sets are refused', () => {
  for (const direction_numbers of [
    'Joe-Kuo new-joe-kuo-6.21201 (D6)',
    'Joe-Kuo D6',
    'new-joe-kuo-6.21201',
    'Joe-Kuo D(6)',
    'Joe-Kuo 6.21201',
    'Joe and Kuo D6',
  ]) {
    assert.deepEqual(answer('sobol', { direction_numbers, dimension: 2, indices: [1, 2] }), {
      points: [
        [0.5, 0.5],
        [0.75, 0.25],
      ],
    })
  }
  for (const direction_numbers of ['Joe-Kuo D7', 'new-joe-kuo-7.21201', 'Jaeckel', 'joe-kuo-old.1111', '']) {
    assert.equal(answer('sobol', { direction_numbers, dimension: 2, indices: [1] }), undefined, direction_numbers)
  }
})

test('the Mersenne twister gives as many outputs as the words ask for', () => {
  // Matsumoto & Nishimura's generator seeded with 5489: the first outputs, and the 10000th as the C++ standard states it.
  const first = [3499211612, 581869302, 3890346734]
  for (const draws of ['first three 32-bit outputs and the 10000th', 'First 3 outputs and the 10,000th output']) {
    assert.deepEqual(answer('mt19937', { seed: 5489, draws }), { first, tenthousandth: 4123659995 })
  }
  assert.deepEqual(answer('mt19937', { seed: 5489, draws: 'first 2 outputs and the 3rd' }, ['first', 'third']), {
    first: first.slice(0, 2),
    third: first[2],
  })
  for (const draws of ['last five outputs', 'first 0 outputs', 'first five 64-bit outputs and the 10000th']) {
    assert.equal(answer('mt19937', { seed: 5489, draws }), undefined)
  }
})

test('a smile is read with any spacing, and refused where its ends do not meet', () => {
  const inputs = { spot: 100, rate_continuous: 0.05, maturity_years: 0.25, strikes_from: 1, strikes_to: 1000 }
  const of = (volatility: string) => answer('variance_swap_replication_continuum', { ...inputs, volatility })
  const expected = of('0.20-0.001*(K-100) for 40<K<160, 0.26 below, 0.14 above')
  assert.ok(expected !== undefined)
  assert.deepEqual(of('0.20 - 0.001*(K - 100) for 40 < K < 160, 0.26 below, 0.14 above'), expected)
  assert.deepEqual(of('0.20 - 0.001 * (K - 100) for 40 <= K <= 160; 0.26 below, and 0.14 above'), expected)
  assert.equal(of('0.20 - 0.001*(K - 100) for 40 < K < 160, 0.27 below, 0.14 above'), undefined)
})

test("Ho & Lee's futures are Hull & White's without mean reversion", () => {
  const future = { future_quote: 94, t_start: 5, t_end: 5.25, sigma: 0.015 }
  const hullWhite = answer('futures_convexity_bias', { ...future, model: 'Hull-White', mean_reversion: 0 })
  assert.ok(hullWhite !== undefined)
  assert.deepEqual(answer('futures_convexity_bias', { ...future, model: 'Ho-Lee' }), hullWhite)
  assert.equal(answer('futures_convexity_bias', { ...future, model: 'Ho-Lee', mean_reversion: 0.1 }), undefined)
})

test('a Brownian bridge is built in the order that is told', () => {
  const normals = [0.5, -1, 0.25]
  const times = [1, 2, 4]
  const of = (order: string) => answer('brownian_bridge', { times, normals, order })?.path as number[] | undefined
  const close = (got: readonly number[] | undefined, expected: readonly number[]) => {
    assert.equal(got?.length, expected.length)
    for (const [i, value] of expected.entries()) assert.ok(Math.abs(got[i] - value) < 1e-14, `${i}: ${got[i]}`)
  }
  // In the order of time, the increments themselves.
  close(of('z1 -> W(1), z2 -> W(2), z3 -> W(4)'), [0.5, -0.5, -0.5 + Math.SQRT2 * 0.25])
  // The end, then the first, then the one between: means 1 / 4 and 1 / 3 of the way, variances 3 / 4 and 2 / 3.
  const one = 1 / 4 - Math.sqrt(3 / 4)
  close(of('z1->W(t3); z2->W(t1); z3->W(t2)'), [one, one + (1 - one) / 3 + 0.25 * Math.sqrt(2 / 3), 1])
  for (const order of [
    'z1 -> W(1), z2 -> W(2)',
    'z2 -> W(1), z1 -> W(2), z3 -> W(4)',
    'z1 -> W(1), z2 -> W(1), z3 -> W(4)',
  ]) {
    assert.equal(of(order), undefined)
  }
})

test('moments of a square-root process come with the distribution at the points that the names of the results say', () => {
  const inputs = { kappa: 2, theta: 0.04, sigma: 0.3, v: 0.04, dt: 0.25 }
  const quantile = answer('cir_moments', inputs, ['quantile_37.5pct'])?.['quantile_37.5pct'] as number
  const cdf = answer('cir_moments', inputs, [`cdf_at_${quantile}`])?.[`cdf_at_${quantile}`] as number
  assert.ok(Math.abs(cdf - 0.375) < 1e-9)
})
