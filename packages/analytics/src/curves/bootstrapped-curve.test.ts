import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { type Calendar, calendar, dayOf, isoOfDay, tenorOf } from '../time/index.ts'
import {
  basisSwapInstrument,
  bondInstrument,
  type BootstrapInstrument,
  bootstrappedCurve,
  crossCurrencySwapInstrument,
  curveInterpolations,
  type CurveInterpolation,
  depositInstrument,
  discountOn,
  flatCurve,
  futureInstrument,
  fxForwardInstrument,
  type LegPeriods,
  logLinearDiscountCurve,
  overnightIndexConventions,
  quoteJacobian,
  quoteLadder,
  type SwapConvention,
  swapInstrument,
  termIndexConventions,
  timeAxis,
} from './index.ts'

const target = calendar('TARGET')
const modified = 'modified following' as const
const regular = (count: number, frequency: number): LegPeriods => {
  const times = Array.from({ length: count }, (_, i) => (i + 1) / frequency)
  return {
    startYears: times.map((time) => time - 1 / frequency),
    endYears: times,
    payYears: times,
    accrualYears: times.map(() => 1 / frequency),
  }
}
const parSwap = (years: number, rate: number, frequency = 1): BootstrapInstrument => {
  const periods = regular(years * frequency, frequency)
  return { kind: 'swap', id: `${years}Y`, rate, fixed: periods, floating: periods }
}

test('annual par swaps give the discount factors of the closed recursion', () => {
  const rates = [0.031, 0.0325, 0.0338, 0.0346, 0.0353]
  const { discountFactors } = bootstrappedCurve({
    instruments: rates.map((rate, i) => parSwap(i + 1, rate)),
    interpolation: 'log-linear-discount',
  })
  let annuity = 0
  rates.forEach((rate, i) => {
    const factor = (1 - rate * annuity) / (1 + rate)
    annuity += factor
    assertClose(discountFactors[i], factor, 1e-15, 0)
  })
})

const euroMoney = {
  calendar: target,
  spotLagDays: 2,
  dayCount: 'ACT/360',
  convention: modified,
  endOfMonth: true,
} as const
const euroSwap: SwapConvention = {
  calendar: target,
  spotLagDays: 2,
  endOfMonth: false,
  fixed: { tenor: tenorOf('1Y'), dayCount: '30/360 bond basis', convention: modified, paymentLagDays: 0 },
  floating: { tenor: tenorOf('6M'), dayCount: 'ACT/360', convention: modified, paymentLagDays: 0 },
}

test('deposits, a forward rate agreement, futures and swaps agree with QuantLib', () => {
  // QuantLib 1.44 (PyPI): DepositRateHelper, FraRateHelper, FuturesRateHelper, SwapRateHelper, PiecewiseLogLinearDiscount.
  const tradeDay = dayOf('2024-01-15')
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const context = { axis, tradeDay }
  const future = (id: string, price: number, convexityAdjustment: number, start: string, end: string) =>
    futureInstrument(context, { id, price, convexityAdjustment, start: dayOf(start), end: dayOf(end) }, euroMoney)
  const swap = (tenor: string, rate: number) =>
    swapInstrument(context, { id: tenor, kind: 'swap', rate, term: { tenor: tenorOf(tenor) } }, euroSwap)
  const threeMonths = tenorOf('3M')
  const built = bootstrappedCurve({
    interpolation: 'log-linear-discount',
    instruments: [
      swap('10Y', 0.029),
      depositInstrument(context, { id: '3M', kind: 'deposit', rate: 0.039, term: { tenor: threeMonths } }, euroMoney),
      depositInstrument(
        context,
        { id: '3x6', kind: 'fra', rate: 0.0375, term: { forwardStart: threeMonths, tenor: threeMonths } },
        euroMoney,
      ),
      future('Sep', 96.6, 0.0002, '2024-09-18', '2024-12-18'),
      future('Dec', 96.9, 0.0003, '2024-12-18', '2025-03-19'),
      swap('2Y', 0.031),
      swap('5Y', 0.0285),
    ],
  })
  assert.deepEqual(
    built.timesYears.map((time) => isoOfDay(axis.dayAt(time) ?? 0)),
    ['2024-04-17', '2024-07-17', '2024-12-18', '2025-03-19', '2026-01-19', '2029-01-17', '2034-01-17'],
  )
  assertAllClose(
    built.discountFactors,
    [
      0.9900244267857249, 0.9807279431578725, 0.9667091012263952, 0.959264938838723, 0.9405729610005624,
      0.8691740050024057, 0.7513043258297475,
    ],
    1e-11,
    0,
  )
})

