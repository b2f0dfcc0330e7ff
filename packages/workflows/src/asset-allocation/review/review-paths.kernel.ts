import type { StrategyConfiguration, StrategyRules } from '@tutti/analytics/allocation'
import { uniformStream } from '@tutti/analytics/random'
import { REVIEW_PATHS, REVIEW_SHARD, reviewFigures, type ReviewJob } from './review-job.ts'
import { openMarket, type ReviewRegime, reviewRegime, walkMonth } from './review-month.ts'

const DAYS_PER_YEAR = 252

/**
 * Kernel: the chosen rule on paths of the reviewer's own, one path after the other, with amounts of money and lists of returns
 * where the study has prefix sums, state rows and envelopes. Shards are numbered regime-major.
 */
export function reviewPaths(job: ReviewJob): (shard: number) => void {
  const figures = new Float64Array(job.figures)
  const yearly = new Float64Array(job.yearly)
  const shards = REVIEW_PATHS / REVIEW_SHARD
  const months = Math.max(12 * job.years, job.warmupMonths)
  const regimes = job.regimes.map((regime) => reviewRegime(regime, job.scheme, months))
  return (shard) => {
    const regime = Math.floor(shard / shards)
    const first = (shard - regime * shards) * REVIEW_SHARD
    for (let p = first; p < first + REVIEW_SHARD; p++) {
      const at = regime * REVIEW_PATHS + p
      const path = reviewedPath(job, regimes[regime], job.streams[regime], p)
      figures.set(path.figures, at * reviewFigures.length)
      yearly.set(path.yearly, at * job.years)
    }
  }
}

/** Figures of one path, in the order of `reviewFigures`, and its yearly returns. */
function reviewedPath(
  job: ReviewJob,
  about: ReviewRegime,
  stream: number,
  p: number,
): { figures: number[]; yearly: number[] } {
  const { rules, configuration, warmupMonths, years } = job
  const normal = boxMuller(uniformStream(job.seed, stream, p))
  const logReturns: number[] = []
  const past = openMarket(about)
  for (let m = 0; m < warmupMonths; m++) walkMonth(about, past, normal, (r) => logReturns.push(r))
  const market = openMarket(about)
  if (warmupMonths > 0) market.variance = past.variance
  const startVolatility = about.regime.equity.initialVolatility ?? about.regime.equity.volatility
  const months: number[] = []
  const excess: number[] = []
  const yearly: number[] = []
  const money = { wealth: 1, peak: 1, drawdown: 0, traded: 0, weight: 0 }
  const mark = (wealth: number): void => {
    money.peak = Math.max(money.peak, wealth)
    money.drawdown = Math.max(money.drawdown, 1 - Math.max(0, wealth) / money.peak)
  }
  for (let m = 0; m < 12 * years; m++) {
    const target = ruleWeight(configuration, rules, realised(logReturns, configuration.windowMonths, startVolatility))
    const weight = heldWeight(rules, m, target, money.weight)
    const trade = Math.abs(weight - money.weight)
    money.traded += trade
    const before = money.wealth
    const invested = before * (1 - trade * configuration.costBp * 1e-4)
    const open = { equity: market.equity, bond: market.bond, cash: market.cash, day: market.day }
    const inEquity = weight * invested
    const inBonds = Math.max(0, invested - inEquity)
    const borrowed = Math.max(0, inEquity - invested)
    mark(invested)
    const worth = () => {
      const spread = (rules.financingSpread * (market.day - open.day)) / DAYS_PER_YEAR
      const owed = borrowed * (1 + Math.log(market.cash / open.cash) + spread)
      return (inEquity * market.equity) / open.equity + (inBonds * market.bond) / open.bond - owed
    }
    walkMonth(about, market, normal, (r) => {
      logReturns.push(r)
      mark(worth())
    })
    const end = worth()
    money.wealth = end > 0 ? end : invested * 1e-12
    money.weight = end > 0 ? (inEquity * market.equity) / open.equity / end : 0
    months.push(money.wealth / before - 1)
    excess.push(money.wealth / before - market.cash / open.cash)
    if (m % 12 === 11) yearly.push(months.slice(-12).reduce((growth, r) => growth * (1 + r), 1) - 1)
  }
  const { mean } = moments(yearly)
  const sharpe = moments(excess)
  return {
    figures: [
      mean,
      moments(months).deviation * Math.sqrt(12),
      (sharpe.mean / sharpe.deviation) * Math.sqrt(12),
      money.drawdown,
      money.traded / years,
    ],
    yearly,
  }
}

/** Mean and sample standard deviation, in two passes. */
function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}

/** Annual volatility of the daily log returns of the last months, in two passes over them. */
function realised(logReturns: readonly number[], windowMonths: number, fallback: number): number {
  const n = Math.min(logReturns.length, 21 * windowMonths)
  if (n === 0) return fallback
  let sum = 0
  for (let i = logReturns.length - n; i < logReturns.length; i++) sum += logReturns[i]
  const mean = sum / n
  let squares = 0
  for (let i = logReturns.length - n; i < logReturns.length; i++) squares += (logReturns[i] - mean) ** 2
  return Math.sqrt(DAYS_PER_YEAR * Math.max(1e-12, squares / n))
}

/** Equity weight that the rule asks for at a volatility: the formulas of the method's page, section 1. */
export function ruleWeight(configuration: StrategyConfiguration, rules: StrategyRules, v: number): number {
  const target = configuration.targetVolatility
  const asked = {
    'inverse-vol': () => target / v,
    'inverse-vol-squared': () => (target / v) ** 2,
    'linear-decay': () => 1 - rules.linearSlope * (v - target),
    sigmoid: () => 1 / (1 + Math.exp(rules.sigmoidSlope * (v - target))),
  }[configuration.weightFunction]()
  const merton = rules.equityPremium / (configuration.riskAversion * v * v)
  return Math.max(rules.minimumWeight, Math.min(asked, merton, rules.maximumWeight))
}

/** Weight held after the trading rules of the mandate. */
export function heldWeight(rules: StrategyRules, month: number, target: number, drifted: number): number {
  if (month === 0) return target
  const gap = target - drifted
  if (month % rules.rebalanceMonths > 0 || Math.abs(gap) <= rules.band) return drifted
  if (rules.noTradeZone === 0) return target
  if (Math.abs(gap) <= rules.noTradeZone) return drifted
  return target - Math.sign(gap) * rules.noTradeZone
}

/** Standard normals from uniforms by the transform of Box and Muller (1958). */
function boxMuller(uniform: () => number): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const z = spare
      spare = undefined
      return z
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
