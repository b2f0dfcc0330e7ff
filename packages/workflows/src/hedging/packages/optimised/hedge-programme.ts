import type { Programme, ProgrammeRow } from '@tutti/analytics/programming'
import type { HedgingMandate } from '../../mandate/index.ts'
import type { HedgeDomain } from '../../universe/hedge-instrument.ts'
import type { HedgeCut } from './hedge-cuts.ts'
import type { HedgeModel } from './hedge-model.ts'

/** Objective in bp of assets: figures near one hundred. */
export const bp = 1e4
/** What breaking a limit by its own size costs, bp: above any gain from it, so that limits give only where they must. */
const penalty = 1e5
/** Limits on convex functions are held this much more tightly, so that a point within the tolerance of the cuts meets them. */
const ratioMargin = 1e-4
const costMargin = 5e-4
const linearMargin = 1e-7

/** The ratio of deviations that a group is held to. A floor of no effectiveness is no more than that: unhedged meets it. */
export const heldRatio = (limit: number): number => limit - ratioMargin * Math.min(limit, 1 - limit)

/** What the programme is at one moment of the search. */
export interface ProgrammeState {
  readonly cuts: readonly HedgeCut[]
  /** Confidence of the conditional value at risk. */
  readonly confidence: number
  /** Columns that may be used. */
  readonly active: readonly number[]
  /** Most columns in use; null: no tickets, sizes from zero. */
  readonly tickets: number | null
  /** Whether use is a whole number; a column in use is bounded below by its ticket. */
  readonly whole: boolean
  /** Columns that are used for certain (and no other of the active ones); replaces `tickets`. */
  readonly used?: readonly number[]
  /** Whether limits may give at a penalty. */
  readonly elastic: boolean
  /** Added to the cost that the total limit sees: what the linear adjustments miss, share of assets. */
  readonly costOffset: number
  /** A cost a year that sizes are held to besides the limits, bp of assets. */
  readonly costCap?: number
}

/** The programme and where its variables stand. */
export interface HedgeProgramme {
  readonly programme: Programme
  /** First of each kind: size, use and impact of each active column, deviation of each group; level and shortfall of the tail; slacks. */
  readonly at: {
    readonly size: number
    readonly use: number
    readonly impact: number
    readonly deviation: number
    readonly level: number
    readonly shortfall: number
    readonly slack: number
  }
  /** The mandate's limits by row, in the order of the slacks; the name of a row and its id are the same but for linear limits. */
  readonly limits: readonly Pick<LimitRow, 'id' | 'name' | 'detail'>[]
}

interface LimitRow {
  readonly id: string
  readonly name: string
  readonly detail: string | null
  readonly terms: readonly (readonly [number, number])[]
  readonly lower: number
  readonly upper: number
  /** What a violation is measured in. */
  readonly size: number
}

/**
 * Annual cost + cost of capital x CVaR, in bp of assets, over sizes of hedges within the mandate's limits: linear but for what
 * the cuts stand for. Source: Künzi-Bay & Mayer (2006) (the tail); Westerlund & Pettersson, Computers Chem. Eng. 19 (1995)
 * (supporting planes of the convex limits).
 */
export function hedgeProgramme(
  model: HedgeModel,
  mandate: HedgingMandate,
  fundGap: number,
  state: ProgrammeState,
): HedgeProgramme {
  const { active, tickets, whole, used, elastic } = state
  const count = active.length
  const at = {
    size: 0,
    use: count,
    impact: 2 * count,
    deviation: 3 * count,
    level: 3 * count + model.groups.length,
    shortfall: 3 * count + model.groups.length + 1,
    slack: 3 * count + model.groups.length + 2,
  }
  const limits = limitRows(model, mandate, fundGap, state, at)
  const total = at.slack + (elastic ? limits.length : 0)
  const cost = new Float64Array(total)
  const lower = new Float64Array(total)
  const upper = new Float64Array(total).fill(Infinity)
  const rows: ProgrammeRow[] = []
  const row = (name: string, terms: readonly (readonly [number, number])[], low: number, high: number): void => {
    const kept = terms.filter(([, coefficient]) => coefficient !== 0)
    rows.push({
      name,
      indices: kept.map(([index]) => index),
      coefficients: kept.map(([, coefficient]) => coefficient),
      lower: low,
      upper: high,
    })
  }
  const isUsed = new Set(used)
  active.forEach((j, k) => {
    const { cap, ticket, tradeCost, otherCost } = model.columns[j]
    cost[k] = bp * (tradeCost + otherCost)
    cost[at.impact + k] = bp
    upper[k] = cap
    upper[at.use + k] = 1
    if (used) {
      if (isUsed.has(j)) lower[k] = ticket
      else upper[k] = 0
      upper[at.use + k] = 0
    } else if (tickets === null) upper[at.use + k] = 0
    else {
      row(
        `largest size ${j}`,
        [
          [k, 1],
          [at.use + k, -cap],
        ],
        -Infinity,
        0,
      )
      if (whole)
        row(
          `ticket ${j}`,
          [
            [k, 1],
            [at.use + k, -ticket],
          ],
          0,
          Infinity,
        )
    }
  })
  if (!used && tickets !== null)
    row(
      'tickets',
      active.map((_, k) => [at.use + k, 1] as const),
      -Infinity,
      tickets,
    )
  const place = new Map(active.map((j, k) => [j, k]))
  model.budgets.forEach(({ columns, weights, limit }, b) => {
    const terms = columns.flatMap((j, a) => {
      const k = place.get(j)
      return k === undefined ? [] : [[k, weights[a] / limit] as const]
    })
    if (terms.length > 0) row(`budget ${b}`, terms, -Infinity, 1)
  })
  if (state.costCap !== undefined) {
    const terms = active.flatMap((j, k) => {
      const { tradeCost, otherCost } = model.columns[j]
      return [[k, bp * (tradeCost + otherCost)] as const, [at.impact + k, bp] as const]
    })
    row('cost cap', terms, -Infinity, state.costCap)
  }
  const tail = bp * model.costOfCapital
  cost[at.level] = tail
  lower[at.level] = -10
  upper[at.level] = 10
  cost[at.shortfall] = tail / (1 - state.confidence)
  state.cuts.forEach((cut, c) => addCut(model, at, place, cut, c, row))
  limits.forEach(({ name, terms, lower: low, upper: high, size }, l) => {
    const slack = at.slack + l
    if (!elastic) return row(name, terms, low, high)
    cost[slack] = penalty
    if (high < Infinity) row(name, [...terms, [slack, -size]], -Infinity, high)
    if (low > -Infinity) row(`${name} (lower)`, [...terms, [slack, size]], low, Infinity)
  })
  return {
    programme: {
      cost,
      lower,
      upper,
      rows,
      ...(whole && !used && tickets !== null ? { integers: active.map((_, k) => at.use + k) } : {}),
    },
    at,
    limits: limits.map(({ id, name, detail }) => ({ id, name, detail })),
  }
}

