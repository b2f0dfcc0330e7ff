import type { ExecutionPlan } from './execution/index.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import type { ReviewRecord } from '../review/index.ts'
import { uncertainLimits } from './packages/index.ts'
import type { HedgingDecision } from './result.ts'
import { planChallenges } from './review/plan-challenges.ts'
import { worsenedStresses } from './analyses/worsened-stresses.ts'
import { groupWords } from './scripts/index.ts'

/** What else a decision rests on: who gave no result, and what the reviewer found. */
interface DecisionGrounds {
  readonly missing: readonly { readonly name: string; readonly role: string }[]
  readonly review: ReviewRecord | null
}

/** The decision, in words without figures: those are in the fields that it points to. `plan` null: the trader gave none. */
export function hedgingDecision(
  selection: HedgeSelection,
  plan: ExecutionPlan | null,
  grounds: DecisionGrounds = { missing: [], review: null },
): HedgingDecision {
  const { chosen, verdicts } = selection
  const choice = selection.selection
  const { limits } = selection.chosenFigures
  const major = verdicts.filter((verdict) => verdict.major)
  const missed = major.filter(({ held }) => held === false).map(({ group }) => groupWords[group])
  const isIdle = chosen.trades.length === 0
  const status = !choice.feasible ? 'best-compromise' : isIdle ? 'no-hedge' : 'recommended'
  const grounded = groundReservations(grounds, isIdle)
  const reservations = [
    ...(selection.counterparties.status === 'limits exceeded'
      ? ['no split among the counterparties keeps each within its limits']
      : []),
    ...(missed.length === 0 ? [] : [`the effectiveness asked for is not held everywhere in ${missed.join(', ')}`]),
    ...grounded,
  ]
  const further = grounded.map((words) => ` A reservation: ${words}.`).join('')
  return {
    status,
    headline: {
      recommended:
        reservations.length === 0
          ? 'Recommended: the package meets every limit of the mandate and holds the effectiveness asked for in every major group of risk factors.'
          : `Recommended with a reservation: the package meets every limit that packages are chosen by, but ${reservations.join(', and ')}.`,
      'best-compromise': `No package meets the mandate. This one breaks it least; it is a compromise, not a recommendation.${selection.counterparties.status === 'limits exceeded' ? ' Nor does any split among the counterparties keep each within its limits.' : ''}${further}`,
      'no-hedge': `No hedge is recommended: ${noHedgeWords(selection)}.${further}`,
    }[status],
    package: chosen.id,
    limits,
    reasons: [
      originWords(selection),
      ...tieReasons(selection),
      ...uncertainReasons(selection),
      isIdle
        ? 'Nothing is traded: there is nothing to pay and nothing to save against no hedge.'
        : selection.savings.againstUnhedged.tied
          ? 'What it saves against no hedge is within Monte Carlo error of nothing.'
          : selection.savings.againstUnhedged.money > 0
            ? 'It costs less than the risk that it takes away, at the cost of capital of the mandate.'
            : 'It costs more than the risk that it takes away: the limits of the mandate ask for it, not the score.',
      selection.collateral.standsRequired
        ? 'The collateral buffer stands the move of yields that the mandate asks for.'
        : 'The collateral buffer does not stand the move of yields that the mandate asks for.',
      ...(isIdle ? [] : dealingReasons(plan)),
      ...caveats(selection),
    ],
  }
}

/** Whether the package can be dealt as the mandate asks, and what stands against it as yet. */
function dealingReasons(plan: ExecutionPlan | null): string[] {
  if (plan === null) {
    return [
      'There is no execution plan: on which days it is dealt is not worked out, the conditions before dealing are not checked, and there are no orders. A plan must be made before dealing.',
    ]
  }
  return [
    plan.status === 'complete'
      ? 'It can be dealt in the days of the mandate within its limits of volume and impact.'
      : 'It cannot all be dealt in the days of the mandate within its limits of volume and impact; the plan says what is left.',
    ...(plan.conditions.some((condition) => condition.status === 'not met')
      ? ['Some conditions before dealing are not met as things stand; the section on execution names them.']
      : []),
  ]
}

