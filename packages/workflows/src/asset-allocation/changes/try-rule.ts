import type { ChangeEffect, ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { averageFigures } from '../evaluation.ts'
import { proposedRule, ruleTerms, type RuleTerms } from '../search/proposed-rule.ts'
import { type EvaluatedTrial, evaluatedTrials } from '../search/trials.ts'
import { changedFigures, isBetter, scoreMeasure } from './change-measures.ts'
import { insideSpace } from './inside-space.ts'
import { knownResults } from './known-results.ts'

/** One rule more: evaluated on the paths of the search, and a trial of the study if it is better than the best. */
export const tryRule: ChangeKind<AllocationCase> = {
  kind: 'try-rule',
  description:
    'Evaluates one allocation rule on the very paths of the search and compares its score with that of the best rule so far. weight_function: inverse-vol, inverse-vol-squared, linear-decay or sigmoid; target_volatility: annual decimal; window_months: whole months of the volatility estimate; risk_aversion: gamma of the cap on the weight. The rule has to lie in the search space of the mandate.',
  terms: ruleTerms,
  example: { weight_function: 'inverse-vol', target_volatility: 0.1, window_months: 12, risk_aversion: 2 },
  takenBy: 'robustness-analyst',
  effect: async (allocation, results, terms, context) => {
    const known = knownResults(allocation, results)
    const rule = insideSpace(() => proposedRule(known.study, terms as RuleTerms))
    if ('outside' in rule) return rule.outside
    const inputs = { inputs: allocation.inputs, weights: known.study.weights, rule: rule.inside }
    const [tried] = await context.step('what-if/try-rule', inputs, known.study.seed, () =>
      evaluatedTrials(context, known.study, [rule.inside], 0, 0, {
        purpose: 'search',
        paths: known.study.paths,
        step: 'what-if/try-rule',
      }),
    )
    return rivalEffect(known, tried)
  },
}

/** What a rule comes to that stands against the best one. */
export function rivalEffect({ study, best }: ReturnType<typeof knownResults>, rival: EvaluatedTrial): ChangeEffect {
  const measure = scoreMeasure('score of the best rule on the search paths', best.score, rival.score)
  const average = (one: EvaluatedTrial) => averageFigures(one.evaluation.regimes, study.weights)
  const worse = rival.trial.violation > best.trial.violation
  const outside = !rival.trial.feasible && (best.trial.feasible || worse)
  const better = isBetter(measure)
  const reason = outside
    ? best.trial.feasible
      ? 'It breaks limits of the mandate that the best rule meets.'
      : 'It breaks the limits of the mandate by more than the best rule does.'
    : better
      ? 'Its score is higher than that of the best rule, beyond twice the error of the pair.'
      : 'Its score is not higher than that of the best rule beyond twice the error of the pair.'
  return {
    verdict: outside ? 'outside-mandate' : better ? 'helps' : 'no-help',
    reasons: [
      reason,
      ...(rival.trial.feasible ? [] : ['No rule that breaks a limit is recommended; at most it is a compromise.']),
    ],
    measure,
    figures: changedFigures(average(best), average(rival)),
  }
}
