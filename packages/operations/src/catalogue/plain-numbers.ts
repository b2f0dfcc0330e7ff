/** The numbers of any array as a plain one, ready for JSON. */
export const plainNumbers = (values: ArrayLike<number>): number[] => Array.from(values)
