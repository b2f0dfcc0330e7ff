import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { integral, normalCdf, normalPdf } from '../math/index.ts'
import { hestonFairVariance, hestonImpliedVolatilities } from '../models/index.ts'
import { localVolatility } from './local-volatility.ts'
import { modelFreeVariance } from './model-free-variance.ts'
import { quoteViolations } from './quote-arbitrage.ts'
import { quotedSlice, strikeQuotesOfDeltas } from './quoted-slice.ts'
import { smileMeasures } from './smile-measures.ts'
import { ssviSmile } from './ssvi.ts'
import { surfaceViolations } from './surface-arbitrage.ts'
import { sviSlice } from './svi.ts'
import {
  forwardVolatility,
  surfaceForward,
  surfacePoint,
  surfaceVolatility,
  volatilitySurface,
} from './volatility-surface.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const flat = (vol: number, expiries: readonly number[]) =>
  volatilitySurface(
    100,
    expiries.map((expiryYears) => ({
      expiryYears,
      forward: 100 * Math.exp(0.02 * expiryYears),
      slice: () => ({ totalVariance: vol * vol * expiryYears, slope: 0, curvature: 0 }),
    })),
  )

const ssvi = { rho: -0.6, curvature: { kind: 'bounded-power-law', eta: 1, gamma: 0.4 } } as const
const skewed = volatilitySurface(
  100,
  [0.1, 0.5, 1, 2].map((expiryYears) => ({
    expiryYears,
    forward: 100 * Math.exp(0.02 * expiryYears),
    slice: sviSlice(ssviSmile(ssvi, 0.04 * expiryYears + 0.002)),
  })),
)

test('a flat surface has that volatility as local, forward and model-free volatility, no skew and no arbitrage', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1.5, noNaN: true }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (vol, t, k) => {
        const surface = flat(vol, [0.25, 1, 3])
        near(localVolatility(surface, k, t), vol, 1e-12)
        near(localVolatility(surface, k, 0), vol, 1e-12)
        near(surfaceVolatility(surface, 100 * Math.exp(k), t), vol, 1e-12)
        near(forwardVolatility(surface, t, t + 0.5, k), vol, 1e-10)
        near(modelFreeVariance(surface, t).fairVolatility / vol, 1, 1e-9)
        const measures = smileMeasures(surface, t, 0.25)
        for (const zero of [measures.atmSlope, measures.riskReversal, measures.butterfly, measures.putSkew])
          near(zero, 0, 1e-12)
        assert.deepEqual(surfaceViolations(surface, 5), [])
      },
    ),
    { seed: 21, numRuns: 60 },
  )
})

test('total variance grows with expiry at every log-moneyness of a surface without calendar arbitrage', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      fc.double({ min: 0.01, max: 4, noNaN: true }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      (k, t, more) => {
        const [near_, far] = [surfacePoint(skewed, k, t), surfacePoint(skewed, k, t + more)]
        assert.ok(far.totalVariance >= near_.totalVariance * (1 - 1e-12))
        assert.ok(near_.timeSlope >= 0)
      },
    ),
    { seed: 22, numRuns: 200 },
  )
})

test('a surface gives its slices back at their expiries and the forward is log-linear between', () => {
  near(surfacePoint(skewed, -0.3, 0.5).totalVariance, skewed.slices[1].slice(-0.3).totalVariance, 1e-15)
  near(surfaceForward(skewed, 0.7), 100 * Math.exp(0.014), 1e-12)
  near(surfaceForward(skewed, 0), 100, 0)
  near(surfaceForward(skewed, 3), 100 * Math.exp(0.06), 1e-10)
})

