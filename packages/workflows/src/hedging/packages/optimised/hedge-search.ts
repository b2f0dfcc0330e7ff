import type { HedgePackage, PackageFigures } from '../hedge-package.ts'
import { packageFigures } from '../package-figures.ts'
import { mergedTrades } from '../package-grid.ts'
import type { PackageStudy } from '../package-study.ts'
import { convexValues, cuttingRounds, impactTangents, type RoundsEnd, type RoundsPlan } from './cutting-rounds.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import type { HedgeModel } from './hedge-model.ts'
import { bp, type ProgrammeState } from './hedge-programme.ts'
import { matchedConfidence } from './matched-confidence.ts'

/** A package with its figures and where the rounds ended that found it. */
export interface HedgeCandidate {
  readonly tickets: number
  readonly package: HedgePackage
  readonly figures: PackageFigures
  readonly end: RoundsEnd
  /** What the model takes its annual cost for, share of assets. */
  readonly modelCost: number
}

/** The search with one number of tickets. */
interface TicketEnd {
  readonly tickets: number
  readonly whole: RoundsEnd
  /** In the order in which they were found: the first is at the confidence of the search. */
  readonly candidates: readonly HedgeCandidate[]
}

/** All that a search under one mandate found. */
export interface HedgeSearch {
  readonly relaxed: RoundsEnd
  readonly ends: readonly TicketEnd[]
  readonly active: readonly number[]
  readonly cuts: readonly HedgeCut[]
}

/** How far a search goes. */
export interface SearchPlan {
  readonly confidence: number
  readonly tickets: readonly number[]
  /** Columns that whole numbers are searched over. */
  readonly columns: number
}

const relaxedPlan = { rounds: 60, tolerance: 1e-3 }
const wholePlan = { rounds: 2, tolerance: 1e-3, mixedIntegerGap: 1e-2 }
const finalPlan = { rounds: 30, tolerance: 1e-4 }
/** Cost of capital at which cost is as good as all that counts, share of the mandate's. */
const thrift = 1e-3
/** Costs at which the ladder solves again, as shares of the way from the dearest to the cheapest. */
const rungs = [0.1, 0.35, 0.7] as const
const rungPlan = { rounds: 8, tolerance: 1e-3 }

/** What every programme of a search shares: limits may give, no offset. */
export const searchBase = { whole: false, elastic: true, costOffset: 0 } as const

/**
 * The search under the mandate of a study: without tickets, then with whole numbers for each number of tickets, then the sizes of
 * the tickets found. `cuts` of any other search of the model serve as a start. Undefined where the solver has no point without
 * tickets: there is nothing to start from.
 */
export function hedgeSearch(
  study: PackageStudy,
  model: HedgeModel,
  { confidence, tickets, columns }: SearchPlan,
  given: readonly HedgeCut[],
): HedgeSearch | undefined {
  const all = model.columns.map((_, j) => j)
  const relaxedCuts = [...given]
  const base = { ...searchBase, confidence }
  const rounds = roundsOf(study, model)
  const relaxed = rounds({ ...base, active: all, tickets: null }, relaxedCuts, relaxedPlan)
  if (relaxed === undefined) return undefined
  // The tangents of the impact are many and cheap to find again; all other cuts serve every programme.
  const cuts = [...relaxedCuts.filter(({ kind }) => kind !== 'impact'), ...impactTangents(model, relaxed.x)]
  const active = nearestColumns(model, relaxed, columns)
  const ends = tickets.map((count): TicketEnd => {
    const whole =
      fewEnough(model, relaxed, count) ??
      rounds({ ...base, active, tickets: count, whole: true }, cuts, wholePlan) ??
      largestOnly(model, relaxed, count)
    const used = active.filter((j) => whole.x[j] > 0)
    const sized = (level: number, costOffset: number): HedgeCandidate[] => {
      const state = { ...base, active, tickets: null, used, confidence: level, costOffset }
      return candidates(study, model, count, rounds(state, cuts, finalPlan))
    }
    const found = sizings(study, model, confidence, sized)
    return { tickets: count, whole, candidates: found.length > 0 ? found : candidates(study, model, count, whole) }
  })
  return { relaxed, ends, active, cuts }
}

/**
 * Cheaper packages than those of a search: the cheapest within the limits, by a search of its own, and between its cost and that of
 * the best the sizes of both tickets at ever lower cost. They do not depend on a limit on total cost, so that the same candidates
 * stand for choice under any, and without. None where the search for the cheapest has no point.
 */
