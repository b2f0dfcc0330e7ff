import { normalFigure, type SimulatedFigure } from './tail-figures.ts'

/** Euler contributions of the strategies to VaR and expected shortfall at a confidence: they add up to them. */
export interface TailContributions {
  readonly confidence: number
  /** E[-w_i r_i | loss = VaR], by a local linear regression on the loss. */
  readonly valueAtRisk: readonly SimulatedFigure[]
  /** E[-w_i r_i | loss beyond VaR]. */
  readonly expectedShortfall: readonly SimulatedFigure[]
}

/** How far around the VaR, in shares of the scenarios beyond it, the losses of the regression reach. */
const BAND = 0.5

/** Ranks that `tailContributions` needs at a confidence: from this one to the largest. */
export function lowestContributionRank(scenarios: number, rank: number): number {
  return Math.max(1, rank - Math.max(4, Math.floor(BAND * (scenarios - rank))))
}

/**
 * Contributions from the scenarios of the tail: `losses` ascending in rank order from `firstRank` up to the largest,
 * `parts[i][k]` the loss of strategy i in that scenario.
 *
 * Source: Tasche, in Pillar II in the New Basel Accord (2008), capital allocation by Euler's rule; Hallerbach, J. of Risk 5 (2003).
 */
export function tailContributions(
  losses: Float64Array,
  parts: readonly Float64Array[],
  firstRank: number,
  scenarios: number,
  { rank, confidence }: { readonly rank: number; readonly confidence: number },
  level: number,
): TailContributions {
  const at = rank - firstRank
  const value = losses[at]
  const from = lowestContributionRank(scenarios, rank) - firstRank
  const to = Math.min(losses.length - 1, at + (at - from))
  const count = to - from + 1
  let centre = 0
  for (let k = from; k <= to; k++) centre += losses[k] / count
  let spread = 0
  for (let k = from; k <= to; k++) spread += (losses[k] - centre) ** 2
  const share = 1 - confidence
  const mass = scenarios * share
  const figures = parts.map((part) => {
    let average = 0
    for (let k = from; k <= to; k++) average += part[k] / count
    let slope = 0
    for (let k = from; k <= to; k++) slope += (part[k] - average) * (losses[k] - centre)
    slope = spread > 0 ? slope / spread : 0
    let residual = 0
    for (let k = from; k <= to; k++) residual += (part[k] - average - slope * (losses[k] - centre)) ** 2
    const leverage = 1 / count + (spread > 0 ? (value - centre) ** 2 / spread : 0)
    const atValue = average + slope * (value - centre)
    const valueError = Math.sqrt((residual / Math.max(1, count - 2)) * leverage)
    // Beyond the VaR, and the scenario at the VaR itself with the rest of the probability.
    let sum = 0
    let squares = 0
    for (let k = at + 1; k < losses.length; k++) {
      sum += part[k]
      squares += (part[k] - atValue) ** 2
    }
    const shortfall = (sum + (mass - (losses.length - 1 - at)) * part[at]) / mass
    const variance = Math.max(0, squares / (mass * share) - (shortfall - atValue) ** 2) / scenarios
    return {
      value: normalFigure(atValue, valueError, level),
      shortfall: normalFigure(shortfall, Math.sqrt(variance), level),
    }
  })
  return {
    confidence,
    valueAtRisk: figures.map(({ value: figure }) => figure),
    expectedShortfall: figures.map(({ shortfall }) => shortfall),
  }
}
