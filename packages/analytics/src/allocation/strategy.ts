import { requireInRange, TuttiError } from '../errors/index.ts'

/** The four equity weight functions of the search space, in the order of their kernel codes. */
export const weightFunctions = ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'] as const
export type WeightFunction = (typeof weightFunctions)[number]

/** One allocation rule with a cost assumption: a point of the search space. */
export interface StrategyConfiguration {
  /** Annual volatility that the rule aims at, decimal. */
  readonly targetVolatility: number
  readonly weightFunction: WeightFunction
  /** Months of daily returns in the realised volatility. */
  readonly windowMonths: number
  /** Gamma: caps the weight at the Merton share premium / (gamma volatility^2). */
  readonly riskAversion: number
  /** Proportional cost of the traded equity weight, in basis points. */
  readonly costBp: number
}

/** What all configurations of a study share: slopes, limits and trading rules. */
export interface StrategyRules {
  /** Slope k of the linear decay, weight lost per unit of annual volatility above target (4: 25 points close the position). */
  readonly linearSlope: number
  /** Slope k of the sigmoid, per unit of annual volatility. */
  readonly sigmoidSlope: number
  /** Equity premium in the Merton cap, annual decimal. */
  readonly equityPremium: number
  readonly minimumWeight: number
  /** Above 1 the excess is borrowed at cash plus `financingSpread`. */
  readonly maximumWeight: number
  readonly financingSpread: number
  /** Months between rebalancing dates. */
  readonly rebalanceMonths: number
  /** Trade to the target only when the weight is off it by more than this. */
  readonly band: number
  /** Trade only to the edge of the zone of this half-width around the target. */
  readonly noTradeZone: number
}

/** Rules of the standard study: monthly, no bands, unlevered. */
export const standardRules: StrategyRules = {
  linearSlope: 4,
  sigmoidSlope: 25,
  equityPremium: 0.05,
  minimumWeight: 0,
  maximumWeight: 1,
  financingSpread: 0,
  rebalanceMonths: 1,
  band: 0,
  noTradeZone: 0,
}

/** The rules, checked. Throws `invalid-input` naming the field. */
export function validRules(rules: StrategyRules): StrategyRules {
  requireInRange(rules.linearSlope, 0.01, 1000, 'linearSlope')
  requireInRange(rules.sigmoidSlope, 0.01, 1000, 'sigmoidSlope')
  requireInRange(rules.equityPremium, 1e-6, 1, 'equityPremium')
  requireInRange(rules.minimumWeight, 0, 1, 'minimumWeight')
  requireInRange(rules.maximumWeight, 0.01, 3, 'maximumWeight')
  requireInRange(rules.financingSpread, 0, 0.2, 'financingSpread')
  requireInRange(rules.rebalanceMonths, 1, 12, 'rebalanceMonths')
  requireInRange(rules.band, 0, 1, 'band')
  requireInRange(rules.noTradeZone, 0, 1, 'noTradeZone')
  if (rules.maximumWeight < rules.minimumWeight) {
    throw new TuttiError(
      'invalid-input',
      `maximumWeight ${rules.maximumWeight} is below minimumWeight ${rules.minimumWeight}`,
      {
        field: 'maximumWeight',
      },
    )
  }
  if (!Number.isInteger(rules.rebalanceMonths)) {
    throw new TuttiError('invalid-input', 'rebalanceMonths must be a whole number of months', {
      field: 'rebalanceMonths',
    })
  }
  return rules
}

/** The configuration, checked against what the kernels can run. Throws `invalid-input` naming the field. */
export function validConfiguration(configuration: StrategyConfiguration): StrategyConfiguration {
  requireInRange(configuration.targetVolatility, 0.001, 2, 'targetVolatility')
  requireInRange(configuration.windowMonths, 1, 120, 'windowMonths')
  requireInRange(configuration.riskAversion, 0.01, 100, 'riskAversion')
  requireInRange(configuration.costBp, 0, 1000, 'costBp')
  if (!Number.isInteger(configuration.windowMonths)) {
    throw new TuttiError('invalid-input', `windowMonths must be a whole number, got ${configuration.windowMonths}`, {
      field: 'windowMonths',
    })
  }
  if (!weightFunctions.includes(configuration.weightFunction)) {
    throw new TuttiError('invalid-input', `weightFunction ${configuration.weightFunction as string} is unknown`, {
      field: 'weightFunction',
      expected: weightFunctions.join(' | '),
    })
  }
  return configuration
}
