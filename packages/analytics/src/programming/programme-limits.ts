import type { Programme, ProgrammeRow } from './programme.ts'

/** One finite bound of a programme: a side of a row, or of a variable. */
export interface ProgrammeLimit {
  readonly kind: 'row' | 'variable'
  /** Of the row or the variable. */
  readonly index: number
  readonly name: string
  readonly side: 'lower' | 'upper'
  readonly bound: number
}

/** Every finite bound of a programme, rows first; an equality counts twice. */
export function programmeLimits(programme: Programme): ProgrammeLimit[] {
  const limits: ProgrammeLimit[] = []
  const add = (kind: ProgrammeLimit['kind'], index: number, name: string, lower: number, upper: number): void => {
    if (lower > -Infinity) limits.push({ kind, index, name, side: 'lower', bound: lower })
    if (upper < Infinity) limits.push({ kind, index, name, side: 'upper', bound: upper })
  }
  for (const [i, row] of programme.rows.entries()) add('row', i, row.name, row.lower, row.upper)
  for (let j = 0; j < programme.cost.length; j++)
    add('variable', j, programme.names?.[j] ?? `x[${j}]`, programme.lower[j], programme.upper[j])
  return limits
}

/** A limit in plain words: `budget must be at least 1`. */
export function limitWords({ name, side, bound }: Pick<ProgrammeLimit, 'name' | 'side' | 'bound'>): string {
  return `${name} must be at ${side === 'lower' ? 'least' : 'most'} ${Number(bound.toPrecision(12))}`
}

/** The programme without an objective and with only the limits given. */
export function programmeOfLimits(programme: Programme, kept: Iterable<ProgrammeLimit>): Programme {
  const n = programme.cost.length
  const lower = new Float64Array(n).fill(-Infinity)
  const upper = new Float64Array(n).fill(Infinity)
  const rows = new Map<number, { lower: number; upper: number }>()
  for (const { kind, index, side, bound } of kept) {
    if (kind === 'variable') {
      if (side === 'lower') lower[index] = bound
      else upper[index] = bound
    } else {
      const row = rows.get(index) ?? { lower: -Infinity, upper: Infinity }
      row[side] = bound
      rows.set(index, row)
    }
  }
  const keptRows: ProgrammeRow[] = [...rows].map(([index, bounds]) => ({ ...programme.rows[index], ...bounds }))
  return {
    cost: new Float64Array(n),
    lower,
    upper,
    rows: keptRows,
    ...(programme.integers ? { integers: programme.integers } : {}),
    ...(programme.names ? { names: programme.names } : {}),
  }
}
