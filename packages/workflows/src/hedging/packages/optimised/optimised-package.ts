import type { HedgePackage, PackageFigures } from '../hedge-package.ts'
import { packageFigures } from '../package-figures.ts'
import { violation } from '../package-limits.ts'
import type { PackageStudy } from '../package-study.ts'
import { cutsAt } from './cutting-rounds.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import { atMandateFloors, type HedgeModel, hedgeModel } from './hedge-model.ts'
import { type HedgeCandidate, type HedgeSearch, hedgeSearch, searchBase } from './hedge-search.ts'
import { modelConflict } from './model-conflict.ts'
import { matchedConfidence } from './matched-confidence.ts'

/** How far the search goes. All counts are fixed, so it ends alike on every machine. */
export interface OptimisedOptions {
  /** Most instruments in use, one search for each. */
  readonly tickets?: readonly number[]
  /** Least size of a trade, share of the assets. */
  readonly minimumTicket?: number
  /** Columns that whole numbers are searched over: those of the relaxation and the nearest to it. */
  readonly columns?: number
  /** Packages whose cuts the search begins with. */
  readonly starts?: readonly HedgePackage[]
}

/** One search with a given number of tickets. */
export interface TicketSearch {
  readonly tickets: number
  /** Annual cost + cost of capital x CVaR at the matched confidence, bp of assets. */
  readonly objectiveBp: number
  /** Of its programme with whole numbers at the end: (objective - bound) / objective, over the columns searched. */
  readonly gap: number | null
  readonly iterations: number
  /** True value-at-risk score of its package, base currency a year, and whether it meets every limit. */
  readonly score: number
  readonly feasible: boolean
}

/** What the mixed-integer search found. Plain JSON. */
export interface OptimisedPackage {
  readonly package: HedgePackage
  readonly figures: PackageFigures
  /** `compromise`: no point meets the limits; this one breaks them least. */
  readonly status: 'optimal' | 'compromise'
  /** Limits that cannot hold together, by id; null where a point of the model meets them all, or only the true adjustments do not. */
  readonly conflict: { readonly limits: readonly string[]; readonly words: string } | null
  readonly searches: readonly TicketSearch[]
  /** Confidence at which CVaR stands for the value at risk: where both agree on the unhedged fund. */
  readonly matchedConfidence: number
  /** No package of any number of tickets that meets the limits has a lower objective; bp of assets; null where none meets them. */
  readonly boundBp: number | null
  readonly cuts: number
  readonly iterations: number
  /** Sides of instruments considered, and searched over with whole numbers. */
  readonly columns: number
  readonly searchedColumns: number
}

/**
 * The best package beyond the grid: sizes of every instrument with a whole number for its use, at most so many tickets, each of
 * a least size. Minimises annual cost + cost of capital x CVaR (at the confidence where it equals the value at risk of the
 * unhedged fund) within all limits of the mandate, by cutting planes: first without tickets, then with whole numbers, then the
 * sizes for the tickets found. What comes out is scored on its true value at risk; the best is kept. Null where the fund is
 * exposed to nothing that the universe hedges.
 *
 * Effectiveness is held to the mandate's target for major groups where that can be met besides the limits, to its floors where
 * not. The limit on total cost is left out at first, and sizes are also solved under ever lower cost: where one of these candidates
 * meets the limit it is taken, so that the same candidates stand for choice when the limit is removed. Only where none does is
 * the search run again within it.
 *
 * Source: Künzi-Bay & Mayer, Comput. Manag. Sci. 3 (2006); Westerlund & Pettersson, Computers Chem. Eng. 19 (1995).
 */
