import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { shrunkAlphas, type ShrunkAlphas } from './shrunk-alphas.ts'

/** What is known of one manager. Annual figures. */
export interface ManagerEvidence {
  /** Alpha over the last periods and over the whole record, which they are part of, with standard errors. */
  readonly recentAlpha: number
  readonly recentStandardError: number
  readonly longTermAlpha: number
  readonly longTermStandardError: number
  readonly trackingError: number
  /** Share of the rolling windows with a positive record, in [0, 1]. */
  readonly consistency: number
  /** Largest drift of style in standard errors, at least 0. */
  readonly styleDrift: number
  readonly baseWeight: number
  readonly minWeight: number
  readonly maxWeight: number
}

/** How evidence becomes weights. */
export interface PerformanceWeightRules {
  /** Of the recent alpha in [0, 1]; the long-term one has the rest. */
  readonly recentWeight: number
  /** From 0 (no reward) to 1: a manager ahead in all windows counts (1 + this), one ahead in none (1 - this). */
  readonly consistencyReward: number
  /** Standard errors of drift that are no concern. */
  readonly driftThreshold: number
  /** Divides skill by 1 + this x (drift above the threshold); 0 for no penalty. */
  readonly driftPenalty: number
  /** Share of the weights that follows skill, in [0, 1]; the rest stays at the base weights. */
  readonly conviction: number
}

/** Why a manager's weight is what it is. */
export type WeightReason =
  | 'no-positive-skill'
  | 'shrunk-by-more-than-half'
  | 'consistency-rewarded'
  | 'inconsistency-penalised'
  | 'drift-penalised'
  | 'at-minimum'
  | 'at-maximum'

/** One manager's weight, step by step. */
export interface PerformanceWeight {
  readonly blendedAlpha: number
  readonly blendedStandardError: number
  readonly shrunkAlpha: number
  readonly probabilityOfSkill: number
  readonly afterConsistency: number
  readonly afterDrift: number
  /** By skill alone: afterDrift over the squared tracking error, shares of the sum. */
  readonly skillWeight: number
  /** Mixed with the base weight by conviction. */
  readonly targetWeight: number
  /** Nearest to the target within the limits. */
  readonly weight: number
  readonly reasons: readonly WeightReason[]
}

/** Weights of managers from their skill. */
export interface PerformanceWeights {
  readonly managers: readonly PerformanceWeight[]
  readonly shrinkage: Omit<ShrunkAlphas, 'alphas'>
  /** Half the sum of absolute changes from the base weights. */
  readonly turnover: number
  readonly cautions: readonly ('few-managers' | 'no-spread-of-skill' | 'no-positive-skill')[]
}

/**
 * Weights of managers from their record: recent and long-term alphas blended, shrunk towards the mean of all managers,
 * rewarded for consistency, cut for drift of style, spread as alpha over squared tracking error (the active positions of
 * greatest information ratio), mixed with the base weights and brought within limits by least squares; every step is shown.
 *
 * A shrunk alpha of 0 or less counts as none; with none at all the base weights stand. Throws `infeasible` where the limits
 * admit no weights that sum to 1, naming how far they are from it.
 * Sources: Treynor & Black, J. of Business 46 (1973); Jones & Shanken, J. of Financial Economics 78 (2005).
 */
