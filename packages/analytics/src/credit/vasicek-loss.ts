import { requireInRange, TuttiError } from '../errors/index.ts'
import { bivariateNormalCdf, normalCdf, normalPdf, normalQuantile } from '../math/index.ts'

/** A large homogeneous portfolio under one Gaussian factor. */
export interface VasicekPortfolio {
  /** Probability of default, in (0, 1). */
  readonly pd: number
  /** Asset correlation, in (0, 1). */
  readonly assetCorrelation: number
  /** Loss given default, fraction, in [0, 1]. */
  readonly lgd: number
}

function requirePortfolio({ pd, assetCorrelation, lgd }: VasicekPortfolio): void {
  requireOpenFraction(pd, 'pd')
  requireOpenFraction(assetCorrelation, 'assetCorrelation')
  requireInRange(lgd, 0, 1, 'lgd')
}

function requireOpenFraction(value: number, field: string): number {
  if (!(value > 0 && value < 1)) {
    throw new TuttiError('invalid-input', `${field} must lie strictly between 0 and 1, got ${value}`, {
      field,
      got: String(value),
      expected: 'a number in (0, 1)',
    })
  }
  return value
}

/** Loss (fraction of the exposure) that is exceeded with probability 1 - `confidence`. Source: Vasicek, Risk (Dec 2002). */
export function vasicekLossQuantile(portfolio: VasicekPortfolio, confidence: number): number {
  requirePortfolio(portfolio)
  requireOpenFraction(confidence, 'confidence')
  const { pd, assetCorrelation: rho, lgd } = portfolio
  return lgd * normalCdf((normalQuantile(pd) + Math.sqrt(rho) * normalQuantile(confidence)) / Math.sqrt(1 - rho))
}

/** Probability that the loss stays at or below `loss`. Source: Vasicek (2002), eq. 3. */
export function vasicekLossCdf(portfolio: VasicekPortfolio, loss: number): number {
  requirePortfolio(portfolio)
  const { pd, assetCorrelation: rho, lgd } = portfolio
  if (!(loss > 0)) return 0
  if (loss >= lgd) return 1
  return normalCdf((Math.sqrt(1 - rho) * normalQuantile(loss / lgd) - normalQuantile(pd)) / Math.sqrt(rho))
}

/** Density of the loss at `loss` in (0, lgd), 0 outside. Source: Vasicek (2002), eq. 4. */
export function vasicekLossDensity(portfolio: VasicekPortfolio, loss: number): number {
  requirePortfolio(portfolio)
  const { pd, assetCorrelation: rho, lgd } = portfolio
  if (!(loss > 0 && loss < lgd)) return 0
  const z = normalQuantile(loss / lgd)
  const factor = (Math.sqrt(1 - rho) * z - normalQuantile(pd)) / Math.sqrt(rho)
  return (Math.sqrt((1 - rho) / rho) * (normalPdf(factor) / normalPdf(z))) / lgd
}

/** Standard deviation of the loss: from the joint probability of two defaults. Source: Vasicek (2002). */
export function vasicekLossDeviation(portfolio: VasicekPortfolio): number {
  requirePortfolio(portfolio)
  const { pd, assetCorrelation, lgd } = portfolio
  const threshold = normalQuantile(pd)
  return lgd * Math.sqrt(Math.max(0, bivariateNormalCdf(threshold, threshold, assetCorrelation) - pd * pd))
}

/**
 * Mean of the losses beyond the quantile at `confidence`: lgd Phi2(N^-1(pd), N^-1(1 - confidence); sqrt(rho)) over
 * 1 - confidence.
 */
export function vasicekExpectedShortfall(portfolio: VasicekPortfolio, confidence: number): number {
  requirePortfolio(portfolio)
  requireOpenFraction(confidence, 'confidence')
  const { pd, assetCorrelation, lgd } = portfolio
  const joint = bivariateNormalCdf(normalQuantile(pd), -normalQuantile(confidence), Math.sqrt(assetCorrelation))
  return (lgd * joint) / (1 - confidence)
}
