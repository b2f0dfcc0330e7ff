import type { Text } from '../document/text.ts'
import { domains } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { proposalOfPackage } from './package-origin.ts'

/** The ids of a package's strategies, those without trades left out; of one without them, where it came from. */
export function strategyText(findings: HedgingFindings, i: number): Text {
  const { result, slot } = findings
  const { id, strategies } = result.selection.packages[i]
  if (strategies === null) {
    const by = proposalOfPackage(findings, id)
    return by === null ? 'the optimiser’s own' : `proposed by ${by}`
  }
  const hedged = domains.filter((domain) => strategies[domain] !== 'none')
  if (hedged.length === 0) return 'no hedge'
  return hedged.map((domain) => slot('text', 'selection', 'packages', i, 'strategies', domain)).join(' + ')
}
