import type { AllocationResult, Estimate, RegimeFigures } from '@tutti/workflows/asset-allocation'

type LimitCheck = AllocationResult['decision']['limits'][number]

/**
 * The limits of a mandate on made-up figures, in the order of the workflow: each on the average, losses in each regime too.
 * Feasible: every limit is met or within error. Infeasible: Sharpe ratio and some drawdowns are broken.
 */
export function simulatedLimits(
  average: RegimeFigures,
  figures: Readonly<Record<string, RegimeFigures>>,
  feasible: boolean,
): LimitCheck[] {
  const scopes: readonly (readonly [string, RegimeFigures])[] = [['average', average], ...Object.entries(figures)]
  const worst = (key: keyof RegimeFigures): number => Math.max(...scopes.map(([, f]) => f[key].value))
  const losses = (id: string, label: string, key: keyof RegimeFigures, limit: number): LimitCheck[] =>
    scopes.map(([scope, f]) => limitCheck(id, label, scope, 'at-most', limit, f[key]))
  return [
    limitCheck('minimum-sharpe', 'Sharpe ratio', 'average', 'at-least', feasible ? 0.2 : 1.5, average.sharpe),
    limitCheck('volatility-floor', 'Volatility near target: floor', 'average', 'at-least', 0.06, average.volatility),
    limitCheck('volatility-ceiling', 'Volatility near target: ceiling', 'average', 'at-most', 0.12, average.volatility),
    ...losses(
      'maximum-drawdown',
      'Expected maximum drawdown',
      'maxDrawdown',
      feasible ? worst('maxDrawdown') + 0.021 : 0.12,
    ),
    ...losses('value-at-risk', '95 % value at risk, one year', 'valueAtRisk', worst('valueAtRisk') + 0.0004),
    ...losses(
      'expected-shortfall',
      '95 % expected shortfall, one year',
      'expectedShortfall',
      worst('expectedShortfall') + 0.03,
    ),
    limitCheck('cost-budget', 'Transaction cost a year', 'average', 'at-most', 0.002, average.cost),
  ]
}

function limitCheck(
  id: string,
  label: string,
  scope: string,
  sense: 'at-most' | 'at-least',
  limit: number,
  figure: Estimate,
): LimitCheck {
  const slack = sense === 'at-most' ? limit - figure.value : figure.value - limit
  const near = Math.abs(slack) < 2 * (figure.standardError ?? 0)
  const status = near ? 'within-error' : slack >= 0 ? 'met' : 'broken'
  return { id, label, scope, sense, limit, figure, slack, relativeSlack: slack / Math.abs(limit), status }
}
