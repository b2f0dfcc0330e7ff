import { baselCapital } from '@tutti/analytics/credit'
import { portableNormalCdf, portableNormalQuantile } from '@tutti/analytics/math'
import { ratingClasses } from './rating-transitions.ts'

/** One-factor Gaussian copula of rating transitions: an issuer ends in class k or worse where its latent variable lies below `thresholds[place][k]`. */
export interface CreditCopula {
  /** By class today and class at the end. */
  readonly probabilities: readonly (readonly number[])[]
  readonly thresholds: readonly (readonly number[])[]
  /** Asset correlation by class today. */
  readonly correlations: readonly number[]
}

/** Of transition probabilities; asset correlations by the Basel formula for corporates (CRE31.5) at each class's default probability. */
export function creditCopula(probabilities: CreditCopula['probabilities']): CreditCopula {
  const worst = ratingClasses.length - 1
  return {
    probabilities,
    thresholds: probabilities.map((row) =>
      row.map((_, k) => {
        const below = row.slice(k).reduce((sum, each) => sum + each, 0)
        return below <= 0 ? -Infinity : below >= 1 - 1e-15 ? Infinity : portableNormalQuantile(below)
      }),
    ),
    correlations: probabilities.map((row) => {
      const pd = Math.max(row[worst], 1e-9)
      return baselCapital({ assetClass: 'corporate', pd, lgd: 0.45, maturityYears: 2.5 }).assetCorrelation
    }),
  }
}

/** Class at the end of an issuer of class `place` today, given the common factor (low is bad) and its own draw. */
export function endingClass({ thresholds, correlations }: CreditCopula, place: number, factor: number, own: number) {
  const correlation = correlations[place]
  const latent = Math.sqrt(correlation) * factor + Math.sqrt(1 - correlation) * own
  let end = ratingClasses.length - 1
  while (end > 0 && latent >= thresholds[place][end]) end--
  return end
}

/** Probabilities of the classes at the end given the factor. */
export function conditionalTransitions({ thresholds, correlations }: CreditCopula, place: number, factor: number) {
  const correlation = correlations[place]
  const below = thresholds[place].map((threshold) =>
    threshold === Infinity
      ? 1
      : threshold === -Infinity
        ? 0
        : portableNormalCdf((threshold - Math.sqrt(correlation) * factor) / Math.sqrt(1 - correlation)),
  )
  return below.map((each, k) => each - (below[k + 1] ?? 0))
}

/** Sum of probabilities times outcomes. */
export function expectation(probabilities: readonly number[], outcomes: readonly number[]): number {
  return probabilities.reduce((sum, probability, k) => sum + probability * outcomes[k], 0)
}
