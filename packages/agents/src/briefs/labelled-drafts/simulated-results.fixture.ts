import type { SpecialistScript } from '@tutti/workflows/specialists'
import { citableFigures, type Citables } from '../citables.ts'

/** Simulated results for labelled drafts: a small hedging-like and a small allocation-like one, all made up. */
const results = {
  'risk-analyst': {
    simulated: true,
    asOf: '2024-12-31',
    baseCurrency: 'USD',
    portfolio: { volatility: { value: 0.112, standardError: 0.002 }, valueAtRisk: 12.4e6, tail: null },
    hedged: { volatility: { value: 0.084, standardError: 0.002 }, valueAtRisk: 9.1e6 },
    valueAtRiskChange: -3.3e6,
    volatilityLimit: 0.09,
    scenarios: [
      { name: 'Rates +100 bp', loss: 0.031 },
      { name: '2008 financial crisis', loss: 0.143 },
      { name: 'CDX IG 41 widening', loss: 0.022 },
    ],
    instruments: ['XS1234567890', 'US 10Y', 'CDX IG 41'],
  },
  'fx-hedger': {
    hedgeRatio: 0.75,
    hedgeRatioBefore: 0.5,
    tenorMonths: 3,
    positions: 14,
    strategies: [
      { id: 'forward-3m', name: '3M rolling forward', effectiveness: 0.93, costBp: 12, saving: 1.8e6 },
      { id: 'zero-cost-collar', name: 'zero-cost collar', effectiveness: 0.81, costBp: 4, saving: -0.4e6 },
    ],
  },
  allocator: {
    from: '2005-01-31',
    to: '2024-12-31',
    policy: '60/40',
    horizonYears: 10,
    weights: { SP500: 0.38, 'us-treasury-10y': 0.27, 'G10 FX carry': 0.05 },
    expectedReturn: { before: 0.058, after: 0.064, change: 0.006 },
    volatilityChange: -0.004,
    sharpe: { before: 0.41, after: 0.48 },
    drawdown: { before: 0.21, after: 0.17 },
    turnover: 0.12,
    tradingCost: 0.0009,
    gainOverPolicy: 0.004,
    trials: 400,
  },
}

const figure = (
  pattern: string,
  label: string,
  unit: SpecialistScript['figures'][number]['unit'],
  digits: number,
  sense: SpecialistScript['figures'][number]['sense'] = 'level',
) => ({ pattern, label, unit, digits, sense })

const script = (figures: SpecialistScript['figures']): SpecialistScript => ({
  operations: [],
  figures,
  changes: [],
  brief: () => '',
})

const scripts = {
  'risk-analyst': script([
    figure('/*/volatility', 'volatility of the portfolio', 'percent', 1),
    figure('/*/valueAtRisk', 'value at risk', 'money', 1, 'loss'),
    figure('/*/tail', 'tail estimate', 'percent', 1),
    figure('/valueAtRiskChange', 'change of the value at risk', 'money', 1, 'change'),
    figure('/volatilityLimit', 'limit of the volatility', 'percent', 1),
    figure('/scenarios/*/loss', 'loss in the scenario', 'percent', 1, 'loss'),
  ]),
  'fx-hedger': script([
    figure('/hedgeRatio', 'hedge ratio', 'percent', 0),
    figure('/hedgeRatioBefore', 'hedge ratio today', 'percent', 0),
    figure('/tenorMonths', 'tenor of the roll', 'months', 0),
    figure('/positions', 'number of positions', 'count', 0),
    figure('/strategies/*/effectiveness', 'effectiveness of the strategy', 'percent', 0),
    figure('/strategies/*/costBp', 'cost of the strategy a year', 'basis-points', 0, 'loss'),
    figure('/strategies/*/saving', 'expected saving by the strategy', 'money', 1, 'gain'),
  ]),
  allocator: script([
    figure('/horizonYears', 'horizon', 'years', 0),
    figure('/weights/*', 'weight', 'percent', 0),
    figure('/expectedReturn/before', 'expected return today', 'percent', 1),
    figure('/expectedReturn/after', 'expected return', 'percent', 1),
    figure('/expectedReturn/change', 'change of the expected return', 'percent', 1, 'change'),
    figure('/volatilityChange', 'change of the volatility', 'percent', 1, 'change'),
    figure('/sharpe/*', 'Sharpe ratio', 'ratio', 2),
    figure('/drawdown/*', 'maximum drawdown', 'percent', 0, 'loss'),
    figure('/turnover', 'turnover', 'percent', 0),
    figure('/tradingCost', 'trading cost', 'bp', 0, 'loss'),
    figure('/gainOverPolicy', 'gain over the policy', 'percent', 1, 'gain'),
    figure('/trials', 'configurations tried', 'count', 0),
  ]),
}

