import { highestUtility } from '@tutti/analytics/optimisation'
import type { ComparedJob } from '../comparison/job.ts'
import { covarianceRows, factorMarket, laidOut, normals } from './seeded-market.ts'

/** The mean-variance portfolio of 500 assets, each between 0 and 2 %: highest 0.25 μ'w - ½ w'Σw. */
export function meanVarianceJob(): ComparedJob {
  const assets = 500
  const [riskTolerance, maxWeight] = [0.25, 0.02]
  const market = factorMarket(31, assets)
  const covariance = covarianceRows(market)
  const noise = normals(32, assets)
  const expectedReturns = market.loadings.map((loadings, i) => 0.02 + 0.3 * loadings[0] + 0.02 * noise[i])
  const limits = {
    minWeights: new Array<number>(assets).fill(0),
    maxWeights: new Array<number>(assets).fill(maxWeight),
    budget: { lower: 1, upper: 1 },
  }
  return {
    id: 'mean-variance',
    title: 'mean-variance of 500 assets with bounds',
    input: laidOut(assets, riskTolerance, maxWeight, expectedReturns, ...covariance),
    rivals: [
      { program: 'cvxopt', repetitions: 2 },
      { program: 'slsqp', repetitions: 1, onceWithin: 240 },
    ],
    repetitions: 10,
    own: () => {
      const outcome = highestUtility({ expectedReturns, covariance, limits }, riskTolerance)
      if (outcome.status !== 'solved') throw new Error(outcome.words)
      return [outcome.objective, ...outcome.weights]
    },
    // The utility of the weights: the rivals stop at a tolerance, and there the weights are a flat valley.
    compared: (answer) => [answer[0]],
    agreement: { limit: 2e-7, measure: 'absolute', unit: 'utility' },
  }
}
