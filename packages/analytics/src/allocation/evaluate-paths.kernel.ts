import { DAYS_PER_MONTH } from '../scenarios/path-model.ts'
import { pathWalk, walkPath } from '../scenarios/walk-path.ts'
import { blockOffset, type EvaluationJob, PATHS_PER_SHARD } from './evaluation-job.ts'
import { evaluateMonthDaily, evaluateMonthLevered, evaluateMonthPruned, evaluationMonth } from './month-evaluation.ts'
import { applyTradingRule, mertonLevels, tradesEveryMonth, writeTargetWeights } from './month-weights.ts'
import { writeWindowedVolatilities } from './realised-volatility.ts'
import {
  ANNUAL_SUM as ANNUAL_SUM_,
  EXCESS_SQUARES as EXCESS_SQUARES_,
  resetState,
  SQUARES as SQUARES_,
  strategyState,
  STRIDE as STRIDE_,
  SUM as SUM_,
  TRADED as TRADED_,
  VALUE as VALUE_,
  WORST as WORST_,
  YEAR_START as YEAR_START_,
} from './strategy-state.ts'

// local names for the offsets: V8 folds them into the code, imported constants it loads at every access
const ANNUAL_SUM = ANNUAL_SUM_
const EXCESS_SQUARES = EXCESS_SQUARES_
const SQUARES = SQUARES_
const STRIDE = STRIDE_
const SUM = SUM_
const TRADED = TRADED_
const VALUE = VALUE_
const WORST = WORST_
const YEAR_START = YEAR_START_

/** From how many configurations the pruned month pays for its hull. Both ways give the same figures. */
const PRUNE_FROM = 12

/**
 * Kernel: simulates one shard of paths of one regime and evaluates every configuration on them, month by month; keeps
 * the figures of each path and nothing of its length. Shards are numbered regime-major.
 */
export function evaluatePaths(job: EvaluationJob): (shard: number) => void {
  const { models, paths, months, years, shardsPerRegime, rules, table } = job
  const { count, window, cost } = table
  const figures = job.figures.map((buffer) => new Float64Array(buffer))
  const [annualReturns, volatilities, sharpes, drawdowns, turnovers] = figures as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const annual = new Float64Array(job.annual)
  const walk = pathWalk(job)
  const { path, warmup, sums, squares } = walk
  const state = strategyState(cost)
  const month = evaluationMonth(count, DAYS_PER_MONTH, path.bond, path.equity, path.cash)
  const windows = Int32Array.from([...new Set(window)].sort((a, b) => a - b))
  const longest = windows[windows.length - 1]
  const volatility = new Float64Array(longest + 1)
  const inverse = new Float64Array(longest + 1)
  const levels = mertonLevels(table, rules)
  const direct = tradesEveryMonth(rules)
  const levered = rules.maximumWeight > 1
  const spreadPerDay = rules.financingSpread / 252

  let startVolatility = 0
  let cash = 0
  let block = 0
  let place = 0

  function openPath(regime: number): void {
    startVolatility = Math.sqrt(models[regime].v0)
    cash = 0
    resetState(state)
  }

  function runMonth(m: number): void {
    writeWindowedVolatilities(sums, squares, warmup + m, windows, startVolatility, volatility, inverse)
    writeTargetWeights(table, rules, levels, volatility, inverse, state)
    if (!direct) applyTradingRule(rules, m, state)
    for (let t = 0; t < DAYS_PER_MONTH; t++) month.gap[t] = path.equity[t] - path.bond[t]
    month.cashReturn = path.cashReturn
    cash += path.cashReturn
    if (levered) evaluateMonthLevered(state, month, spreadPerDay)
    else if (count >= PRUNE_FROM) evaluateMonthPruned(state, month)
    else evaluateMonthDaily(state, month)
    if (m % 12 === 11) bookYear((m - 11) / 12)
  }

  function bookYear(year: number): void {
    for (let c = 0, i = 0; c < count; c++, i += STRIDE) {
      const r = state[i + VALUE] / state[i + YEAR_START] - 1
      annual[(block + c * PATHS_PER_SHARD + place) * years + year] = r
      state[i + ANNUAL_SUM] += r
      state[i + YEAR_START] = state[i + VALUE]!
    }
  }

  function bookPath(): void {
    const root12 = Math.sqrt(12)
    for (let c = 0, i = 0; c < count; c++, i += STRIDE) {
      const at = block + c * PATHS_PER_SHARD + place
      const mean = state[i + SUM] / months
      const deviation = Math.sqrt((state[i + SQUARES] - months * mean * mean) / (months - 1))
      const excess = (state[i + SUM] - cash) / months
      const excessDeviation = Math.sqrt((state[i + EXCESS_SQUARES] - months * excess * excess) / (months - 1))
      annualReturns[at] = state[i + ANNUAL_SUM] / years
      volatilities[at] = deviation * root12
      sharpes[at] = (root12 * excess) / excessDeviation
      drawdowns[at] = 1 - state[i + WORST]
      turnovers[at] = state[i + TRADED] / years
    }
  }

  return (shard) => {
    const regime = Math.floor(shard / shardsPerRegime)
    const inRegime = shard - regime * shardsPerRegime
    const first = inRegime * PATHS_PER_SHARD
    const last = Math.min(paths, first + PATHS_PER_SHARD)
    block = blockOffset(job, regime, inRegime, 0)
    for (let p = first; p < last; p++) {
      place = p - first
      walkPath(walk, regime, p, openPath, runMonth)
      bookPath()
    }
  }
}
