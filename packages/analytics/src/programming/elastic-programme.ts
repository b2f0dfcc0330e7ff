import { programmeLimits } from './programme-limits.ts'
import type { ProgrammeLimit } from './programme-limits.ts'
import type { Programme, ProgrammeRow } from './programme.ts'

/** A programme in which soft limits may give, at a cost for each unit. */
export interface ElasticProgramme {
  readonly programme: Programme
  /** The soft limits; limit k gives by variable n + k. */
  readonly soft: readonly ProgrammeLimit[]
  /** Row of the elastic programme that holds a limit; undefined for a hard bound of a variable. */
  readonly rowOf: (limit: ProgrammeLimit) => number | undefined
}

/**
 * Least weighted total by which soft limits must give for all to be met: minimise Σ wₖsₖ with aₖ'x + sₖ ≥ lowerₖ or
 * aₖ'x - sₖ ≤ upperₖ, s ≥ 0. Limits that are not soft stay as they are. `weight` gives wₖ > 0.
 */
export function elasticProgramme(
  programme: Programme,
  isSoft: (limit: ProgrammeLimit) => boolean,
  weight: (limit: ProgrammeLimit) => number,
): ElasticProgramme {
  const n = programme.cost.length
  const soft = programmeLimits(programme).filter(isSoft)
  const lower = Float64Array.from({ length: n + soft.length }, (_, j) => (j < n ? programme.lower[j] : 0))
  const upper = Float64Array.from({ length: n + soft.length }, (_, j) => (j < n ? programme.upper[j] : Infinity))
  const rows: ProgrammeRow[] = []
  const rowAt = new Map<string, number>()
  const slacks = new Map<string, { k: number; sign: number }[]>()
  for (const [k, { kind, index, side }] of soft.entries()) {
    const key = `${kind} ${index}`
    slacks.set(key, [...(slacks.get(key) ?? []), { k, sign: side === 'lower' ? 1 : -1 }])
  }
  for (const [i, row] of programme.rows.entries()) {
    const own = slacks.get(`row ${i}`) ?? []
    rowAt.set(`row ${i}`, rows.length)
    rows.push({
      ...row,
      indices: [...Array.from(row.indices), ...own.map(({ k }) => n + k)],
      coefficients: [...Array.from(row.coefficients), ...own.map(({ sign }) => sign)],
    })
  }
  for (let j = 0; j < n; j++) {
    const own = slacks.get(`variable ${j}`)
    if (!own) continue
    rowAt.set(`variable ${j}`, rows.length)
    const softLower = own.some(({ sign }) => sign > 0)
    const softUpper = own.some(({ sign }) => sign < 0)
    rows.push({
      name: `bounds ${j}`,
      indices: [j, ...own.map(({ k }) => n + k)],
      coefficients: [1, ...own.map(({ sign }) => sign)],
      lower: softLower ? lower[j] : -Infinity,
      upper: softUpper ? upper[j] : Infinity,
    })
    if (softLower) lower[j] = -Infinity
    if (softUpper) upper[j] = Infinity
  }
  const cost = Float64Array.from({ length: n + soft.length }, (_, j) => (j < n ? 0 : weight(soft[j - n])))
  return {
    programme: { cost, lower, upper, rows, ...(programme.integers ? { integers: programme.integers } : {}) },
    soft,
    rowOf: ({ kind, index }) => rowAt.get(`${kind} ${index}`),
  }
}
