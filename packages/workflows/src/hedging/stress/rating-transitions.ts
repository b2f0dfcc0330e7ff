import { ratingGenerator, ratingNotch, transitionMatrixOver } from '@tutti/analytics/credit'

/** Classes of the transition table, from the best; default is the last. */
export const ratingClasses = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'] as const

/** One-year transition probabilities from each class (rows, default the last and absorbing) with where they come from. */
export interface TransitionTable {
  readonly label: string
  readonly rows: readonly (readonly number[])[]
}

/**
 * Average one-year transitions of rated issuers, percent, without withdrawn ratings: a public table in general use, which a fund
 * replaces by its own. Source: Standard & Poor's CreditWeek (15 April 1996), as in J.P. Morgan, CreditMetrics Technical
 * Document (1997), table 1.1. Rows are scaled to sum to one.
 */
export const averageTransitions: TransitionTable = {
  label:
    "Average one-year rating transitions, Standard & Poor's CreditWeek (April 1996), as in the CreditMetrics Technical Document (1997)",
  rows: [
    [90.81, 8.33, 0.68, 0.06, 0.12, 0, 0, 0],
    [0.7, 90.65, 7.79, 0.64, 0.06, 0.14, 0.02, 0],
    [0.09, 2.27, 91.05, 5.52, 0.74, 0.26, 0.01, 0.06],
    [0.02, 0.33, 5.95, 86.93, 5.3, 1.17, 0.12, 0.18],
    [0.03, 0.14, 0.67, 7.73, 80.53, 8.84, 1, 1.06],
    [0, 0.11, 0.24, 0.43, 6.48, 83.46, 4.07, 5.2],
    [0.22, 0, 0.22, 1.3, 2.38, 11.24, 64.86, 19.79],
    [0, 0, 0, 0, 0, 0, 0, 100],
  ].map((row) => row.map((value) => value / row.reduce((sum, each) => sum + each, 0))),
}

/** Notches of the scale (1 for AAA to 22 for D) that each class ends with. */
const lastNotches = [1, 4, 7, 10, 13, 16, 21, 22]

/** Place of a rating's class, 0 for AAA to 7 for D. Throws `unsupported` for what is no rating. */
export function ratingClass(rating: string): number {
  const notch = ratingNotch(rating)
  return lastNotches.findIndex((last) => notch <= last)
}

/**
 * Transition probabilities over `years`: the table's own for one year, else by its generator (diagonal adjustment; Israel, Rosenthal
 * & Wei 2001). Throws `invalid-input` for a table that is no transition matrix.
 */
export function transitionsOver({ rows }: TransitionTable, years: number): readonly (readonly number[])[] {
  if (years === 1) return rows
  const matrix = transitionMatrixOver(ratingGenerator(rows, 'diagonal adjustment').generator, years)
  return matrix.map((row) => {
    const positive = row.map((value) => Math.max(0, value))
    const sum = positive.reduce((total, value) => total + value, 0)
    return positive.map((value) => value / sum)
  })
}
