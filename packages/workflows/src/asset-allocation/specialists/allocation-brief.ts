import type { SpecialistResults } from '../../specialists/index.ts'
import type { AllocationThroughTime, CostPoint, Estimate, RivalFigures } from '../result.ts'
import type { AllocationAnalysis } from './analyses.ts'
import { analysisIfAny } from './analysis-of.ts'
import { standing } from './told-apart.ts'

const root = 'allocation-analyst#'
/** Weights closer than this are one. */
const SAME_WEIGHT = 1e-9
/** Mean weights closer than this are shown as the same per cent. */
const SHOWN_WEIGHT = 0.01

/** What the allocation analyst says offline. */
export function allocationBrief(
  { allocation, rivals, costCurve: curve }: AllocationAnalysis,
  results: SpecialistResults,
): string {
  return [
    weightText(allocation),
    rivalsText(rivals, analysisIfAny(results, 'robustness-analyst')?.candidates[0].freshAverage.sharpe),
    costText(curve),
  ].join('\n\n')
}

function weightText(allocation: readonly AllocationThroughTime[]): string {
  const last = allocation[0].mean.length - 1
  const weight = (i: number, name: string) => `{{${root}/allocation/${i}/${name}/${last} | percent 0}}`
  const regime = (i: number) => `{{${root}/allocation/${i}/regime | text}}`
  const lowest = Math.min(...allocation.flatMap(({ p05 }) => p05))
  const highest = Math.max(...allocation.flatMap(({ p95 }) => p95))
  if (highest - lowest < SAME_WEIGHT) {
    return `Whatever the market does, the chosen rule comes to the same equity weight, ${weight(0, 'mean')}: on these paths it is a constant mix.`
  }
  const mean = (i: number) => allocation[i].mean[last]
  const all = allocation.map((_, i) => i)
  const low = all.reduce((at, i) => (mean(i) < mean(at) ? i : at), 0)
  const high = all.reduce((at, i) => (mean(i) > mean(at) ? i : at), 0)
  const between = (i: number) =>
    allocation[i].p95[last] - allocation[i].p05[last] < SAME_WEIGHT
      ? 'hardly any path differs from that'
      : `all but the outermost paths hold between ${weight(i, 'p05')} and ${weight(i, 'p95')}`
  const held =
    mean(high) - mean(low) < SHOWN_WEIGHT
      ? `In the last month it holds ${weight(high, 'mean')} of equity on average in the regime ${regime(high)}, and much the same in every other; there ${between(high)}.`
      : `In the last month it holds least equity in the regime ${regime(low)}, ${weight(low, 'mean')} on average, and most in the regime ${regime(high)}, ${weight(high, 'mean')}. In the latter ${between(high)}.`
  return `The chosen rule moves its equity weight with realised volatility. ${held}`
}

function rivalsText(rivals: readonly RivalFigures[], winner: Estimate | undefined): string {
  const sharpe = (i: number) => rivals[i].average.sharpe
  const all = rivals.map((_, i) => i)
  const highest = (among: readonly number[]) => among.reduce((at, i) => (sharpe(i).value > sharpe(at).value ? i : at))
  const best = highest(all)
  const at = `${root}/rivals/${best}`
  const others = all.filter((i) => i !== best)
  const near = others.length > 0 && standing(sharpe(best), sharpe(highest(others))) !== 'above'
  const next = near
    ? ` Within the error ‘{{${root}/rivals/${highest(others)}/name | text}}’ cannot be told apart from it.`
    : ''
  const named = `Of the rivals on the same fresh paths ‘{{${at}/name | text}}’ has the highest Sharpe ratio, {{${at}/average/sharpe | ratio 3}}, at a volatility of {{${at}/average/volatility | percent 1}} and an expected maximum drawdown of {{${at}/average/maxDrawdown | percent 1}}.${next}`
  if (winner === undefined) return named
  const own = '{{robustness-analyst#/candidates/0/freshAverage/sharpe | ratio 3}}'
  const apart = 'The limits of the mandate are asked of the chosen rule alone: part of the distance may be theirs.'
  const compared = {
    same: `That of the chosen rule is the same, ${own}.`,
    tied: `The Sharpe ratio of the chosen rule, ${own}, cannot be told apart from this highest one within the error.`,
    above: `The chosen rule has a higher one, ${own}. ${apart}`,
    below: `The chosen rule has a lower one, ${own}. ${apart}`,
  }[standing(winner, sharpe(best))]
  return `${named} ${compared}`
}

function costText(curve: readonly CostPoint[]): string {
  const at = `${root}/costCurve`
  const end = curve.length - 1
  const [cheap, dear] = [curve[0].average.sharpe.value, curve[end].average.sharpe.value]
  const costs = `{{${at}/0/costBp | basis-points 0}} to one of {{${at}/${end}/costBp | basis-points 0}} on what is traded`
  const from = `{{${at}/0/average/sharpe | ratio 3}}`
  const to = `{{${at}/${end}/average/sharpe | ratio 3}}`
  const moved =
    dear === cheap
      ? `the Sharpe ratio stays where it was, at ${from}`
      : `the Sharpe ratio ${dear < cheap ? 'falls' : 'rises'} from ${from} to ${to}`
  const paths = dear === cheap ? '' : ' The paths are the same at every cost, so that their errors are common to both.'
  return `From a cost of ${costs}, ${moved}; at the former the rule trades {{${at}/0/average/turnover | percent 0}} of the portfolio a year.${paths}`
}
