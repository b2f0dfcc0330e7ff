import { TuttiError } from '../errors/index.ts'
import { type AgeYearTable, requireSurface } from './mortality-surface.ts'

/** logit q(x, t) = kappa1_t + kappa2_t (x - mean age). */
export interface CairnsBlakeDowdFit {
  readonly meanAge: number
  readonly kappa1: readonly number[]
  readonly kappa2: readonly number[]
  /** Standard deviation of the residuals of logit q, divisor cells less parameters. */
  readonly residualStandardError: number
}

/**
 * The two-factor model by least squares of logit q on age, year by year.
 *
 * Throws `invalid-input` for a q outside (0, 1) or a table that does not fit its ages and years. Source: Cairns, Blake &
 * Dowd, Journal of Risk and Insurance 73 (2006).
 */
export function cairnsBlakeDowdFit(
  ages: readonly number[],
  years: readonly number[],
  deathProbabilities: AgeYearTable,
): CairnsBlakeDowdFit {
  requireSurface(ages, years, deathProbabilities, 'deathProbabilities', (q) => q > 0 && q < 1, 'between 0 and 1')
  if (ages.length < 3) {
    throw new TuttiError('invalid-input', 'a line through the ages needs at least three of them', {
      field: 'ages',
      got: String(ages.length),
      expected: '3 or more',
    })
  }
  const meanAge = ages.reduce((sum, age) => sum + age, 0) / ages.length
  const spread = ages.reduce((sum, age) => sum + (age - meanAge) ** 2, 0)
  let squares = 0
  const lines = years.map((_, t) => {
    const logits = deathProbabilities.map((row) => Math.log(row[t]) - Math.log1p(-row[t]))
    const level = logits.reduce((sum, value) => sum + value, 0) / ages.length
    const slope = logits.reduce((sum, value, x) => sum + value * (ages[x] - meanAge), 0) / spread
    logits.forEach((value, x) => (squares += (value - level - slope * (ages[x] - meanAge)) ** 2))
    return { level, slope }
  })
  return {
    meanAge,
    kappa1: lines.map(({ level }) => level),
    kappa2: lines.map(({ slope }) => slope),
    residualStandardError: Math.sqrt(squares / (years.length * (ages.length - 2))),
  }
}
