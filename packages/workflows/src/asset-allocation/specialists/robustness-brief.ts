import type { Candidate, RegimeOptimum, SensitivityRecord } from '../result.ts'
import type { RobustnessAnalysis } from './analyses.ts'
import { ruleWords } from './rule-words.ts'
import { standing } from './told-apart.ts'
import { wordList } from './word-list.ts'

const root = 'robustness-analyst#'
const winnerAt = `${root}/candidates/0`
/** Names in a list, at most. */
const MOST_NAMED = 6

/** The parameter that explains most of the variance of the Sharpe ratio, alone and together with others. */
export function strongestParameter({ total }: Pick<SensitivityRecord, 'total'>): number {
  return total.reduce((best, { value }, i) => (value > total[best].value ? i : best), 0)
}

/** What the robustness analyst says offline. */
export function robustnessBrief(analysis: RobustnessAnalysis): string {
  const { candidates, regimeOptima, sensitivity, accepted } = analysis
  return [
    winnerText(candidates[0]),
    tiesText(candidates),
    `${optimaText(regimeOptima, candidates[0])} ${lowestText(analysis)} ${stabilityText(analysis)}`,
    sensitivityText(sensitivity),
    ...(accepted.length === 0
      ? []
      : [
          `Accepted proposals that are taken into this ranking: {{${root}/accepted | length}}; what each comes to stands with the proposals.`,
        ]),
  ].join('\n\n')
}

function winnerText({ freshScore, searchScore }: Candidate): string {
  const at = winnerAt
  const other = `the {{${at}/searchScore | ratio 3}} on the paths it was chosen on`
  const moved = {
    same: `the same as ${other}`,
    tied: `which cannot be told apart from ${other}`,
    above: `higher than ${other}`,
    below: `lower than ${other}`,
  }[standing(freshScore, searchScore)]
  return `First in the ranking is the ${ruleWords(`${at}/configuration`)}. On fresh paths, never used in the search, its score is {{${at}/freshScore | ratio 3}}, ${moved}. Averaged over the regimes it earns {{${at}/freshAverage/annualReturn | percent 1}} a year at a volatility of {{${at}/freshAverage/volatility | percent 1}}: a Sharpe ratio of {{${at}/freshAverage/sharpe | ratio 2}}, with an expected maximum drawdown of {{${at}/freshAverage/maxDrawdown | percent 1}}.`
}

function tiesText(candidates: readonly Candidate[]): string {
  const others = candidates.slice(1)
  if (others.length === 0)
    return 'It is the only rule that was looked at closely, so there is nothing to rank it against.'
  const looked = `{{${root}/candidates | length}} rules were looked at closely.`
  const alike = others.filter(({ differenceToWinner: { value, standardError } }) => value === 0 && !standardError)
  if (alike.length === others.length) {
    return `${looked} On fresh paths they all score exactly the same: their parameters differ and their behaviour does not.`
  }
  const tied = others.filter(({ tiedWithWinner }) => tiedWithWinner).length
  const exactly = alike.length > 0 ? ' Some of these score exactly the same as the winner.' : ''
  const open = 'the choice among them is a matter of judgement, not of figures.'
  if (tied === 0) return `${looked} Each of the others can be told apart from it on fresh paths.`
  if (tied === others.length) {
    return `${looked} On fresh paths none of the others can be told apart from the first: ${open}${exactly}`
  }
  return `${looked} Counting the first, {{${root}/candidates | length tiedWithWinner true}} of them score alike on fresh paths within the error of the comparison with it: ${open}${exactly}`
}

/** The id of a regime, cited where the optima have it. */
function regimeText(optima: readonly RegimeOptimum[], id: string): string {
  return `{{${root}/regimeOptima/${optima.findIndex(({ regime }) => regime === id)}/regime | text}}`
}

