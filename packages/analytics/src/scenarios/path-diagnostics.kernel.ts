import { portableLog } from '../math/portable.ts'
import { type DiagnosticsJob, horizonFigures, pathSums } from './diagnostics-job.ts'
import { PATHS_PER_SHARD } from './path-job.ts'
import { DAYS_PER_MONTH, DAYS_PER_YEAR } from './path-model.ts'
import { pathWalk, walkPath } from './walk-path.ts'

/**
 * Kernel: walks one shard of paths of one regime, the very paths that strategies are evaluated on for the same models,
 * streams, seed and sampling, and keeps what the path checks need. Shards are numbered regime-major.
 */
export function pathDiagnostics(job: DiagnosticsJob): (shard: number) => void {
  const { models, paths, shardsPerRegime, horizonMonths } = job
  const walk = pathWalk(job)
  const { path, warmup, sums, squares } = walk
  const columns = job.columns.map((buffer) => new Float64Array(buffer))
  const sumColumns = columns.slice(horizonMonths.length * horizonFigures.length)
  const totals = new Float64Array(pathSums.length)
  let model = models[0]
  let at = 0
  let variance = 0
  let rate = 0
  let bond = 0
  let accrual = 0

  function openPath(regime: number): void {
    model = models[regime]!
    variance = path.variance
    rate = path.rate
    bond = 0
    accrual = 0
    totals.fill(0)
  }

  function runMonth(m: number): void {
    addProducts()
    bond += portableLog(path.bond[DAYS_PER_MONTH - 1])
    // the euler scheme books the month's cash return without compounding
    accrual += model.scheme === 'euler' ? path.cashReturn : portableLog(1 + path.cashReturn)
    const horizon = horizonMonths.indexOf(m + 1)
    if (horizon >= 0) bookHorizon(horizon * horizonFigures.length, m + 1)
  }

  function addProducts(): void {
    const euler = model.scheme === 'euler'
    const { theta, kappa, dt, varianceDecay, initialRate, meanReversion, rateDecay } = model
    let growth = 1
    for (let day = 0; day < DAYS_PER_MONTH; day++) {
      const positive = variance > 0 ? variance : 0
      const equityReturn = portableLog(path.equity[day] / growth)
      growth = path.equity[day]!
      const nextVariance = path.variances[day]
      const nextRate = path.rates[day]
      const expectedVariance = euler
        ? variance + kappa * dt * (theta - positive)
        : theta + (variance - theta) * varianceDecay
      const expectedRate = euler ? rate + meanReversion * dt * (initialRate - rate) : rateDecay * rate
      const dv = nextVariance - expectedVariance
      const dx = nextRate - expectedRate
      const root = Math.sqrt(positive)
      totals[0] += positive
      totals[1] += root
      totals[2] += root * positive
      totals[3] += dv * dv
      totals[4] += equityReturn * dv
      totals[5] += positive * equityReturn * dx
      totals[6] += positive * dv * dx
      variance = nextVariance
      rate = nextRate
    }
  }

  function bookHorizon(first: number, months: number): void {
    columns[first][at] = sums[warmup + months] - sums[warmup]
    columns[first + 1][at] = bond
    columns[first + 2][at] = accrual
    const days = months * DAYS_PER_MONTH
    columns[first + 3][at] = ((squares[warmup + months] - squares[warmup]) * DAYS_PER_YEAR) / days
    columns[first + 4][at] = path.variance
    columns[first + 5][at] = model.scheme === 'euler' ? path.rate - model.initialRate : path.rate
  }

  return (shard) => {
    const regime = Math.floor(shard / shardsPerRegime)
    const firstPath = (shard - regime * shardsPerRegime) * PATHS_PER_SHARD
    const last = Math.min(paths, firstPath + PATHS_PER_SHARD)
    for (let p = firstPath; p < last; p++) {
      at = regime * paths + p
      walkPath(walk, regime, p, openPath, runMonth)
      for (let k = 0; k < totals.length; k++) sumColumns[k][at] = totals[k]!
    }
  }
}
