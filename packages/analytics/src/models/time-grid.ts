import { TuttiError } from '../errors/index.ts'

/**
 * Times from 0 that contain every mandatory time, with about `steps` steps in all: each gap between mandatory times is
 * cut into equal steps no longer, to rounding, than the last time over `steps`. Times closer than 1e-9 are one.
 * Throws `invalid-input` for times that are negative or not finite, or without a positive one.
 */
export function timeGrid(mandatoryYears: readonly number[], steps: number): Float64Array {
  if (!Number.isInteger(steps) || steps < 1 || steps > 100_000) {
    throw new TuttiError('invalid-input', `steps must be a whole number in [1, 100000], got ${steps}`, {
      field: 'steps',
      got: String(steps),
      expected: 'a whole number in [1, 100000]',
    })
  }
  const sorted = [...mandatoryYears].sort((x, y) => x - y)
  for (const time of sorted) {
    if (!(time >= 0 && Number.isFinite(time))) {
      throw new TuttiError('invalid-input', `times must be finite and at least 0, got ${time}`, {
        field: 'timeYears',
        got: String(time),
        expected: 'a number >= 0',
      })
    }
  }
  const last = sorted[sorted.length - 1] ?? 0
  if (!(last > 0)) {
    throw new TuttiError('invalid-input', 'a grid needs a time above 0', {
      field: 'timeYears',
      got: String(last),
      expected: 'a time > 0',
    })
  }
  const longest = last / steps
  const times = [0]
  for (const time of sorted) {
    const begin = times[times.length - 1]
    if (time - begin < 1e-9) continue
    const cuts = Math.max(Math.round((time - begin) / longest), 1)
    for (let k = 1; k < cuts; k++) times.push(begin + (k * (time - begin)) / cuts)
    times.push(time)
  }
  return Float64Array.from(times)
}

/** Index of `timeYears` on a grid that contains it. Throws `invalid-input` where it does not. */
export function gridIndex(times: Float64Array, timeYears: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] < timeYears - 1e-9) low = middle + 1
    else high = middle
  }
  if (Math.abs(times[low] - timeYears) <= 1e-9) return low
  throw new TuttiError('invalid-input', `${timeYears} is not a time of the grid`, {
    field: 'timeYears',
    got: String(timeYears),
    expected: 'a mandatory time of the grid',
  })
}
