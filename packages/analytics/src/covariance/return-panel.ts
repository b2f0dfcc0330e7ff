import { requireSample, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/** Complete returns of several series over the same periods, centred, ready for cross products. */
export interface ReturnPanel {
  /** Number of periods T and of series N. */
  readonly periods: number
  readonly series: number
  /** Mean of each series. */
  readonly means: Float64Array
  /** Deviations from the means, series after series: entry j T + t is series j in period t. */
  readonly centred: Float64Array
}

/**
 * The panel of `returns` (rows are periods, columns are series). Throws `invalid-input` unless there are `minPeriods`
 * rows of one width without missing or infinite figures or any above 1e70 in size, naming the first that is wrong.
 */
export function returnPanel(returns: readonly Sample[], minPeriods: number, field = 'returns'): ReturnPanel {
  const periods = returns.length
  if (periods < minPeriods) {
    throw new TuttiError('invalid-input', `${field} needs at least ${minPeriods} periods, got ${periods}`, {
      field,
      got: `${periods} rows`,
      expected: `at least ${minPeriods} rows`,
    })
  }
  const series = returns[0].length
  const centred = new Float64Array(series * periods)
  for (let t = 0; t < periods; t++) {
    const row = returns[t]
    if (row.length === 0) requireSample(row, 1, `${field}[${t}]`)
    if (row.length !== series) {
      throw new TuttiError(
        'invalid-input',
        `${field}[${t}] has ${row.length} series where the first row has ${series}`,
        {
          field: `${field}[${t}]`,
          got: `${row.length} values`,
          expected: `${series} values`,
        },
      )
    }
    for (let j = 0; j < series; j++) {
      const value = row[j]
      // NaN fails the comparison too.
      if (!(Math.abs(value) <= LARGEST_RETURN)) throw wrongReturn(value, `${field}[${t}][${j}]`)
      centred[j * periods + t] = value
    }
  }
  const means = new Float64Array(series)
  for (let j = 0; j < series; j++) {
    const column = centred.subarray(j * periods, (j + 1) * periods)
    // The shift by the first value makes a constant series exactly constant, and the second pass takes its rounding off.
    const shift = column[0]
    let sum = 0
    for (let t = 0; t < periods; t++) sum += column[t] - shift
    const rough = shift + sum / periods
    let rest = 0
    for (let t = 0; t < periods; t++) rest += column[t] - rough
    const centre = rough + rest / periods
    means[j] = centre
    let constant = true
    for (let t = 1; t < periods && constant; t++) constant = column[t] === shift
    for (let t = 0; t < periods; t++) column[t] = constant ? 0 : column[t] - centre
  }
  return { periods, series, means, centred }
}

/** The fourth power of anything larger is out of the range of numbers. */
const LARGEST_RETURN = 1e70

const wrongReturn = (value: number, field: string): TuttiError =>
  Number.isFinite(value)
    ? new TuttiError('invalid-input', `${field} is ${value}, which is out of scale for a return`, {
        field,
        got: String(value),
        expected: `at most ${LARGEST_RETURN} in size`,
      })
    : new TuttiError('invalid-input', `${field} must be a finite number, got ${value}`, {
        field,
        got: String(value),
        expected: 'a finite number',
      })

/**
 * Throws `not-applicable` when a series does not vary: its correlations are not defined. `variances` are those of the
 * series, exactly 0 for a constant one.
 */
export function requireVarying(variances: Sample, field = 'returns'): void {
  for (let j = 0; j < variances.length; j++) {
    if (variances[j] > 0) continue
    throw new TuttiError('not-applicable', `series ${j} of ${field} is constant, so its correlations are not defined`, {
      field: `${field}[][${j}]`,
      got: 'a variance of 0',
      expected: 'a series that varies; leave it out',
    })
  }
}
