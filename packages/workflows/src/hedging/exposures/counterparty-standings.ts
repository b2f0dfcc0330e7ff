import { normalQuantile } from '@tutti/analytics/math'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { CounterpartyStanding } from './exposure-record.ts'
import type { FactorCovariance } from './factor-covariance.ts'
import type { HedgingSensitivities } from './hedging-sensitivities.ts'

const potentialConfidence = 0.95
const tradingDays = 252

/**
 * Standing with every counterparty of the mandate. The potential exposure is the simple one of linear positions under
 * normal changes: what is owed and not collateralised, plus the 95 % quantile of the change of all its lines together, over the
 * horizon, or over the margin period where an annex collateralises both ways what is above its threshold; not below 0.
 */
export function counterpartyStandings(
  { counterparties, objectives }: Pick<HedgingMandate, 'counterparties' | 'objectives'>,
  { lines }: FundBook,
  { values, lines: sensitivities }: Pick<HedgingSensitivities, 'values' | 'lines'>,
  covariance: FactorCovariance,
): CounterpartyStanding[] {
  return counterparties.map(({ id, csa, exposure_limit }) => {
    const own = lines.flatMap((line, i) => (line.counterparty === id ? [i] : []))
    const markToMarket = own.reduce((sum, i) => sum + values[i], 0)
    const net = new Float64Array(covariance.size)
    for (const i of own) for (let k = 0; k < net.length; k++) net[k] += sensitivities[i][k]
    const years = csa === null ? objectives.horizon_years : csa.margin_period_days / tradingDays
    const deviation = Math.sqrt(quadratic(net, covariance) * (years / objectives.horizon_years))
    const open =
      csa === null
        ? markToMarket
        : Math.max(-csa.threshold, Math.min(markToMarket, csa.threshold)) - csa.independent_amount
    const potentialExposure = Math.max(0, open + normalQuantile(potentialConfidence) * deviation)
    return {
      counterparty: id,
      lines: own.length,
      markToMarket,
      collateralised: csa !== null,
      potentialExposure,
      limit: exposure_limit,
      slack: exposure_limit - potentialExposure,
      within: potentialExposure <= exposure_limit,
    }
  })
}

function quadratic(row: Float64Array, { size, values }: FactorCovariance): number {
  let sum = 0
  for (let k = 0; k < size; k++) {
    if (row[k] === 0) continue
    for (let l = 0; l < size; l++) sum += row[k] * values[k * size + l] * row[l]
  }
  return Math.max(0, sum)
}