export function cheaperCandidates(
  study: PackageStudy,
  model: HedgeModel,
  plan: SearchPlan,
  best: HedgeCandidate,
  given: readonly HedgeCut[],
): HedgeCandidate[] {
  const base = { ...searchBase, confidence: plan.confidence }
  const most = plan.tickets.reduce((largest, count) => Math.max(largest, count), 0)
  const frugal = { ...model, costOfCapital: model.costOfCapital * thrift }
  const search = hedgeSearch(study, frugal, { ...plan, tickets: [most] }, given)
  if (search === undefined) return []
  const cheapest = search.ends.flatMap((end) => end.candidates)
  const usedBy = ({ end }: HedgeCandidate): number[] => [...end.x.keys()].filter((j) => end.x[j] > 0)
  const [first] = cheapest
  const cuts = [...search.cuts]
  const rounds = roundsOf(study, model)
  const ladder = [best, first].flatMap((start) => {
    const used = usedBy(start)
    return rungs.flatMap((rung) => {
      const costCap = bp * (best.modelCost + rung * (first.modelCost - best.modelCost))
      const state = { ...base, active: used, tickets: null, used, elastic: false, costCap }
      return candidates(study, model, start.tickets, rounds(state, cuts, rungPlan))
    })
  })
  return [...cheapest, ...ladder]
}

/**
 * Rounds under the mandate of a study. With limits that give there is always a point, but under a cap on cost; the solver may yet
 * find none.
 */
function roundsOf(study: PackageStudy, model: HedgeModel) {
  const gap = study.fund.moneyDuration / study.fund.assets
  return (state: Omit<ProgrammeState, 'cuts'>, cuts: HedgeCut[], plan: RoundsPlan): RoundsEnd | undefined =>
    cuttingRounds(model, study.mandate, gap, state, cuts, plan)
}

/**
 * The sizes for the tickets of a point: at the matched confidence, at the one that matches at these sizes, and where the limit on
 * cost is broken by what the linear adjustments miss, with that taken off it.
 */
function sizings(
  study: PackageStudy,
  model: HedgeModel,
  confidence: number,
  sized: (level: number, costOffset: number) => HedgeCandidate[],
): HedgeCandidate[] {
  const [first] = sized(confidence, 0)
  if (first === undefined) return []
  const { losses } = convexValues(model, first.end.x, confidence)
  const matched = matchedConfidence(
    losses.map((loss) => 0 - loss),
    study.mandate.objectives.confidence,
  )
  const tries = [first, ...sized(matched, 0)]
  const corrected = tries.flatMap(({ figures, modelCost }) => {
    const missed = figures.annualCost / study.fund.assets - modelCost
    const broken = figures.limits.some(({ id, met }) => id === 'total-cost' && !met)
    return broken && missed > 0 ? sized(confidence, missed) : []
  })
  return [...tries, ...corrected]
}

function candidates(
  study: PackageStudy,
  model: HedgeModel,
  tickets: number,
  end: RoundsEnd | undefined,
): HedgeCandidate[] {
  if (end === undefined) return []
  const item: HedgePackage = {
    id: 'optimised',
    strategies: null,
    trades: mergedTrades(
      study.universe,
      model.columns.map(({ instrument, units }, j) => ({
        instrument: study.universe[instrument].id,
        quantity: units * end.x[j],
      })),
    ),
  }
  const [figures] = packageFigures(study, [item])
  const modelCost = model.columns.reduce(
    (sum, { tradeCost, otherCost, impact }, j) => sum + (tradeCost + otherCost) * end.x[j] + impact * end.x[j] ** 1.5,
    0,
  )
  return [{ tickets, package: item, figures, end, modelCost }]
}

/** The relaxation with what is less than half a ticket left out, where it needs no more tickets than there are. */
function fewEnough({ columns }: HedgeModel, relaxed: RoundsEnd, tickets: number): RoundsEnd | undefined {
  const x = relaxed.x.map((share, j) => (share < columns[j].ticket / 2 ? 0 : share))
  return x.filter((share) => share > 0).length <= tickets ? { ...relaxed, x, rounds: 0 } : undefined
}

/** The relaxation with all but its largest columns left out: where the solver has no answer with whole numbers. */
function largestOnly(model: HedgeModel, relaxed: RoundsEnd, tickets: number): RoundsEnd {
  const kept = nearestColumns(model, relaxed, tickets)
  return { ...relaxed, x: relaxed.x.map((share, j) => (kept.includes(j) ? share : 0)), converged: false, rounds: 0 }
}

/** Columns by the share of their largest size that they have without tickets, up to `most`. */
function nearestColumns({ columns }: HedgeModel, { x }: RoundsEnd, most: number): number[] {
  return columns
    .map((_, j) => j)
    .toSorted((a, b) => x[b] / columns[b].cap - x[a] / columns[a].cap || a - b)
    .slice(0, most)
    .toSorted((a, b) => a - b)
}
