import { TuttiError } from '../errors/index.ts'
import { explainedInfeasibility, type Programme, type ProgrammeLimit, type ProgrammeRow } from '../programming/index.ts'

/** A limit by name: of an asset's weight, the budget, a linear limit, the turnover, or a target. */
export interface NamedLimit {
  readonly limit: string
  readonly side: 'lower' | 'upper'
  readonly bound: number
}

/** A limit that has to give, and by how much. */
export interface MovedLimit extends NamedLimit {
  readonly to: number
  /** |to - bound|, in the limit's own units. */
  readonly amount: number
}

/** Weights that break the limits least, and how they break them. */
export interface PortfolioCompromise {
  readonly weights: Float64Array
  readonly broken: readonly MovedLimit[]
}

/** Why no portfolio meets the limits, and what comes closest. */
export interface InfeasiblePortfolio {
  readonly status: 'infeasible'
  /** One sentence: the conflict and the smallest relaxation. */
  readonly words: string
  /** Limits that cannot be met together, each needed for the conflict: without any one of them the rest of these can be met. */
  readonly conflict: readonly NamedLimit[]
  /**
   * The smallest total relaxation after which a portfolio exists, with as few limits changed as that total allows. Weights,
   * the budget, groups and turnover count per unit as written; another linear limit per unit of its largest coefficient.
   */
  readonly relaxation: readonly MovedLimit[]
  /** The fewest limits that must give, and by how much then; null where the search for them was given up. */
  readonly fewestChanges: readonly MovedLimit[] | null
  /** The portfolio with the best objective within that relaxation; null where there is none. */
  readonly compromise: PortfolioCompromise | null
  /** What a unit of room in a limit takes off the least total violation, dearest first. */
  readonly prices: readonly (NamedLimit & { readonly price: number })[]
}

const purchase = /^purchase(?::| of) /
/** Rows that are shifted by the sum of the present weights. */
const isShifted = ({ name }: ProgrammeLimit): boolean => name === 'turnover' || name === 'turnover in period 1'

const turnover = /^turnover(?: in period \d+)?$/

/** Said where the limits of a conflict were not tested one by one. */
export const unproven = '; not every limit of this conflict was proven to be needed for it'

/** To 12 significant digits: what was given as 0.3 is 0.3, whatever sums it went through. */
const rounded = (value: number): number => Number(value.toPrecision(12))

/** The names of rows and variables that have a finite bound. */
function finite({ rows, names: variables = [], lower, upper }: Programme, names: readonly string[]): string[] {
  const bounded = new Set([
    ...rows.filter((row) => Math.max(row.lower, -row.upper) > -Infinity).map(({ name }) => name),
    ...variables.filter((_, j) => Math.max(lower[j], -upper[j]) > -Infinity),
  ])
  return names.filter((name) => bounded.has(name))
}

/**
 * The report on a programme that nothing satisfies: its first `size` variables are the weights, and it may have the
 * purchases of `limitRows`, which never give. `held` is the sum of current weights under a turnover limit, whose row is
 * shifted by it.
 */
export function infeasiblePortfolio(
  programme: Programme,
  size: number,
  held = heldWeight(programme),
): InfeasiblePortfolio {
  const apart = boundsApart(programme)
  const names = apart.rows.map((row) => row.name)
  const definitions = [...names, ...(apart.names ?? [])].filter((name) => purchase.test(name))
  const weights = Object.fromEntries(
    apart.rows.flatMap((row) => {
      const largest = Math.max(...Array.from(row.coefficients, Math.abs))
      // The row of a turnover counts in units of the turnover, though it holds each purchase twice.
      if (turnover.test(row.name)) return []
      return largest > 0 && largest !== 1 ? [[row.name, 1 / largest] as const] : []
    }),
  )
  const found = explainedInfeasibility(apart, { definitions: finite(apart, definitions), weights })
  if (found.status === 'feasible') {
    throw new TuttiError(
      'not-converged',
      'the limits can be met only to rounding: one solve found no portfolio and another found one; loosen the limits a little',
      { field: 'limits' },
    )
  }
  const named = (limit: ProgrammeLimit): NamedLimit => ({
    limit: limit.name.replace(/ \((?:least|most)\)$/, ''),
    side: limit.side,
    bound: rounded(isShifted(limit) ? limit.bound + held : limit.bound),
  })
  const moved = (limit: ProgrammeLimit & { to: number; by: number }): MovedLimit => ({
    ...named(limit),
    to: rounded(isShifted(limit) ? limit.to + held : limit.to),
    amount: rounded(limit.by),
  })
  const known = (limit: ProgrammeLimit): boolean => !purchase.test(limit.name)
  const conflict = found.conflict.filter(known).map(named)
  const relaxation = (found.smallestRelaxation?.changes ?? []).filter(known).map(moved)
  return {
    status: 'infeasible',
    words: sentence(conflict, relaxation),
    conflict,
    relaxation,
    fewestChanges: found.fewestRelaxation === null ? null : found.fewestRelaxation.changes.filter(known).map(moved),
    compromise:
      found.compromise === null
        ? null
        : {
            weights: found.compromise.x.slice(0, size),
            broken: found.compromise.violations.filter(known).map(moved),
          },
    prices: found.prices.filter(known).map((limit) => ({ ...named(limit), price: limit.price })),
  }
}

/** The sum of the current weights, as the rows of purchases hold it. */
function heldWeight({ rows }: Programme): number {
  return rows.reduce((sum, row) => (row.name.startsWith('purchase: ') ? sum - row.lower : sum), 0)
}

const figure = (value: number): string => String(Number(value.toPrecision(6)))

const inWords = ({ limit, side, bound }: NamedLimit): string =>
  `${limit} ${side === 'lower' ? 'at least' : 'at most'} ${figure(bound)}`

function sentence(conflict: readonly NamedLimit[], relaxation: readonly MovedLimit[]): string {
  const together = conflict.map(inWords).join(', ')
  const change = relaxation.map((limit) => `${inWords(limit)} to ${figure(limit.to)}`).join(', ')
  return `no portfolio meets these limits together: ${together}${change === '' ? '' : `; the smallest change that makes one possible: ${change}`}`
}

/** The same programme with a lower bound above its upper one as two rows, which an explanation can tell apart. */
function boundsApart(programme: Programme): Programme {
  const count = programme.cost.length
  const crossed = Array.from({ length: count }, (_, i) => i).filter((i) => programme.lower[i] > programme.upper[i])
  const pair = (name: string, row: Omit<ProgrammeRow, 'name'>): ProgrammeRow[] => [
    { ...row, name: `${name} (least)`, upper: Infinity },
    { ...row, name: `${name} (most)`, lower: -Infinity },
  ]
  const without = (values: ArrayLike<number>, none: number): number[] =>
    Array.from(values, (value, i) => (crossed.includes(i) ? none : value))
  return {
    ...programme,
    lower: without(programme.lower, -Infinity),
    upper: without(programme.upper, Infinity),
    rows: [
      ...programme.rows.flatMap((row) => (row.lower > row.upper ? pair(row.name, row) : [row])),
      ...crossed.flatMap((i) =>
        pair(programme.names?.[i] ?? `x[${i}]`, {
          indices: [i],
          coefficients: [1],
          lower: programme.lower[i],
          upper: programme.upper[i],
        }),
      ),
    ],
  }
}
