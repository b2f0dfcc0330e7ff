import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { requireFiniteResult } from '@tutti/workflows/figures'
import type { ReportDocument, Tone } from '../document/document.ts'
import { allocationSection } from './allocation-section.ts'
import { bestStrategySection } from './best-strategy-section.ts'
import { findingsOf } from './findings.ts'
import { historySection } from './history-section.ts'
import { infeasibilitySection } from './infeasibility-section.ts'
import { luckSection } from './luck-section.ts'
import { methodSection } from './method-section.ts'
import { regimeSection } from './regime-section.ts'
import { riskReturnSection } from './risk-return-section.ts'
import { robustnessSection } from './robustness-section.ts'
import { searchSection } from './search-section.ts'
import { sensitivitySection } from './sensitivity-section.ts'
import { summarySection } from './summary-section.ts'
import { validationSection } from './validation-section.ts'

const tones: Readonly<Record<AllocationResult['decision']['status'], Tone>> = {
  recommended: 'good',
  'best-compromise': 'caution',
  withheld: 'stop',
}

/**
 * The report on a study of dynamic asset allocation, without form: what every renderer starts from. Throws `invalid-input`
 * when a number of the result is not finite and `missing-data` when it names a trial or a regime that it does not have.
 * `missing` are the names of specialists that gave no result.
 */
export function allocationDocument(
  result: AllocationResult,
  run: { readonly key: string; readonly codeVersion: string },
  missing: readonly string[] = [],
): ReportDocument {
  requireFiniteResult(result)
  const findings = findingsOf(result, missing)
  const { slot } = findings
  const asOf = result.study.asOf === null ? '' : `Market data as of ${slot('date', 'study', 'asOf')}. `
  return {
    title: slot('text', 'study', 'name'),
    overline: 'Dynamic asset allocation – report to the investment committee',
    subtitle: `${asOf}${slot('length', 'study', 'regimes')} market regimes, ${slot('length', 'search', 'trials')} configurations, ${slot('count', 'study', 'paths')} paths a regime, ${slot('years', 'study', 'years')}. Seed ${slot('count', 'study', 'seed')}.`,
    status: { tone: tones[result.decision.status], label: slot('words', 'decision', 'status') },
    header: `${slot('text', 'study', 'name')} – ${slot('words', 'decision', 'status')}`,
    footer: `Tutti report on dynamic asset allocation. Simulated figures with standard errors; not investment advice.`,
    run,
    sections: [
      summarySection,
      searchSection,
      riskReturnSection,
      sensitivitySection,
      allocationSection,
      regimeSection,
      robustnessSection,
      infeasibilitySection,
      luckSection,
      historySection,
      bestStrategySection,
      validationSection,
      methodSection,
    ].map((section) => section(findings)),
  }
}