test('local volatility reprices: the forward equation with it returns the option price', () => {
  // One-dimensional Dupire equation dC/dT = 1/2 s(k,T)^2 (C'' - C') in k = ln(K/F) for the call over its forward.
  const n = 601
  const reach = 1.8
  const h = (2 * reach) / (n - 1)
  const ks = Array.from({ length: n }, (_, i) => -reach + i * h)
  const priceAt = (k: number, t: number): number => {
    const s = Math.sqrt(surfacePoint(skewed, k, t).totalVariance)
    const d1 = -k / s + s / 2
    return normalCdf(d1) - Math.exp(k) * normalCdf(d1 - s)
  }
  const [start, end] = [0.15, 0.45]
  let values = ks.map((k) => priceAt(k, start))
  const steps = 120
  const dt = (end - start) / steps
  for (let step = 0; step < steps; step++) {
    const t = start + (step + 0.5) * dt
    const a = ks.map((k) => 0.5 * localVolatility(skewed, k, t) ** 2)
    // Crank-Nicolson with known values at the ends.
    const lower = new Float64Array(n)
    const diagonal = new Float64Array(n).fill(1)
    const upper = new Float64Array(n)
    const right = Float64Array.from(values)
    right[0] = priceAt(ks[0], start + (step + 1) * dt)
    right[n - 1] = priceAt(ks[n - 1], start + (step + 1) * dt)
    for (let i = 1; i < n - 1; i++) {
      const up = a[i] * (1 / (h * h) - 1 / (2 * h))
      const down = a[i] * (1 / (h * h) + 1 / (2 * h))
      lower[i] = -0.5 * dt * down
      upper[i] = -0.5 * dt * up
      diagonal[i] = 1 + 0.5 * dt * (up + down)
      right[i] = values[i] + 0.5 * dt * (up * values[i + 1] - (up + down) * values[i] + down * values[i - 1])
    }
    for (let i = 1; i < n; i++) {
      const factor = lower[i] / diagonal[i - 1]
      diagonal[i] -= factor * upper[i - 1]
      right[i] -= factor * right[i - 1]
    }
    const next = Array.from(right)
    for (let i = n - 1; i >= 0; i--) next[i] = (right[i] - (i === n - 1 ? 0 : upper[i] * next[i + 1])) / diagonal[i]
    values = next
  }
  for (const i of [200, 260, 300, 330, 360]) near(values[i], priceAt(ks[i], end), 2e-5)
})

test('model-free variance of a Heston surface is the fair variance of its variance swap', () => {
  const parameters = { v0: 0.05, kappa: 2, theta: 0.04, sigma: 0.5, rho: -0.6 }
  const strikes = Array.from({ length: 81 }, (_, i) => 100 * Math.exp(-2 + i * 0.04))
  const volsAnnual = hestonImpliedVolatilities(parameters, 100, strikes, 1)
  const slice = quotedSlice({ expiryYears: 1, forward: 100, strikes, volsAnnual }, 'cubic')
  const surface = volatilitySurface(100, [{ expiryYears: 1, forward: 100, slice }])
  near(modelFreeVariance(surface, 1).fairVariance, hestonFairVariance(parameters, 1), 1e-6)
})

test('model-free variance agrees with the integral of squared volatility over normal d2 (Fukasawa 2012; Gatheral 2006, eq. 11.5)', () => {
  // E = integral of sigma(z)^2 n(z) dz, z = d2(k), which needs k(z): substituted back, dz = -d d2/dk dk.
  const d2 = (k: number): number => {
    const s = Math.sqrt(surfacePoint(skewed, k, 1).totalVariance)
    return -k / s - s / 2
  }
  const integrand = (k: number): number => {
    const slope = (d2(k - 1e-5) - d2(k + 1e-5)) / 2e-5
    return surfacePoint(skewed, k, 1).totalVariance * normalPdf(d2(k)) * slope
  }
  const { value } = integral(integrand, -4, 4, { absoluteTolerance: 1e-10 })
  near(modelFreeVariance(skewed, 1).fairVariance, value, 1e-7)
})

test('a smile through quotes meets them, by either interpolation, and one quote is a flat smile', () => {
  const quotes = {
    expiryYears: 0.5,
    forward: 100,
    strikes: [80, 90, 100, 110, 130],
    volsAnnual: [0.3, 0.25, 0.21, 0.19, 0.2],
  }
  for (const interpolation of ['linear', 'cubic'] as const) {
    const slice = quotedSlice(quotes, interpolation)
    quotes.strikes.forEach((strike, i) => {
      near(slice(Math.log(strike / 100)).totalVariance, quotes.volsAnnual[i] ** 2 * 0.5, 1e-15)
    })
    assert.ok(slice(-3).totalVariance > slice(-1).totalVariance)
    const [low, middle, high] = [-0.0501, -0.05, -0.0499].map(slice)
    near(middle.slope, (high.totalVariance - low.totalVariance) / 2e-4, 1e-6)
    near(middle.curvature, (high.slope - low.slope) / 2e-4, 1e-6)
  }
  near(
    quotedSlice({ expiryYears: 2, forward: 1, strikes: [1.1], volsAnnual: [0.2] }, 'cubic')(1).totalVariance,
    0.08,
    1e-16,
  )
})

test('quotes by delta become strikes whose smile has those measures', () => {
  const quotes = strikeQuotesOfDeltas({
    spot: 1.3,
    expiryYears: 1,
    discountDomestic: 0.97,
    discountForeign: 0.98,
    atmVol: 0.1,
    wings: [{ delta: 0.25, riskReversal: -0.012, butterfly: 0.003 }],
    deltaConvention: 'forward',
    atmConvention: 'forward',
    butterflyConvention: 'smile strangle',
  })
  const surface = volatilitySurface(1.3, [{ ...quotes, slice: quotedSlice(quotes, 'cubic') }])
  const measures = smileMeasures(surface, 1, 0.25)
  near(measures.atmVol, 0.1, 1e-12)
  near(measures.riskReversal, -0.012, 1e-10)
  near(measures.butterfly, 0.003, 1e-10)
  near(measures.putStrike, quotes.strikes[0], 1e-9)
})

