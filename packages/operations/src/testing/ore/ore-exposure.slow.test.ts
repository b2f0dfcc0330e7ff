import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DiscountCurve, flatCurve } from '@tutti/analytics/curves'
import { hybridModel } from '@tutti/analytics/hybrid'
import { brentRoot } from '@tutti/analytics/math'
import { hullWhiteFlowSwaption } from '@tutti/analytics/models'
import { type RateVolatility, type SwapCurves, swaptionValue } from '@tutti/analytics/rates'
import { dayOf } from '@tutti/analytics/time'
import {
  exposureProfile,
  type PathExposure,
  pathExposure,
  simulatedExposure,
  valuationAdjustments,
} from '@tutti/analytics/xva'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { at, listAt, type OreExample, withOreExample } from './ore-example.fixture.ts'
import { oreLeg, orePeriods } from './ore-legs.fixture.ts'

/** Of the simulation files. */
const meanReversion = 0.03
const ourPaths = 20_000
/**
 * The reported profiles were made with fewer samples than the simulation files ask for: as many as the report of
 * time-averaged exposure lists, whose mean is the time average of the reported profile (a test below holds it to that).
 */
const reportedPaths = 50
/** Standard error of a difference from the report in standard errors of ours. */
const reportedError = Math.sqrt(1 + ourPaths / reportedPaths)

const examples = [
  ['MinimalSetup', 'EUR1D', { kind: 'lognormal', volAnnual: 0.1 }],
  ['Legacy/Example_1', 'EUR6M', { kind: 'normal', volAnnual: 0.005 }],
] as const satisfies readonly (readonly [string, string, RateVolatility])[]

/** The curve of that name on times of actual days over 365. */
function inDaysOver365(example: OreExample, name: string): DiscountCurve {
  const { curve, dayCount } = oreCurves(example)(name)
  const scale = dayCount === 'ACT/360' ? 365 / 360 : 1
  return {
    discountFactor: (t) => curve.discountFactor(t * scale),
    zeroRate: (t) => scale * curve.zeroRate(t * scale),
    instantaneousForward: (t) => scale * curve.instantaneousForward(t * scale),
  }
}

/** The swap of the example in years of the hybrid, and the swaptions into what is left of it after each coupon. */
function swapOf(example: OreExample, discountCurve: string, volatility: RateVolatility) {
  const curves: SwapCurves = {
    discount: inDaysOver365(example, discountCurve),
    projection: inDaysOver365(example, 'EUR6M'),
  }
  const legs = listAt(at(example.trades[0], 'SwapData'), 'LegData').map(oreLeg)
  const dated = { referenceDay: example.asOf, dayCount: 'ACT/365F', curve: curves.discount } as const
  const [fixedPeriods, floatingPeriods] = legs.map((leg) => orePeriods(leg, dated))
  const fixedRate = legs[0].rate
  const notional = legs[0].notionals[0]
  /** Value of the right to enter what is left after coupon `k`, as the receiver or the payer of the fixed rate. */
  const option = (k: number, side: 'receiver' | 'payer', rate: number) =>
    swaptionValue(
      {
        swap: {
          side,
          notional,
          fixedRate: rate,
          floatingSpread: 0,
          fixedPeriods: fixedPeriods.slice(k),
          floatingPeriods: floatingPeriods.slice(2 * k),
        },
        expiryYears: fixedPeriods[k].startYears,
        settlement: 'physical',
      },
      volatility,
      curves,
    )
  return { curves, fixedPeriods, fixedRate, notional, option }
}

/** Constant volatility of the short rate: the mean of those that reprice each at-the-money co-terminal swaption. */
function shortRateVolatility({ curves, fixedPeriods, notional, option }: ReturnType<typeof swapOf>) {
  const sigmas = fixedPeriods.slice(1).map((first, i) => {
    const periods = fixedPeriods.slice(i + 1)
    const price = option(i + 1, 'receiver', option(i + 1, 'receiver', 0).forwardSwapRate)
    const last = periods[periods.length - 1].payYears
    const { discount } = curves
    // At the money on the discount curve alone: a basis to the projection curve that does not move shifts both rates.
    const strike = (discount.discountFactor(first.startYears) - discount.discountFactor(last)) / price.annuity
    const amounts = periods.map(({ accrualYears }, j) => {
      return strike * notional * accrualYears + (j === periods.length - 1 ? 1 : 0)
    })
    const swaption = {
      side: 'receiver',
      expiryYears: first.startYears,
      startYears: first.startYears,
      payYears: periods.map(({ payYears }) => payYears),
      amounts,
    } as const
    const excess = (sigma: number): number =>
      notional * hullWhiteFlowSwaption({ a: meanReversion, sigma, curve: discount }, swaption) - price.presentValue
    return brentRoot(excess, 1e-5, 0.1)
  })
  return { sigma: sigmas.reduce((sum, sigma) => sum + sigma, 0) / sigmas.length, sigmas }
}