function addCut(
  model: HedgeModel,
  at: HedgeProgramme['at'],
  place: ReadonlyMap<number, number>,
  cut: HedgeCut,
  c: number,
  row: (name: string, terms: readonly (readonly [number, number])[], low: number, high: number) => void,
): void {
  if (cut.kind === 'impact') {
    const k = place.get(cut.column)
    if (k !== undefined)
      row(
        `impact ${c}`,
        [
          [at.impact + k, 1],
          [k, -cut.slope],
        ],
        -cut.intercept,
        Infinity,
      )
  } else if (cut.kind === 'tail') {
    const terms = [...place].map(([j, k]) => [k, cut.profit[j]] as const)
    row(`tail ${c}`, [[at.shortfall, 1], [at.level, cut.mass], ...terms], cut.constant, Infinity)
  } else {
    const terms = model.groups[cut.group].columns.flatMap((j, a) => {
      const k = place.get(j)
      return k === undefined ? [] : [[k, -cut.slope[a]] as const]
    })
    row(`deviation ${c}`, [[at.deviation + cut.group, 1], ...terms], cut.constant, Infinity)
  }
}

function limitRows(
  model: HedgeModel,
  { limits }: HedgingMandate,
  fundGap: number,
  { active, costOffset }: ProgrammeState,
  at: HedgeProgramme['at'],
): LimitRow[] {
  const rows: LimitRow[] = []
  const limit = (row: Omit<LimitRow, 'name' | 'detail'>): void => {
    rows.push({ ...row, name: row.id, detail: null })
  }
  const columns = active.map((j) => model.columns[j])
  if (limits.total_cost_bp !== null) {
    limit({
      id: 'total-cost',
      terms: columns.flatMap(({ tradeCost, otherCost }, k) => [
        [k, bp * (tradeCost + otherCost)] as const,
        [at.impact + k, bp] as const,
      ]),
      lower: -Infinity,
      upper: limits.total_cost_bp * (1 - costMargin) - bp * costOffset,
      size: limits.total_cost_bp || 10,
    })
  }
  if (limits.initial_margin_percent !== null) {
    limit({
      id: 'initial-margin',
      terms: columns.map((column, k) => [k, 100 * column.margin] as const),
      lower: -Infinity,
      upper: limits.initial_margin_percent * (1 - linearMargin),
      size: limits.initial_margin_percent || 1,
    })
  }
  const gap = limits.rates.maximum_duration_gap_years
  limit({
    id: 'duration-gap',
    terms: columns.map(({ moneyDuration }, k) => [k, moneyDuration] as const),
    lower: -gap - fundGap,
    upper: gap - fundGap,
    size: gap || 1,
  })
  const domainCost = (id: string, domain: HedgeDomain, percent: number | null): void => {
    if (percent === null) return
    const terms = columns.flatMap((column, k) =>
      column.domain === domain ? [[k, 100 * column.tradeCost] as const, [at.impact + k, 100] as const] : [],
    )
    if (terms.length > 0) {
      limit({ id, terms, lower: -Infinity, upper: percent * (1 - costMargin), size: percent || 1 })
    }
  }
  domainCost('currency-cost', 'currency', limits.currency.cost_limit_percent)
  domainCost('credit-cost', 'credit', limits.credit.cost_limit_percent)
  model.groups.forEach(({ group, limit: ratio }, g) => {
    limit({
      id: `${group}-effectiveness`,
      terms: [[at.deviation + g, 1]],
      lower: -Infinity,
      upper: heldRatio(ratio),
      // From no hedge to the floor is once its size.
      size: Math.max(0.05, 1 - ratio),
    })
  })
  for (const { coefficients, ...linear } of model.linear) {
    rows.push({ ...linear, terms: active.map((j, k) => [k, coefficients[j]] as const) })
  }
  return rows
}