test('overnight index swaps on ESTR by their convention agree with QuantLib', () => {
  // ../shared/reference curves/bootstrap_ois_estr: QuantLib 1.29 OISRateHelper + PiecewiseLogLinearDiscount.
  const tradeDay = dayOf('2023-12-11')
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const { paymentTenor, dayCount, convention, ...estr } = overnightIndexConventions.ESTR
  const leg = { tenor: tenorOf(paymentTenor), dayCount, convention, paymentLagDays: estr.paymentLagDays }
  const market = { calendar: target, spotLagDays: estr.spotLagDays, endOfMonth: true, fixed: leg, floating: leg }
  const quotes: [string, number][] = [
    ['1W', 0.03901],
    ['1M', 0.03903],
    ['2M', 0.03901],
    ['3M', 0.03884],
    ['6M', 0.03716],
    ['9M', 0.0348],
    ['1Y', 0.03256],
    ['18M', 0.02873],
    ['2Y', 0.02661],
    ['3Y', 0.02452],
  ]
  const built = bootstrappedCurve({
    interpolation: 'log-linear-discount',
    instruments: quotes.map(([tenor, rate]) =>
      swapInstrument({ axis, tradeDay }, { id: tenor, kind: 'ois', rate, term: { tenor: tenorOf(tenor) } }, market),
    ),
  })
  const at = (date: string): number => discountOn({ ...axis, curve: built.curve }, dayOf(date))
  assertClose(at('2023-12-21'), 0.9989173861054736, 1e-10, 0)
  assertClose(at('2024-01-16'), 0.9961113829908752, 1e-10, 0)
  assertClose(at('2024-06-14'), 0.9811526470431718, 1e-10, 0)
  assertClose(at('2024-12-16'), 0.9675475799104444, 1e-10, 0)
  assertClose(at('2025-06-16'), 0.9573938481098324, 1e-10, 0)
  assertClose(at('2025-12-16'), 0.9478357944263647, 1e-10, 0)
  assertClose(at('2026-12-15'), 0.9288812973258286, 1e-10, 0)
})

const none: Calendar = calendar('none')
const quarterly = { tenor: tenorOf('3M'), dayCount: 'ACT/360', convention: 'unadjusted', paymentLagDays: 0 } as const
const basisMarket: SwapConvention = {
  calendar: none,
  spotLagDays: 0,
  endOfMonth: false,
  fixed: quarterly,
  floating: quarterly,
}
const tradeDay = dayOf('2024-01-15')

for (const [resetting, expected] of [
  [false, [0.9742491082559827, 0.9501389419288859, 0.8827558056373779]],
  [true, [0.9742719588217773, 0.9502432198120568, 0.8834146097911139]],
] as const) {
  test(`cross-currency basis swaps ${resetting ? 'with' : 'without'} resetting notional agree with QuantLib`, () => {
    // QuantLib 1.44 (PyPI): ConstNotional- and MtMCrossCurrencyBasisSwapRateHelper, collateral in USD at 4.7 %.
    const axis = timeAxis(tradeDay, 'ACT/365F')
    const known = { discount: flatCurve(0.047), otherProjection: flatCurve(0.05), projection: flatCurve(0.03) }
    const quotes: [string, number][] = [
      ['1Y', -0.001],
      ['2Y', -0.0015],
      ['5Y', -0.0022],
    ]
    const instruments = quotes.map(([id, spread]) =>
      crossCurrencySwapInstrument(
        { axis, tradeDay },
        { id, spread, resetting, term: { tenor: tenorOf(id) } },
        basisMarket,
      ),
    )
    const built = bootstrappedCurve({ instruments, interpolation: 'log-linear-discount', known })
    assertAllClose(built.discountFactors, expected, 1e-11, 0)
  })
}

test('without a basis the cross-currency curve is the projection curve, and FX forwards give covered parity', () => {
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const domestic = logLinearDiscountCurve([1, 10], [0.95, 0.6])
  const foreign = flatCurve(0.02)
  const known = { discount: domestic, projection: foreign }
  for (const resetting of [false, true]) {
    const instruments = ['1Y', '3Y', '10Y'].map((id) =>
      crossCurrencySwapInstrument(
        { axis, tradeDay },
        { id, spread: 0, resetting, term: { tenor: tenorOf(id) } },
        basisMarket,
      ),
    )
    const { curve } = bootstrappedCurve({ instruments, interpolation: 'log-linear-discount', known })
    for (const t of [0.5, 1, 2.2, 7]) assertClose(curve.zeroRate(t), 0.02, 1e-12, 0)
  }
  const market = { calendar: none, spotLagDays: 2, convention: modified, endOfMonth: false }
  const spotYears = 2 / 365
  const instruments = ['3M', '1Y', '2Y'].map((id) => {
    const term = { tenor: tenorOf(id) }
    const end = fxForwardInstrument({ axis, tradeDay }, { id, spot: 1, forward: 1, term }, market)
    assert.ok(end.kind === 'fx-forward')
    const carry = (t: number): number => foreign.discountFactor(t) / domestic.discountFactor(t)
    const forward = (1.1 * carry(end.timeYears)) / carry(spotYears)
    return fxForwardInstrument({ axis, tradeDay }, { id, spot: 1.1, forward, term }, market)
  })
  const { curve } = bootstrappedCurve({ instruments, interpolation: 'log-linear-discount', known })
  for (const t of [0.2, 1, 1.9]) assertClose(curve.zeroRate(t), 0.02, 1e-12, 0)
})