function simulated(swap: ReturnType<typeof swapOf>, sigma: number, timesYears: readonly number[]) {
  const { curves, fixedPeriods, fixedRate, notional } = swap
  const startYears = fixedPeriods[0].startYears
  const endYears = fixedPeriods[fixedPeriods.length - 1].payYears
  const years = endYears - startYears
  const accrued = fixedPeriods.reduce((sum, { accrualYears }) => sum + accrualYears, 0)
  const simulation = simulatedExposure({
    model: hybridModel({
      currencies: [{ code: 'EUR', curve: curves.discount, a: meanReversion, sigma }],
      fx: [],
      correlation: null,
    }),
    nettingSets: [
      {
        id: 'CPTY_A',
        trades: [
          {
            id: 'Swap_20y',
            kind: 'swap',
            side: 'receiver',
            currency: 'EUR',
            notional,
            startYears,
            endYears,
            // Twenty and forty equal periods that accrue in total what the dated ones do.
            fixedRate: (fixedRate * accrued) / years,
            fixedFrequency: 20 / years,
            floatingFrequency: 40 / years,
            projectionCurve: curves.projection,
          },
        ],
      },
    ],
    timesYears,
    marginPeriodYears: 0,
    resets: 'own dates',
    paths: ourPaths,
    seed: 20160205,
  })
  return pathExposure(simulation, 0, null, null)
}

for (const [name, discountCurve, volatility] of examples) {
  test(`exposure of the swap of ${name} is the reported one within the error of the two simulations`, (t) => {
    withOreExample(t, name, (example) => {
      const swap = swapOf(example, discountCurve, volatility)
      const { sigma, sigmas } = shortRateVolatility(swap)
      const spread = Math.max(...sigmas.map((one) => Math.abs(one / sigma - 1)))
      t.diagnostic(`short-rate volatility ${sigma}: within ${(100 * spread).toFixed(2)} % of each co-terminal swaption`)
      assert.ok(spread < 0.02)
      const end = swap.fixedPeriods[swap.fixedPeriods.length - 1].payYears
      const rows = example
        .rows('exposure_trade_Swap_20y.csv')
        .map((row) => ({ row, timeYears: (dayOf(row['Date']) - example.asOf) / 365 }))
        .filter(({ timeYears }) => timeYears > 0 && timeYears < end)
      const timesYears = rows.map(({ timeYears }) => timeYears)
      const exposure = simulated(swap, sigma, timesYears)
      const { dates } = exposureProfile(exposure, 0.95)
      /** Differences in standard errors of both: theirs is ours for as many paths as they have. */
      const scores = (['EPE', 'ENE', 'PFE'] as const).map((column) => {
        const all = dates.map((date, i) => {
          const { value, standardError } = {
            EPE: date.discountedExpectedExposure,
            ENE: date.discountedNegativeExposure,
            PFE: date.potentialFutureExposure,
          }[column]
          // Their quantile is that of values over the numeraire.
          const factor = column === 'PFE' ? swap.curves.discount.discountFactor(timesYears[i]) : 1
          const error = factor * standardError * reportedError
          return (factor * value - Number(rows[i].row[column])) / error
        })
        const largest = Math.max(...all.map((score) => Math.abs(score)))
        const mean = all.reduce((sum, score) => sum + score, 0) / all.length
        t.diagnostic(
          `${column} on ${all.length} dates: largest ${largest.toFixed(2)} standard errors, mean ${mean.toFixed(2)}`,
        )
        return { column, largest, mean }
      })
      // Figures of neighbouring dates come from the same paths: the mean has an error of nearly 1, too.
      for (const { column, largest, mean } of scores) {
        assert.ok(largest < 4, `${column}: ${largest} standard errors`)
        assert.ok(Math.abs(mean) < 2.5, `${column}: ${mean} standard errors on average`)
      }
      for (const { column, value, reported, score } of adjustmentScores(example, exposure)) {
        t.diagnostic(`${column} ${value.toFixed(0)}, reported ${reported}: ${score.toFixed(2)} standard errors`)
        assert.ok(Math.abs(score) < 4, column)
      }
    })
  })

  test(`exposure of the swap of ${name} after each coupon is the swaption into what is left of it`, (t) => {
    withOreExample(t, name, (example) => {
      const swap = swapOf(example, discountCurve, volatility)
      const { sigma } = shortRateVolatility(swap)
      const coupons = Array.from({ length: 19 }, (_, i) => i + 1)
      const { startYears } = swap.fixedPeriods[0]
      const { payYears } = swap.fixedPeriods[19]
      const timesYears = coupons.map((k) => startYears + (k * (payYears - startYears)) / 20)
      const { dates } = exposureProfile(simulated(swap, sigma, timesYears), 0.95)
      const largest = { receiver: 0, payer: 0 }
      for (const side of ['receiver', 'payer'] as const) {
        for (const [i, k] of coupons.entries()) {
          const date = dates[i]
          const estimate = side === 'receiver' ? date.discountedExpectedExposure : date.discountedNegativeExposure
          const { presentValue } = swap.option(k, side, swap.fixedRate)
          largest[side] = Math.max(largest[side], Math.abs(estimate.value / presentValue - 1))
          // One volatility does not meet all swaptions to the last percent, nor do equal periods meet the dated ones.
          assertClose(estimate.value, presentValue, 4 * estimate.standardError + 1e-4 * swap.notional, 0.015)
        }
      }
      const percent = (part: number): string => `${(100 * part).toFixed(2)} %`
      t.diagnostic(`largest differences: EPE ${percent(largest.receiver)}, ENE ${percent(largest.payer)}`)
    })
  })
}

