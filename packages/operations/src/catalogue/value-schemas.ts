import { z } from 'zod'

/** A finite number. */
export const number = z.number()

/** A finite number above zero. */
export const positive = z.number().positive()

/** A finite number of at least zero. */
export const nonNegative = z.number().nonnegative()

/** A whole number of at least `low`. */
export const wholeFrom = (low: number) => z.int().min(low)

/** A number strictly between 0 and 1: a confidence level or a probability. */
export const openProbability = z.number().gt(0).lt(1)

/** A correlation. */
export const correlation = z.number().min(-1).max(1)

/** A list of at least one finite number. */
export const series = z.array(z.number()).min(1)

/** A list of finite numbers that may be empty. */
export const numbers = z.array(z.number())

/** A matrix as rows. */
export const matrix = z.array(z.array(z.number()).min(1)).min(1)

/** A figure that is `null` where it is not defined. */
export const nullableNumber = z.number().nullable()

/** A calendar date, YYYY-MM-DD. */
export const isoDate = z.iso.date()

/** Returns per period as decimals. */
export const returns = series.describe('simple returns per period, decimals, oldest first')

/** Periods a year of a series of returns. */
export const periodsPerYear = positive.describe('periods a year: 252 for days, 12 for months')

/** Payments a year of a leg: at most daily. */
export const paymentsPerYear = z.number().positive().max(366)

/** A term in years that schedules are made for. */
export const termYears = z.number().positive().max(1000)

/** Business days from a trade to its settlement. */
export const settlementDays = z.int().min(0).max(1000)
