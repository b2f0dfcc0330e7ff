import type { Text } from '../document/text.ts'
import { domains } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** The ids of a package's strategies, those without trades left out. */
export function strategyText({ result, slot }: HedgingFindings, i: number): Text {
  const { strategies } = result.selection.packages[i]
  if (strategies === null) return 'the optimiser’s own'
  const hedged = domains.filter((domain) => strategies[domain] !== 'none')
  if (hedged.length === 0) return 'no hedge'
  return hedged.map((domain) => slot('text', 'selection', 'packages', i, 'strategies', domain)).join(' + ')
}
