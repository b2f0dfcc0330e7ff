import type { HistoryRecord, LuckRecord } from '../result.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { HistoryAnalysis } from './analyses.ts'
import { rulesAlike } from './rules-alike.ts'

const root = 'market-historian#/record'
/** Confidence that tests usually ask for. */
const USUAL_CONFIDENCE = 0.95

/** What the market historian says offline. */
export function historyBrief({ record, luck }: HistoryAnalysis, results: SpecialistResults): string {
  if (record === null) {
    return 'No market data were given, so the chosen rule was not walked through any history. Everything that is said of it rests on the simulated regimes.'
  }
  return [walkText(record), ...rivalText(record), ...crisisText(record), ...luckText(luck, rulesAlike(results))].join(
    '\n\n',
  )
}

function walkText({ origin, strategies: [{ figures: winner }] }: HistoryRecord): string {
  const own = `${root}/strategies/0/figures`
  const made = origin === 'simulated' ? ' The data are simulated, not those of any market.' : ''
  const sharpe =
    winner.sharpe === null
      ? 'It has no Sharpe ratio, for it never differed from cash.'
      : `Its Sharpe ratio was {{${own}/sharpe/value | ratio 2}}, with a 95 % interval from {{${own}/sharpe/low | ratio 2}} to {{${own}/sharpe/high | ratio 2}}.`
  const drawdown =
    winner.maxDrawdown > 0
      ? `Its deepest drawdown was {{${own}/maxDrawdown | percent 1}} and the longest lasted {{${own}/longestDrawdownMonths | months 0}}.`
      : 'It had no drawdown.'
  return `From {{${root}/from | date}} to {{${root}/to | date}} the chosen rule, which never saw a later price than the day of its decision, would have returned {{${own}/annualReturn/value | percent 1}} a year at a volatility of {{${own}/volatility/value | percent 1}}. ${sharpe} ${drawdown}${made}`
}

function rivalText({ differences, strategies: all }: HistoryRecord): string[] {
  if (differences.length === 0) return []
  const clear = differences.filter(({ sharpe }) => sharpe.low > 0).length
  const behind = differences.filter(({ sharpe }) => sharpe.high < 0).length
  const at = differences.findIndex(({ rival }) => rival === 'sixty-forty')
  const name = all.findIndex(({ id }) => id === 'sixty-forty')
  const pair = at < 0 || name < 0 ? '' : `${pairText(differences[at].sharpe, at, name)} `
  const verdict =
    clear === 0 && behind === 0
      ? 'History does not tell its Sharpe ratio apart from that of any rival.'
      : behind === 0
        ? 'Against some rivals the whole interval speaks for it; against none does it speak for the rival.'
        : clear === 0
          ? 'Against some rivals the whole interval speaks for the rival, and against none for the rule.'
          : 'Against some rivals the whole interval speaks for it, and against some for the rival.'
  return [`${pair}${verdict}`]
}

function pairText(
  { value, low, high }: HistoryRecord['differences'][number]['sharpe'],
  difference: number,
  rival: number,
): string {
  const other = `that of ‘{{${root}/strategies/${rival}/name | text}}’`
  if (value === 0) return `Its Sharpe ratio is the same as ${other}.`
  const at = `${root}/differences/${difference}/sharpe`
  const apart = low > 0 || high < 0 ? '' : ', which does not tell them apart'
  return `Its Sharpe ratio less ${other} is {{${at}/value | ratio 2}}, with a 95 % interval from {{${at}/low | ratio 2}} to {{${at}/high | ratio 2}}${apart}.`
}

function crisisText({ crisisWindows: windows }: HistoryRecord): string[] {
  const known = windows.flatMap((window, i) => (Object.hasOwn(window.strategies, 'winner') ? [i] : []))
  if (known.length === 0) return []
  const own = (i: number) => windows[i].strategies['winner']
  const place = (i: number) => `${root}/crisisWindows/${i}`
  const name = (i: number) => `‘{{${place(i)}/name | text}}’`
  const drawdown = (i: number) => `{{${place(i)}/strategies/winner/maxDrawdown | percent 1}}`
  const result = (i: number) => `{{${place(i)}/strategies/winner/totalReturn | percent 1}}`
  const deepest = known.reduce((at, i) => (own(i).maxDrawdown > own(at).maxDrawdown ? i : at))
  const worst = known.reduce((at, i) => (own(i).totalReturn < own(at).totalReturn ? i : at))
  const lost = own(worst).totalReturn < 0
  if (own(deepest).maxDrawdown <= 0) return ['It had no drawdown in any of the crises of this history.']
  if (deepest === worst && lost) {
    return [
      `Of the crises in this history ${name(deepest)} hit it hardest: its deepest drawdown in a crisis was ${drawdown(deepest)}, and its return over the whole of it was ${result(deepest)}.`,
    ]
  }
  const most = lost
    ? `Over a whole crisis its return was lowest in ${name(worst)}: ${result(worst)}.`
    : 'Over none of the crises as a whole did it lose money.'
  return [
    `Of the crises in this history its drawdown was deepest in ${name(deepest)}: ${drawdown(deepest)}, with a return of ${result(deepest)} from the beginning of it to the end. ${most}`,
  ]
}

function luckText(luck: LuckRecord['historical'], alike: boolean): string[] {
  if (luck === null) return []
  const at = 'market-historian#/luck'
  const above =
    luck.sharpeAnnual > luck.expectedMaximumSharpeAnnual
      ? 'is above'
      : luck.sharpeAnnual < luck.expectedMaximumSharpeAnnual
        ? 'is below'
        : 'equals'
  const confidence =
    luck.deflatedSharpeProbability < USUAL_CONFIDENCE
      ? 'short of the confidence that tests usually ask for'
      : 'as much confidence as tests usually ask for'
  return [
    `The best of as many rules without any skill would be expected to show a Sharpe ratio of {{${at}/expectedMaximumSharpeAnnual | ratio 2}}; that of the rule, {{${at}/sharpeAnnual | ratio 2}} by monthly returns, ${above} it. The deflated Sharpe ratio puts the probability that it has more than such luck at {{${at}/deflatedSharpeProbability | percent 0}}, ${confidence}. Any portfolio that earned the equity premium as steadily would score as well: it is no evidence against simple rivals.`,
    alike
      ? 'All rules score exactly the same, so that cross-validation has nothing to choose from. The search itself never saw this history.'
      : `Cross-validation puts the probability that the rule picked as best on one part of this history does no better than the median of all rules on the rest at {{${at}/overfittingProbability | percent 0}}. The search itself never saw this history.`,
  ]
}
