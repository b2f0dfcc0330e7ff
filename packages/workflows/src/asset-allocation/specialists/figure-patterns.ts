import type { CitableFigure } from '../../specialists/index.ts'

/** Citable figures of a rule's performance below a place in a result. */
export function performanceFigures(at: string): readonly CitableFigure[] {
  return [
    { pattern: `${at}/annualReturn`, label: 'return a year', unit: 'percent', digits: 1, sense: 'gain' },
    { pattern: `${at}/volatility`, label: 'volatility a year', unit: 'percent', digits: 1, sense: 'level' },
    { pattern: `${at}/sharpe`, label: 'Sharpe ratio', unit: 'ratio', digits: 2, sense: 'gain' },
    { pattern: `${at}/maxDrawdown`, label: 'expected maximum drawdown', unit: 'percent', digits: 1, sense: 'loss' },
    { pattern: `${at}/worstDrawdown`, label: 'mean of the worst drawdowns', unit: 'percent', digits: 1, sense: 'loss' },
    { pattern: `${at}/valueAtRisk`, label: 'value at risk, one year', unit: 'percent', digits: 1, sense: 'loss' },
    {
      pattern: `${at}/expectedShortfall`,
      label: 'expected shortfall, one year',
      unit: 'percent',
      digits: 1,
      sense: 'loss',
    },
    { pattern: `${at}/turnover`, label: 'traded weight a year', unit: 'percent', digits: 0, sense: 'level' },
    { pattern: `${at}/cost`, label: 'trading cost a year', unit: 'bp', digits: 1, sense: 'level' },
  ]
}

/** Citable figures of a rule below the place of its configuration. */
export function ruleFigures(at: string): readonly CitableFigure[] {
  return [
    {
      pattern: `${at}/targetVolatility`,
      label: 'target volatility of the rule',
      unit: 'percent',
      digits: 2,
      sense: 'level',
    },
    {
      pattern: `${at}/windowMonths`,
      label: 'volatility window of the rule',
      unit: 'months',
      digits: 0,
      sense: 'level',
    },
    { pattern: `${at}/riskAversion`, label: 'risk aversion of the rule', unit: 'ratio', digits: 2, sense: 'level' },
  ]
}
