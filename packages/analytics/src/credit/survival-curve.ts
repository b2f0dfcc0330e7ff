import { TuttiError, requireFinite, requireInRange, requireSample } from '../errors/index.ts'

/**
 * A curve of survival probabilities, Q(0) = 1, that never rises. Times are in years from the curve's date on whatever
 * day count it was built with; hazard rates are continuous decimals a year.
 */
export interface SurvivalCurve {
  /** Q(t). Throws `invalid-input` for a time below 0. */
  survivalProbability(timeYears: number): number
  /** -d ln Q(t) / dt; where it jumps, the rate to the right. */
  hazardRate(timeYears: number): number
  /** Times above 0, increasing, where the hazard rate jumps. */
  readonly knotsYears: readonly number[]
}

/** Survival with the same hazard rate (at least 0) at all times. Throws `invalid-input`. */
export function flatHazardCurve(hazardRate: number): SurvivalCurve {
  return piecewiseHazardCurve([1], [hazardRate])
}

/**
 * Survival with a hazard rate that is constant between increasing `timesYears`: `hazardRates[i]` holds up to
 * `timesYears[i]`, the last one beyond the last time too. Rates are at least 0; throws `invalid-input` otherwise.
 */
export function piecewiseHazardCurve(timesYears: readonly number[], hazardRates: readonly number[]): SurvivalCurve {
  requireSample(timesYears, 1, 'timesYears')
  if (hazardRates.length !== timesYears.length) {
    throw new TuttiError(
      'invalid-input',
      `each time needs one hazard rate, got ${timesYears.length} and ${hazardRates.length}`,
      {
        field: 'hazardRates',
        got: String(hazardRates.length),
        expected: String(timesYears.length),
      },
    )
  }
  const cumulative: number[] = []
  timesYears.forEach((time, i) => {
    const start = i === 0 ? 0 : timesYears[i - 1]
    if (!(time > start)) {
      throw new TuttiError('invalid-input', `timesYears must increase from above 0, got ${time} after ${start}`, {
        field: `timesYears[${i}]`,
        got: String(time),
        expected: `a time after ${start}`,
      })
    }
    requireInRange(hazardRates[i], 0, Number.MAX_VALUE, `hazardRates[${i}]`)
    cumulative.push((cumulative[i - 1] ?? 0) + hazardRates[i] * (time - start))
  })
  const last = timesYears.length - 1
  /** The first piece that ends after `t`, or the last. */
  const pieceOf = (t: number): number => {
    if (!(t >= 0)) {
      throw new TuttiError('invalid-input', `timeYears must be at least 0, got ${t}`, {
        field: 'timeYears',
        got: String(t),
        expected: 'a number >= 0',
      })
    }
    let low = 0
    let high = last
    while (low < high) {
      const middle = (low + high) >> 1
      if (timesYears[middle] > t) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    survivalProbability: (timeYears) => {
      const i = pieceOf(timeYears)
      const start = i === 0 ? 0 : timesYears[i - 1]
      return Math.exp(-(i === 0 ? 0 : cumulative[i - 1]) - hazardRates[i] * (timeYears - start))
    },
    hazardRate: (timeYears) => hazardRates[pieceOf(timeYears)],
    knotsYears: timesYears.slice(0, last),
  }
}

/**
 * Survival through `survivalProbabilities` (in (0, 1], never rising) at increasing `timesYears` above 0, with ln Q
 * linear between them: the hazard rates are constant there. Throws `invalid-input`.
 */
export function logLinearSurvivalCurve(
  timesYears: readonly number[],
  survivalProbabilities: readonly number[],
): SurvivalCurve {
  requireSample(survivalProbabilities, timesYears.length, 'survivalProbabilities')
  const hazards = survivalProbabilities.map((probability, i) => {
    const before = i === 0 ? 1 : survivalProbabilities[i - 1]
    if (!(requireFinite(probability, `survivalProbabilities[${i}]`) > 0 && probability <= before)) {
      throw new TuttiError(
        'invalid-input',
        `survival probabilities fall from 1 and stay above 0, got ${probability} after ${before}`,
        {
          field: `survivalProbabilities[${i}]`,
          got: String(probability),
          expected: `a number in (0, ${before}]`,
        },
      )
    }
    return Math.log(before / probability) / (timesYears[i] - (i === 0 ? 0 : timesYears[i - 1]))
  })
  return piecewiseHazardCurve(timesYears, hazards)
}
