import type { Candidate, RegimeOptimum, SensitivityRecord } from '../result.ts'
import type { RobustnessAnalysis } from './analyses.ts'
import { ruleWords } from './rule-words.ts'

const root = 'robustness-analyst#'

/** The parameter that explains most of the variance of the Sharpe ratio, alone and together with others. */
export function strongestParameter({ total }: SensitivityRecord): number {
  return total.reduce((best, { value }, i) => (value > total[best].value ? i : best), 0)
}

/** What the robustness analyst says offline. */
export function robustnessBrief({ candidates, regimeOptima, sensitivity, accepted }: RobustnessAnalysis): string {
  return [
    winnerText(candidates[0]),
    tiesText(candidates),
    regimesText(regimeOptima, candidates[0]),
    sensitivityText(sensitivity),
    ...(accepted.length === 0
      ? []
      : [
          `{{${root}/accepted | length}} accepted proposals are taken into this ranking; what each comes to stands with the proposals.`,
        ]),
  ].join('\n\n')
}

function winnerText({ freshScore, searchScore }: Candidate): string {
  const at = `${root}/candidates/0`
  const moved =
    freshScore.value < searchScore.value
      ? 'lower than'
      : freshScore.value > searchScore.value
        ? 'higher than'
        : 'the same as'
  return `First in robustness is the ${ruleWords(`${at}/configuration`)}. On fresh paths, never used in the search, its score is {{${at}/freshScore | ratio 3}}, ${moved} the {{${at}/searchScore | ratio 3}} on the paths it was chosen on. Averaged over the regimes it earns {{${at}/freshAverage/annualReturn | percent 1}} a year at a volatility of {{${at}/freshAverage/volatility | percent 1}}: a Sharpe ratio of {{${at}/freshAverage/sharpe | ratio 2}}, with an expected maximum drawdown of {{${at}/freshAverage/maxDrawdown | percent 1}}.`
}

function tiesText(candidates: readonly Candidate[]): string {
  const others = candidates.length - 1
  if (others === 0) return 'It is the only rule that the search found, so there is nothing to rank it against.'
  const tied = candidates.slice(1).filter(({ tiedWithWinner }) => tiedWithWinner).length
  const looked = `{{${root}/candidates | length}} rules were looked at closely.`
  if (tied === 0) return `${looked} None of the others is within the error of the comparison with it on fresh paths.`
  return `${looked} {{${root}/candidates | length tiedWithWinner true}}, itself among them, cannot be told apart from it on fresh paths: the choice among them is a matter of judgement, not of figures.`
}

function regimesText(optima: readonly RegimeOptimum[], { robustness }: Candidate): string {
  const gap = ({ sharpe, winnerSharpe }: RegimeOptimum) => sharpe.value - winnerSharpe.value
  const at = optima.reduce((worst, optimum, i) => (gap(optimum) > gap(optima[worst]) ? i : worst), 0)
  const stable = robustness.stable
    ? 'In every regime that counts it keeps the share of the best that the mandate asks for.'
    : 'It does not keep the share of the best that the mandate asks for in every regime.'
  if (gap(optima[at]) <= 0) return `No evaluated rule does better than it in any single regime. ${stable}`
  const place = `${root}/regimeOptima/${at}`
  return `No rule is the best everywhere. The winner gives up most in the regime {{${place}/regime | text}}, where it has a Sharpe ratio of {{${place}/winnerSharpe | ratio 2}} and the best rule for that regime alone has {{${place}/sharpe | ratio 2}}. Its lowest Sharpe ratio, on the search paths, is that of the regime {{${root}/candidates/0/robustness/worstRegime | text}}: {{${root}/candidates/0/robustness/worstRegimeSharpe | ratio 3}}. ${stable}`
}

function sensitivityText(sensitivity: SensitivityRecord): string {
  const best = strongestParameter(sensitivity)
  if (sensitivity.total[best].value <= 0) {
    return 'Over the space that the mandate lets be searched the Sharpe ratio does not depend on any of the parameters.'
  }
  const at = `${root}/sensitivity`
  return `Over the whole space of rules the {{${at}/parameters/${best} | words}} matters most to the average Sharpe ratio: {{${at}/total/${best} | percent 0}} of its variance involve it, {{${at}/firstOrder/${best} | percent 0}} of it without the help of the others.`
}
