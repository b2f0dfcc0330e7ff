import { TuttiError } from '../errors/index.ts'
import { type GaussianRate, hybridFactorNames, type HybridSpec, requireHybridSpec } from './hybrid-spec.ts'
import { type ValidCorrelation, validCorrelation } from './valid-correlation.ts'

/** A Gaussian rate of the hybrid: its place in the state, its driver, and its drift in the domestic measure. */
export interface HybridRate extends GaussianRate {
  readonly name: string
  /** Row of the correlation matrix. */
  readonly driver: number
  /** Constant drift of the state under the domestic measure, from the change of measure (quanto). */
  readonly drift: number
}

/**
 * A log price of the hybrid: d ln = sum of weights x rates dt + drift dt + vol dW. The weights go by rate. A log bank
 * account and a log survival have no driver of their own (`driver` -1).
 */
export interface HybridLog {
  readonly name: string
  readonly start: number
  readonly weights: readonly number[]
  readonly drift: number
  readonly driver: number
  readonly vol: number
}

/** A hybrid under the domestic risk-neutral measure. The state is its rates, then its logs. */
export interface HybridModel {
  readonly spec: HybridSpec
  readonly factors: readonly string[]
  readonly correlation: ValidCorrelation
  readonly rates: readonly HybridRate[]
  /** `account` (domestic bank account) first, then `fx:`, `equity:`, `index:` and `survival:` logs. */
  readonly logs: readonly HybridLog[]
}

/**
 * The hybrid under the domestic risk-neutral measure, with the correlation matrix repaired to the nearest valid one where
 * it is indefinite; `correlation` says so. A foreign rate drifts by -rho(rate, fx) sigma vol_fx, a foreign share or index
 * likewise, and a real rate besides by -rho(real, index) sigma vol_index (Jarrow & Yildirim).
 *
 * Throws `invalid-input` as the parts of the spec require. Source: Brigo & Mercurio (2006), 2.9 and 15.1; Lichters, Stamm
 * & Gallagher, Modern Derivatives Pricing and Credit Exposure Analysis (2015), chapters 12 to 16.
 */
export function hybridModel(spec: HybridSpec): HybridModel {
  requireHybridSpec(spec)
  const { currencies, fx, equities = [], inflations = [], hazards = [] } = spec
  const factors = hybridFactorNames(spec)
  const correlation = validCorrelation(spec.correlation, factors)
  const driverOf = (name: string): number => factors.indexOf(name)
  const rho = (one: string, other: string): number => correlation.matrix[driverOf(one)][driverOf(other)]
  /** Drift of a factor of volatility `vol` in `currency` from its own measure to the domestic one. */
  const quanto = (factor: string, vol: number, currency: string): number => {
    const rate = fx.find((item) => item.currency === currency)
    return rate === undefined ? 0 : -rho(factor, `fx:${currency}`) * vol * rate.volAnnual
  }
  const rateOf = (name: string, { curve, a, sigma }: GaussianRate, drift: number): HybridRate => {
    // A speed below rounding over any horizon is none; its quotients would lose their digits.
    return { name, curve, a: a < 1e-14 ? 0 : a, sigma, driver: driverOf(name), drift }
  }
  const rates: HybridRate[] = [
    ...currencies.map((item) => {
      const name = `rate:${item.code}`
      return rateOf(name, item, quanto(name, item.sigma, item.code))
    }),
    ...inflations.map((item) => {
      const name = `real:${item.name}`
      const indexDrift = -rho(name, `index:${item.name}`) * item.sigma * item.indexVolAnnual
      return rateOf(name, item, quanto(name, item.sigma, item.currency) + indexDrift)
    }),
    ...hazards.map((item) => rateOf(`hazard:${item.name}`, item, 0)),
  ]
  const weights = (plus: string | null, minus: string | null): number[] =>
    rates.map(({ name }) => (name === plus ? 1 : 0) - (name === minus ? 1 : 0))
  const domestic = `rate:${currencies[0].code}`
  const logs: HybridLog[] = [
    { name: 'account', start: 0, weights: weights(domestic, null), drift: 0, driver: -1, vol: 0 },
    ...fx.map(({ currency, spot, volAnnual: vol }) => ({
      name: `fx:${currency}`,
      start: Math.log(spot),
      weights: weights(domestic, `rate:${currency}`),
      drift: -0.5 * vol * vol,
      driver: driverOf(`fx:${currency}`),
      vol,
    })),
    ...equities.map(({ name: item, currency, spot, dividendYieldContinuous, volAnnual: vol }) => {
      const name = `equity:${item}`
      return {
        name,
        start: Math.log(spot),
        weights: weights(`rate:${currency}`, null),
        drift: -dividendYieldContinuous - 0.5 * vol * vol + quanto(name, vol, currency),
        driver: driverOf(name),
        vol,
      }
    }),
    ...inflations.map(({ name: item, currency, index, indexVolAnnual: vol }) => {
      const name = `index:${item}`
      return {
        name,
        start: Math.log(index),
        weights: weights(`rate:${currency}`, `real:${item}`),
        drift: -0.5 * vol * vol + quanto(name, vol, currency),
        driver: driverOf(name),
        vol,
      }
    }),
    ...hazards.map(({ name: item }) => ({
      name: `survival:${item}`,
      start: 0,
      weights: weights(null, `hazard:${item}`),
      drift: 0,
      driver: -1,
      vol: 0,
    })),
  ]
  return { spec, factors, correlation, rates, logs }
}

/** Place in the state of the rate or log of that name. Throws `invalid-input` where the hybrid has none. */
export function hybridStateIndex({ rates, logs }: HybridModel, name: string): number {
  const names = [...rates, ...logs].map((item) => item.name)
  const index = names.indexOf(name)
  if (index >= 0) return index
  throw new TuttiError('invalid-input', `the hybrid has no ${name}`, {
    field: 'name',
    got: name,
    expected: names.join(', '),
  })
}