export function performanceWeights(
  evidence: readonly ManagerEvidence[],
  rules: PerformanceWeightRules,
): PerformanceWeights {
  requireEvidence(evidence)
  requireInRange(rules.recentWeight, 0, 1, 'recentWeight')
  requireInRange(rules.consistencyReward, 0, 1, 'consistencyReward')
  requireInRange(rules.conviction, 0, 1, 'conviction')
  requireNonNegative(rules.driftThreshold, 'driftThreshold')
  requireNonNegative(rules.driftPenalty, 'driftPenalty')
  const w = rules.recentWeight
  const blended = evidence.map((e) => ({
    alpha: w * e.recentAlpha + (1 - w) * e.longTermAlpha,
    // The recent record is part of the long one, so that their covariance is the variance of the long one.
    error: Math.sqrt(
      w ** 2 * e.recentStandardError ** 2 + ((1 - w) ** 2 + 2 * w * (1 - w)) * e.longTermStandardError ** 2,
    ),
  }))
  const { alphas, ...shrinkage } = shrunkAlphas(
    blended.map(({ alpha }) => alpha),
    blended.map(({ error }) => error),
    0.95,
  )
  const steps = evidence.map((e, i) => {
    const afterConsistency =
      Math.max(0, alphas[i].posteriorMean) * (1 + rules.consistencyReward * (2 * e.consistency - 1))
    const afterDrift = afterConsistency / (1 + rules.driftPenalty * Math.max(0, e.styleDrift - rules.driftThreshold))
    return { afterConsistency, afterDrift, position: afterDrift / e.trackingError ** 2 }
  })
  const whole = steps.reduce((sum, { position }) => sum + position, 0)
  const bases = evidence.reduce((sum, { baseWeight }) => sum + baseWeight, 0)
  const skillWeights = steps.map(({ position }, i) => (whole > 0 ? position / whole : evidence[i].baseWeight / bases))
  const targets = skillWeights.map(
    (weight, i) => rules.conviction * weight + ((1 - rules.conviction) * evidence[i].baseWeight) / bases,
  )
  const weights = withinLimits(targets, evidence)
  const cautions: PerformanceWeights['cautions'][number][] = [...shrinkage.cautions]
  if (!(whole > 0)) cautions.push('no-positive-skill')
  return {
    managers: evidence.map((e, i): PerformanceWeight => {
      const reasons: WeightReason[] = []
      if (alphas[i].posteriorMean <= 0) reasons.push('no-positive-skill')
      if (alphas[i].shrinkage > 0.5) reasons.push('shrunk-by-more-than-half')
      if (rules.consistencyReward > 0 && e.consistency > 0.5) reasons.push('consistency-rewarded')
      if (rules.consistencyReward > 0 && e.consistency < 0.5) reasons.push('inconsistency-penalised')
      if (rules.driftPenalty > 0 && e.styleDrift > rules.driftThreshold) reasons.push('drift-penalised')
      if (weights[i] <= e.minWeight + 1e-12 && targets[i] < e.minWeight) reasons.push('at-minimum')
      if (weights[i] >= e.maxWeight - 1e-12 && targets[i] > e.maxWeight) reasons.push('at-maximum')
      return {
        blendedAlpha: blended[i].alpha,
        blendedStandardError: blended[i].error,
        shrunkAlpha: alphas[i].posteriorMean,
        probabilityOfSkill: alphas[i].probabilityOfSkill,
        afterConsistency: steps[i].afterConsistency,
        afterDrift: steps[i].afterDrift,
        skillWeight: skillWeights[i],
        targetWeight: targets[i],
        weight: weights[i],
        reasons,
      }
    }),
    shrinkage,
    turnover: weights.reduce((sum, weight, i) => sum + Math.abs(weight - evidence[i].baseWeight / bases) / 2, 0),
    cautions,
  }
}

function requireEvidence(evidence: readonly ManagerEvidence[]): void {
  if (evidence.length < 2) {
    throw new TuttiError('invalid-input', 'weights need at least two managers', {
      field: 'managers',
      got: `${evidence.length} managers`,
      expected: 'two or more',
    })
  }
  evidence.forEach((e, i) => {
    requireFinite(e.recentAlpha, `managers[${i}].recentAlpha`)
    requireFinite(e.longTermAlpha, `managers[${i}].longTermAlpha`)
    requirePositive(e.recentStandardError, `managers[${i}].recentStandardError`)
    requirePositive(e.longTermStandardError, `managers[${i}].longTermStandardError`)
    requirePositive(e.trackingError, `managers[${i}].trackingError`)
    requireInRange(e.consistency, 0, 1, `managers[${i}].consistency`)
    requireNonNegative(e.styleDrift, `managers[${i}].styleDrift`)
    requireNonNegative(e.baseWeight, `managers[${i}].baseWeight`)
    requireInRange(e.minWeight, 0, 1, `managers[${i}].minWeight`)
    requireInRange(e.maxWeight, e.minWeight, 1, `managers[${i}].maxWeight`)
  })
  const total = (key: 'baseWeight' | 'minWeight' | 'maxWeight'): number => evidence.reduce((sum, e) => sum + e[key], 0)
  requirePositive(total('baseWeight'), 'sum of baseWeight')
  if (total('minWeight') <= 1 + 1e-12 && total('maxWeight') >= 1 - 1e-12) return
  const tooMuch = total('minWeight') > 1
  throw new TuttiError(
    'infeasible',
    tooMuch
      ? `the smallest weights sum to ${total('minWeight')}: lower them by ${total('minWeight') - 1} in all`
      : `the largest weights sum to ${total('maxWeight')}: raise them by ${1 - total('maxWeight')} in all, or add a manager`,
    { field: tooMuch ? 'managers[].minWeight' : 'managers[].maxWeight' },
  )
}

/** The weights nearest to `targets` that sum to 1 within the limits. */
function withinLimits(targets: readonly number[], evidence: readonly ManagerEvidence[]): number[] {
  if (targets.every((weight, i) => weight >= evidence[i].minWeight && weight <= evidence[i].maxWeight))
    return [...targets]
  const every = targets.map((_, i) => i)
  const outcome = solvedProgramme({
    cost: targets.map((weight) => -weight),
    hessian: every.map((i) => every.map((j) => (i === j ? 1 : 0))),
    lower: evidence.map(({ minWeight }) => minWeight),
    upper: evidence.map(({ maxWeight }) => maxWeight),
    rows: [{ name: 'weights sum to one', indices: every, coefficients: every.map(() => 1), lower: 1, upper: 1 }],
  })
  if (outcome.status === 'optimal') return Array.from(outcome.solution.x)
  throw new TuttiError(
    'infeasible',
    `the limits admit no weights that sum to 1: the solver ended as ${outcome.status}`,
    {
      field: 'managers[].maxWeight',
    },
  )
}
