import { openStream } from '../random/stream.ts'
import { drawMonth, monthPath, startPath, stepMonth } from '../scenarios/month-path.ts'
import { conditionMonth, monthlyNormals, writeSobolNormals } from '../scenarios/monthly-sobol.ts'
import { DAYS_PER_MONTH } from '../scenarios/path-model.ts'
import { blockOffset, type EvaluationJob, PATHS_PER_SHARD } from './evaluation-job.ts'
import { evaluateMonthDaily, evaluateMonthLevered, evaluateMonthPruned, evaluationMonth } from './month-evaluation.ts'
import { applyTradingRule, mertonLevels, tradesEveryMonth, writeTargetWeights } from './month-weights.ts'
import { windowedVolatility } from './realised-volatility.ts'
import {
  ANNUAL_SUM,
  EXCESS_SQUARES,
  resetState,
  SQUARES,
  strategyState,
  STRIDE,
  SUM,
  TRADED,
  VALUE,
  WORST,
  YEAR_START,
} from './strategy-state.ts'

/** From how many configurations the pruned month pays for its hull. Both ways give the same figures. */
const PRUNE_FROM = 12

/**
 * Kernel: simulates one shard of paths of one regime and evaluates every configuration on them, month by month; keeps
 * the figures of each path and nothing of its length. Shards are numbered regime-major.
 */
export function evaluatePaths(job: EvaluationJob): (shard: number) => void {
  const { models, streams, seed, paths, years, shardsPerRegime, sobol, rules, table } = job
  const { count, window, cost } = table
  const months = 12 * years
  const figures = job.figures.map((buffer) => new Float64Array(buffer))
  const [annualReturns, volatilities, sharpes, drawdowns, turnovers] = figures as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const annual = new Float64Array(job.annual)
  const path = monthPath()
  const state = strategyState(cost)
  const month = evaluationMonth(count, DAYS_PER_MONTH, path.bond, path.equity, path.cash)
  const windows = [...new Set(window)].sort((a, b) => a - b)
  const longest = windows[windows.length - 1]!
  const volatility = new Float64Array(longest + 1)
  const inverse = new Float64Array(longest + 1)
  const warmup = models[0]!.warmupMonths
  const sums = new Float64Array(warmup + months + 1)
  const squares = new Float64Array(warmup + months + 1)
  const sobolNormals = monthlyNormals(sobol === null ? 1 : months)
  const levels = mertonLevels(table, rules)
  const direct = tradesEveryMonth(rules)
  const levered = rules.maximumWeight > 1
  const spreadPerDay = rules.financingSpread / 252

  function runPath(regime: number, p: number, block: number, place: number): void {
    const model = models[regime]!
    openStream(seed, streams[regime]!, p, path.random)
    startPath(model, path)
    for (let m = 0; m < warmup; m++) {
      drawMonth(model, path)
      stepMonth(model, path, 0)
      sums[m + 1] = sums[m]! + path.logReturn
      squares[m + 1] = squares[m]! + path.squares
    }
    // the warm-up is history of the equity alone: rates and spreads start where the regime says
    const variance = path.variance
    startPath(model, path)
    if (warmup > 0) path.variance = variance
    if (sobol !== null) writeSobolNormals(sobol[regime]!, p, sobolNormals)
    resetState(state)
    let cash = 0
    const startVolatility = Math.sqrt(model.v0)
    for (let m = 0; m < months; m++) {
      for (const length of windows) {
        const v = windowedVolatility(sums, squares, warmup + m, length, startVolatility)
        volatility[length] = v
        inverse[length] = 1 / v
      }
      writeTargetWeights(table, rules, levels, volatility, inverse, state)
      if (!direct) applyTradingRule(rules, m, state)
      drawMonth(model, path)
      if (sobol !== null) conditionMonth(path.normals, sobolNormals.values, m)
      stepMonth(model, path, m)
      sums[warmup + m + 1] = sums[warmup + m]! + path.logReturn
      squares[warmup + m + 1] = squares[warmup + m]! + path.squares
      for (let t = 0; t < DAYS_PER_MONTH; t++) month.gap[t] = path.equity[t]! - path.bond[t]!
      month.cashReturn = path.cashReturn
      cash += path.cashReturn
      if (levered) evaluateMonthLevered(state, month, spreadPerDay)
      else if (count >= PRUNE_FROM) evaluateMonthPruned(state, month)
      else evaluateMonthDaily(state, month)
      if (m % 12 === 11) bookYear((m - 11) / 12, block, place)
    }
    bookPath(block, place, cash)
  }

  function bookYear(year: number, block: number, place: number): void {
    for (let c = 0, i = 0; c < count; c++, i += STRIDE) {
      const r = state[i + VALUE]! / state[i + YEAR_START]! - 1
      annual[(block + c * PATHS_PER_SHARD + place) * years + year] = r
      state[i + ANNUAL_SUM]! += r
      state[i + YEAR_START] = state[i + VALUE]!
    }
  }

  function bookPath(block: number, place: number, cash: number): void {
    const root12 = Math.sqrt(12)
    for (let c = 0, i = 0; c < count; c++, i += STRIDE) {
      const at = block + c * PATHS_PER_SHARD + place
      const mean = state[i + SUM]! / months
      const deviation = Math.sqrt((state[i + SQUARES]! - months * mean * mean) / (months - 1))
      const excess = (state[i + SUM]! - cash) / months
      const excessDeviation = Math.sqrt((state[i + EXCESS_SQUARES]! - months * excess * excess) / (months - 1))
      annualReturns[at] = state[i + ANNUAL_SUM]! / years
      volatilities[at] = deviation * root12
      sharpes[at] = (root12 * excess) / excessDeviation
      drawdowns[at] = 1 - state[i + WORST]!
      turnovers[at] = state[i + TRADED]! / years
    }
  }

  return (shard) => {
    const regime = Math.floor(shard / shardsPerRegime)
    const inRegime = shard - regime * shardsPerRegime
    const first = inRegime * PATHS_PER_SHARD
    const last = Math.min(paths, first + PATHS_PER_SHARD)
    const block = blockOffset(job, regime, inRegime, 0)
    for (let p = first; p < last; p++) runPath(regime, p, block, p - first)
  }
}