test('the slope at the forward is that of the volatility in ln(strike)', () => {
  const h = 1e-4
  const forward = surfaceForward(skewed, 1)
  const vol = (k: number): number => surfaceVolatility(skewed, forward * Math.exp(k), 1)
  near(smileMeasures(skewed, 1, 0.25).atmSlope, (vol(h) - vol(-h)) / (2 * h), 1e-7)
})

test('calendar and butterfly arbitrage are named with their strikes and expiries', () => {
  const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 }
  const surface = volatilitySurface(100, [
    { expiryYears: 1, forward: 100, slice: sviSlice(vogt) },
    { expiryYears: 2, forward: 100, slice: sviSlice({ a: 0.02, b: 0.02, rho: 0, m: 0, sigma: 0.1 }) },
  ])
  // Nine at-the-money deviations reach the strike at k = 0.9.
  const violations = surfaceViolations(surface, 9)
  const butterfly = violations.find(({ kind }) => kind === 'butterfly')!
  assert.equal(butterfly.expiryYears, 1)
  assert.ok(butterfly.fromStrike < 100 * Math.exp(0.9) && butterfly.toStrike > 100 * Math.exp(0.9))
  const calendar = violations.filter(({ kind }) => kind === 'calendar')
  assert.ok(calendar.length >= 1 && calendar.every((each) => each.earlierExpiryYears === 1 && each.expiryYears === 2))
  const far = calendar.find(({ worstStrike }) => worstStrike > 100)!
  assert.throws(
    () => localVolatility(surface, Math.log(far.worstStrike / 100), 1.5),
    (error: unknown) =>
      error instanceof TuttiError && error.code === 'not-applicable' && /calendar/.test(error.message),
  )
  assert.throws(() => forwardVolatility(surface, 1, 2, Math.log(far.worstStrike / 100)), /calendar arbitrage/)
  assert.throws(() => localVolatility(surface, 0.9, 0.5), /butterfly arbitrage/)
})

test('quotes that contradict each other are named: a dear middle strike, a call that grows with its strike, a later option that is cheaper', () => {
  const good = {
    expiryYears: 0.5,
    forward: 100,
    strikes: [90, 95, 100, 105, 110],
    volsAnnual: [0.24, 0.22, 0.2, 0.19, 0.185],
  }
  const later = { ...good, expiryYears: 1 }
  assert.deepEqual(quoteViolations([good, later]), [])
  const [butterfly] = quoteViolations([{ ...good, volsAnnual: [0.24, 0.22, 0.23, 0.19, 0.185] }])
  assert.deepEqual([butterfly.kind, butterfly.strikes], ['butterfly', [95, 100, 105]])
  const kinds = quoteViolations([{ ...good, volsAnnual: [0.24, 0.22, 0.2, 0.45, 0.185] }]).map(({ kind }) => kind)
  assert.ok(kinds.includes('vertical'))
  const [calendar] = quoteViolations([good, { ...later, volsAnnual: later.volsAnnual.map((vol) => 0.6 * vol) }])
  assert.deepEqual([calendar.kind, calendar.expiryYears, calendar.earlierExpiryYears], ['calendar', 1, 0.5])
})

test('surfaces that are none are refused with their place', () => {
  const slice = () => ({ totalVariance: 0.04, slope: 0, curvature: 0 })
  const refused = (run: () => unknown, field: string): void => {
    assert.throws(
      run,
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  }
  refused(() => volatilitySurface(100, []), 'slices')
  refused(
    () =>
      volatilitySurface(100, [
        { expiryYears: 1, forward: 100, slice },
        { expiryYears: 1, forward: 100, slice },
      ]),
    'slices[1].expiryYears',
  )
  refused(() => volatilitySurface(0, [{ expiryYears: 1, forward: 100, slice }]), 'spot')
  refused(() => surfaceVolatility(skewed, -1, 1), 'strike')
  refused(() => surfacePoint(skewed, 0, Number.NaN), 'expiryYears')
  const quotes = { expiryYears: 1, forward: 100, strikes: [100, 90], volsAnnual: [0.2, 0.2] }
  refused(() => quotedSlice(quotes, 'cubic'), 'quotes.strikes[1]')
  refused(
    () => quotedSlice({ ...quotes, strikes: [90, 100], volsAnnual: [0.2, -0.2] }, 'cubic'),
    'quotes.volsAnnual[1]',
  )
  refused(() => smileMeasures(skewed, 1, 0.6), 'delta')
})