test('a basis swap without spread between equal curves gives the known curve back', () => {
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const known = { discount: flatCurve(0.01), otherProjection: flatCurve(0.025) }
  const instruments = ['1Y', '5Y'].map((id) =>
    basisSwapInstrument({ axis, tradeDay }, { id, spread: 0, term: { tenor: tenorOf(id) } }, basisMarket),
  )
  const { curve } = bootstrappedCurve({ instruments, interpolation: 'linear-zero', known })
  assertClose(curve.zeroRate(3), 0.025, 1e-13, 0)
})

test('a discount-only curve prices swaps whose forwards come from another curve', () => {
  const projection = flatCurve(0.04)
  const instruments = [1, 2, 5].map((years) => parSwap(years, 0.041, 2))
  const known = { projection }
  assert.throws(
    () => bootstrappedCurve({ instruments, interpolation: 'log-linear-discount', known }),
    (error: Error) => /infeasible/.test((error as { code?: string }).code ?? '') && error.message.includes('1Y'),
  )
})

test('a fair bond at par is repriced, and one bond at each date gives exact discount factors', () => {
  const axis = timeAxis(tradeDay, 'ACT/365F')
  const zero = (t: number): number => 0.03 + 0.001 * t
  const days = [1, 2, 3].map((years) => tradeDay + 365 * years)
  const instruments = days.map((_, i) => {
    const flows = days.slice(0, i + 1).map((day, k) => ({ day, amount: k === i ? 104 : 4 }))
    const price = flows.reduce((sum, flow) => {
      const t = axis.timeOf(flow.day)
      return sum + flow.amount * Math.exp(-zero(t) * t)
    }, 0)
    return bondInstrument({ axis, tradeDay }, { id: `bond ${i}`, price, settlement: tradeDay, flows })
  })
  const { zeroRates } = bootstrappedCurve({ instruments, interpolation: 'monotone-convex' })
  assertAllClose(zeroRates, [0.031, 0.032, 0.033], 1e-14, 0)
})

const years = [1, 2, 3, 5, 7, 10, 15, 20, 30]
const quoteLists = fc.array(fc.double({ min: -0.01, max: 0.01, noNaN: true }), { minLength: 9, maxLength: 9 })

test('every instrument reprices to rounding under every interpolation, negative rates among them', () => {
  fc.assert(
    fc.property(
      quoteLists,
      fc.double({ min: -0.01, max: 0.08, noNaN: true }),
      fc.constantFrom(...curveInterpolations),
      (moves, level, interpolation: CurveInterpolation) => {
        if (interpolation === 'monotone-convex-positive') return
        const instruments = years.map((maturity, i) => parSwap(maturity, level + moves[i] / 4, 2))
        const built = bootstrappedCurve({ instruments, interpolation, tensionPerYear: 0.5 })
        for (const { residual, id } of built.instruments) assert.ok(Math.abs(residual) < 1e-12, `${id}: ${residual}`)
      },
    ),
    { seed: 31, numRuns: 120 },
  )
})

test('quotes read off a curve give the curve back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.01, max: 0.08, noNaN: true }), { minLength: 9, maxLength: 9 }),
      (forwards) => {
        let area = 0
        const factors = years.map((maturity, i) => {
          area += forwards[i] * (maturity - (years[i - 1] ?? 0))
          return Math.exp(-area)
        })
        const curve = logLinearDiscountCurve(years, factors)
        const instruments = years.map((maturity) => {
          const { payYears } = regular(maturity * 2, 2)
          const annuity = payYears.reduce((sum, pay) => sum + 0.5 * curve.discountFactor(pay), 0)
          return parSwap(maturity, (1 - curve.discountFactor(maturity)) / annuity, 2)
        })
        const built = bootstrappedCurve({ instruments, interpolation: 'log-linear-discount' })
        assertAllClose(built.discountFactors, factors, 1e-11, 1e-11)
      },
    ),
    { seed: 32, numRuns: 100 },
  )
})

