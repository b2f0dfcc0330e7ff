/** The numbers of any array as a plain one, ready for JSON. */
export const plainNumbers = (values: ArrayLike<number>): number[] => Array.from(values)

/** Rows of any arrays as plain rows. */
export const plainRows = (rows: ReadonlyArray<ArrayLike<number>>): number[][] => rows.map(plainNumbers)
