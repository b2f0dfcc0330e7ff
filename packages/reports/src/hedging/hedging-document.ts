import type { HedgingResult } from '@tutti/workflows/hedging'
import type { ReportDocument, Tone } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { requireFiniteResult } from '@tutti/workflows/figures'
import { accountingSection } from './accounting-section.ts'
import { collateralSection } from './collateral-section.ts'
import { counted } from '../document/counted-words.ts'
import { counterpartySection } from './counterparty-section.ts'
import { effectivenessSection } from './effectiveness-section.ts'
import { executionSection } from './execution-section.ts'
import { exposureSection } from './exposure-section.ts'
import { hedgingFindings } from './hedging-findings.ts'
import { methodSection } from './method-section.ts'
import { packageSection } from './package-section.ts'
import { replaySection } from './replay-section.ts'
import { savingsSection } from './savings-section.ts'
import { strategySection } from './strategy-section.ts'
import { stressSection } from './stress-section.ts'
import { summarySection } from './summary-section.ts'
import { whyNotSection } from './why-not-section.ts'

const statuses: Readonly<Record<HedgingResult['decision']['status'], { readonly tone: Tone; readonly label: Text }>> = {
  recommended: { tone: 'good', label: 'Recommended' },
  'best-compromise': { tone: 'caution', label: 'Best compromise' },
  'no-hedge': { tone: 'good', label: 'No hedge' },
}

/**
 * The report on a study of multi-asset hedging, without form: what every renderer starts from. Throws `invalid-input` when a
 * number of the result is not finite and `missing-data` when it names a package that it does not have.
 */
export function hedgingDocument(
  result: HedgingResult,
  run: { readonly key: string; readonly codeVersion: string },
): ReportDocument {
  requireFiniteResult(result)
  const findings = hedgingFindings(result)
  const { slot } = findings
  const simulated = result.study.origin === 'simulated'
  const { tone, label } = statuses[result.decision.status]
  const badge = simulated ? `${label} – simulated fund and market` : label
  return {
    title: slot('text', 'study', 'name'),
    overline: 'Multi-asset hedging – report to the risk committee',
    subtitle: `${simulated ? 'Simulated fund and market. ' : ''}As of ${slot('date', 'study', 'asOf')}. ${counted(slot('count', 'study', 'holdings'), result.study.holdings, 'holding')}, ${counted(slot('length', 'selection', 'packages'), result.selection.packages.length, 'package')} on ${slot('count', 'study', 'scenarios', 'count')} joint scenarios. Seed ${slot('count', 'study', 'seed')}.`,
    status: { tone, label: badge },
    header: `${slot('text', 'study', 'name')} – ${badge}`,
    footer: `Tutti report on multi-asset hedging. ${simulated ? 'Simulated fund and market. ' : ''}Nothing is sent; not investment advice.`,
    run,
    sections: [
      summarySection,
      exposureSection,
      strategySection,
      packageSection,
      whyNotSection,
      stressSection,
      effectivenessSection,
      replaySection,
      collateralSection,
      counterpartySection,
      accountingSection,
      executionSection,
      savingsSection,
      methodSection,
    ].map((section) => section(findings)),
  }
}