/** What other rules do better in single regimes, on the search paths. */
function optimaText(optima: readonly RegimeOptimum[], { trial: winner }: Candidate): string {
  const gap = (i: number) => optima[i].sharpe.value - optima[i].winnerSharpe.value
  const clear = optima.flatMap(({ tiedTrials }, i) => (gap(i) > 0 && !tiedTrials.includes(winner) ? [i] : []))
  if (clear.length === 0) {
    return optima.every((_, i) => gap(i) <= 0)
      ? 'No evaluated rule has a better Sharpe ratio than it in any single regime.'
      : 'In no single regime does an evaluated rule have a Sharpe ratio that is better than its own by more than the error.'
  }
  const at = clear.reduce((worst, i) => (gap(i) > gap(worst) ? i : worst))
  const place = `${root}/regimeOptima/${at}`
  const figures = `on the search paths the winner has {{${place}/winnerSharpe | ratio 2}} and the best rule for that regime alone has {{${place}/sharpe | ratio 2}}`
  const better = 'some rule has a better Sharpe ratio than the winner, by more than the error'
  if (clear.length === 1) return `In the regime {{${place}/regime | text}}, and in no other, ${better}: ${figures}.`
  const where = clear.length === optima.length ? 'In every regime' : 'In several regimes'
  return `${where} ${better}. The distance is widest in the regime {{${place}/regime | text}}, where ${figures}.`
}

function lowestText({ candidates, regimeOptima }: RobustnessAnalysis): string {
  const { freshFigures } = candidates[0]
  const named = (id: string) => regimeText(regimeOptima, id)
  const ids = Object.keys(freshFigures)
  const sharpe = (id: string) => freshFigures[id].sharpe
  const lowest = ids.reduce((worst, id) => (sharpe(id).value < sharpe(worst).value ? id : worst))
  const near = ids.filter((id) => id !== lowest && standing(sharpe(id), sharpe(lowest)) !== 'above')
  const figure = `{{${winnerAt}/freshFigures/${lowest}/sharpe | ratio 2}}`
  const text = `On fresh paths its Sharpe ratio is lowest in the regime ${named(lowest)}, ${figure}`
  if (near.length === 0) return `${text}.`
  if (near.length === ids.length - 1) return `${text}; it cannot be told apart from that of any other regime.`
  return `${text}, not told apart from that of ${near.length === 1 ? 'the regime' : 'the regimes'} ${wordList(near.slice(0, MOST_NAMED).map(named))}.`
}

function stabilityText({ candidates, regimeOptima, regimesBelow }: RobustnessAnalysis): string {
  if (candidates[0].robustness.stable) {
    return 'In every regime that counts it keeps the share of the best that the mandate asks for.'
  }
  const { retained } = candidates[0].robustness
  const named = regimesBelow
    .toSorted((a, b) => retained[a] - retained[b])
    .slice(0, MOST_NAMED)
    .map((id) => `${regimeText(regimeOptima, id)} ({{${winnerAt}/robustness/retained/${id} | percent 0}} kept)`)
  const more = regimesBelow.length > MOST_NAMED ? ', among others' : ''
  return `It does not keep the share of the best that the mandate asks for in ${regimesBelow.length === 1 ? 'the regime' : 'the regimes'} ${wordList(named)}${more}.`
}

function sensitivityText({ parameters, total, firstOrder }: SensitivityRecord): string {
  const best = strongestParameter({ total })
  const zero = { value: 0, standardError: null }
  if (standing(total[best], zero) !== 'above') {
    return 'Over the space that the mandate lets be searched no parameter is shown to matter to the average Sharpe ratio.'
  }
  const at = `${root}/sensitivity`
  const name = (i: number) => `{{${at}/parameters/${i} | words}}`
  const all = `{{${at}/total/${best} | percent 0}} of its variance involve it`
  const alone =
    standing(firstOrder[best], zero) === 'above'
      ? `{{${at}/firstOrder/${best} | percent 0}} of it without the help of the others`
      : 'none of it, within the error, without the help of the others'
  const near = parameters.flatMap((_, i) =>
    i !== best && standing(total[best], total[i]) !== 'above'
      ? [`the ${name(i)} ({{${at}/total/${i} | percent 0}})`]
      : [],
  )
  const rivals =
    near.length === 0
      ? ' No other parameter comes near to it within the error.'
      : ` Within the error it cannot be told apart from ${wordList(near)}.`
  const matters =
    near.length === 0
      ? `the ${name(best)} matters most to the average Sharpe ratio`
      : `the average Sharpe ratio depends most, by the figure alone, on the ${name(best)}`
  return `Over the whole space of rules ${matters}: ${all}, ${alone}.${rivals}`
}
