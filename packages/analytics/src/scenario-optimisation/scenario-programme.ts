import { assetNames, limitRows, type PortfolioLimits, purchaseCount } from '../optimisation/index.ts'
import type { Programme, ProgrammeRow } from '../programming/index.ts'
import type { RiskRows } from './risk-rows.ts'

/** What is sought: the least risk, or the most expected return with a limit on the risk. */
export type ScenarioAim =
  | { readonly kind: 'least-risk'; readonly minExpectedReturn?: number | undefined }
  | { readonly kind: 'most-return'; readonly maxRisk: number }
  /** Least risk x riskAversion - expected return. */
  | { readonly kind: 'utility'; readonly riskAversion: number }

/** Names of the rows that an aim adds to the limits. */
export const EXPECTED_RETURN_ROW = 'least expected return'
export const RISK_ROW = 'largest risk'

/** The programme of an aim: weights, purchases (under a turnover limit), then the variables of the risk. */
export function scenarioProgramme(
  limits: PortfolioLimits,
  expectedReturns: Float64Array,
  aim: ScenarioAim,
  risk: RiskRows,
): Programme {
  const assets = expectedReturns.length
  const purchases = purchaseCount(limits)
  const first = assets + purchases
  const size = first + risk.variables
  const riskFactor = aim.kind === 'least-risk' ? 1 : aim.kind === 'utility' ? aim.riskAversion : 0
  const returnFactor = aim.kind === 'least-risk' ? 0 : 1
  const cost = new Float64Array(size)
  for (let i = 0; i < assets; i++) cost[i] = riskFactor * risk.weightCost[i] - returnFactor * expectedReturns[i]
  for (let k = 0; k < risk.variables; k++) cost[first + k] = riskFactor * risk.variableCost[k]
  const lower = new Float64Array(size)
  lower.set(limits.minWeights)
  lower.set(risk.lower, first)
  const upper = new Float64Array(size).fill(Infinity)
  upper.set(limits.maxWeights)
  return {
    cost,
    lower,
    upper,
    rows: [...limitRows(limits), ...aimRows(aim, expectedReturns, risk, first), ...risk.rows],
    names: [
      ...assetNames(limits),
      ...Array.from({ length: purchases }, (_, i) => `purchase of ${assetNames(limits)[i]}`),
      ...Array.from({ length: risk.variables }, (_, k) => `risk variable ${k + 1}`),
    ],
  }
}

function aimRows(aim: ScenarioAim, expectedReturns: Float64Array, risk: RiskRows, first: number): ProgrammeRow[] {
  const assets = expectedReturns.length
  if (aim.kind === 'least-risk' && aim.minExpectedReturn !== undefined) {
    const indices = Array.from({ length: assets }, (_, i) => i)
    return [
      {
        name: EXPECTED_RETURN_ROW,
        indices,
        coefficients: expectedReturns,
        lower: aim.minExpectedReturn,
        upper: Infinity,
      },
    ]
  }
  if (aim.kind === 'most-return') {
    const entries = [
      ...Array.from(risk.weightCost, (value, i) => [i, value] as const),
      ...Array.from(risk.variableCost, (value, k) => [first + k, value] as const),
    ].filter(([, value]) => value !== 0)
    return [
      {
        name: RISK_ROW,
        indices: entries.map(([index]) => index),
        coefficients: entries.map(([, value]) => value),
        lower: -Infinity,
        upper: aim.maxRisk,
      },
    ]
  }
  return []
}
