import {
  bootstrappedCurve,
  depositInstrument,
  flatCurve,
  type MoneyMarketConvention,
  type SwapConvention,
  swapInstrument,
  timeAxis,
} from '@tutti/analytics/curves'
import { hybridModel } from '@tutti/analytics/hybrid'
import {
  blackScholesPrice,
  hestonCalibration,
  hestonImpliedVolatilities,
  impliedVolatilities,
  type OptionVolQuote,
} from '@tutti/analytics/models'
import { normalQuantile } from '@tutti/analytics/math'
import { uniformStream } from '@tutti/analytics/random'
import { calendar, dayOf, tenorOf } from '@tutti/analytics/time'
import { type ExposureTrade, simulatedExposure } from '@tutti/analytics/xva'
import { bondScenarioJob } from './bond-scenarios.ts'
import type { ComparedJob } from '../comparison/job.ts'

const today = dayOf('2025-01-02')

/** The batch jobs: bonds on scenarios, implied volatilities, a bootstrap, a Heston calibration, an exposure. */
export function batchJobs(): ComparedJob[] {
  return [bondScenarioJob(), impliedVolJob(), bootstrapJob(), hestonJob(), exposureJob()]
}

/** 10,000 out-of-the-money and in-the-money options from a day to ten years, 5 % to 150 % of volatility. */
function impliedVolJob(): ComparedJob {
  const draw = uniformStream(11, 0, 0)
  const rows: number[][] = []
  while (rows.length < 10_000) {
    const [isCall, years, vol] = [
      draw() < 0.5,
      Math.exp(Math.log(1 / 365) + draw() * Math.log(3650)),
      0.05 + 1.45 * draw(),
    ]
    const strike = 100 * Math.exp(3 * vol * Math.sqrt(years) * (draw() - 0.5))
    const price = blackScholesPrice({
      type: isCall ? 'call' : 'put',
      spot: 100,
      strike,
      maturityYears: years,
      rateContinuous: 0,
      dividendYieldContinuous: 0,
      volAnnual: vol,
    })
    rows.push([isCall ? 1 : -1, 100, strike, years, price])
  }
  const column = (i: number): Float64Array => Float64Array.from(rows, (row) => row[i])
  const quotes = {
    isCall: column(0).map((side) => (side > 0 ? 1 : 0)),
    forwards: column(1),
    strikes: column(2),
    maturitiesYears: column(3),
    prices: column(4),
  }
  return {
    id: 'implied-vols',
    title: '10,000 implied volatilities',
    input: [rows.length, ...rows.flat()],
    rivals: [
      { program: 'quantlib', repetitions: 5 },
      { program: 'numpy-scipy', repetitions: 5 },
    ],
    repetitions: 10,
    own: () => impliedVolatilities(quotes).volsAnnual,
    agreement: { limit: 1e-8, measure: 'absolute' },
  }
}

/** Four deposits and 36 swaps against six-month Euribor, from conventions and quotes to a curve. */
function bootstrapJob(): ComparedJob {
  const market = calendar('TARGET')
  const money: MoneyMarketConvention = {
    calendar: market,
    spotLagDays: 2,
    dayCount: 'ACT/360',
    convention: 'modified following',
    endOfMonth: false,
  }
  const swaps: SwapConvention = {
    calendar: market,
    spotLagDays: 2,
    endOfMonth: false,
    fixed: { tenor: tenorOf('1Y'), dayCount: '30/360 bond basis', convention: 'modified following', paymentLagDays: 0 },
    floating: { tenor: tenorOf('6M'), dayCount: 'ACT/360', convention: 'modified following', paymentLagDays: 0 },
  }
  const months = [1, 2, 3, 6]
  const years = Array.from({ length: 36 }, (_, i) => i + 2)
  const rateAt = (t: number): number => 0.021 + 0.012 * (1 - Math.exp(-t / 6)) + 0.0004 * Math.sin(t)
  const queries = Array.from({ length: 30 }, (_, i) => (i + 1) * 365)
  return {
    id: 'bootstrap',
    title: 'bootstrap of 40 instruments',
    input: [
      today,
      months.length,
      years.length,
      ...months.flatMap((m) => [m, rateAt(m / 12)]),
      ...years.flatMap((y) => [y, rateAt(y)]),
      queries.length,
      ...queries,
    ],
    rivals: [{ program: 'quantlib', repetitions: 20 }],
    repetitions: 20,
    own: () => {
      const context = { axis: timeAxis(today, 'ACT/365F'), tradeDay: today }
      const { curve } = bootstrappedCurve({
        interpolation: 'log-linear-discount',
        instruments: [
          ...months.map((m) => {
            const id = `${m}M`
            return depositInstrument(
              context,
              { id, kind: 'deposit', rate: rateAt(m / 12), term: { tenor: tenorOf(id) } },
              money,
            )
          }),
          ...years.map((y) => {
            const id = `${y}Y`
            return swapInstrument(context, { id, kind: 'swap', rate: rateAt(y), term: { tenor: tenorOf(id) } }, swaps)
          }),
        ],
      })
      return queries.map((day) => curve.discountFactor(day / 365))
    },
    agreement: { limit: 1e-9, measure: 'absolute' },
  }
}

