import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import type { Rows } from '../math/index.ts'

/** A mean-reverting Gaussian rate fitted to a curve: dy = -a y dt + sigma dW, rate = y + shift; `a` >= 0, `sigma` >= 0. */
export interface GaussianRate {
  readonly curve: DiscountCurve
  readonly a: number
  readonly sigma: number
}

/** A currency with its Hull-White short rate. */
export interface HybridCurrency extends GaussianRate {
  /** ISO code. */
  readonly code: string
}

/** Lognormal exchange rate of a foreign currency, in units of the domestic one. */
export interface HybridFx {
  readonly currency: string
  readonly spot: number
  readonly volAnnual: number
}

/** Lognormal share price in its currency. */
export interface HybridEquity {
  readonly name: string
  readonly currency: string
  readonly spot: number
  readonly dividendYieldContinuous: number
  readonly volAnnual: number
}

/** A price index (lognormal) with the real short rate of its currency, whose curve discounts real amounts. */
export interface HybridInflation extends GaussianRate {
  readonly name: string
  readonly currency: string
  readonly index: number
  readonly indexVolAnnual: number
}

/** A Gaussian default intensity; its curve holds survival probabilities in the place of discount factors. */
export interface HybridHazard extends GaussianRate {
  readonly name: string
}

/** A multi-currency hybrid: the first currency is the domestic one, and every other has its exchange rate. */
export interface HybridSpec {
  readonly currencies: readonly HybridCurrency[]
  readonly fx: readonly HybridFx[]
  readonly equities?: readonly HybridEquity[]
  readonly inflations?: readonly HybridInflation[]
  readonly hazards?: readonly HybridHazard[]
  /** Correlations of the Brownian motions in the order of `hybridFactorNames`; `null` for none. */
  readonly correlation: Rows | null
}

/**
 * Names of the Brownian motions in their order: `rate:USD` of each currency, `fx:EUR`, `equity:NAME`, `real:NAME`,
 * `index:NAME`, `hazard:NAME`.
 */
export function hybridFactorNames(spec: HybridSpec): string[] {
  const { currencies, fx, equities = [], inflations = [], hazards = [] } = spec
  return [
    ...currencies.map(({ code }) => `rate:${code}`),
    ...fx.map(({ currency }) => `fx:${currency}`),
    ...equities.map(({ name }) => `equity:${name}`),
    ...inflations.map(({ name }) => `real:${name}`),
    ...inflations.map(({ name }) => `index:${name}`),
    ...hazards.map(({ name }) => `hazard:${name}`),
  ]
}

/** Throws `invalid-input` where a currency is missing or named twice, or a figure is out of range. */
export function requireHybridSpec(spec: HybridSpec): void {
  const { currencies, fx, equities = [], inflations = [], hazards = [] } = spec
  if (currencies.length === 0) {
    throw new TuttiError('invalid-input', 'a hybrid needs at least its domestic currency', {
      field: 'currencies',
      got: 'none',
      expected: 'the domestic currency first',
    })
  }
  const names = hybridFactorNames(spec)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw new TuttiError('invalid-input', `the factor ${twice} stands twice in the hybrid`, {
      field: twice,
      got: twice,
    })
  }
  const codes = currencies.map(({ code }) => code)
  const rated = fx.map(({ currency }) => currency)
  const without = codes.slice(1).find((code) => !rated.includes(code))
  if (without !== undefined || rated.some((code) => !codes.slice(1).includes(code))) {
    throw new TuttiError('invalid-input', 'fx must name each currency but the first, and no other', {
      field: 'fx',
      got: rated.join(', '),
      expected: codes.slice(1).join(', '),
    })
  }
  for (const { name, currency } of [...equities, ...inflations]) {
    if (!codes.includes(currency)) {
      throw new TuttiError('invalid-input', `${name} is in ${currency}, which is not a currency of the hybrid`, {
        field: `currency of ${name}`,
        got: currency,
        expected: codes.join(', '),
      })
    }
  }
  const rates = [
    ...currencies.map((item) => [`rate of ${item.code}`, item] as const),
    ...inflations.map((item) => [`real rate of ${item.name}`, item] as const),
    ...hazards.map((item) => [`hazard of ${item.name}`, item] as const),
  ]
  for (const [what, { a, sigma }] of rates) {
    requireInRange(a, 0, 1e3, `a of the ${what}`)
    requireInRange(sigma, 0, 1e3, `sigma of the ${what}`)
  }
  for (const { currency, spot, volAnnual } of fx) {
    requirePositive(spot, `spot of ${currency}`)
    requireInRange(volAnnual, 0, 1e3, `volAnnual of ${currency}`)
  }
  for (const { name, spot, dividendYieldContinuous, volAnnual } of equities) {
    requirePositive(spot, `spot of ${name}`)
    requireFinite(dividendYieldContinuous, `dividendYieldContinuous of ${name}`)
    requireInRange(volAnnual, 0, 1e3, `volAnnual of ${name}`)
  }
  for (const { name, index, indexVolAnnual } of inflations) {
    requirePositive(index, `index of ${name}`)
    requireInRange(indexVolAnnual, 0, 1e3, `indexVolAnnual of ${name}`)
  }
}
