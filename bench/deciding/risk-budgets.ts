import { riskBudgetPortfolio, volatilityCorrelation } from '@tutti/analytics/risk-budgeting'
import { uniformStream } from '@tutti/analytics/random'
import type { ComparedJob } from '../comparison/job.ts'
import { covarianceRows, factorMarket, laidOut } from './seeded-market.ts'

/**
 * Risk budgets of 1,000 assets between 0.5 and 1.5 thousandths: from volatilities and correlations on, and from a matrix on
 * which first has to prove that it is a covariance.
 */
export function riskBudgetJobs(): ComparedJob[] {
  const assets = 1000
  const covariance = covarianceRows(factorMarket(51, assets))
  const draw = uniformStream(52, 0, 0)
  const raw = Float64Array.from({ length: assets }, () => 0.5 + draw())
  const total = raw.reduce((sum, value) => sum + value, 0)
  const budgets = raw.map((value) => value / total)
  const known = volatilityCorrelation(covariance)
  const shared = {
    input: laidOut(assets, budgets, ...covariance),
    repetitions: 5,
    // Weights are about 0.001.
    compared: (weights: ArrayLike<number>) => Float64Array.from(weights, (weight) => assets * weight),
    agreement: { limit: 2e-6, measure: 'absolute', unit: 'of a mean weight' },
  } as const
  return [
    {
      ...shared,
      id: 'risk-budgets',
      title: 'risk budgets of 1,000 assets',
      rivals: [
        { program: 'l-bfgs-b', repetitions: 10 },
        { program: 'trust-ncg', repetitions: 5 },
        { program: 'newton-cholesky', repetitions: 2 },
      ],
      own: () => riskBudgetPortfolio(known, budgets).weights,
    },
    {
      ...shared,
      id: 'risk-budgets-checked',
      title: 'the same, the matrix proven to be a covariance',
      rivals: [{ program: 'l-bfgs-b-checked', repetitions: 5 }],
      own: () => riskBudgetPortfolio(volatilityCorrelation(covariance), budgets).weights,
    },
  ]
}
