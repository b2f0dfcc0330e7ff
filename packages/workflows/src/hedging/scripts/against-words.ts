import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { worsenedStresses } from '../analyses/worsened-stresses.ts'
import { citing, listed } from './cited.ts'

const cite = citing('hedge-selection')
/** Stresses named at most. */
const named = 3

/** What speaks against the choice: who is missing, counterparties, stresses and crises, collateral, ties. */
export function againstWords(selection: HedgeSelection, missing: readonly string[]): string {
  const { drawdowns, counterparties, collateral, chosen } = selection
  const deeper = drawdowns.rows.flatMap((row, i) => (row.package === 'chosen' && (row.removed ?? 0) < 0 ? [i] : []))
  const move = cite('basis-points 0', 'collateral', 'requiredBp')
  return [
    ...(missing.length === 0
      ? []
      : [
          `There is no result of ${listed(missing)}: the choice was made without hedges of theirs, and stands under that reservation.`,
        ]),
    ...(counterparties.status === 'limits exceeded'
      ? ['No split among the counterparties keeps each within its limits.']
      : []),
    ...(chosen.trades.length === 0 ? [] : stressWords(selection)),
    ...(deeper.length > 0 && chosen.trades.length > 0
      ? [
          `The surplus falls deeper with the hedge than without it in ${listed(deeper.map((i) => cite('text', 'drawdowns', 'rows', i, 'window')))}.`,
        ]
      : []),
    collateral.standsRequired
      ? `The collateral buffer stands the move of ${move} in yields that the mandate asks for.`
      : `The collateral buffer does not stand the move of ${move} in yields that the mandate asks for.`,
    ...(selection.selection.tied.length === 0
      ? []
      : [
          'Other packages within the limits have scores within Monte Carlo error of this one: the choice among them is open to judgement.',
        ]),
  ].join(' ')
}

/** Stresses by whether they hurt the unhedged fund. */
function stressWords({ stress }: HedgeSelection): string[] {
  const { deepened, turned } = worsenedStresses(stress)
  const some = (places: readonly number[]): string =>
    places
      .slice(0, named)
      .map((i) => `“${cite('text', 'stress', 'rows', i, 'label')}”`)
      .concat(places.length > named ? ['further ones'] : [])
      .join('; ')
  const worse =
    deepened.length === 0
      ? []
      : [`Of the stresses that hurt the unhedged fund, these hurt the hedged one more: ${some(deepened)}.`]
  const lost =
    turned.length === 0
      ? []
      : [
          `These stresses hurt the hedged fund and not the unhedged one${turned.length > named ? ', the worst first' : ''}: ${some(turned)}.`,
        ]
  return [...worse, ...lost]
}
