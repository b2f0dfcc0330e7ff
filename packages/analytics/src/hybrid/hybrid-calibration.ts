import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { type HybridModel, hybridModel, hybridStateIndex } from './hybrid-model.ts'
import { hybridMoments } from './hybrid-moments.ts'
import type { HybridSpec } from './hybrid-spec.ts'

/** At-the-money implied (Black) volatility of an exchange rate or share. */
export interface HybridVolatilityQuote {
  /** `fx:EUR` or `equity:NAME`. */
  readonly asset: string
  readonly maturityYears: number
  readonly impliedVolAnnual: number
}

/** How a quote is met. */
export interface HybridVolatilityFit extends HybridVolatilityQuote {
  readonly modelVolAnnual: number
  /** model - market. */
  readonly error: number
}

/** The hybrid with its spot volatilities fitted, and what they could not fit. */
export interface HybridCalibration {
  readonly spec: HybridSpec
  /** Fitted spot volatility by asset. */
  readonly volatilities: Readonly<Record<string, number>>
  readonly fits: readonly HybridVolatilityFit[]
  readonly rootMeanSquareError: number
}

/**
 * Implied volatility of European options on an exchange rate or share in the hybrid, stochastic rates included: the root
 * of the variance of the log price over the maturity. Throws `invalid-input` for an asset that the hybrid does not have.
 */
export function hybridImpliedVolatility(model: HybridModel, asset: string, maturityYears: number): number {
  requirePositive(maturityYears, 'maturityYears')
  const index = hybridStateIndex(model, asset)
  const { mean, covariance } = hybridMoments(model, maturityYears)
  return Math.sqrt(Math.max(covariance[index * mean.length + index], 0) / maturityYears)
}

/**
 * Fits the constant spot volatility of each quoted exchange rate and share to its implied volatilities by least squares,
 * rates and correlations as given. Rates alone can move a long forward by more than a quote allows: the error then shows.
 *
 * Throws `invalid-input` for no quotes, an unknown asset, or a volatility that is not above 0.
 */
export function hybridVolatilityCalibration(
  spec: HybridSpec,
  quotes: readonly HybridVolatilityQuote[],
): HybridCalibration {
  if (quotes.length === 0) throw new TuttiError('invalid-input', 'there are no quotes to fit', { field: 'quotes' })
  const known = [
    ...spec.fx.map(({ currency }) => `fx:${currency}`),
    ...(spec.equities ?? []).map(({ name }) => `equity:${name}`),
  ]
  for (const { asset, impliedVolAnnual, maturityYears } of quotes) {
    requirePositive(maturityYears, `maturityYears of ${asset}`)
    requireInRange(impliedVolAnnual, 1e-6, 10, `impliedVolAnnual of ${asset}`)
    if (known.includes(asset)) continue
    throw new TuttiError('invalid-input', `${asset} is not an exchange rate or share of the hybrid`, {
      field: 'quotes.asset',
      got: asset,
      expected: known.join(', '),
    })
  }
  let fitted = spec
  const volatilities: Record<string, number> = {}
  for (const asset of known) {
    const own = quotes.filter((quote) => quote.asset === asset)
    if (own.length === 0) continue
    const { x } = leastSquares({
      residuals: (point, out) => {
        const model = hybridModel(withVolatility(fitted, asset, point[0]))
        for (const [i, quote] of own.entries()) {
          out[i] = hybridImpliedVolatility(model, asset, quote.maturityYears) - quote.impliedVolAnnual
        }
      },
      residualCount: own.length,
      start: [own[0].impliedVolAnnual],
      lower: [0],
      upper: [20],
    })
    volatilities[asset] = x[0]
    fitted = withVolatility(fitted, asset, x[0])
  }
  const model = hybridModel(fitted)
  const fits = quotes.map((quote) => {
    const modelVolAnnual = hybridImpliedVolatility(model, quote.asset, quote.maturityYears)
    return { ...quote, modelVolAnnual, error: modelVolAnnual - quote.impliedVolAnnual }
  })
  return {
    spec: fitted,
    volatilities,
    fits,
    rootMeanSquareError: Math.sqrt(fits.reduce((sum, { error }) => sum + error * error, 0) / fits.length),
  }
}

function withVolatility(spec: HybridSpec, asset: string, volAnnual: number): HybridSpec {
  return {
    ...spec,
    fx: spec.fx.map((item) => (`fx:${item.currency}` === asset ? { ...item, volAnnual } : item)),
    equities: (spec.equities ?? []).map((item) => (`equity:${item.name}` === asset ? { ...item, volAnnual } : item)),
  }
}