/** 100 quotes of ten expiries and ten strikes, made by Heston's model and rounded to 0.01 volatility points. */
function hestonJob(): ComparedJob {
  const [spot, rate, dividend] = [100, 0.03, 0.01]
  const parameters = { v0: 0.0225, kappa: 2.2, theta: 0.05, sigma: 0.55, rho: -0.68 }
  const days = [30, 61, 91, 122, 182, 273, 365, 547, 730, 1095]
  const quotes: OptionVolQuote[] = days.flatMap((expiryDays) => {
    const expiryYears = expiryDays / 365
    const forward = spot * Math.exp((rate - dividend) * expiryYears)
    const strikes = Array.from({ length: 10 }, (_, i) => spot * Math.exp((i - 5) * 0.09 * Math.sqrt(expiryYears + 0.1)))
    const vols = hestonImpliedVolatilities(parameters, forward, strikes, expiryYears)
    return strikes.map((strike, i) => ({ expiryYears, forward, strike, volAnnual: Math.round(vols[i] * 1e4) / 1e4 }))
  })
  return {
    id: 'heston',
    title: 'Heston calibration to 100 quotes',
    input: [
      spot,
      rate,
      dividend,
      quotes.length,
      ...quotes.flatMap(({ expiryYears, strike, volAnnual }) => [Math.round(expiryYears * 365), strike, volAnnual]),
    ],
    rivals: [{ program: 'quantlib', repetitions: 1 }],
    repetitions: 5,
    own: () => {
      const { parameters: fit, rootMeanSquareError } = hestonCalibration(quotes)
      return [fit.v0, fit.kappa, fit.theta, fit.sigma, fit.rho, rootMeanSquareError]
    },
    // both must have fitted: the parameters agree as far as rounded quotes tell them, the errors are equal
    agreement: { limit: 0.02, measure: 'relative' },
  }
}

/** A netting set of 100 receiver swaps of up to ten years, monthly for five years, 5,000 paths of Hull-White. */
function exposureJob(): ComparedJob {
  const [rate, a, sigma] = [0.03, 0.05, 0.01]
  const [paths, dates] = [5000, 60]
  const draw = uniformStream(12, 0, 0)
  const swaps = Array.from({ length: 100 }, () => ({
    notional: (draw() < 0.3 ? -1 : 1) * (1 + Math.floor(draw() * 20)) * 1e6,
    coupon: Math.round((0.02 + 0.02 * draw()) * 1e4) / 1e4,
    years: 1 + Math.floor(draw() * 10),
  }))
  const normal = uniformStream(13, 0, 0)
  const normals = Array.from({ length: paths * dates }, () => normalQuantile(normal()))
  const model = hybridModel({
    currencies: [{ code: 'EUR', curve: flatCurve(rate), a, sigma }],
    fx: [],
    correlation: null,
  })
  const trades: ExposureTrade[] = swaps.map(({ notional, coupon, years }, i) => ({
    id: String(i),
    kind: 'swap',
    side: notional >= 0 ? 'receiver' : 'payer',
    currency: 'EUR',
    notional: Math.abs(notional),
    startYears: 0,
    endYears: years,
    fixedRate: coupon,
    fixedFrequency: 1,
    floatingFrequency: 1,
  }))
  const timesYears = Array.from({ length: dates }, (_, d) => (d + 1) / 12)
  const request = {
    model,
    nettingSets: [{ id: 'all', trades }],
    timesYears,
    marginPeriodYears: 0,
    resets: 'own dates',
  } as const
  const own = (seed: number) => {
    const [{ value }] = simulatedExposure({ ...request, paths, seed }).nettingSets
    const profile = new Float64Array(4 * dates)
    for (let d = 0; d < dates; d++) {
      let [positive, negative, squares, negativeSquares] = [0, 0, 0, 0]
      for (let p = 0; p < paths; p++) {
        const v = value[d * paths + p]
        if (v > 0) {
          positive += v
          squares += v * v
        } else {
          negative -= v
          negativeSquares += v * v
        }
      }
      profile[d] = positive / paths
      profile[dates + d] = negative / paths
      profile[2 * dates + d] = Math.sqrt((squares / paths - (positive / paths) ** 2) / paths)
      profile[3 * dates + d] = Math.sqrt((negativeSquares / paths - (negative / paths) ** 2) / paths)
    }
    return profile
  }
  const errors = own(99).subarray(2 * dates)
  return {
    id: 'exposure',
    title: 'exposure of 100 swaps, 5,000 paths, 60 dates',
    input: [
      rate,
      a,
      sigma,
      paths,
      dates,
      swaps.length,
      1 / 12,
      ...swaps.flatMap(({ notional, coupon, years }) => [notional, coupon, years]),
      ...normals,
    ],
    rivals: [
      { program: 'quantlib', repetitions: 1 },
      { program: 'numpy-scipy', repetitions: 2 },
    ],
    repetitions: 3,
    own: () => own(1),
    // in standard errors of the difference of two independent samples, over 120 dependent figures
    compared: (answer) => Float64Array.from({ length: 2 * dates }, (_, i) => answer[i] / (Math.SQRT2 * errors[i])),
    agreement: { limit: 5, measure: 'absolute' },
  }
}
