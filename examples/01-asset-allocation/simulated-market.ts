import {
  hestonQeMartingaleStep,
  integratedOrnsteinUhlenbeck,
  vasicekZeroBond,
  type VasicekParameters,
} from '@tutti/analytics/models'
import { fillNormals, openStream, uniformStream } from '@tutti/analytics/random'
import { dayOfIso, isoOfDay } from '@tutti/market'

/** The same seed gives the same bytes. This one has both states of equity, a halving of the index and a full rate cycle. */
const marketSeed = 7
const firstDay = '2000-01-03'
const lastDay = '2024-12-31'
const weekdaysPerYear = 261

/** Equity in two states that alternate at random, month by month. Annual decimals. */
const states = [
  { drift: 0.1, volatility: 0.14, equityRate: 0.2, leave: 0.012 },
  { drift: -0.18, volatility: 0.3, equityRate: 0.5, leave: 0.1 },
] as const
const variance = { kappa: 4, sigma: 0.45, rho: -0.7 }
/** Dividends a year are this part of a slow average of the index, so that yields rise when prices fall. */
const payout = 0.018
const averageYears = 4

/** Short rate: mean 3.2 %; bonds are priced as if it were 4.8 %, which gives them a premium. */
const rates = { kappa: 0.1, sigma: 0.008, start: 0.05, mean: 0.032 }
const pricing: VasicekParameters = { kappa: rates.kappa, theta: 0.048, sigma: rates.sigma }
const tenors = [
  ['3M', 0.25],
  ['1Y', 1],
  ['2Y', 2],
  ['5Y', 5],
  ['10Y', 10],
  ['30Y', 30],
] as const

/** Weekdays between the two dates, as days since 1970-01-01. */
function weekdays(): number[] {
  const days: number[] = []
  for (let day = dayOfIso(firstDay)!; day <= dayOfIso(lastDay)!; day++) {
    const weekday = (day + 4) % 7 // 0 is Sunday: 1970-01-01 was a Thursday
    if (weekday !== 0 && weekday !== 6) days.push(day)
  }
  return days
}

/** Semi-annual par yield of the pricing model; a bill of three months is quoted as bond equivalent. */
function parYield(shortRate: number, years: number): number {
  const zero = (t: number): number => vasicekZeroBond(pricing, shortRate, t)
  if (years < 0.5) return 2 * (zero(years) ** (-0.5 / years) - 1)
  let annuity = 0
  for (let k = 1; k <= 2 * years; k++) annuity += zero(k / 2)
  return (2 * (1 - zero(years))) / annuity
}

/** Volatility (annual) that the model expects over the next thirty days. */
function expectedVolatility(now: number, volatility: number): number {
  const longRun = volatility * volatility
  const decay = variance.kappa * (30 / 365)
  return Math.sqrt(longRun + ((now - longRun) * -Math.expm1(-decay)) / decay)
}

/**
 * A made-up market as CSV texts by file: an equity index (Heston with two states), its trailing dividend yield, a par curve
 * (Vasicek, which is Hull-White with a constant mean), and an implied volatility index. Nothing in it was ever observed.
 */
export function simulatedMarket(): Map<string, string> {
  const days = weekdays()
  const random = new Int32Array(4)
  openStream(marketSeed, 0, 0, random)
  const uniform = uniformStream(marketSeed, 1, 0)
  const normals = new Float64Array(3)
  const dtYears = 1 / weekdaysPerYear
  const rateStep = integratedOrnsteinUhlenbeck(rates.kappa, rates.sigma, dtYears)
  const equity = ['date,close']
  const curve = [`date,${tenors.map(([name]) => name).join(',')}`]
  const implied = ['date,close']
  const dividends = ['date,yield']
  let state: (typeof states)[number] = states[0]
  let path = { spot: 1000, variance: state.volatility ** 2 }
  let shortRate: number = rates.start
  let slowAverage = path.spot
  let monthSum = 0
  let monthDays = 0
  days.forEach((day, i) => {
    const date = isoOfDay(day)
    const dividend = payout * slowAverage
    if (i > 0) {
      fillNormals(random, normals, 3)
      const [zVariance, zAsset, zRate] = normals
      const own = Math.sqrt(1 - variance.rho ** 2)
      // the rate moves with equity alone: its correlation with the variance follows from that
      const onVariance = variance.rho * state.equityRate
      const onAsset = own * state.equityRate
      const onItself = Math.sqrt(1 - onVariance ** 2 - onAsset ** 2)
      const move = onVariance * zVariance + onAsset * zAsset + onItself * zRate
      const dynamics = { ...variance, theta: state.volatility ** 2 }
      const drift = { dtYears, rateContinuous: state.drift, dividendYieldContinuous: dividend / path.spot }
      path = hestonQeMartingaleStep(dynamics, path, drift, zAsset, zVariance)
      shortRate = rates.mean + (shortRate - rates.mean) * rateStep.decay + Math.sqrt(rateStep.stateVariance) * move
    }
    slowAverage += (path.spot - slowAverage) * (dtYears / averageYears)
    equity.push(`${date},${path.spot.toFixed(2)}`)
    curve.push(`${date},${tenors.map(([, years]) => (100 * parYield(shortRate, years)).toFixed(2)).join(',')}`)
    implied.push(`${date},${(100 * expectedVolatility(path.variance, state.volatility)).toFixed(2)}`)
    monthSum += path.spot
    monthDays++
    if (i === days.length - 1 || isoOfDay(days[i + 1]).slice(0, 7) !== date.slice(0, 7)) {
      dividends.push(`${date.slice(0, 7)},${((100 * dividend * monthDays) / monthSum).toFixed(3)}`)
      monthSum = 0
      monthDays = 0
      if (uniform() < state.leave) state = state === states[0] ? states[1] : states[0]
    }
  })
  const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`
  return new Map([
    ['simulated-equity-index.csv', text(equity)],
    ['simulated-dividend-yield.csv', text(dividends)],
    ['simulated-par-curve.csv', text(curve)],
    ['simulated-implied-volatility.csv', text(implied)],
    ['market.yaml', marketYaml],
  ])
}

const marketYaml = `# SIMULATED market: drawn by ../generate-market.ts from the project's own models. No figure in it was ever observed.
asOf: ${lastDay}
origin: simulated
files:
  - file: simulated-equity-index.csv # price index, without dividends
    layout: series
    unit: index
    columns: { close: equity-index:SIMULATED }
    convention: simulated, Heston model with two states
  - file: simulated-dividend-yield.csv # trailing dividends over the month's average level
    layout: series
    dates: month
    unit: percent
    columns: { yield: dividend:SIMULATED }
    convention: simulated
  - file: simulated-par-curve.csv # semi-annual par yields
    layout: curve
    id: par-curve:SIMULATED
    compounding: semi-annual
    unit: percent
    columns: { 3M: 0.25, 1Y: 1, 2Y: 2, 5Y: 5, 10Y: 10, 30Y: 30 }
  - file: simulated-implied-volatility.csv # what the model expects over thirty days
    layout: series
    unit: vol-points
    columns: { close: vol-index:SIMULATED }
    convention: simulated
`
