import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { sabrImpliedVolatility, sabrNormalVolatility, type SabrInputs } from './sabr.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

test('the lognormal volatilities agree with the table of the QuantLib test-suite (interpolations.cpp, testSabrInterpolation)', () => {
  const table: [number, number][] = [
    [0.03, 1.16725837321531],
    [0.038, 1.11299079244474],
    [0.05, 1.05226642581503],
    [0.09, 0.930289384251337],
  ]
  for (const [strike, vol] of table) {
    near(
      sabrImpliedVolatility({ forward: 0.039, strike, expiryYears: 1, alpha: 0.3, beta: 0.6, nu: 0.02, rho: 0.01 }),
      vol,
      1e-11,
    )
  }
})

test('the lognormal volatilities agree with QuantLib 1.29 sabrVolatility at beta 0.5, 1 and 0', () => {
  const rates = { forward: 0.0325, expiryYears: 5, alpha: 0.035, beta: 0.5, nu: 0.45, rho: -0.25 }
  near(sabrImpliedVolatility({ ...rates, strike: 0.01 }), 0.4147078452279374, 1e-10)
  near(sabrImpliedVolatility({ ...rates, strike: 0.0325 }), 0.2067212347848239, 1e-10)
  near(sabrImpliedVolatility({ ...rates, strike: 0.1 }), 0.24594039074918858, 1e-10)
  const fx = { forward: 1.1, expiryYears: 0.5, alpha: 0.09, beta: 1, nu: 1.1, rho: -0.3 }
  near(sabrImpliedVolatility({ ...fx, strike: 0.95 }), 0.13777722056655461, 1e-10)
  near(sabrImpliedVolatility({ ...fx, strike: 1.1 }), 0.0935908125, 1e-10)
  const normal = { forward: 0.04, expiryYears: 2, alpha: 0.008, beta: 0, nu: 0.35, rho: 0.1 }
  near(sabrImpliedVolatility({ ...normal, strike: 0.01 }), 0.435903636411673, 1e-10)
})

test('a shift moves forward and strike and nothing else', () => {
  const base = { expiryYears: 3, alpha: 0.02, beta: 0.4, nu: 0.4, rho: -0.2 }
  assert.equal(
    sabrImpliedVolatility({ ...base, forward: -0.005, strike: -0.01, shift: 0.03 }),
    sabrImpliedVolatility({ ...base, forward: -0.005 + 0.03, strike: -0.01 + 0.03 }),
  )
})

test('with beta 1 and nu 0 the lognormal volatility is alpha, with beta 0 and nu 0 the normal volatility is alpha', () => {
  near(
    sabrImpliedVolatility({ forward: 90, strike: 140, expiryYears: 4, alpha: 0.3, beta: 1, nu: 0, rho: 0.4 }),
    0.3,
    1e-15,
  )
  near(
    sabrNormalVolatility({ forward: -0.01, strike: 0.02, expiryYears: 4, alpha: 0.007, beta: 0, nu: 0, rho: 0.4 }),
    0.007,
    1e-15,
  )
})

test('with beta 0 and rho 0 the normal smile is symmetric about the forward', () => {
  const base = { forward: 0.01, expiryYears: 2, alpha: 0.008, beta: 0, nu: 0.5, rho: 0 }
  near(sabrNormalVolatility({ ...base, strike: 0.04 }), sabrNormalVolatility({ ...base, strike: -0.02 }), 1e-16)
})

test('with beta 1 and rho 0 the lognormal smile is symmetric in log-moneyness', () => {
  const base = { forward: 100, expiryYears: 1, alpha: 0.2, beta: 1, nu: 0.8, rho: 0 }
  near(sabrImpliedVolatility({ ...base, strike: 80 }), sabrImpliedVolatility({ ...base, strike: 125 }), 1e-14)
})

const anySabr = fc.record({
  forward: fc.double({ min: 0.005, max: 5, noNaN: true }),
  expiryYears: fc.double({ min: 0, max: 2, noNaN: true }),
  vol: fc.double({ min: 0.01, max: 1, noNaN: true }),
  beta: fc.double({ min: 0, max: 1, noNaN: true }),
  nu: fc.double({ min: 0, max: 1.5, noNaN: true }),
  rho: fc.double({ min: -0.95, max: 0.95, noNaN: true }),
})

test('volatilities are finite and positive, and continuous at the money', () => {
  fc.assert(
    fc.property(anySabr, fc.double({ min: -1.5, max: 1.5, noNaN: true }), ({ vol, ...rest }, logMoneyness) => {
      const base = { ...rest, alpha: vol * rest.forward ** (1 - rest.beta) }
      for (const volatility of [sabrImpliedVolatility, sabrNormalVolatility]) {
        const wing = volatility({ ...base, strike: base.forward * Math.exp(logMoneyness) })
        assert.ok(Number.isFinite(wing) && wing > 0)
        const atm = volatility({ ...base, strike: base.forward })
        const beside = volatility({ ...base, strike: base.forward * (1 + 1e-11) })
        near(beside / atm, 1, 1e-9)
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('the symmetric smile: rho and the side of a beta-1 strike change sign together', () => {
  fc.assert(
    fc.property(anySabr, fc.double({ min: -1, max: 1, noNaN: true }), ({ vol, ...rest }, x) => {
      // To order zero in time, where beta = 1 has no odd term.
      const base = { ...rest, expiryYears: 0, beta: 1, alpha: vol }
      const left = sabrImpliedVolatility({ ...base, strike: base.forward * Math.exp(x) })
      const right = sabrImpliedVolatility({ ...base, rho: -base.rho, strike: base.forward * Math.exp(-x) })
      near(left / right, 1, 1e-12)
    }),
    { seed: 2, numRuns: 200 },
  )
})

test('at the money the normal volatility is the lognormal one times the forward, to first order in total variance', () => {
  const inputs: SabrInputs = {
    forward: 0.05,
    strike: 0.05,
    expiryYears: 0.01,
    alpha: 0.05,
    beta: 0.5,
    nu: 0.3,
    rho: -0.2,
  }
  near(sabrNormalVolatility(inputs) / (0.05 * sabrImpliedVolatility(inputs)), 1, 1e-4)
})

test('parameters out of range, strikes below the shift and a broken expansion are refused', () => {
  const good: SabrInputs = { forward: 1, strike: 1, expiryYears: 1, alpha: 0.2, beta: 0.5, nu: 0.4, rho: 0 }
  const refused = (change: Partial<SabrInputs>, code: string, field: string): void => {
    assert.throws(
      () => sabrImpliedVolatility({ ...good, ...change }),
      (error: unknown) => error instanceof TuttiError && error.code === code && error.details.field === field,
    )
  }
  refused({ alpha: 0 }, 'invalid-input', 'alpha')
  refused({ beta: 1.1 }, 'invalid-input', 'beta')
  refused({ nu: -0.1 }, 'invalid-input', 'nu')
  refused({ rho: 1 }, 'invalid-input', 'rho')
  refused({ strike: -0.5 }, 'invalid-input', 'strike')
  refused({ forward: Number.NaN }, 'invalid-input', 'forward')
  refused({ expiryYears: 60, rho: -0.95, nu: 1 }, 'not-applicable', 'expiryYears')
})
