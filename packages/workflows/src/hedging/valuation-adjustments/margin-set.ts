/** Derivatives margined together: with the clearing house, or with one counterparty under its annex. Money in base currency. */
export interface MarginSet {
  readonly id: string
  readonly threshold: number
  readonly minimumTransfer: number
  /** Columns of the book's values and how many units. */
  readonly positions: readonly { readonly column: number; readonly quantity: number }[]
}

/**
 * Margin that a set calls for at a row of `values` (rows x `width` columns): what it is worth beyond the threshold, positive where the
 * fund posts it.
 */
export function requiredMargin(
  { positions, threshold }: MarginSet,
  values: Float64Array,
  width: number,
  row: number,
): number {
  const value = positions.reduce((sum, { column, quantity }) => sum + quantity * values[row * width + column], 0)
  return Math.max(0, -value - threshold) - Math.max(0, value - threshold)
}

/** Margin posted after a call: a change below the minimum transfer waits. */
export function postedAfter({ minimumTransfer }: MarginSet, posted: number, required: number): number {
  return Math.abs(required - posted) >= minimumTransfer ? required : posted
}
