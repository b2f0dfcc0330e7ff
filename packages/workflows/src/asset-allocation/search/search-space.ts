import { type StrategyConfiguration, type WeightFunction } from '@tutti/analytics/allocation'
import type { MixedPoint, MixedSpace } from '@tutti/analytics/search'
import type { StudyMandate } from '../mandate.ts'

/** Names of the five parameters, in the order of a design's columns. */
export const parameterNames = ['targetVolatility', 'weightFunction', 'windowMonths', 'riskAversion', 'costBp'] as const
export type ParameterName = (typeof parameterNames)[number]

/** Significant steps to which proposals are rounded, so that a rule can be written on a page. */
const VOLATILITY_STEP = 0.0005
const AVERSION_STEP = 0.01
const COST_STEP = 0.1

function rounded(value: number, step: number): number {
  // through the inverse, which is a whole number: 0.1234 / 0.0005 would not come back as a short decimal
  const inverse = Math.round(1 / step)
  return Math.round(value * inverse) / inverse
}

function between([low, high]: readonly [number, number], u: number): number {
  return low + u * (high - low)
}

function choice<T>(values: readonly T[], u: number): T {
  return values[Math.min(values.length - 1, Math.floor(u * values.length))]
}

/** The configuration at a point of the unit cube (columns as `parameterNames`). Whole months have equal shares of [0, 1]. */
export function configurationAt(mandate: StudyMandate, u: readonly number[]): StrategyConfiguration {
  const space = mandate.search_space
  const [shortest, longest] = space.volatility_window_months
  return {
    targetVolatility: rounded(between(space.target_volatility, u[0]), VOLATILITY_STEP),
    weightFunction: choice(space.weight_functions, u[1]),
    windowMonths: shortest + Math.min(longest - shortest, Math.floor(u[2] * (longest - shortest + 1))),
    riskAversion: rounded(between(space.risk_aversion, u[3]), AVERSION_STEP),
    costBp: rounded(between(space.transaction_cost_bps, u[4]), COST_STEP),
  }
}

/** The space the adaptive search moves in: the rule's own parameters. Cost is a circumstance, not a choice. */
export function decisionSpace(mandate: StudyMandate): MixedSpace {
  return { dimension: 3, categories: mandate.search_space.weight_functions.length }
}

function share([low, high]: readonly [number, number], value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5
}

/** A configuration as a point of the decision space. */
export function decisionPoint(mandate: StudyMandate, configuration: StrategyConfiguration): MixedPoint {
  const space = mandate.search_space
  const [shortest, longest] = space.volatility_window_months
  return {
    coordinates: [
      share(space.target_volatility, configuration.targetVolatility),
      (configuration.windowMonths - shortest + 0.5) / (longest - shortest + 1),
      share(space.risk_aversion, configuration.riskAversion),
    ],
    category: space.weight_functions.indexOf(configuration.weightFunction),
  }
}

/** The configuration at a point of the decision space, with a cost assumption from u in [0, 1]. */
export function configurationAtDecision(
  mandate: StudyMandate,
  point: MixedPoint,
  costU: number,
): StrategyConfiguration {
  const [volatility, window, aversion] = point.coordinates
  const categories = mandate.search_space.weight_functions.length
  return configurationAt(mandate, [volatility, (point.category + 0.5) / categories, window, aversion, costU])
}

/** True when two configurations are the same rule, whatever the cost assumption. */
export function sameRule(a: StrategyConfiguration, b: StrategyConfiguration): boolean {
  return (
    a.targetVolatility === b.targetVolatility &&
    a.weightFunction === b.weightFunction &&
    a.windowMonths === b.windowMonths &&
    a.riskAversion === b.riskAversion
  )
}

/** Short words for a weight function. */
export const weightFunctionNames: Readonly<Record<WeightFunction, string>> = {
  'inverse-vol': 'inverse volatility',
  'inverse-vol-squared': 'inverse volatility squared',
  'linear-decay': 'linear decay',
  sigmoid: 'sigmoid',
}