/** CVA and DVA of the simulation and the reported ones, in standard errors of both. */
function adjustmentScores(example: OreExample, exposure: PathExposure) {
  const [, trade] = example.rows('xva.csv')
  const last = example.rows('curves.csv').at(-1) ?? assert.fail('no curves')
  const years = (dayOf(last['Date']) - example.asOf) / 365
  // Constant hazard rates: the counterparty's is quoted so, the bank's comes of one spread for all maturities.
  const party = (name: string) => ({
    survival: flatCurve(-Math.log(Number(last[name])) / years),
    recovery: 0.4,
  })
  const { cva, dva } = valuationAdjustments(exposure, {
    counterparty: party('CPTY_A'),
    own: party('BANK'),
    closeOut: 'unilateral',
    wrongWayRisk: { kind: 'none' },
    funding: { borrowingSpread: 0, lendingSpread: 0, initialMarginSpread: 0 },
    initialMargin: null,
    capital: null,
  })
  return Object.entries({ CVA: cva, DVA: dva }).map(([column, { value, standardError }]) => {
    const reported = Number(trade[column])
    return { column, value, reported, score: (value - reported) / (standardError * reportedError) }
  })
}

test('the reported exposure is the mean of fifty sampled exposures', (t) => {
  withOreExample(t, 'Legacy/Example_1', (example) => {
    const samples = example.rows('timeaveragedexposure.csv')
    assert.equal(samples.length, reportedPaths)
    const profile = example.rows('exposure_nettingset_CPTY_A.csv')
    for (const [column, sampled] of [
      ['EPE', 'PosExpNoColl'],
      ['ENE', 'NegExpNoColl'],
    ]) {
      const mean = samples.reduce((sum, row) => sum + Number(row[sampled]), 0) / samples.length
      const times = profile.map((row) => Number(row['Time']))
      const sum = profile.reduce((area, row, i) => {
        return area + (i === 0 ? 0 : Number(row[column]) * (times[i] - times[i - 1]))
      }, 0)
      const maturity = Number(example.rows('npv.csv')[0]['MaturityTime'])
      t.diagnostic(`${column}: mean of samples ${mean}, time average of the profile ${sum / maturity}`)
      assertClose(Math.abs(mean), sum / maturity, 0, 1e-6)
    }
  })
})
