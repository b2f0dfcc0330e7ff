import type { RelationshipChanges } from './relationship-changes.ts'

/** Where a difference between items and hedge comes from. Money in base currency; the sources add up to the whole, month by month. */
interface IneffectivenessSource {
  readonly id: 'item-discounting' | 'tenor-and-curve' | 'notional' | 'other-risks' | 'credit-adjustment'
  readonly label: string
  /** Sum over the months. */
  readonly cumulative: number
  /** Root mean square of a month. */
  readonly monthly: number
}

/** What is recognised in profit or loss, and what in the cash flow hedge reserve. */
export interface Ineffectiveness {
  /** Fair value hedge: the difference. Cash flow hedge: lower of hedge and perfect hedge, in amount, cumulatively. */
  readonly method: 'difference' | 'lower-of'
  /** Over all months together. */
  readonly cumulative: number
  /** Root mean square of a month, and the largest in amount. */
  readonly monthly: number
  readonly largest: number
  /** Of the items' monthly changes (root mean square). */
  readonly monthlyShare: number | null
  /** Left in equity at the end; null for a fair value hedge. */
  readonly reserve: number | null
  readonly sources: readonly IneffectivenessSource[]
}

/**
 * Ineffectiveness from monthly changes; `credit` is what counterparties' default risk takes off the hedge in each month.
 * Source: IFRS 9 6.5.8, 6.5.11(a) (lower of), B6.5.4 to B6.5.6; IFRS 9 B6.5.28.
 */
export function ineffectiveness(
  changes: RelationshipChanges,
  credit: Float64Array,
  type: 'fair value hedge' | 'cash flow hedge',
): Ineffectiveness {
  const { item, hypothetical, hedge, hedgeOwnRisk, hedgeRatio } = changes
  const fitting = hedgeRatio > 1 ? 1 / hedgeRatio : 1
  const source = (
    id: IneffectivenessSource['id'],
    label: string,
    at: (t: number) => number,
  ): IneffectivenessSource => ({
    id,
    label,
    ...sums(item.map((_, t) => at(t))),
  })
  const byMonth =
    type === 'fair value hedge'
      ? item.map((change, t) => change + hedge[t] - credit[t])
      : differences(
          beyondReserve(
            hedge.map((change, t) => change - credit[t]),
            hypothetical,
          ),
        )
  const { cumulative, monthly } = sums(byMonth)
  const size = sums(item).monthly
  return {
    method: type === 'fair value hedge' ? 'difference' : 'lower-of',
    cumulative,
    monthly,
    largest: byMonth.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0),
    monthlyShare: size > 0 ? monthly / size : null,
    reserve: type === 'fair value hedge' ? null : total(hedge) - total(credit) - cumulative,
    sources: [
      source('item-discounting', 'Discounting of the items at their own spread', (t) => item[t] + hypothetical[t]),
      source(
        'tenor-and-curve',
        'Terms and points of the curve that differ',
        (t) => fitting * hedgeOwnRisk[t] - hypothetical[t],
      ),
      source('notional', 'Hedge beyond the whole of the items', (t) => (1 - fitting) * hedgeOwnRisk[t]),
      source('other-risks', 'Other risks of the instruments', (t) => hedge[t] - hedgeOwnRisk[t]),
      source('credit-adjustment', 'Default risk of counterparties', (t) => -credit[t]),
    ],
  }
}

/** Running sum of the hedge beyond what the perfect hedge lets stay in the reserve. */
function beyondReserve(hedge: Float64Array, hypothetical: Float64Array): Float64Array {
  let [held, perfect] = [0, 0]
  return hedge.map((change, t) => {
    held += change
    perfect += hypothetical[t]
    const reserve = held * perfect > 0 ? Math.sign(held) * Math.min(Math.abs(held), Math.abs(perfect)) : 0
    return held - reserve
  })
}

function differences(running: Float64Array): Float64Array {
  return running.map((value, t) => value - (t === 0 ? 0 : running[t - 1]))
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function sums(values: Float64Array): { readonly cumulative: number; readonly monthly: number } {
  const squares = values.reduce((sum, value) => sum + value * value, 0)
  return { cumulative: total(values), monthly: values.length === 0 ? 0 : Math.sqrt(squares / values.length) }
}
