import { explainedInfeasibility, type InfeasibilityExplanation, type Programme } from '@tutti/analytics/programming'
import { shareRounding } from './allocation-evaluation.ts'
import { exposureRows, shareRow } from './allocation-programme.ts'

/** A limit that no allocation found keeps. Money in base currency. */
interface ExceededLimit {
  readonly counterparty: string
  readonly limit: number
  /** Potential exposure at the allocation given. */
  readonly potentialExposure: number
  readonly excess: number
}

/** A counterparty with more of the notional than the mandate allows one, at the allocation given. */
interface ExceededShare {
  readonly counterparty: string
  readonly limit: number
  readonly share: number
}

/** Why a package finds no counterparties within limits. */
export interface AllocationInfeasibility {
  readonly exceeded: readonly ExceededLimit[]
  /** Against the mandate's limit on one counterparty's share of the notional that is not cleared. */
  readonly exceededShares: readonly ExceededShare[]
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
  notional: { readonly shares: readonly number[]; readonly limit: number } | null = null,
): AllocationInfeasibility {
  const exceeded = limits.flatMap(({ id, limit }, k) =>
    exposures[k] > limit
      ? [{ counterparty: id, limit, potentialExposure: exposures[k], excess: exposures[k] - limit }]
      : [],
  )
  const exceededShares = limits.flatMap(({ id }, k): ExceededShare[] => {
    if (notional === null || notional.shares[k] <= notional.limit * (1 + shareRounding)) return []
    return [{ counterparty: id, limit: notional.limit, share: notional.shares[k] }]
  })
  const smallestRelaxation = relaxationOf(explanation, limits)
  const named = [
    ...exceeded.map(
      ({ counterparty, limit, excess }) =>
        `the exposure limit of ${counterparty} by ${money(excess)} over ${money(limit)}`,
    ),
    ...exceededShares.map(
      ({ counterparty, limit, share }) =>
        `the limit on one counterparty's share of the notional: ${counterparty} has ${percent(share)} of ${percent(limit)}`,
    ),
  ]
  const enough = smallestRelaxation.map(({ counterparty, to }) => `${counterparty} ${money(to)}`)
  return {
    exceeded,
    exceededShares,
    smallestRelaxation,
    words: `No allocation was found within the limits of the counterparties; the nearest breaks ${named.join(', ')}.${enough.length === 0 ? '' : ` Exposure limits that would about do: ${enough.join(', ')}.`}`,
  }
}

/** Why a programme has no point; every limit of exposure may give, at a price by its size, and every share of the notional at the highest price. */
export function explainedLimits(programme: Programme, limits: Limits): InfeasibilityExplanation | null {
  const rows = programme.rows.map(({ name }) => name)
  const definitions = rows.filter((name) => limits.every(({ id }) => !isLimitOf(id, name) && name !== shareRow(id)))
  const largest = Math.max(...limits.map(({ limit }) => limit))
  const weights = Object.fromEntries(
    limits.flatMap(({ id, limit }) =>
      rows
        .filter((name) => isLimitOf(id, name) || name === shareRow(id))
        .map((name) => [name, name === shareRow(id) ? 1 : limit / largest] as const),
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

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
const money = (value: number): string => value.toPrecision(4)
