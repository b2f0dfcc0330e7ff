import { explainedInfeasibility, type InfeasibilityExplanation, type Programme } from '@tutti/analytics/programming'
import { exposureRows } from './allocation-programme.ts'

/** A limit that no allocation found keeps. Money in base currency. */
interface ExceededLimit {
  readonly counterparty: string
  readonly limit: number
  /** Potential exposure at the allocation given. */
  readonly potentialExposure: number
  readonly excess: number
}

/** Why a package finds no counterparties within limits. */
export interface AllocationInfeasibility {
  readonly exceeded: readonly ExceededLimit[]
  /** Least additions to the limits, on exposures linear in the shares; empty where only the exact exposures break them. */
  readonly smallestRelaxation: readonly { readonly counterparty: string; readonly by: number; readonly to: number }[]
  readonly words: string
}

type Limits = readonly { readonly id: string; readonly limit: number }[]

/** What the exposures of an allocation break, and what `explanation` says would do. */
export function allocationInfeasibility(
  exposures: readonly number[],
  limits: Limits,
  explanation: InfeasibilityExplanation | null,
): AllocationInfeasibility {
  const exceeded = limits.flatMap(({ id, limit }, k) =>
    exposures[k] > limit
      ? [{ counterparty: id, limit, potentialExposure: exposures[k], excess: exposures[k] - limit }]
      : [],
  )
  const smallestRelaxation = relaxationOf(explanation, limits)
  const named = exceeded.map(
    ({ counterparty, limit, excess }) => `that of ${counterparty} by ${money(excess)} over ${money(limit)}`,
  )
  const enough = smallestRelaxation.map(({ counterparty, to }) => `${counterparty} ${money(to)}`)
  return {
    exceeded,
    smallestRelaxation,
    words: `No allocation was found within the exposure limits; the nearest breaks ${named.join(', ')}.${enough.length === 0 ? '' : ` Limits that would about do: ${enough.join(', ')}.`}`,
  }
}

/** Why a programme has no point; every limit of exposure may give, at a price by its size. */
export function explainedLimits(programme: Programme, limits: Limits): InfeasibilityExplanation | null {
  const rows = programme.rows.map(({ name }) => name)
  const definitions = rows.filter((name) => limits.every(({ id }) => !isLimitOf(id, name)))
  const largest = Math.max(...limits.map(({ limit }) => limit))
  const weights = Object.fromEntries(
    limits.flatMap(({ id, limit }) =>
      rows.filter((name) => isLimitOf(id, name)).map((name) => [name, limit / largest] as const),
    ),
  )
  const explanation = explainedInfeasibility(programme, { definitions, hardBounds: true, weights })
  return explanation.status === 'infeasible' ? explanation : null
}

function isLimitOf(id: string, row: string): boolean {
  return row.startsWith(exposureRows(id))
}

/** The least additions to the limits that the linearised exposures need. */
function relaxationOf(
  explanation: InfeasibilityExplanation | null,
  limits: Limits,
): { counterparty: string; by: number; to: number }[] {
  const changes = explanation?.smallestRelaxation?.changes ?? []
  return limits.flatMap(({ id, limit }) => {
    const own = changes.filter(({ name }) => isLimitOf(id, name))
    const by = Math.max(0, ...own.map((change) => change.by)) * limit
    return by === 0 ? [] : [{ counterparty: id, by, to: limit + by }]
  })
}

const money = (value: number): string => value.toPrecision(4)
