import type { Text } from '../document/text.ts'
import type { Keys } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { isTight } from './limit-cells.ts'

/** Share of an exposure by which the hedged one must lie on the other side to count as hedged too far. */
const overshoot = 0.05

/** Whether a hedge turns an exposure round: what is left has the other sign and is more than a twentieth of it. */
export function isOverhedged({ before, after }: { readonly before: number; readonly after: number }): boolean {
  return before * after < 0 && Math.abs(after) > overshoot * Math.abs(before)
}

/** Exposures that the package turns round, one line each: currencies, parallel moves of curves, break-evens and spreads. */
export function overhedgingLines({ result, slot }: HedgingFindings): Text[] {
  const { currencies, rates, inflation, credit } = result.selection.afterHedge
  const at: Keys = ['selection', 'afterHedge']
  const line = (name: Text, format: string, keys: Keys): Text =>
    `${name}: ${slot(format, ...keys, 'before')} before, ${slot(format, ...keys, 'after')} after`
  return [
    ...currencies.flatMap((each, i) =>
      isOverhedged(each)
        ? [
            line(`${slot('text', ...at, 'currencies', i, 'currency')} net of liabilities`, 'money 0', [
              ...at,
              'currencies',
              i,
            ]),
          ]
        : [],
    ),
    ...rates.flatMap(({ parallel }, i) =>
      isOverhedged(parallel)
        ? [
            line(`${slot('text', ...at, 'rates', i, 'currency')} rates, gain for a basis point down`, 'money 2', [
              ...at,
              'rates',
              i,
              'parallel',
            ]),
          ]
        : [],
    ),
    ...inflation.flatMap(({ parallel }, i) =>
      isOverhedged(parallel)
        ? [
            line(
              `${slot('text', ...at, 'inflation', i, 'currency')} break-evens, gain for a basis point up`,
              'money 2',
              [...at, 'inflation', i, 'parallel'],
            ),
          ]
        : [],
    ),
    ...(isOverhedged(credit.total)
      ? [line('credit spreads, loss for a basis point wider', 'money 2', [...at, 'credit', 'total'])]
      : []),
  ]
}

/** Labels of the limits that are met with next to no slack. */
export function tightLimits({ result, slot }: HedgingFindings): Text[] {
  return result.decision.limits.flatMap((limit, i) =>
    isTight(limit) ? [slot('text', 'decision', 'limits', i, 'label')] : [],
  )
}

/** The counterparty with most of what is not cleared, and its share; null where all is cleared or nothing traded. */
export function concentrationText({ result, slot }: HedgingFindings): Text | null {
  const { byCounterparty } = result.selection.counterparties.concentration
  const largest = byCounterparty
    .map((each, i) => ({ ...each, i }))
    .filter(({ counterparty, share }) => counterparty !== 'cleared' && share !== null && share > 0)
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0) || a.i - b.i)
    .at(0)
  if (largest === undefined) return null
  const at: Keys = ['selection', 'counterparties', 'concentration', 'byCounterparty', largest.i]
  return `${slot('percent 0', ...at, 'share')} of the notional that is not cleared is dealt with ${slot('text', ...at, 'counterparty')}`
}
