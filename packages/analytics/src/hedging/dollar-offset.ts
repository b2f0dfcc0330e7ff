import { requireSample } from '../errors/index.ts'
import { compensatedSum, requireSameLength, type Sample } from '../statistics/index.ts'

/** How far the changes of the hedge offset those of the hedged item; 1 is a perfect offset. */
export interface DollarOffset {
  /** -sum(hedge) / sum(item) over all periods; `null` when the item did not change over them. */
  readonly cumulative: number | null
  /** The same up to each period. */
  readonly runningCumulative: readonly (number | null)[]
  /** -hedge / item in each period; `null` where the item did not change. */
  readonly byPeriod: readonly (number | null)[]
}

/**
 * Dollar offset of changes in value (money, in time order). A ratio has no meaning where the item did not change: it is
 * `null` there, and small changes give wild ratios (the small-number problem), which the cumulative one softens.
 *
 * Source: Finnerty and Grant, Alternative approaches to testing hedge effectiveness, Accounting Horizons 16 (2002).
 */
export function dollarOffset(itemChanges: Sample, hedgeChanges: Sample): DollarOffset {
  requireSample(itemChanges, 1, 'itemChanges')
  requireSample(hedgeChanges, 1, 'hedgeChanges')
  requireSameLength(itemChanges, hedgeChanges, 'itemChanges', 'hedgeChanges')
  const ratio = (hedge: number, item: number): number | null => (item === 0 ? null : -hedge / item)
  const items = Float64Array.from(itemChanges)
  const hedges = Float64Array.from(hedgeChanges)
  let [item, hedge] = [0, 0]
  const runningCumulative = Array.from(items, (change, t) => {
    item += change
    hedge += hedges[t]
    return ratio(hedge, item)
  })
  return {
    cumulative: ratio(compensatedSum(hedges), compensatedSum(items)),
    runningCumulative,
    byPeriod: Array.from(items, (change, t) => ratio(hedges[t], change)),
  }
}
