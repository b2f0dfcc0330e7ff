import { valueAtRisk } from '@tutti/analytics/risk'
import { olsRegression } from '@tutti/analytics/statistics'
import type { Challenge } from '../../review/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import type { HedgingCase } from '../hedging-case.ts'
import type { FundScenarioProfits, ScenarioView } from '../market/index.ts'
import { costOfCapitalByTolerance } from '../mandate/index.ts'
import { effectivenessGroups } from '../packages/index.ts'
import { groupWords } from '../scripts/index.ts'
import type { HedgeTrade } from '../strategies/index.ts'
import { lastYears } from '../valuation-adjustments/exposure-trades.ts'
import { rounding } from './fund-challenges.ts'

/** Standard errors within which two estimates of one figure agree. */
const withinErrors = 4

const selectionOf = (results: Readonly<Record<string, unknown>>) => results['hedge-selection'] as HedgeSelection

/** The risk and the hedging of the chosen package. */
export const choiceChallenges: readonly Challenge<HedgingCase>[] = [
  {
    id: 'funded-status-at-risk',
    label: 'funded status at risk of the chosen package',
    method:
      'every trade summed by itself in every scenario and all losses sorted, instead of sums by strategy and a selection of the tail: the same scenarios and unit profits, by other arithmetic',
    unit: 'money',
    at: () => 'hedge-selection#/chosenFigures/fundedStatusAtRisk',
    recompute: async (study, results) => {
      const losses = lossesOf(study, study.profits, selectionOf(results).chosen.trades)
      const value = valueAtRisk(losses, study.mandate.objectives.confidence, { definition: 'lower-quantile' })
      return {
        figure: { value, standardError: null },
        allowed: rounding * sizeOf(losses),
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'funded-status-at-risk-fresh',
    label: 'funded status at risk of the chosen package',
    method:
      'other numbers: scenarios that played no part in any choice, with another stream of random numbers, of the same model',
    unit: 'money',
    at: () => 'hedge-selection#/chosenFigures/fundedStatusAtRisk',
    recompute: async (study, results) => {
      const { chosen, chosenFigures } = selectionOf(results)
      const { confidence } = study.mandate.objectives
      const losses = lossesOf(study, study.freshProfits, chosen.trades).toSorted((a, b) => a - b)
      const n = losses.length
      // one standard error of the rank to either side
      const reach = Math.sqrt((confidence * (1 - confidence)) / n)
      const at = (share: number): number => losses[Math.min(n - 1, Math.max(0, Math.ceil(n * share - 1e-9) - 1))]
      const standardError = (at(confidence + reach) - at(confidence - reach)) / 2
      const own = chosenFigures.fundedStatusAtRisk.standardError
      return {
        figure: { value: at(confidence), standardError },
        allowed: withinErrors * Math.hypot(own, standardError),
        why: 'four standard errors of the two together',
      }
    },
  },
  {
    id: 'expected-shortfall',
    label: 'expected shortfall of the chosen package',
    method:
      'the least value of a plus the mean excess over a, over all thresholds a (Rockafellar and Uryasev), instead of the mean of the tail: the same losses by another formula',
    unit: 'money',
    at: () => 'hedge-selection#/chosenFigures/expectedShortfall',
    recompute: async (study, results) => {
      const losses = lossesOf(study, study.profits, selectionOf(results).chosen.trades)
      return {
        figure: { value: leastShortfall(losses, study.mandate.objectives.confidence), standardError: null },
        allowed: rounding * sizeOf(losses),
        why: 'rounding of the sums',
      }
    },
  },
  ...effectivenessGroups.map((group): Challenge<HedgingCase> => ({
    id: `effectiveness-${group}`,
    label: `effectiveness of the chosen package on ${groupWords[group]}`,
    method:
      'a regression of the hedges’ profits on those of the fund: what the slope leaves and what it does not explain, instead of a ratio of variances: the same profits by another formula',
    unit: 'percent',
    at: () => `hedge-selection#/chosenFigures/effectiveness/${group}`,
    recompute: async (study, results) => {
      const { chosen, chosenFigures } = selectionOf(results)
      if (chosenFigures.effectiveness[group] === null) return null
      const hedge = hedgeProfits(study, study.profits, chosen.trades, group)
      return {
        figure: { value: effectivenessByRegression(hedge, study.profits.fund[group]), standardError: null },
        allowed: 1e-8,
        why: 'rounding of the regression',
      }
    },
  })),
  {
    id: 'annual-cost',
    label: 'cost a year of the chosen package',
    method:
      'carry, spread and impact trade by trade from the terms of dealing; the valuation adjustments are taken as they stand and not checked',
    unit: 'money',
    at: () => 'hedge-selection#/chosenFigures/annualCost',
    recompute: async (study, results) => {
      const { chosen, chosenFigures } = selectionOf(results)
      const parts = chosen.trades.map((trade) => ticketCost(study, trade))
      const value = parts.reduce((sum, part) => sum + part, chosenFigures.annualCharges.value)
      return {
        figure: { value, standardError: null },
        allowed: rounding * parts.reduce((sum, part) => sum + Math.abs(part), Math.abs(value)),
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'score',
    label: 'score of the chosen package',
    method:
      'the same cost a year, and the mandate’s cost of capital on the same funded status at risk, put together anew: arithmetic alone',
    unit: 'money',
    at: () => 'hedge-selection#/chosenFigures/score',
    recompute: async ({ mandate: { objectives } }, results) => {
      const { annualCost, fundedStatusAtRisk } = selectionOf(results).chosenFigures
      const price = objectives.cost_of_capital ?? costOfCapitalByTolerance[objectives.risk_tolerance]
      return {
        figure: { value: annualCost + price * fundedStatusAtRisk.value, standardError: null },
        allowed: rounding * (Math.abs(annualCost) + Math.abs(fundedStatusAtRisk.value)),
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'saving',
    label: 'saving a year against no hedge',
    method:
      'the same scores of the fund without new hedges and of the chosen package subtracted anew: arithmetic alone',
    unit: 'money',
    at: () => 'hedge-selection#/savings/againstUnhedged/money',
    recompute: async (_, results) => {
      const { chosenFigures, unhedgedFigures } = selectionOf(results)
      return {
        figure: { value: unhedgedFigures.score - chosenFigures.score, standardError: null },
        allowed: rounding * (Math.abs(unhedgedFigures.score) + Math.abs(chosenFigures.score)),
        why: 'rounding of the sums',
      }
    },
  },
]

/** What trades bring in each scenario of a view, each summed by itself. */
function hedgeProfits(
  { universe }: HedgingCase,
  profits: FundScenarioProfits,
  trades: readonly HedgeTrade[],
  view: ScenarioView,
): Float64Array {
  const total = new Float64Array(profits.scenarios)
  for (const { instrument, quantity } of trades) {
    const unit = profits.units[view][universe.findIndex(({ id }) => id === instrument)]
    for (let s = 0; s < total.length; s++) total[s] += quantity * unit[s]
  }
  return total
}

/** Losses of the surplus with trades. */
function lossesOf(study: HedgingCase, profits: FundScenarioProfits, trades: readonly HedgeTrade[]): Float64Array {
  const hedge = hedgeProfits(study, profits, trades, 'all')
  return hedge.map((profit, s) => -profit - profits.fund.all[s])
}

/** The least of a + E[(loss - a)+] / (1 - c) over the losses as thresholds. */
function leastShortfall(losses: Float64Array, confidence: number): number {
  const sorted = losses.toSorted((a, b) => b - a)
  const share = losses.length * (1 - confidence)
  let [least, above] = [Infinity, 0]
  sorted.forEach((threshold, k) => {
    least = Math.min(least, threshold + (above - k * threshold) / share)
    above += threshold
  })
  return least
}

/** 1 - ((1 + slope)² + unexplained / fund), from the regression of hedge on fund. */
function effectivenessByRegression(hedge: Float64Array, fund: Float64Array): number {
  const { coefficients, residuals } = olsRegression(
    hedge,
    Array.from(fund, (profit) => [profit]),
    { intercept: true },
  )
  const mean = fund.reduce((sum, profit) => sum + profit, 0) / fund.length
  const spread = fund.reduce((sum, profit) => sum + (profit - mean) ** 2, 0)
  const unexplained = residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  return 1 - ((1 + coefficients[1]) ** 2 + unexplained / spread)
}

/** Cost a year of one trade from its terms, without valuation adjustments. */
function ticketCost({ universe, mandate }: HedgingCase, { instrument, quantity }: HedgeTrade): number {
  const { carry, roll, notionalInBase, dealing, legs } = universe.find(({ id }) => id === instrument)!
  const { objectives, execution } = mandate
  const earned = quantity * (carry + roll)
  const notional = Math.abs(quantity) * notionalInBase
  const participation = Math.abs(quantity) / (execution.window_days * dealing.dailyVolume)
  const impactBp = mandate.dealing.impact_coefficient * dealing.dailyVolatilityBp * Math.sqrt(participation)
  const life = legs.reduce((last, leg) => Math.max(last, lastYears(leg.instrument)), 0)
  const years = life > 0 ? Math.min(life, objectives.holding_years) : objectives.holding_years
  return (
    (earned > 0 ? -objectives.carry_credit * earned : -earned) +
    (notional * (dealing.halfSpreadBp + impactBp)) / 1e4 / years
  )
}

function sizeOf(losses: Float64Array): number {
  return losses.reduce((most, loss) => Math.max(most, Math.abs(loss)), 0) || 1
}
