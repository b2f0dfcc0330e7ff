import { TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/** Throws `not-applicable` where all values of `series` are the same; returns it. */
export function requireVarying<T extends Sample>(series: T, field: string): T {
  for (let t = 1; t < series.length; t++) if (series[t] !== series[0]) return series
  throw new TuttiError('not-applicable', 'the series is constant: there is nothing to fit or to test', {
    field,
    got: `${series.length} times ${series[0]}`,
    expected: 'a series that varies',
  })
}
