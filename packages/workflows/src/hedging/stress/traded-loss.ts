import type { SimulatedFigure } from '../packages/hedge-package.ts'
import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import { effectivenessLoss } from './effectiveness-loss.ts'
import type { StressBook, StressChanges } from './stress-book.ts'

/** Effectiveness of the examined package under one group of factors, and the parts that it lacks: `1 = effectiveness + unexplained + size`. */
export interface TradedLoss {
  readonly effectiveness: SimulatedFigure
  /** What no quantities of the instruments traded in the domain would have followed. */
  readonly unexplained: number
  /** Quantities other than those of least variance. */
  readonly size: number
  /** What to multiply the domain's trades by for the least variance; null where they do not move. */
  readonly bestMultiple: number | null
}

/**
 * Of changes that only `domain`'s group of factors makes; null where the fund does not change. `series` turns values by row into the
 * sample that variances are of: as they are for scenarios, their differences for a path.
 */
export function tradedLoss(
  book: StressBook,
  { fund, packages, units }: StressChanges,
  domain: HedgeDomain,
  series: (values: Float64Array) => Float64Array = (values) => values,
): TradedLoss | null {
  const sample = series(fund)
  if (sample.every((change) => change === sample[0])) return null
  const [{ domains, total }] = packages
  const { trades } = book.packages[0]
  const traded = book.instruments.flatMap((instrument, u) =>
    instrument.domain === domain &&
    trades.some(({ instrument: id, quantity }) => id === instrument.id && quantity !== 0)
      ? [series(units[u])]
      : [],
  )
  const { effectiveness, basis, size, bestMultiple } = effectivenessLoss({
    fund: sample,
    own: series(domains[domain]),
    others: series(total.map((profit, r) => profit - domains[domain][r])),
    traded,
    allowed: traded,
  })
  return { effectiveness, unexplained: basis, size, bestMultiple }
}