export function optimisedPackage(study: PackageStudy, options: OptimisedOptions = {}): OptimisedPackage | null {
  const { tickets = [12, 18], minimumTicket = 0.001, columns = 24, starts = [] } = options
  const aimed = hedgeModel(study, minimumTicket)
  if (aimed.columns.length === 0) return null
  const { mandate } = study
  const confidence = matchedConfidence(aimed.fund, mandate.objectives.confidence)
  const points = [new Float64Array(aimed.columns.length), ...starts.map((start) => sharesOf(study, aimed, start))]
  const plan = { confidence, tickets, columns, ladder: true }
  const unlimited = { ...mandate, limits: { ...mandate.limits, total_cost_bp: null } }
  const freely = (model: HedgeModel, cuts: readonly HedgeCut[], untilGiven: boolean): HedgeSearch =>
    hedgeSearch({ ...study, mandate: unlimited }, model, { ...plan, untilGiven }, cuts)
  let model = aimed
  let free = freely(
    model,
    points.flatMap((x) => cutsAt(model, x, confidence)),
    true,
  )
  if (free.relaxed.given.length > 0) {
    const out = free.relaxed.given.map(({ id }) => id)
    model = atMandateFloors(aimed, study, (group) => out.includes(`${group}-effectiveness`))
    free = freely(model, free.cuts, true)
  }
  if (free.relaxed.given.length > 0) {
    model = atMandateFloors(aimed, study, () => true)
    free = freely(model, free.cuts, false)
  }
  const judged = judgedSearch(study, free)
  const { limits, feasible } = judged.best.figures
  if (feasible || limits.every(({ id, met }) => met || id !== 'total-cost')) {
    return record(study, model, confidence, free, judged, unlimited)
  }
  const limited = hedgeSearch(study, model, { ...plan, ladder: false }, free.cuts)
  return record(study, model, confidence, limited, judgedSearch(study, limited), mandate)
}

interface JudgedSearch {
  readonly best: HedgeCandidate
  /** The best of each number of tickets. */
  readonly byTickets: readonly HedgeCandidate[]
}

/** The candidates of a search under the study's own mandate. */
function judgedSearch(study: PackageStudy, { ends }: HedgeSearch): JudgedSearch {
  const byTickets = ends.map(({ candidates }) => {
    const figures = packageFigures(
      study,
      candidates.map((one) => one.package),
    )
    return candidates.map((one, i) => ({ ...one, figures: figures[i] })).reduce(preferred)
  })
  return { best: byTickets.reduce(preferred), byTickets }
}

const preferred = (one: HedgeCandidate, other: HedgeCandidate): HedgeCandidate =>
  better(other.figures, one.figures) ? other : one

function record(
  study: PackageStudy,
  model: HedgeModel,
  confidence: number,
  { relaxed, ends, active, cuts }: HedgeSearch,
  { best, byTickets }: JudgedSearch,
  mandate: PackageStudy['mandate'],
): OptimisedPackage {
  const { fund } = study
  const { whole } = ends.find(({ tickets }) => tickets === best.tickets)!
  const labelOf = (id: string): string => best.figures.limits.find((limit) => limit.id === id)?.label ?? id
  const all = model.columns.map((_, j) => j)
  const state = { ...searchBase, confidence, active: all, tickets: null }
  const rounds = ({ whole: own, candidates }: HedgeSearch['ends'][number]): number =>
    candidates.reduce((sum, { end }) => sum + end.rounds, own.rounds)
  return {
    package: best.package,
    figures: best.figures,
    status: best.figures.feasible ? 'optimal' : 'compromise',
    conflict:
      whole.given.length > 0
        ? modelConflict(model, mandate, fund.moneyDuration / fund.assets, state, whole, cuts, labelOf)
        : null,
    searches: ends.map((one, i) => {
      const { objective } = one.candidates[0].end
      return {
        tickets: one.tickets,
        objectiveBp: objective,
        gap: one.whole.given.length > 0 ? null : Math.max(0, (objective - one.whole.bound) / Math.abs(objective)),
        iterations: rounds(one),
        score: byTickets[i].figures.score,
        feasible: byTickets[i].figures.feasible,
      }
    }),
    matchedConfidence: confidence,
    boundBp: relaxed.given.length > 0 ? null : relaxed.bound,
    cuts: cuts.length,
    iterations: relaxed.rounds + ends.reduce((sum, one) => sum + rounds(one), 0),
    columns: all.length,
    searchedColumns: active.length,
  }
}

/** Feasible before infeasible, then by score; among infeasible ones by violation. */
function better(a: PackageFigures, b: PackageFigures): boolean {
  if (a.feasible !== b.feasible) return a.feasible
  if (a.feasible) return a.score < b.score
  return violation(a.limits) < violation(b.limits)
}

/** Shares of the columns that a package holds; trades outside the model are left out. */
function sharesOf({ universe }: PackageStudy, { columns }: HedgeModel, { trades }: HedgePackage): Float64Array {
  return Float64Array.from(columns, ({ instrument, units, cap }) => {
    const trade = trades.find((entry) => entry.instrument === universe[instrument].id)
    return trade === undefined ? 0 : Math.min(cap, Math.max(0, trade.quantity / units))
  })
}
