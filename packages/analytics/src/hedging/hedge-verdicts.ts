import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { dollarOffset } from './dollar-offset.ts'
import { type HedgeRegression, hedgeRegression } from './hedge-regression.ts'
import { varianceReduction } from './variance-reduction.ts'

/** The thresholds that an entity documents for its hedges. */
export interface HedgePolicy {
  /** Dollar offset, and minus the slope of the regression, that count as highly effective: 0.8 to 1.25. */
  readonly band: readonly [number, number]
  /** Least R squared of the regression: 0.8. */
  readonly minimumRSquared: number
  /** Largest p value of the slope: 0.05. */
  readonly significance: number
  /** Fewest periods a regression may rest on; many auditors ask for 30, few accept under 8. */
  readonly minimumObservations: number
  /** Share of the changes in value that credit risk may cause before it dominates (IFRS 9): 0.5. */
  readonly maximumCreditShare: number
}

/** The thresholds of common practice. */
export const customaryHedgePolicy: HedgePolicy = {
  band: [0.8, 1.25],
  minimumRSquared: 0.8,
  significance: 0.05,
  minimumObservations: 8,
  maximumCreditShare: 0.5,
}

/** What a verdict needs besides the changes in value. */
export interface HedgeFacts {
  readonly itemChanges: Sample
  readonly hedgeChanges: Sample
  /** Share of the changes in value of item and hedge that credit risk causes, in [0, 1]; IFRS 9 is left open without it. */
  readonly creditShare?: number | undefined
  /** Ratio of hedge held to hedge of the risk strategy (IFRS 9); 1 when they are the same. Left open without it. */
  readonly hedgeRatioToStrategy?: number | undefined
}

/** One condition of a verdict with the figure it was judged by. */
export interface HedgeCriterion {
  readonly criterion: string
  /** `null` when the figure was not given or does not exist. */
  readonly met: boolean | null
  readonly figure: number | null
  /** What was asked of the figure. */
  readonly required: string
}

/** A standard's verdict: `open` while a condition that decides could not be judged and none has failed. */
export interface HedgeVerdict {
  readonly standard: 'IFRS 9' | 'IAS 39 retrospective' | 'IAS 39 prospective' | 'ASC 815'
  readonly verdict: 'effective' | 'not effective' | 'open'
  readonly criteria: readonly HedgeCriterion[]
}

/**
 * Verdicts on a hedge from its changes in value (three periods at least) under the policy.
 *
 * - IFRS 9 (6.4.1(c)): an economic relationship (values move in opposite directions, significantly), which credit risk
 *   does not dominate, and the hedge ratio of the risk strategy, without an imbalance: the ratio of least variance
 *   lies in the band. The standard has no bright line on effectiveness; the band is the policy of the entity
 * - IAS 39 (AG105): cumulative dollar offset of 80 to 125 % looking back; slope, R squared and significance looking
 *   ahead
 * - ASC 815-20-25 and -35: highly effective by regression (R squared, slope, significance, enough observations); the
 *   dollar offset, the other accepted method, is shown and does not decide
 *
 * Throws `not-applicable` when the item or the hedge never changes. Source: IFRS 9 (2014), IAS 39 (2003), ASC 815.
 */
export function hedgeVerdicts(facts: HedgeFacts, policy: HedgePolicy = customaryHedgePolicy): readonly HedgeVerdict[] {
  requirePolicy(policy)
  const regression = hedgeRegression(facts.itemChanges, facts.hedgeChanges)
  const { cumulative } = dollarOffset(facts.itemChanges, facts.hedgeChanges)
  const { optimalHedgeRatio } = varianceReduction(facts.itemChanges, facts.hedgeChanges)
  const offset = inBand('cumulative dollar offset', cumulative, policy)
  const highlyEffective = regressionCriteria(regression, policy)
  return [
    verdict('IFRS 9', [
      economicRelationship(regression, policy),
      creditShare(facts.creditShare, policy),
      inBand('hedge held over hedge of the risk strategy', facts.hedgeRatioToStrategy ?? null, policy),
      inBand('hedge ratio of least variance', optimalHedgeRatio, policy),
    ]),
    verdict('IAS 39 retrospective', [offset]),
    verdict('IAS 39 prospective', highlyEffective),
    { ...verdict('ASC 815', highlyEffective), criteria: [...highlyEffective, offset] },
  ]
}

function verdict(standard: HedgeVerdict['standard'], criteria: readonly HedgeCriterion[]): HedgeVerdict {
  const failed = criteria.some(({ met }) => met === false)
  const open = criteria.some(({ met }) => met === null)
  return { standard, verdict: failed ? 'not effective' : open ? 'open' : 'effective', criteria }
}

function inBand(criterion: string, figure: number | null, { band: [low, high] }: HedgePolicy): HedgeCriterion {
  // A ratio of exactly 80 % stays inside whatever the rounding of its sums.
  const met = figure === null ? null : figure >= low * (1 - 1e-12) && figure <= high * (1 + 1e-12)
  return { criterion, met, figure, required: `${low} to ${high}` }
}

function economicRelationship({ slope, slopePValue }: HedgeRegression, policy: HedgePolicy): HedgeCriterion {
  return {
    criterion: 'economic relationship: item and hedge move in opposite directions (p value of the slope)',
    met: slope < 0 && slopePValue <= policy.significance,
    figure: slopePValue,
    required: `a slope below 0 with a p value of at most ${policy.significance}`,
  }
}

function creditShare(share: number | undefined, { maximumCreditShare }: HedgePolicy): HedgeCriterion {
  if (share !== undefined) requireInRange(share, 0, 1, 'creditShare')
  return {
    criterion: 'share of the changes that credit risk causes',
    met: share === undefined ? null : share <= maximumCreditShare,
    figure: share ?? null,
    required: `at most ${maximumCreditShare}`,
  }
}

function regressionCriteria(regression: HedgeRegression, policy: HedgePolicy): readonly HedgeCriterion[] {
  return [
    inBand('minus the slope of the regression', -regression.slope, policy),
    {
      criterion: 'R squared',
      met: regression.rSquared >= policy.minimumRSquared,
      figure: regression.rSquared,
      required: `at least ${policy.minimumRSquared}`,
    },
    {
      criterion: 'p value of the slope',
      met: regression.slopePValue <= policy.significance,
      figure: regression.slopePValue,
      required: `at most ${policy.significance}`,
    },
    {
      criterion: 'observations',
      met: regression.observations >= policy.minimumObservations,
      figure: regression.observations,
      required: `at least ${policy.minimumObservations}`,
    },
  ]
}

function requirePolicy({ band: [low, high], ...policy }: HedgePolicy): void {
  requirePositive(low, 'policy.band[0]')
  requirePositive(high, 'policy.band[1]')
  if (low >= high) {
    throw new TuttiError('invalid-input', 'the band of effectiveness is empty', {
      field: 'policy.band',
      got: `${low} to ${high}`,
      expected: 'a lower end below the upper one, such as 0.8 to 1.25',
    })
  }
  requireInRange(policy.minimumRSquared, 0, 1, 'policy.minimumRSquared')
  requireBetween(policy.significance, 0, 1, 'policy.significance')
  requireWhole(policy.minimumObservations, 3, Infinity, 'policy.minimumObservations')
  requireInRange(policy.maximumCreditShare, 0, 1, 'policy.maximumCreditShare')
}