/** What the labelled drafts may cite. */
export const simulatedCitables: Citables = citableFigures(scripts, results)

/** Slots by the short names that the drafts use: `«vol»`. */
export const shortSlots: Readonly<Record<string, string>> = {
  vol: '{{risk-analyst#/portfolio/volatility | percent 1}}',
  'vol-hedged': '{{risk-analyst#/hedged/volatility | percent 1}}',
  limit: '{{risk-analyst#/volatilityLimit | percent 1}}',
  var: '{{risk-analyst#/portfolio/valueAtRisk | money 1}}',
  'var-hedged': '{{risk-analyst#/hedged/valueAtRisk | money 1}}',
  'var-change': '{{risk-analyst#/valueAtRiskChange | money 1}}',
  'rates-loss': '{{risk-analyst#/scenarios/0/loss | percent 1}}',
  'stress-loss': '{{risk-analyst#/scenarios/1/loss | percent 1}}',
  'scenario-1': '{{risk-analyst#/scenarios/0/name | text}}',
  missing: '{{risk-analyst#/portfolio/tail | percent 1}}',
  'as-of': '{{risk-analyst#/asOf | date}}',
  scenarios: '{{risk-analyst#/scenarios | length}}',
  ratio: '{{fx-hedger#/hedgeRatio | percent 0}}',
  'ratio-before': '{{fx-hedger#/hedgeRatioBefore | percent 0}}',
  tenor: '{{fx-hedger#/tenorMonths | months 0}}',
  positions: '{{fx-hedger#/positions | count 0}}',
  'name-forward': '{{fx-hedger#/strategies/0/name | text}}',
  'name-collar': '{{fx-hedger#/strategies/1/name | text}}',
  'eff-forward': '{{fx-hedger#/strategies/0/effectiveness | percent 0}}',
  'eff-collar': '{{fx-hedger#/strategies/1/effectiveness | percent 0}}',
  'cost-forward': '{{fx-hedger#/strategies/0/costBp | basis-points 0}}',
  'cost-collar': '{{fx-hedger#/strategies/1/costBp | basis-points 0}}',
  'save-forward': '{{fx-hedger#/strategies/0/saving | money 1}}',
  'save-collar': '{{fx-hedger#/strategies/1/saving | money 1}}',
  horizon: '{{allocator#/horizonYears | years 0}}',
  'w-equity': '{{allocator#/weights/SP500 | percent 0}}',
  'w-bond': '{{allocator#/weights/us-treasury-10y | percent 0}}',
  'w-carry': '{{allocator#/weights/G10%20FX%20carry | percent 0}}',
  'return-before': '{{allocator#/expectedReturn/before | percent 1}}',
  return: '{{allocator#/expectedReturn/after | percent 1}}',
  'return-change': '{{allocator#/expectedReturn/change | percent 1}}',
  'vol-change': '{{allocator#/volatilityChange | percent 1}}',
  'sharpe-before': '{{allocator#/sharpe/before | ratio 2}}',
  sharpe: '{{allocator#/sharpe/after | ratio 2}}',
  'drawdown-before': '{{allocator#/drawdown/before | percent 0}}',
  drawdown: '{{allocator#/drawdown/after | percent 0}}',
  turnover: '{{allocator#/turnover | percent 0}}',
  'trade-cost': '{{allocator#/tradingCost | bp 0}}',
  gain: '{{allocator#/gainOverPolicy | percent 1}}',
  trials: '{{allocator#/trials | count 0}}',
}
