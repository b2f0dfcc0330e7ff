import { z } from 'zod'
import * as catalogue from '../../catalogue/attribution/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

/** Attribution by market and currency, along a tree, and of a curve by components. */
export const attributionLevelsForms: readonly ReferenceForm[] = [
  referenceForm(
    'karnosky_singer',
    exactly({
      portfolio_weights: list,
      benchmark_weights: list,
      portfolio_currency_weights: list,
      benchmark_currency_weights: list,
      portfolio_local_returns: list,
      benchmark_local_returns: list,
      cash_returns: list,
      currency_returns: list,
    }),
    (input) => {
      const result = catalogue.karnoskySingerOperation.run({
        portfolioWeights: input.portfolio_weights,
        benchmarkWeights: input.benchmark_weights,
        portfolioCurrencyWeights: input.portfolio_currency_weights,
        benchmarkCurrencyWeights: input.benchmark_currency_weights,
        portfolioLocalReturns: input.portfolio_local_returns,
        benchmarkLocalReturns: input.benchmark_local_returns,
        cashReturns: input.cash_returns,
        currencyReturns: input.currency_returns,
      })
      const { totals } = result
      return {
        portfolio_return: result.portfolioReturn,
        benchmark_return: result.benchmarkReturn,
        excess_return: result.excessReturn,
        market_allocation: result.marketAllocation,
        market_selection: result.marketSelection,
        market_interaction: result.marketInteraction,
        currency_allocation: result.currencyAllocation,
        totals: [totals.marketAllocation, totals.marketSelection, totals.marketInteraction, totals.currencyAllocation],
      }
    },
  ),
  referenceForm(
    'tree_attribution',
    exactly({
      paths: z.array(z.array(z.string())),
      portfolio_weights: list,
      benchmark_weights: list,
      portfolio_returns: list,
      benchmark_returns: list,
    }),
    (input) => {
      const result = catalogue.treeAttributionOperation.run({
        leaves: input.paths.map((path, i) => ({
          path,
          portfolioWeight: input.portfolio_weights[i],
          benchmarkWeight: input.benchmark_weights[i],
          portfolioReturn: input.portfolio_returns[i],
          benchmarkReturn: input.benchmark_returns[i],
        })),
      })
      const by = (figure: 'allocation' | 'selection') =>
        Object.fromEntries(result.nodes.map((node) => [node.path.join('/'), node[figure]]))
      return {
        portfolio_return: result.portfolioReturn,
        benchmark_return: result.benchmarkReturn,
        excess_return: result.excessReturn,
        allocation_by_node: by('allocation'),
        allocation_by_level: result.allocationByLevel,
        selection_by_leaf: input.paths.map((path) => by('selection')[path.join('/')]),
        selection: result.selection,
      }
    },
  ),
  referenceForm(
    'curve_components_nelson_siegel',
    exactly({
      tenors: list,
      portfolio_key_rate_durations: list,
      benchmark_key_rate_durations: list,
      zero_rate_changes: list,
      decay_per_year: z.number(),
    }),
    (input) => {
      const result = catalogue.curveComponentAttributionOperation.run({
        tenorsYears: input.tenors,
        portfolioKeyRateDurations: input.portfolio_key_rate_durations,
        benchmarkKeyRateDurations: input.benchmark_key_rate_durations,
        zeroRateChanges: input.zero_rate_changes,
        method: { type: 'nelson-siegel', decayPerYear: input.decay_per_year },
      })
      return {
        factors: result.components.map((component) => component.factor),
        active_level_slope_curvature: result.components.map((component) => component.active),
        active_residual: result.residual.active,
        active_return: result.activeReturn,
      }
    },
  ),
]
