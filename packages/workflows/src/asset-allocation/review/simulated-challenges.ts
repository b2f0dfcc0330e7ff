import type { Challenge } from '../../review/index.ts'
import type { Unit } from '../../figures/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { analysisOf } from '../specialists/analysis-of.ts'
import { reviewedFigures, type SimulatedFigure } from './reviewed-figures.ts'

/**
 * Standard errors of the pair that two figures may be apart: with seven of them, two of which have errors from ten and twelve
 * groups of paths a regime, a false alarm comes about once in a thousand reviews of the standard regimes.
 */
const ALLOWED = 4

const own =
  'Own paths: simulated anew on independent random numbers, path by path in amounts of money, with another scheme for the variance and finer steps'

const estimated: readonly (readonly [SimulatedFigure, string, Unit, string])[] = [
  ['annualReturn', 'Return a year of the chosen rule', 'percent', ''],
  ['volatility', 'Volatility of the chosen rule', 'percent', ''],
  ['sharpe', 'Sharpe ratio of the chosen rule', 'ratio', ''],
  ['maxDrawdown', 'Expected maximum drawdown of the chosen rule', 'percent', ''],
  ['turnover', 'Turnover of the chosen rule', 'percent', ''],
  [
    'valueAtRisk',
    'Value at risk of the chosen rule',
    'percent',
    '; the quantile is interpolated between order statistics',
  ],
  [
    'expectedShortfall',
    'Expected shortfall of the chosen rule',
    'percent',
    '; the shortfall is the minimum of Rockafellar and Uryasev',
  ],
]

/** The winner's main figures, simulated again by other means. */
export const simulatedChallenges: readonly Challenge<AllocationCase>[] = estimated.map(([name, label, unit, more]) => ({
  id: `simulated-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  label,
  method: `${own}${more}.`,
  unit,
  at: () => `robustness-analyst#/candidates/0/freshAverage/${name}`,
  recompute: async (allocation, results, context) => {
    const figure = (await reviewedFigures(allocation, results, context))[name]
    const claimed = analysisOf(results, 'robustness-analyst').candidates[0].freshAverage[name].standardError ?? 0
    return {
      figure,
      allowed: ALLOWED * Math.hypot(figure.standardError ?? 0, claimed),
      why: 'Four standard errors of the two simulations together; steps and estimators differ by less.',
    }
  },
}))
