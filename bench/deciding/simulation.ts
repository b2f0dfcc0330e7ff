import { uniformStream } from '@tutti/analytics/random'
import { type CopulaModel, type SimulatedFigure, simulatedPortfolio } from '@tutti/analytics/simulation'
import type { ComparedJob } from '../comparison/job.ts'
import { covarianceRows, factorMarket, laidOut } from './seeded-market.ts'

const [strategies, scenarios] = [200, 10_000]
const confidences = [0.95, 0.99]
const copulaDegreesOfFreedom = 5

/**
 * 10,000 scenarios of 200 strategies, each with t returns of its own degrees of freedom, under a t copula: mean, volatility,
 * probability of loss, VaR and expected shortfall of the portfolio and of every strategy, contributions to expected shortfall.
 */
export function simulationJob(): ComparedJob {
  const covariance = covarianceRows(factorMarket(101, strategies))
  const vols = covariance.map((row, i) => Math.sqrt(row[i]))
  const correlation = covariance.map((row, i) => row.map((value, j) => (i === j ? 1 : value / vols[i] / vols[j])))
  const draw = uniformStream(102, 0, 0)
  const degreesOfFreedom = Float64Array.from({ length: strategies }, () => 3.5 + 6 * draw())
  const scales = vols.map((vol) => 0.5 * vol * Math.sqrt(1 / 12))
  const locations = vols.map(() => 0.004 + 0.004 * draw())
  const weights = Float64Array.from({ length: strategies }, () => 0.01 * draw())
  const model: CopulaModel = {
    kind: 'copula',
    marginals: scales.map((scale, i) => ({
      kind: 'student-t',
      location: locations[i],
      scale,
      degreesOfFreedom: degreesOfFreedom[i],
    })),
    copula: { kind: 'student-t', correlation, degreesOfFreedom: copulaDegreesOfFreedom },
  }
  const figures = (seed: number): SimulatedFigure[] => {
    const { meanReturn, volatility, probabilityOfLoss, tails, strategyTails, contributions } = simulatedPortfolio(
      model,
      weights,
      { seed, scenarios, confidences },
    )
    return [
      meanReturn,
      volatility,
      probabilityOfLoss,
      ...[tails, ...strategyTails].flatMap((levels) =>
        levels.flatMap(({ valueAtRisk, expectedShortfall }) => [valueAtRisk, expectedShortfall]),
      ),
      ...contributions.flatMap(({ expectedShortfall }) => expectedShortfall),
    ]
  }
  // Of the difference of two independent simulations.
  const errors = figures(99).map(({ standardError }) => Math.SQRT2 * standardError)
  return {
    id: 'simulation',
    title: '10,000 scenarios of 200 strategies, t copula and marginals',
    input: laidOut(
      strategies,
      scenarios,
      copulaDegreesOfFreedom,
      confidences,
      weights,
      locations,
      scales,
      degreesOfFreedom,
      ...correlation,
    ),
    rivals: [
      { program: 'simulation', repetitions: 1 },
      { program: 'simulation-tables', repetitions: 2 },
    ],
    repetitions: 3,
    own: () => figures(1).map(({ estimate }) => estimate),
    // The largest of some 1,200 distances, of which those of expected shortfall under heavy tails are hardly normal.
    compared: (answer) => Float64Array.from(errors, (error, i) => answer[i] / error),
    agreement: { limit: 6, measure: 'absolute', unit: 'standard errors' },
  }
}
