import { numberIn, ownValue } from './pointer-pattern.ts'

/** What a result itself says of a figure and its limit. */
export interface LimitRecord {
  /** What is limited, in words of the result; empty where it has none. */
  readonly label: string
  readonly isFloor: boolean
  readonly kept: boolean
}

/** Units in which a record may state the figure that the result holds as a plain number. */
const scales = [1, 100, 10_000]

/**
 * The records of a result on a figure: the object that holds it, where that has a limit and a verdict; or those of the nearest list of
 * `limits` above it that hold the same number, which is what they were made from.
 */
export function limitRecords(holders: readonly unknown[], value: number | undefined): LimitRecord[] {
  const own = holders.at(-1)
  const itself = recordOf(own)
  if (itself !== undefined) return [itself]
  if (value === undefined || value === 0) return []
  for (const holder of holders.toReversed()) {
    const rows = ownValue(holder, 'limits')
    if (!Array.isArray(rows)) continue
    return rows.flatMap((row: unknown) => {
      const stated = numberIn(ownValue(row, 'value')) ?? numberIn(ownValue(row, 'figure'))
      const isSame =
        stated !== undefined &&
        scales.some((scale) => Math.abs(Math.abs(stated) - Math.abs(value) * scale) <= 1e-9 * Math.abs(stated))
      return isSame ? (recordOf(row) ?? []) : []
    })
  }
  return []
}

function recordOf(row: unknown): LimitRecord | undefined {
  const limit = numberIn(ownValue(row, 'limit')) ?? numberIn(ownValue(row, 'threshold'))
  const kept = verdictOf(row)
  if (limit === undefined || kept === undefined) return undefined
  const label = ownValue(row, 'label')
  const sense = [ownValue(row, 'kind'), ownValue(row, 'sense')]
  return {
    label: typeof label === 'string' ? label : '',
    isFloor: sense.some((one) => typeof one === 'string' && /^at[- ]least$/.test(one)),
    kept,
  }
}

function verdictOf(row: unknown): boolean | undefined {
  for (const key of ['met', 'passed', 'within']) {
    const said = ownValue(row, key)
    if (typeof said === 'boolean') return said
  }
  const status = ownValue(row, 'status')
  return status === 'met' ? true : status === 'broken' || status === 'not met' ? false : undefined
}
