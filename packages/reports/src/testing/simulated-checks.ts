import type { AllocationResult, ValidationRecord } from '@tutti/workflows/asset-allocation'
import { draws, estimate, type SimulatedRegime } from './simulated-figures.ts'

/** Path checks of every regime; with `fail`, the first regime's option price is off by far. */
export function simulatedChecks(regimes: readonly SimulatedRegime[], fail: boolean): ValidationRecord {
  const uniform = draws(77)
  const checks = regimes.flatMap((regime, g): ValidationRecord['checks'][number][] =>
    kinds.map(([id, label, kind, expected, error]) => {
      const bad = fail && g === 0 && id === 'call-at-the-money'
      const z = bad ? -7.31 : (uniform() - 0.5) * 4.4
      return {
        id: `${regime.id}/${id}`,
        regime: regime.id,
        label,
        kind,
        observed: estimate(expected + z * error, error),
        expected,
        z,
        threshold: 4,
        passed: !bad,
      }
    }),
  )
  return { passed: checks.every((check) => check.passed), checks }
}

const kinds = [
  ['discounted-index', 'Discounted equity index is a martingale', 'martingale', 1, 0.004],
  ['discounted-bond', 'Discounted bond index is a martingale', 'martingale', 1, 0.001],
  ['mean-log-return', 'Mean of log returns', 'moment', 0.061, 0.003],
  ['variance', 'Variance of daily returns', 'moment', 0.0324, 0.0005],
  ['equity-variance', 'Correlation of equity and variance', 'correlation', -0.7, 0.009],
  ['equity-rate', 'Correlation of equity and short rate', 'correlation', -0.3, 0.011],
  ['call-at-the-money', 'Call at the money against its closed form', 'option-price', 0.0718, 0.0014],
  ['half-step', 'Mean of the index at half the step', 'convergence', 1.083, 0.006],
] as const

/** One limit of each kind as a mandate would set it, checked on made-up figures. */
export function simulatedLimits(
  average: AllocationResult['search']['trials'][number]['average'],
  worstRegime: { readonly id: string; readonly sharpe: number },
  feasible: boolean,
): AllocationResult['decision']['limits'] {
  const loose = feasible ? 1 : 0
  const row = (
    id: string,
    label: string,
    scope: string,
    sense: 'at-most' | 'at-least',
    limit: number,
    figure: { readonly value: number; readonly standardError: number | null },
  ): AllocationResult['decision']['limits'][number] => {
    const slack = sense === 'at-most' ? limit - figure.value : figure.value - limit
    const near = Math.abs(slack) < 2 * (figure.standardError ?? 0)
    const status = near ? 'within-error' : slack >= 0 ? 'met' : 'broken'
    return { id, label, scope, sense, limit, figure, slack, relativeSlack: slack / Math.abs(limit), status }
  }
  return [
    row('minimum-sharpe', 'Sharpe ratio', 'average', 'at-least', feasible ? 0.2 : 1.5, average.sharpe),
    row('volatility-high', 'Volatility, upper end of the range', 'average', 'at-most', 0.12 + 0.1 * loose, average.volatility),
    row('volatility-low', 'Volatility, lower end of the range', 'average', 'at-least', 0.04, average.volatility),
    row('max-drawdown', 'Expected maximum drawdown', 'average', 'at-most', average.maxDrawdown.value + (feasible ? 0.02 : -0.03), average.maxDrawdown),
    row('value-at-risk', 'Value at risk, one year', 'average', 'at-most', average.valueAtRisk.value + 0.0004, average.valueAtRisk),
    row('expected-shortfall', 'Expected shortfall, one year', 'average', 'at-most', average.expectedShortfall.value + 0.03, average.expectedShortfall),
    row('cost', 'Trading cost', 'average', 'at-most', 0.002, average.cost),
    row('regime-sharpe', 'Sharpe ratio', worstRegime.id, 'at-least', -1, estimate(worstRegime.sharpe, 0.011)),
  ]
}
