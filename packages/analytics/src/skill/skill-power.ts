import { requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import { brentRoot, gammaLn, gaussLegendre, normalCdf, studentTQuantile } from '../math/index.ts'
import { requireBetween } from '../statistics/index.ts'

/** What a record of some years can and cannot tell. */
export interface SkillPower {
  /** Years of record at which the t-test finds the skill with the power asked for; null for a ratio of 0 or less. */
  readonly yearsNeeded: number | null
  /** Probability that the test finds the skill within `years`. */
  readonly powerAtYears: number
  /** Probability that a manager of this skill is dismissed, and that one without any is kept, at the review. */
  readonly dismissedThoughSkilled: number
  readonly keptThoughUnskilled: number
  /** Share of the skilled among those dismissed and among those kept, given the share among all. */
  readonly skilledAmongDismissed: number
  readonly skilledAmongKept: number
  readonly observations: number
}

/**
 * Power of the one-sided t-test of active returns, and what a rule "dismiss below a realised information ratio" does, for a
 * manager with true annual information ratio `informationRatio` and independent normal returns.
 *
 * `years` of record (at least 3 periods), `dismissBelow` the realised annual ratio that costs the mandate, `skilledShare` the
 * share of skilled managers among all. The t statistic is noncentral t. Returns that follow one another need more years.
 * Source: Grinold & Kahn, Active Portfolio Management (2000), chapter 12; Johnson, Kotz & Balakrishnan, Continuous Univariate
 * Distributions 2 (1995), chapter 31.
 */
export function skillPower(question: {
  readonly informationRatio: number
  readonly years: number
  readonly periodsPerYear: number
  readonly confidence: number
  readonly power: number
  readonly dismissBelow: number
  readonly skilledShare: number
}): SkillPower {
  const { periodsPerYear, power, skilledShare } = question
  const ratio = requireFinite(question.informationRatio, 'informationRatio')
  requirePositive(periodsPerYear, 'periodsPerYear')
  const confidence = requireBetween(question.confidence, 0.5, 1, 'confidence')
  requireBetween(power, 0, 1, 'power')
  requireBetween(skilledShare, 0, 1, 'skilledShare')
  requireFinite(question.dismissBelow, 'dismissBelow')
  const observations = requireInRange(Math.floor(question.years * periodsPerYear + 1e-9), 3, 1e9, 'periods of record')
  const perPeriod = ratio / Math.sqrt(periodsPerYear)
  const found = (n: number): number =>
    noncentralTSurvival(studentTQuantile(confidence, n - 1), n - 1, perPeriod * Math.sqrt(n))
  const threshold = (question.dismissBelow / Math.sqrt(periodsPerYear)) * Math.sqrt(observations)
  const dof = observations - 1
  const kept = noncentralTSurvival(threshold, dof, perPeriod * Math.sqrt(observations))
  const keptThoughUnskilled = noncentralTSurvival(threshold, dof, 0)
  const dismissed = 1 - kept
  const share = (skilled: number, unskilled: number): number => {
    const total = skilledShare * skilled + (1 - skilledShare) * unskilled
    return total > 0 ? (skilledShare * skilled) / total : 0
  }
  let yearsNeeded: number | null = null
  if (ratio > 0) {
    // Fewer than two observations cannot be tested; beyond 1e12 the answer has no use and the normal limit holds.
    const [low, high] = [Math.log(2.0001), Math.log(1e15)]
    if (found(Math.exp(low)) >= power) yearsNeeded = Math.exp(low) / periodsPerYear
    else if (found(Math.exp(high)) > power) {
      yearsNeeded =
        Math.exp(brentRoot((x) => found(Math.exp(x)) - power, low, high, { tolerance: 1e-13 })) / periodsPerYear
    }
  }
  return {
    yearsNeeded,
    powerAtYears: found(observations),
    dismissedThoughSkilled: dismissed,
    keptThoughUnskilled,
    skilledAmongDismissed: share(dismissed, 1 - keptThoughUnskilled),
    skilledAmongKept: share(kept, keptThoughUnskilled),
    observations,
  }
}

const rule = gaussLegendre(160)

/** P(T > c) of a noncentral t: the normal's tail averaged over the law of the sample deviation. */
function noncentralTSurvival(c: number, degreesOfFreedom: number, noncentrality: number): number {
  const nu = degreesOfFreedom
  if (nu > 1e6) return normalCdf((noncentrality - c * (1 - 1 / (4 * nu))) / Math.sqrt(1 + (c * c) / (2 * nu)))
  const width = 12 / Math.sqrt(2 * nu)
  const [low, high] = [Math.max(0, 1 - width), 1 + width]
  const half = (high - low) / 2
  const constant = Math.LN2 + (nu / 2) * Math.log(nu / 2) - gammaLn(nu / 2)
  let sum = 0
  for (let i = 0; i < rule.nodes.length; i++) {
    const s = low + half * (1 + rule.nodes[i])
    sum +=
      rule.weights[i] *
      half *
      Math.exp(constant + (nu - 1) * Math.log(s) - (nu * s * s) / 2) *
      normalCdf(noncentrality - c * s)
  }
  return Math.min(1, Math.max(0, sum))
}
