import { TuttiError, requirePositive } from '../errors/index.ts'
import { compromise, optimum, relaxedLimits, sameLimit } from './compromise.ts'
import type { Compromise, Relaxation } from './compromise.ts'
import { elasticProgramme } from './elastic-programme.ts'
import { fewestLimits } from './fewest-limits.ts'
import { infeasibleSubsystem } from './infeasible-subsystem.ts'
import { programmeArrays } from './programme-arrays.ts'
import { limitWords, programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeSolution } from './programme-solution.ts'

/** What may give, and at what price. */
export interface InfeasibilityOptions {
  /** Names of rows and variables whose limits never give. */
  readonly hard?: readonly string[]
  /** Names of rows and variables that only define what others speak of: they always hold and are no part of a conflict. */
  readonly definitions?: readonly string[]
  /** Whether no bound of a variable gives; false where absent. */
  readonly hardBounds?: boolean
  /** Cost of one unit of giving, by name of the row or variable; 1 where absent. Positive. */
  readonly weights?: Readonly<Record<string, number>>
}

/** What one unit more of room in a limit takes off the least weighted total of violations. */
export interface LimitPrice extends ProgrammeLimit {
  readonly price: number
  readonly hard: boolean
}

/** Why a programme has no solution, and what would give it one. */
export interface InfeasibilityExplanation {
  readonly status: 'infeasible'
  /** Limits that cannot be met together, of which any one may be dropped for the rest to be met; each tested. */
  readonly conflict: readonly (ProgrammeLimit & { readonly words: string })[]
  /** Of several with the same total one that changes fewest limits, as far as found; null where the hard limits alone conflict. */
  readonly smallestRelaxation: Relaxation | null
  /** The fewest limits that must give, and by how much then; null where not found within its work limit, or hard limits conflict. */
  readonly fewestRelaxation: Relaxation | null
  readonly compromise: Compromise | null
  /** Prices of the limits in the elastic programme, dearest first; those of price 0 left out. Empty with integers. */
  readonly prices: readonly LimitPrice[]
  readonly words: string
}

/**
 * Why a programme has no feasible point: limits in conflict (irreducible), the smallest relaxation (least weighted
 * sum), the fewest limits that must give, the best compromise, and the price of each limit. `{status: 'feasible'}`
 * where there is a point after all.
 *
 * Limits are bounds of rows and variables, each side for itself. Weights are per unit of the row as written, so rows in
 * different units want weights. Throws `invalid-input` for a faulty programme, an unknown name or a weight that is not
 * positive. Sources: Chinneck, Feasibility and Infeasibility in Optimization (2008), 5-7 (elastic programmes, filters);
 * Gleeson & Ryan (1990). Costs a linear programme for each limit of the conflict, and some more.
 */
export function explainedInfeasibility(
  programme: Programme,
  options: InfeasibilityOptions = {},
): InfeasibilityExplanation | { readonly status: 'feasible' } {
  programmeArrays(programme)
  const limits = programmeLimits(programme)
  const known = new Set(limits.map(({ name }) => name))
  for (const name of [...(options.hard ?? []), ...(options.definitions ?? []), ...Object.keys(options.weights ?? {})]) {
    if (known.has(name)) continue
    throw new TuttiError('invalid-input', `no limit is called ${name}`, {
      field: 'hard',
      got: name,
      expected: 'the name of a row or variable with a finite bound',
    })
  }
  for (const [name, value] of Object.entries(options.weights ?? {})) requirePositive(value, `weights.${name}`)
  const definitions = new Set(options.definitions ?? [])
  const hard = new Set([...(options.hard ?? []), ...definitions])
  const fixed = limits.filter(({ name }) => definitions.has(name))
  const spoken = limits.filter(({ name }) => !definitions.has(name))
  const isSoft = (limit: ProgrammeLimit): boolean =>
    !hard.has(limit.name) && !(options.hardBounds && limit.kind === 'variable')
  const weight = (limit: ProgrammeLimit): number => options.weights?.[limit.name] ?? 1

  const subsystem = infeasibleSubsystem(programme, spoken, fixed)
  if (!subsystem) return { status: 'feasible' }
  const conflict = subsystem.map((limit) => ({ ...limit, words: limitWords(limit) }))
  const conflictWords = `These cannot hold together: ${conflict.map(({ words }) => words).join('; ')}.`
  const elastic = elasticProgramme(programme, isSoft, weight)
  const least = elastic.soft.length > 0 ? optimum(elastic.programme) : undefined
  if (!least) {
    const among = infeasibleSubsystem(
      programme,
      spoken.filter((limit) => !isSoft(limit)),
      fixed,
    )
    return {
      status: 'infeasible',
      conflict: (among ?? subsystem).map((limit) => ({ ...limit, words: limitWords(limit) })),
      smallestRelaxation: null,
      fewestRelaxation: null,
      compromise: null,
      prices: [],
      words: `The hard limits alone conflict: ${(among ?? subsystem).map(limitWords).join('; ')}. Nothing that may give would help: make one of them soft.`,
    }
  }
  const chosen = fewestLimits(programme, limits.filter(isSoft), subsystem, definitions)
  let fewest: Relaxation | null = null
  if (chosen) {
    const narrow = elasticProgramme(programme, (limit) => chosen.some((other) => sameLimit(other, limit)), weight)
    const point = optimum(narrow.programme)
    if (point) fewest = { weightedTotal: point.objective, changes: relaxedLimits(programme, narrow, point.x) }
  }
  const best = compromise(programme, elastic, least, weight, fewest)
  const { changes } = best.relaxation
  const prices = programme.integers?.length ? [] : limitPrices(limits, elastic.rowOf, least, isSoft)
  return {
    status: 'infeasible',
    conflict,
    smallestRelaxation: best.relaxation,
    fewestRelaxation: fewest,
    compromise: best.compromise,
    prices,
    words: `${conflictWords} The smallest relaxation: ${changes.map(({ words }) => words).join('; ')}.`,
  }
}

function limitPrices(
  limits: readonly ProgrammeLimit[],
  rowOf: (limit: ProgrammeLimit) => number | undefined,
  { rowDuals, boundDuals }: ProgrammeSolution,
  isSoft: (limit: ProgrammeLimit) => boolean,
): LimitPrice[] {
  return limits
    .flatMap((limit): LimitPrice[] => {
      const row = limit.kind === 'row' || isSoft(limit) ? rowOf(limit) : undefined
      const dual = row === undefined ? boundDuals[limit.index] : rowDuals[row]
      const price = limit.side === 'lower' ? dual : -dual
      return price > 1e-9 ? [{ ...limit, price, hard: !isSoft(limit) }] : []
    })
    .toSorted((a, b) => b.price - a.price)
}
