import { normalFigure, type SimulatedFigure } from './tail-figures.ts'

/** Euler contributions of the strategies to VaR and expected shortfall at a confidence: they add up to them. */
export interface TailContributions {
  readonly confidence: number
  /**
   * E[-w_i r_i | loss = VaR], by a local linear regression on the loss. Its error holds that of the regression and, by
   * the slope, that of the VaR itself: a sole position has the error of the VaR.
   */
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

/** The scenarios of the tail, ascending in their losses from a rank up to the largest. */
export interface ContributionTail {
  readonly firstRank: number
  readonly losses: Float64Array
  /** `parts[i][k]` is the loss of strategy i in the scenario of `losses[k]`. */
  readonly parts: readonly Float64Array[]
  /** Place k of the mirror image of each scenario, -1 where it lies outside the tail; null for independent scenarios. */
  readonly mirrors: Int32Array | null
}

/** Where the VaR lies and how well it is known. */
export interface ContributionPlace {
  readonly confidence: number
  readonly rank: number
  /** Standard error of the VaR. */
  readonly valueError: number
}

/**
 * Contributions from the scenarios of the tail.
 *
 * The contribution to the VaR is m(v), the regression of the part on the loss, at the estimated v: its variance is that
 * of the local fit plus m'(v)^2 var(v), without covariance as the residuals have mean zero whatever the losses. The
 * slopes add up to 1 and the residuals to 0, so that the sum has the error of the VaR. The square of the slope is taken
 * without the part that its own error adds.
 *
 * Source: Tasche, in Pillar II in the New Basel Accord (2008), capital allocation by Euler's rule; Hallerbach, J. of Risk 5 (2003).
 */
export function tailContributions(
  { firstRank, losses, parts, mirrors }: ContributionTail,
  scenarios: number,
  { rank, confidence, valueError }: ContributionPlace,
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
  const tilt = spread > 0 ? (value - centre) / spread : 0
  const share = 1 - confidence
  const mass = scenarios * share
  const figures = parts.map((part) => {
    let average = 0
    for (let k = from; k <= to; k++) average += part[k] / count
    let slope = 0
    for (let k = from; k <= to; k++) slope += (part[k] - average) * (losses[k] - centre)
    slope = spread > 0 ? slope / spread : 0
    const residualOf = (k: number): number => part[k] - average - slope * (losses[k] - centre)
    const leverageOf = (k: number): number => 1 / count + tilt * (losses[k] - centre)
    let residual = 0
    let paired = 0
    for (let k = from; k <= to; k++) {
      residual += residualOf(k) ** 2
      const m = mirrors === null ? -1 : mirrors[k]
      if (m >= from && m <= to) paired += leverageOf(k) * residualOf(k) * leverageOf(m) * residualOf(m)
    }
    const noise = residual / Math.max(1, count - 2)
    const local = Math.max(0, noise * (1 / count + tilt * (value - centre)) + paired)
    const steepness = spread > 0 ? Math.max(0, slope * slope - noise / spread) : 0
    const atValue = average + slope * (value - centre)
    // Beyond the VaR, and the scenario at the VaR itself with the rest of the probability.
    let sum = 0
    let squares = 0
    for (let k = at + 1; k < losses.length; k++) {
      const excess = part[k] - atValue
      sum += part[k]
      squares += excess * excess
      if (mirrors !== null && mirrors[k] > at) squares += excess * (part[mirrors[k]] - atValue)
    }
    const shortfall = (sum + (mass - (losses.length - 1 - at)) * part[at]) / mass
    // Per scenario; the two of a pair count as one draw.
    const draws = mirrors === null ? 1 : 2
    const variance = Math.max(0, squares / (mass * share) - draws * (shortfall - atValue) ** 2) / scenarios
    return {
      value: normalFigure(atValue, Math.sqrt(local + steepness * valueError ** 2), level),
      shortfall: normalFigure(shortfall, Math.sqrt(variance), level),
    }
  })
  return {
    confidence,
    valueAtRisk: figures.map(({ value: figure }) => figure),
    expectedShortfall: figures.map(({ shortfall }) => shortfall),
  }
}