test('the Jacobian of zero rates to quotes agrees with bumped bootstraps', () => {
  for (const interpolation of [
    'log-linear-discount',
    'monotone-convex',
    'natural-cubic-zero',
    'linear-forward',
  ] as const) {
    const quotes = [0.031, 0.033, 0.034, 0.036, 0.037, 0.038, 0.039, 0.0395, 0.039]
    const at = (index: number, bump: number) =>
      bootstrappedCurve({
        interpolation,
        instruments: years.map((maturity, i) => parSwap(maturity, quotes[i] + (i === index ? bump : 0), 2)),
      }).zeroRates
    const { zeroRateByQuote } = quoteJacobian({
      interpolation,
      instruments: years.map((maturity, i) => parSwap(maturity, quotes[i], 2)),
    })
    for (const j of [0, 4, 8]) {
      const [up, down] = [at(j, 1e-6), at(j, -1e-6)]
      // Monotone convex pieces change shape within the bump: there the two differences agree less.
      const tolerance = interpolation === 'monotone-convex' ? 1e-5 : 1e-7
      years.forEach((_, i) => assertClose(zeroRateByQuote[i][j], (up[i] - down[i]) / 2e-6, tolerance, 0, interpolation))
    }
  }
})

test('the par-rate ladder of a quoted swap sits on its own quote, with the size of its annuity', () => {
  const quotes = [0.031, 0.033, 0.034, 0.036, 0.037, 0.038, 0.039, 0.0395, 0.039]
  const inputs = {
    interpolation: 'log-linear-discount' as const,
    instruments: years.map((maturity, i) => parSwap(maturity, quotes[i], 2)),
  }
  const { payYears } = regular(20, 2)
  const ladder = quoteLadder(quoteJacobian(inputs), (curve) =>
    payYears.reduce((sum, pay) => sum - 0.5 * 0.038 * curve.discountFactor(pay), 1 - curve.discountFactor(10)),
  )
  const { curve } = bootstrappedCurve(inputs)
  const annuity = payYears.reduce((sum, pay) => sum + 0.5 * curve.discountFactor(pay), 0)
  assertClose(ladder.value, 0, 1e-14, 0)
  ladder.byQuote.forEach((change, i) => assertClose(change, years[i] === 10 ? annuity : 0, 1e-8, 0))
})

test('instruments that no curve can serve are refused, and the refusal names them', () => {
  const refused = (code: string, name: string, instruments: BootstrapInstrument[], known = {}) =>
    assert.throws(
      () => bootstrappedCurve({ instruments, interpolation: 'log-linear-discount', known }),
      (error: Error & { code?: string }) => error.code === code && error.message.includes(name),
    )
  refused('infeasible', '30Y', [parSwap(10, 0.02), parSwap(30, 0.6)])
  refused('invalid-input', 'the same time', [parSwap(2, 0.02), { ...parSwap(2, 0.03), id: 'again' }])
  refused('invalid-input', 'instrument', [])
  refused('invalid-input', 'not a finite', [parSwap(2, NaN)])
  const loan = { kind: 'deposit', id: 'loan', rate: 0.02, startYears: 0.5, endYears: 0.25, accrualYears: 0.25 } as const
  refused('invalid-input', 'out of order', [loan])
  const fx = { kind: 'fx-forward', id: 'EURUSD', spot: 1, forward: 1.01, spotYears: 0, timeYears: 1 } as const
  refused('missing-data', 'EURUSD', [fx])
  refused('invalid-input', 'above 0', [{ ...fx, forward: 0 }], { discount: flatCurve(0) })
  const bond = { kind: 'bond', id: 'B', price: 0, settlementYears: 0, payYears: [1], amounts: [100] } as const
  refused('invalid-input', 'price', [bond])
  refused('invalid-input', 'before it settles', [{ ...bond, price: 90, settlementYears: 1 }])
  refused('invalid-input', 'says nothing', [parSwap(2, 0.02)], { discount: flatCurve(0), projection: flatCurve(0.02) })
  const zero = { kind: 'zero', id: 'Z', timeYears: -1, rate: 0.02 } as const
  refused('invalid-input', 'time', [zero])
})

test('a smooth curve that cannot meet its quotes says which instrument it misses', () => {
  const instruments = [parSwap(1, 0.02), parSwap(10, 0.3, 2), parSwap(11, 0.001, 2)]
  assert.throws(
    () => bootstrappedCurve({ instruments, interpolation: 'monotone-convex-positive' }),
    (error: Error) => ['infeasible', 'not-converged'].includes((error as { code?: string }).code ?? ''),
  )
})

test('index conventions name calendars and tenors that exist', () => {
  for (const { calendar: name, paymentTenor } of Object.values(overnightIndexConventions)) {
    assert.equal(calendar(name).name, name)
    assert.ok(tenorOf(paymentTenor).count > 0)
  }
  for (const { calendar: name, tenor, fixedTenor } of Object.values(termIndexConventions)) {
    assert.equal(calendar(name).name, name)
    assert.ok(tenorOf(tenor).count > 0 && tenorOf(fixedTenor).count > 0)
  }
})
