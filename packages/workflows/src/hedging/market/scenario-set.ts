import { semidefiniteFactor } from '@tutti/analytics/math'
import { fillNormals, nextUniform, openStream } from '@tutti/analytics/random'
import type { HedgingMandate } from '../mandate/index.ts'
import { factorModel, type FactorModel } from './factor-model.ts'
import type { HedgingMarket, ScenarioSet } from './hedging-market.ts'
import { flooredShocks, floorWords } from './level-floors.ts'
import { mixingLaw } from './mixing-law.ts'

/** What a set of scenarios is for; another purpose is another set from the same seed. */
const streams = { selection: 5_101, fresh: 5_102 } as const

/**
 * Joint changes of all factors over the mandate's horizon, from `factorModel`: normal, or Student t with one mixing variable for
 * all factors, bounded and scaled so that the covariance is the model's (`mixingLaw`). Scenario i depends on the seed and i alone, not on the count.
 * Spreads and volatilities do not fall below their floors (`flooredShocks`). Throws as `factorModel`.
 */
export function scenarioSet(
  mandate: HedgingMandate,
  market: HedgingMarket,
  seed: number,
  model: FactorModel = factorModel(mandate, market),
): ScenarioSet {
  return drawnScenarios(mandate, market, model, seed, streams.selection)
}

/** As `scenarioSet`, from a stream of its own: what was chosen on one set is judged on another. */
export function freshScenarios(
  mandate: HedgingMandate,
  market: HedgingMarket,
  seed: number,
  model: FactorModel = factorModel(mandate, market),
): ScenarioSet {
  return drawnScenarios(mandate, market, model, seed, streams.fresh)
}

/**
 * The scenarios of `scenarioSet`, from the same random numbers, with other correlations (positive semidefinite, unit
 * diagonal): what differs is due to them alone.
 */
export function correlatedScenarios(
  mandate: HedgingMandate,
  market: HedgingMarket,
  correlation: FactorModel['correlation'],
  seed: number,
  model: FactorModel = factorModel(mandate, market),
): ScenarioSet {
  const other = { ...model, correlation, method: `${model.method}; correlations replaced` }
  return drawnScenarios(mandate, market, other, seed, streams.selection)
}

function drawnScenarios(
  { scenarios }: HedgingMandate,
  market: HedgingMarket,
  { volatilities, correlation, method }: FactorModel,
  seed: number,
  stream: number,
): ScenarioSet {
  const { count, distribution, degrees_of_freedom: freedom } = scenarios
  const size = volatilities.length
  const lower = semidefiniteFactor(Float64Array.from(correlation.flat()), size)
  const shocks = new Float64Array(count * size)
  const normals = new Float64Array(size)
  const state = new Int32Array(4)
  const mixing = mixingLaw(freedom)
  for (let s = 0; s < count; s++) {
    openStream(seed, stream, s, state)
    const uniform = nextUniform(state)
    fillNormals(state, normals, size)
    const scale = distribution === 'normal' ? 1 : mixing(uniform)
    for (let i = 0; i < size; i++) {
      let score = 0
      for (let k = 0; k <= i; k++) score += lower[i * size + k] * normals[k]
      shocks[s * size + i] = scale * volatilities[i] * score
    }
  }
  const law =
    distribution === 'normal'
      ? 'multivariate normal'
      : `multivariate Student t with ${freedom} degrees of freedom, its mixing bounded at one in a thousand, scaled to the covariance`
  return {
    count,
    shocks: flooredShocks(market, shocks),
    method: `${count} scenarios, ${law}; ${method}; ${floorWords}`,
  }
}
