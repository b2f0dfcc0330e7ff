import type { Candidate, Decision, ValidationRecord } from './result.ts'
import { weightFunctionNames } from './search/search-space.ts'

/**
 * The decision: the first candidate, recommended when it meets the mandate, a compromise when no evaluated rule does,
 * and withheld when the simulated paths failed their tests. Its words carry no figures: those are in the fields.
 */
export function decisionOf(
  validation: ValidationRecord,
  candidates: readonly Candidate[],
  feasible: boolean,
): Decision {
  const winner = candidates[0]
  const tied = candidates.slice(1).filter((candidate) => candidate.tiedWithWinner)
  const rule = `${weightFunctionNames[winner.configuration.weightFunction]} rule`
  const status = !validation.passed ? 'withheld' : feasible ? 'recommended' : 'best-compromise'
  const headline = {
    withheld:
      'No recommendation: the simulated paths failed their validation, so no figure that rests on them is a headline.',
    recommended: winner.robustness.stable
      ? `Recommended: the ${rule}. It meets every limit of the mandate on the search paths.`
      : `Recommended with a reservation: the ${rule}. It meets every limit of the mandate on the search paths, but not its stability over regimes.`,
    'best-compromise': `No evaluated rule meets the mandate. The best compromise is the ${rule}.`,
  }[status]
  const broken = winner.limits.filter((limit) => limit.status === 'broken')
  const reasons = [
    ...(validation.passed ? [] : ['At least one test of the paths against theory failed; see model validation.']),
    tied.length === 0
      ? 'No other candidate is statistically tied with it on fresh paths.'
      : 'Other candidates are statistically tied with it on fresh paths: the choice among them is open to judgement.',
    winner.robustness.stable
      ? 'It keeps the share of the best attainable performance that the mandate asks for in every regime.'
      : 'It does not keep the share of the best attainable performance that the mandate asks for in every regime.',
    broken.length === 0
      ? 'On fresh paths no limit is clearly broken.'
      : `On fresh paths these limits are broken: ${[...new Set(broken.map((limit) => limit.label))].join('; ')}.`,
  ]
  return {
    status,
    headline,
    trial: winner.trial,
    configuration: winner.configuration,
    limits: winner.limits,
    tiedTrials: tied.map((candidate) => candidate.trial),
    reasons,
  }
}
