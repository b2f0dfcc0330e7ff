import type { HedgePackage, PackageFigures } from '../hedge-package.ts'
import { packageFigures } from '../package-figures.ts'
import { violation } from '../../strategies/limit-check.ts'
import type { LimitCheck } from '../../strategies/strategy.ts'
import type { PackageStudy } from '../package-study.ts'
import { convexValues, cutsAt, cuttingRounds, type RoundsEnd } from './cutting-rounds.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import { type HedgeModel, hedgeModel } from './hedge-model.ts'
import { bp, type ProgrammeState } from './hedge-programme.ts'
import { cheaperCandidates, type HedgeCandidate, type HedgeSearch, hedgeSearch, searchBase } from './hedge-search.ts'
import { modelConflict } from './model-conflict.ts'
import type { HedgeRegion } from './linear-limits.ts'
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
  /** Ids of instruments that are not searched over. */
  readonly excluded?: readonly string[]
  /** Bounds on hedge ratios by group, besides the mandate's limits. */
  readonly region?: readonly HedgeRegion[]
}

/** One search with a given number of tickets. */
interface TicketSearch {
  readonly tickets: number
  /** Annual cost + cost of capital x CVaR at the matched confidence, bp of assets. */
  readonly objectiveBp: number
  /** Of its programme with whole numbers at the end: (objective - bound) / objective, over the columns searched. */
  readonly gap: number | null
  /** Ids of limits that give with so many tickets; without any the package stands for a feasible point of the programme. */
  readonly gives: readonly string[]
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
  /** Of the package: (its objective - the bound) / its objective, tickets and adjustments included; null where it meets not all limits. */
  readonly gap: number | null
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
 * exposed to nothing that the universe hedges in any size, and where the solver finds no point to start from.
 *
 * The limit on total cost is left out at first; the cheapest package and a ladder of costs in between are searched too, whatever
 * the limit. Where one of these candidates meets it the best of them is taken: the same ones stand for choice when the limit is
 * removed or loosened, which then never worsens funded-status-at-risk. Only where none does is the search run again within it.
 *
 * Source: Künzi-Bay & Mayer, Comput. Manag. Sci. 3 (2006); Westerlund & Pettersson, Computers Chem. Eng. 19 (1995).
 */
export function optimisedPackage(study: PackageStudy, options: OptimisedOptions = {}): OptimisedPackage | null {
  return optimisedSearch(study, options)?.optimised ?? null
}

/** What the search found, and the limits of the mandate held against each package that it considered on the way. */
interface OptimisedSearch {
  readonly optimised: OptimisedPackage
  /** Those without the limit on total cost too: what that limit is in the way of. */
  readonly considered: readonly (readonly LimitCheck[])[]
}

/** The same, with what was considered on the way. */
export function optimisedSearch(study: PackageStudy, options: OptimisedOptions = {}): OptimisedSearch | null {
  const { tickets = [12, 18], minimumTicket = 0.001, columns = 24, starts = [], excluded = [], region = [] } = options
  const model = hedgeModel(study, minimumTicket, { excluded, region })
  if (model.columns.length === 0) return null
  const { mandate } = study
  const confidence = matchedConfidence(model.fund, mandate.objectives.confidence)
  const points = [new Float64Array(model.columns.length), ...starts.map((start) => sharesOf(study, model, start))]
  const plan = { confidence, tickets, columns }
  const withoutLimit = { ...study, mandate: { ...mandate, limits: { ...mandate.limits, total_cost_bp: null } } }
  const free = hedgeSearch(
    withoutLimit,
    model,
    plan,
    points.flatMap((x) => cutsAt(model, x, confidence)),
  )
  if (free === undefined) return null
  const { best } = judgedSearch(withoutLimit, free, [])
  const cheaper = cheaperCandidates(withoutLimit, model, plan, best, free.cuts)
  const judged = judgedSearch(study, free, cheaper)
  if (judged.best.figures.feasible || mandate.limits.total_cost_bp === null) {
    return { optimised: record(study, model, confidence, free, judged), considered: judged.considered }
  }
  const limited = hedgeSearch(study, model, plan, free.cuts)
  if (limited === undefined)
    return { optimised: record(study, model, confidence, free, judged), considered: judged.considered }
  const all = judgedSearch(study, limited, [...allOf(free), ...cheaper])
  return { optimised: record(study, model, confidence, limited, all), considered: all.considered }
}

interface JudgedSearch {
  readonly best: HedgeCandidate
  /** The best of each number of tickets that a search was for. */
  readonly byTickets: readonly HedgeCandidate[]
  /** Limits of all candidates. */
  readonly considered: readonly (readonly LimitCheck[])[]
}

const allOf = ({ ends }: HedgeSearch): HedgeCandidate[] => ends.flatMap(({ candidates }) => candidates)

/** The candidates of a search and further ones under the study's own mandate. */
function judgedSearch(study: PackageStudy, { ends }: HedgeSearch, further: readonly HedgeCandidate[]): JudgedSearch {
  const judged = (candidates: readonly HedgeCandidate[]): HedgeCandidate[] => {
    const figures = packageFigures(
      study,
      candidates.map((one) => one.package),
    )
    return candidates.map((one, i) => ({ ...one, figures: figures[i] }))
  }
  const searched = ends.map(({ candidates }) => judged(candidates))
  const rest = judged(further)
  const byTickets = searched.map((candidates) => candidates.reduce(preferred))
  return {
    best: [...byTickets, ...rest].reduce(preferred),
    byTickets,
    considered: [...searched.flat(), ...rest].map(({ figures: { limits } }) => limits),
  }
}

const preferred = (one: HedgeCandidate, other: HedgeCandidate): HedgeCandidate =>
  better(other.figures, one.figures) ? other : one

function record(
  study: PackageStudy,
  model: HedgeModel,
  confidence: number,
  { relaxed, ends, active, cuts }: HedgeSearch,
  { best, byTickets }: JudgedSearch,
): OptimisedPackage {
  const { fund, mandate } = study
  const gap = fund.moneyDuration / fund.assets
  const labelOf = (id: string): string => {
    const found = best.figures.limits.find((limit) => limit.id === id)
    return found?.title ?? found?.label ?? id
  }
  const all = model.columns.map((_, j) => j)
  const state = { ...searchBase, confidence, active: all, tickets: null }
  const bound = boundOf(study, model, state, relaxed, cuts)
  const rounds = ({ whole: own, candidates }: HedgeSearch['ends'][number]): number =>
    candidates.reduce((sum, { end }) => sum + end.rounds, own.rounds)
  const { feasible } = best.figures
  const objectiveBp =
    (bp * best.figures.annualCost) / fund.assets + convexValues(model, best.end.x, confidence).riskCost
  return {
    package: best.package,
    figures: best.figures,
    status: feasible ? 'optimal' : 'compromise',
    conflict: feasible ? null : modelConflict(model, mandate, gap, state, ends[ends.length - 1].whole, cuts, labelOf),
    searches: ends.map((one, i) => {
      const { objective } = one.candidates[0].end
      const gives = [...new Set(one.whole.given.map(({ id }) => id))]
      return {
        tickets: one.tickets,
        objectiveBp: objective,
        gap: gives.length > 0 ? null : Math.max(0, (objective - one.whole.bound) / Math.abs(objective)),
        gives,
        iterations: rounds(one),
        score: byTickets[i].figures.score,
        feasible: byTickets[i].figures.feasible,
      }
    }),
    matchedConfidence: confidence,
    boundBp: bound,
    gap: feasible && bound !== null ? Math.max(0, (objectiveBp - bound) / Math.abs(objectiveBp)) : null,
    cuts: cuts.length,
    iterations: relaxed.rounds + ends.reduce((sum, one) => sum + rounds(one), 0),
    columns: all.length,
    searchedColumns: active.length,
  }
}

/** The bound of the programme without tickets within the mandate, the limit on total cost too; null where limits give. */
function boundOf(
  study: PackageStudy,
  model: HedgeModel,
  state: Omit<ProgrammeState, 'cuts'>,
  relaxed: RoundsEnd,
  cuts: readonly HedgeCut[],
): number | null {
  const limited = study.mandate.limits.total_cost_bp !== null
  const gap = study.fund.moneyDuration / study.fund.assets
  const end = limited
    ? cuttingRounds(model, study.mandate, gap, state, [...cuts], { rounds: 1, tolerance: 1e-3 })
    : relaxed
  return end === undefined || end.given.length > 0 ? null : end.bound
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
