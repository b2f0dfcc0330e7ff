import type { SearchRecord } from '../result.ts'
import { ruleWords } from './rule-words.ts'
import { standing, standingOf } from './told-apart.ts'

const root = 'strategy-searcher#/record'

/** Why the search ended, after `The search ended because`. */
const endings: Readonly<Record<SearchRecord['stop']['reason'], string>> = {
  converged: 'its best score no longer improved by as much as the mandate asks for',
  iterations: 'the number of trials was used up',
  time: 'its time limit was reached',
  cost: 'another generation would have gone beyond its budget',
}

/** The trial with the best score; the first of them where several share it. */
export function bestTrial({ trials }: SearchRecord): number {
  return trials.reduce((best, { score }, i) => (score.value > trials[best].score.value ? i : best), 0)
}

/** What the strategy searcher says offline. */
export function searchBrief(record: SearchRecord): string {
  return [effortText(record), bestText(record), ...samplingText(record), ...steeringText(record)].join('\n\n')
}

function effortText({ trials, generations, stop }: SearchRecord): string {
  const rules = `{{${root}/trials | length}} ${trials.length === 1 ? 'rule was' : 'rules were'} evaluated in {{${root}/generations | length}} ${generations.length === 1 ? 'generation' : 'generations'}`
  return `${rules}, each on the same paths of every regime. The search ended because ${endings[stop.reason]}. ${feasibleText(trials)}`
}

function feasibleText(trials: SearchRecord['trials']): string {
  const feasible = trials.filter((trial) => trial.feasible).length
  const limits = 'every limit of the mandate on the search paths'
  if (feasible === 0)
    return `None of them meets ${limits}; the score then trades the Sharpe ratio against the violations.`
  if (feasible === trials.length && feasible > 1) return `All of them meet ${limits}.`
  return `{{${root}/trials | length feasible true}} of them ${feasible === 1 ? 'meets' : 'meet'} ${limits}.`
}

function bestText(record: SearchRecord): string {
  const best = bestTrial(record)
  const { trials } = record
  const alike = trials.filter(({ score }) => score.value === trials[best].score.value).length
  const owner =
    alike === 1
      ? 'belongs to the'
      : alike === trials.length
        ? 'is that of every rule; the first of them is the'
        : 'is that of several rules; the first of them is the'
  return `The best score, {{${root}/trials/${best}/score | ratio 3}}, ${owner} ${ruleWords(`${root}/trials/${best}/configuration`)}. Averaged over the regimes it has a Sharpe ratio of {{${root}/trials/${best}/average/sharpe | ratio 2}} and a volatility of {{${root}/trials/${best}/average/volatility | percent 1}}.`
}

function samplingText(record: SearchRecord): string[] {
  const { pureSamplingBest: pure, trials } = record
  if (pure === null) return []
  const best = bestTrial(record)
  const reach = `As many rules drawn by pure sampling on the same paths reach {{${root}/pureSamplingBest | ratio 3}} at best`
  const own = `the {{${root}/trials/${best}/score | ratio 3}} of the adaptive search`
  const verdict = {
    same: `${reach}, the same as the adaptive search.`,
    tied: `${reach}, against ${own}: the difference is within the error of the score, so neither way of searching is shown to be the better one.`,
    above: `${reach}, against ${own}: the adaptive search found a better one, by more than the error of the score.`,
    below: `${reach}, against ${own}: on this occasion learning from earlier rules did not pay.`,
  }
  return [verdict[standing(trials[best].score, { value: pure, standardError: null })]]
}

function steeringText({ steering }: SearchRecord): string[] {
  if (steering === null) return []
  const at = `${root}/steering`
  const bought = {
    same: 'so steering changed nothing',
    tied: 'which is within the error of the comparison: a tie',
    above: 'more than the error of the comparison',
    below: 'so steering did harm',
  }[standingOf(steering.difference)]
  const stands =
    steering.stands === 'steered'
      ? 'The study goes on with the steered search.'
      : 'The study goes on with the search of the sampler alone.'
  return [
    `An agent directed {{${at}/steeredTrials | count}} of {{${at}/trials | count}} trials. The best score is {{${at}/steeredBest | ratio 3}} when steered and {{${at}/samplerBest | ratio 3}} by the sampler alone, with as many trials on the same paths; the difference is {{${at}/difference | ratio 3}}, ${bought}. ${stands}`,
  ]
}
