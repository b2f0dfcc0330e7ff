import {
  accumulatedRate,
  integralVariance,
  type PathScheme,
  rateDuration,
  type Regime,
} from '@tutti/analytics/scenarios'

const DAYS = 21
const DT = 1 / 252
/** Steps of the variance within a day: finer than the study's own. */
const STEPS = 2
/** Duration (years) and convexity of the bond index under the study's `euler` scheme. */
const EULER_BOND = { duration: 7, convexity: 30 }

/** A regime with what is the same on every path: accrual of cash and log return of the bond by day, but for the factor. */
export interface ReviewRegime {
  readonly regime: Regime
  readonly scheme: PathScheme
  readonly accrual: readonly number[]
  readonly bond: readonly number[]
}

/** The market of one path as the reviewer simulates it: levels that grow from one, state of the drivers. */
export interface ReviewMarket {
  equity: number
  bond: number
  cash: number
  variance: number
  /** Factor of the short rate; the rate itself under the `euler` scheme. */
  rate: number
  spread: number
  day: number
}

/** Tables of a regime for so many months. */
export function reviewRegime(regime: Regime, scheme: PathScheme, months: number): ReviewRegime {
  const days = Array.from({ length: months * DAYS }, (_, k) => [k * DT, (k + 1) * DT] as const)
  return {
    regime,
    scheme,
    accrual: days.map(([from, to]) => fittedAccrual(regime, from, to)),
    bond: days.map(([from, to]) => {
      const matures = from + regime.bond.maturityYears
      return logBondPrice(regime, to, matures) - logBondPrice(regime, from, matures)
    }),
  }
}

/** The start of a path. */
export function openMarket({ regime: { equity, rates, bond }, scheme }: ReviewRegime): ReviewMarket {
  return {
    equity: 1,
    bond: 1,
    cash: 1,
    variance: (equity.initialVolatility ?? equity.volatility) ** 2,
    rate: scheme === 'euler' ? rates.initialRate : 0,
    spread: bond.credit?.initial ?? 0,
    day: 0,
  }
}

/**
 * Walks a month of 21 days; `watch` is called with the log return of equity after each day. The variance is stepped by
 * full-truncation Euler (Lord, Koekkoek and van Dijk 2010), twice a day, and not by the quadratic-exponential scheme of the
 * study; the factor of the short rate is exact at the end of a day and cash accrues by the trapezoid; a bond's return is the
 * ratio of two prices of one zero-coupon bond (Brigo and Mercurio 2006, section 3.3), with the risk premium as a push on the
 * factor. Where the study's own scheme is `euler`, its bond of fixed duration and convexity is taken over.
 */
export function walkMonth(
  about: ReviewRegime,
  market: ReviewMarket,
  normal: () => number,
  watch: (logReturn: number) => void,
): void {
  const { equity, correlation } = about.regime
  const [rho, rateRho, varianceRateRho] = [correlation.equityVariance, correlation.equityRate, correlation.varianceRate]
  // Cholesky rows of (equity, variance, rate)
  const own = Math.sqrt(1 - rho * rho)
  const rateOnVariance = own > 0 ? (varianceRateRho - rho * rateRho) / own : 0
  const rateOwn = Math.sqrt(Math.max(0, 1 - rateRho * rateRho - rateOnVariance * rateOnVariance))
  const walkRates = ratesWalker(about)
  const step = DT / STEPS
  const rootSteps = Math.sqrt(STEPS)
  const theta = equity.volatility ** 2
  for (let day = 0; day < DAYS; day++) {
    let logReturn = 0
    let equityShock = 0
    let varianceShock = 0
    for (let n = 0; n < STEPS; n++) {
      const z = normal()
      const w = normal()
      const v = Math.max(0, market.variance)
      const root = Math.sqrt(v * step)
      logReturn += (equity.drift - 0.5 * v) * step + root * z
      market.variance +=
        equity.varianceReversion * (theta - v) * step + equity.volOfVariance * root * (rho * z + own * w)
      equityShock += z / rootSteps
      varianceShock += w / rootSteps
    }
    market.equity *= Math.exp(logReturn)
    walkRates(market, rateRho * equityShock + rateOnVariance * varianceShock + rateOwn * normal())
    market.bond *= creditGrowth(about.regime, market, equityShock, normal)
    market.day++
    watch(logReturn)
  }
}

/** Steps the rate by a day's shock, and cash and bond with it. */
function ratesWalker({ regime, scheme, accrual, bond }: ReviewRegime): (market: ReviewMarket, shock: number) => void {
  const { meanReversion: a, volatility: sigma, initialRate } = regime.rates
  const maturity = regime.bond.maturityYears
  const decay = 1 - a * rateDuration(a, DT)
  const deviation = sigma * Math.sqrt(rateDuration(2 * a, DT))
  if (scheme === 'euler') {
    return (market, shock) => {
      const move = (1 - decay) * (initialRate - market.rate) + deviation * shock
      const earned = market.rate * DT
      market.cash *= Math.exp(earned)
      market.bond *= 1 + earned - EULER_BOND.duration * move + EULER_BOND.convexity * move * move
      market.rate += move
    }
  }
  const push = (-regime.bond.riskPremium / rateDuration(a, maturity)) * rateDuration(a, DT)
  const [before, after] = [rateDuration(a, maturity), rateDuration(a, maturity - DT)]
  return (market, shock) => {
    const next = market.rate * decay + push + deviation * shock
    market.cash *= Math.exp(accrual[market.day] + 0.5 * DT * (market.rate + next))
    market.bond *= Math.exp(bond[market.day] + before * market.rate - after * next)
    market.rate = next
  }
}

/** Integral of the deterministic part of the short rate, which fits the curve. */
function fittedAccrual({ rates }: Regime, from: number, to: number): number {
  const convexity = (t: number) => 0.5 * integralVariance(rates.meanReversion, rates.volatility, t)
  return accumulatedRate(rates, to) - accumulatedRate(rates, from) + convexity(to) - convexity(from)
}

/** Logarithm of the price at `t` of the zero-coupon bond that matures at `end`, where the factor is zero. */
function logBondPrice({ rates }: Regime, t: number, end: number): number {
  const v = (years: number) => integralVariance(rates.meanReversion, rates.volatility, years)
  return accumulatedRate(rates, t) - accumulatedRate(rates, end) + 0.5 * (v(end - t) - v(end) + v(t))
}

/** Carry of the credit spread, less its widening over the maturity and the expected loss, as growth; steps the spread. */
function creditGrowth({ bond }: Regime, market: ReviewMarket, equityShock: number, normal: () => number): number {
  const { credit, maturityYears } = bond
  if (credit === undefined) return 1
  const rho = credit.equityCorrelation
  const deviation = credit.volatility * Math.sqrt(rateDuration(2 * credit.meanReversion, DT))
  const z = rho * equityShock + Math.sqrt(1 - rho * rho) * normal()
  const before = market.spread
  market.spread = credit.longRun + (before - credit.longRun) * Math.exp(-credit.meanReversion * DT) + deviation * z
  return Math.exp(market.spread * DT - maturityYears * (market.spread - before) - credit.expectedLoss * DT)
}