/** Reservations that do not come from the package itself. What the reviewer could not check for want of a plan is one with that want. */
function groundReservations({ missing, review }: DecisionGrounds, isIdle: boolean): string[] {
  const noPlan = missing.some(({ name }) => name === 'execution-trader')
  const isOfMissingPlan = (check: string): boolean => noPlan && planChallenges.some(({ id }) => id === check)
  const disputed = [
    ...(review?.checks.flatMap(({ agrees, label }) => (agrees ? [] : [label])) ?? []),
    ...(review?.failed.flatMap(({ id, label }) => (isOfMissingPlan(id) ? [] : [label])) ?? []),
  ]
  return [
    ...missing.map(({ name, role }) =>
      name === 'execution-trader' && !isIdle
        ? `there is no execution plan, since ${name} (${role}) gave no result: one must be made before dealing`
        : `there is no result of ${name} (${role})`,
    ),
    ...(disputed.length === 0 ? [] : [`the reviewer could not confirm ${disputed.join(', ')}`]),
  ]
}

/** Where the chosen package comes from. */
function originWords({ chosen, conditions }: HedgeSelection): string {
  if (chosen.trades.length === 0) return 'It holds no trades.'
  if (chosen.strategies !== null) return 'It is a package of the grid: one strategy of each specialist.'
  const proposal = conditions?.proposals.find(({ id }) => id === chosen.id)
  if (proposal === undefined) return 'It was found by the optimiser, beyond the packages of the grid.'
  return `It was proposed by ${proposal.by}, accepted, and recomputed as all others were.`
}

/** Limits that the simulation cannot tell the package from. */
function uncertainReasons({ chosenFigures, selection: { fresh } }: HedgeSelection): string[] {
  const labels = uncertainLimits(chosenFigures, fresh).map(({ place }) => chosenFigures.limits[place].label)
  return labels.length === 0
    ? []
    : [`Whether these limits are met cannot be told within Monte Carlo error: ${labels.join('; ')}.`]
}

function noHedgeWords({ packages }: HedgeSelection): string {
  if (packages.length === 1) return 'none stands for choice'
  return packages.filter(({ feasible }) => feasible).length === 1
    ? 'of the packages compared the fund without new hedges alone meets every limit of the mandate'
    : 'none is worth its cost within the mandate'
}

function tieReasons({ selection, packages }: HedgeSelection): string[] {
  if (!selection.feasible || packages.length === 1) return []
  if (packages.filter(({ feasible }) => feasible).length === 1) {
    return ['It is the only package compared that meets every limit of the mandate: there is none to prefer it to.']
  }
  return [
    selection.tied.length === 0
      ? 'No other package that meets the mandate has a score within Monte Carlo error of its own.'
      : 'Other packages have scores within Monte Carlo error of its own: the choice among them is open to judgement.',
  ]
}

/** Where the fund is worse off with the hedge than without it: what a hedge of rates costs when rates rise. */
function caveats({ stress, drawdowns, chosen, counterparties }: HedgeSelection): string[] {
  if (chosen.trades.length === 0) return []
  const { deepened, turned } = worsenedStresses(stress)
  const labels = (places: readonly number[]): string => places.map((i) => stress.rows[i].label).join('; ')
  const deeper = drawdowns.rows.filter((row) => row.package === 'chosen' && row.removed !== null && row.removed < 0)
  const exceeded = counterparties.exposures.filter(({ met }) => !met).map(({ counterparty }) => counterparty)
  return [
    ...(counterparties.status === 'limits exceeded'
      ? [
          `Against it: no split among the counterparties that may deal it keeps each within its limits${exceeded.length === 0 ? '' : `; beyond its exposure limit: ${exceeded.join(', ')}`}.`,
        ]
      : []),
    ...(deepened.length > 0
      ? [
          `Against it: of the stresses that hurt the unhedged fund, these hurt the hedged one more: ${labels(deepened)}.`,
        ]
      : []),
    ...(turned.length > 0
      ? [
          'Against it: some stresses that do not hurt the unhedged fund hurt the hedged one; the section on stress has them all.',
        ]
      : []),
    ...(deeper.length > 0
      ? [`Against it: its fall is deeper with the hedge in ${deeper.map(({ window }) => window).join('; ')}.`]
      : []),
  ]
}
