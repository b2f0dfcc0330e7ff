import { g2BondCoefficients } from '../models/index.ts'
import { type EconomicScenarios, variableIndex, zeroRates } from './economic-scenarios.ts'

/** A price today against the mean of its discounted payments over the paths. */
export interface ScenarioCheck {
  readonly name: string
  readonly expected: number
  readonly simulated: number
  readonly standardError: number
  /** Standard errors between them. */
  readonly z: number
}

/**
 * Martingale checks of risk-neutral scenarios at their last step: zero bonds of each currency (valued in the base
 * currency) that mature `tenorYears` later, and one unit in each share index. Empty for scenarios with premiums or
 * shifts, whose discounted means are not prices.
 */
export function scenarioChecks(scenarios: EconomicScenarios, tenorYears: number): ScenarioCheck[] {
  if (!scenarios.isRiskNeutral) return []
  const { economy, timesYears, variables, values, paths } = scenarios
  const last = timesYears.length - 1
  const horizon = timesYears[last]
  const [base] = economy.currencies
  const rowOf = (path: number): number => (path * timesYears.length + last) * variables.length
  const discounts = Float64Array.from({ length: paths }, (_, path) => Math.exp(-values[rowOf(path) + 2]))
  const exchangeOf = (currency: string): Float64Array => {
    if (currency === base.currency) return new Float64Array(paths).fill(1)
    const place = variableIndex(scenarios, `logExchange ${currency}`)
    return Float64Array.from({ length: paths }, (_, path) => Math.exp(values[rowOf(path) + place]))
  }
  const check = (name: string, expected: number, payment: (path: number) => number): ScenarioCheck => {
    let mean = 0
    let squares = 0
    for (let path = 0; path < paths; path++) {
      const value = discounts[path] * payment(path)
      const gap = value - mean
      mean += gap / (path + 1)
      squares += gap * (value - mean)
    }
    const standardError = Math.sqrt(squares / Math.max(1, paths - 1) / paths)
    const z = standardError > 0 ? (mean - expected) / standardError : 0
    return { name, expected, simulated: mean, standardError, z }
  }
  return [
    ...economy.currencies.map((model) => {
      const rates = zeroRates(scenarios, model.currency, last, tenorYears)
      const exchange = exchangeOf(model.currency)
      const { intercept } = g2BondCoefficients(model, 0, horizon + tenorYears)
      return check(
        `bond ${model.currency}`,
        (model.exchange?.spot ?? 1) * Math.exp(intercept),
        (path) => exchange[path] * Math.exp(-rates[path] * tenorYears),
      )
    }),
    ...economy.equities.map(({ name, currency }) => {
      const place = variableIndex(scenarios, `logEquity ${name}`)
      const exchange = exchangeOf(currency)
      const spot = economy.currencies.find((each) => each.currency === currency)?.exchange?.spot ?? 1
      return check(`equity ${name}`, spot, (path) => exchange[path] * Math.exp(values[rowOf(path) + place]))
    }),
  ]
}
