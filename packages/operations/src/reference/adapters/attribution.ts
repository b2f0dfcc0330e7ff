import { z } from 'zod'
import * as catalogue from '../../catalogue/attribution/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { brinsonText, campisiText, linkingMethod, parallelText } from './attribution-texts.ts'
import { exactly, list, rows } from './form-inputs.ts'

const segments = z.array(z.string()).optional()
const text = z.string().optional()

const columns = {
  segments,
  portfolio_weights: list,
  benchmark_weights: list,
  portfolio_returns: list,
  benchmark_returns: list,
}

const periodColumns = {
  segments,
  portfolio_weights: rows,
  benchmark_weights: rows,
  portfolio_returns: rows,
  benchmark_returns: rows,
  periods: z.array(z.string()).optional(),
}

/** One period of a table of periods. */
const periodOf = (
  table: {
    portfolio_weights: number[][]
    benchmark_weights: number[][]
    portfolio_returns: number[][]
    benchmark_returns: number[][]
  },
  t: number,
) => ({
  portfolioWeights: table.portfolio_weights[t],
  benchmarkWeights: table.benchmark_weights[t],
  portfolioReturns: table.portfolio_returns[t],
  benchmarkReturns: table.benchmark_returns[t],
})

const bondSide = exactly({
  weights: list,
  coupon: list,
  price: list,
  duration: list,
  convexity: list.optional(),
  treasury_yield_change: list,
  spread_change: list,
  total_return: list,
})

const campisiSide = (side: z.infer<typeof bondSide>) => ({
  weights: side.weights,
  coupon: side.coupon,
  price: side.price,
  duration: side.duration,
  ...(side.convexity === undefined ? {} : { convexity: side.convexity }),
  treasuryYieldChange: side.treasury_yield_change,
  spreadChange: side.spread_change,
  totalReturn: side.total_return,
})

/** Attribution of returns. */
export const attributionForms: readonly ReferenceForm[] = [
  referenceForm('brinson', exactly({ ...columns, model: brinsonText }), ({ model, ...table }) => {
    const reading = model
    const result = catalogue.brinsonOperation.run({
      portfolioWeights: table.portfolio_weights,
      benchmarkWeights: table.benchmark_weights,
      portfolioReturns: table.portfolio_returns,
      benchmarkReturns: table.benchmark_returns,
      ...reading,
    })
    const { allocation, selection, interaction } = result.totals
    return {
      portfolio_return: result.portfolioReturn,
      benchmark_return: result.benchmarkReturn,
      excess_return: result.excessReturn,
      allocation: result.allocation,
      ...(reading.interaction === 'in-allocation' ? { allocation_including_interaction: result.allocation } : {}),
      selection: result.selection,
      ...(reading.interaction === 'in-selection' ? { selection_including_interaction: result.selection } : {}),
      interaction: result.interaction,
      totals: reading.interaction === 'separate' ? [allocation, selection, interaction] : [allocation, selection],
      total_allocation: allocation,
      total_selection: selection,
      total_interaction: interaction,
    }
  }),
  referenceForm('brinson_geometric', exactly({ ...columns, model: text, effects: text }), (table) => {
    const result = catalogue.geometricBrinsonOperation.run({
      portfolioWeights: table.portfolio_weights,
      benchmarkWeights: table.benchmark_weights,
      portfolioReturns: table.portfolio_returns,
      benchmarkReturns: table.benchmark_returns,
    })
    const { allocation, selection, totalAllocation, totalSelection } = result
    return {
      portfolio_return: result.portfolioReturn,
      benchmark_return: result.benchmarkReturn,
      semi_notional_return: result.semiNotionalReturn,
      geometric_excess: result.geometricExcess,
      allocation,
      selection,
      total_allocation: totalAllocation,
      total_selection: totalSelection,
      totals: [totalAllocation, totalSelection],
      published_rounded: { allocation, selection, totals: [totalAllocation, totalSelection] },
    }
  }),
  referenceForm(
    'attribution_linking',
    exactly({ ...periodColumns, method: linkingMethod, effects: brinsonText }),
    ({ method, effects, ...table }) => {
      const reading = effects
      const periods = table.portfolio_weights.map((_, t) =>
        catalogue.brinsonOperation.run({ ...periodOf(table, t), ...reading }),
      )
      const parts = ['allocation', 'selection', 'interaction'] as const
      const [width] = periods.map((period) => period.allocation.length)
      const linked = catalogue.linkedEffectsOperation.run({
        effects: periods.map((period) => parts.flatMap((part) => period[part])),
        portfolioReturns: periods.map((period) => period.portfolioReturn),
        benchmarkReturns: periods.map((period) => period.benchmarkReturn),
        method,
      })
      const of = (row: readonly number[], part: number): number[] => row.slice(part * width, (part + 1) * width)
      const withTotal = (row: readonly number[]): number[] => [...row, row.reduce((sum, value) => sum + value, 0)]
      const answer: Record<string, unknown> = {
        portfolio_return: linked.portfolioReturn,
        benchmark_return: linked.benchmarkReturn,
        excess: linked.excessReturn,
        excess_return: linked.excessReturn,
        period_factors: linked.periodFactors,
        linking_coefficients: linked.periodFactors,
      }
      parts.forEach((part, index) => {
        answer[`single_period_${part}`] = periods.map((period) => period[part])
        answer[`total_${part}`] = of(linked.totals, index)
        answer[`linked_${part}_by_period`] = linked.linkedByPeriod.map((row) => of(row, index))
      })
      answer.published_rounded = Object.fromEntries(
        parts.map((part, index) => [part, withTotal(of(linked.totals, index))]),
      )
      return answer
    },
  ),
  referenceForm('carino_factors', exactly({ portfolio_returns: list, benchmark_returns: list }), (input) => {
    const result = catalogue.carinoFactorsOperation.run({
      portfolioReturns: input.portfolio_returns,
      benchmarkReturns: input.benchmark_returns,
    })
    return { k: result.k, k_t: result.kByPeriod, k_t_over_k: result.ratios }
  }),
  referenceForm(
    'geometric_linking',
    exactly({
      ...periodColumns,
      effects: brinsonText.refine(({ interaction }) => interaction === 'in-selection', 'are effects of another form'),
    }),
    (table) => {
      const periods = table.portfolio_weights.map((_, t) => catalogue.geometricBrinsonOperation.run(periodOf(table, t)))
      const linked = catalogue.geometricLinkingOperation.run({
        effects: periods.map((period) => [period.totalAllocation, period.totalSelection]),
        portfolioReturns: periods.map((period) => period.portfolioReturn),
        benchmarkReturns: periods.map((period) => period.benchmarkReturn),
      })
      const [allocation, selection] = linked.totals
      return {
        allocation_by_period: periods.map((period) => period.totalAllocation),
        selection_by_period: periods.map((period) => period.totalSelection),
        total_allocation: allocation,
        total_selection: selection,
        geometric_excess: linked.geometricExcess,
        published_rounded: { excess: linked.geometricExcess, allocation, selection },
      }
    },
  ),
  referenceForm(
    'ankrim_hensel',
    exactly({
      segments,
      portfolio_weights: list,
      benchmark_weights: list,
      portfolio_hedge_weights: list,
      benchmark_hedge_weights: list,
      base_currency_portfolio_returns: list,
      base_currency_benchmark_returns: list,
      spot_start: list,
      spot_end: list,
      one_period_forward: list,
    }),
    (input) => {
      const result = catalogue.ankrimHenselOperation.run({
        portfolioWeights: input.portfolio_weights,
        benchmarkWeights: input.benchmark_weights,
        portfolioHedgeWeights: input.portfolio_hedge_weights,
        benchmarkHedgeWeights: input.benchmark_hedge_weights,
        portfolioReturns: input.base_currency_portfolio_returns,
        benchmarkReturns: input.base_currency_benchmark_returns,
        spotStart: input.spot_start,
        spotEnd: input.spot_end,
        forward: input.one_period_forward,
      })
      return {
        portfolio_return: result.portfolioReturn,
        benchmark_return: result.benchmarkReturn,
        excess_return: result.excessReturn,
        allocation: result.allocation,
        selection: result.selection,
        interaction: result.interaction,
        currency_management: result.currencyManagement,
        forward_premium: result.forwardPremium,
        totals: [
          result.totals.allocation,
          result.totals.selection,
          result.totals.interaction,
          result.totals.currencyManagement,
          result.totals.forwardPremium,
        ],
      }
    },
  ),
  referenceForm(
    'campisi',
    exactly({
      sectors: segments,
      portfolio: bondSide,
      benchmark: bondSide,
      period_years: z.number(),
      effects: campisiText,
    }).refine(({ effects, portfolio, benchmark }) => {
      const convex = portfolio.convexity !== undefined || benchmark.convexity !== undefined
      return convex === /cdy/i.test(effects.replace(/[\s*]+/g, ''))
    }, 'say another thing of convexity than the inputs'),
    ({ portfolio, benchmark, period_years: periodYears }) => {
      const result = catalogue.campisiOperation.run({
        portfolio: campisiSide(portfolio),
        benchmark: campisiSide(benchmark),
        periodYears,
      })
      const inOrder = (effects: typeof result.active): number[] => [
        effects.income,
        effects.treasury,
        effects.spread,
        effects.selection,
      ]
      const side = (of: typeof result.portfolio) => ({
        income: of.income,
        treasury: of.treasury,
        spread: of.spread,
        selection_residual: of.selection,
        contribution_totals: inOrder(of.contributions),
        total_return: of.totalReturn,
      })
      return {
        portfolio: side(result.portfolio),
        benchmark: side(result.benchmark),
        active_effects_income_treasury_spread_selection: inOrder(result.active),
        active_return: result.activeReturn,
      }
    },
  ),
  referenceForm(
    'weighted_duration_attribution',
    exactly({
      markets: segments,
      portfolio_weights: list,
      benchmark_weights: list,
      portfolio_durations: list,
      benchmark_durations: list,
      portfolio_yield_changes: list,
      benchmark_yield_changes: list,
    }),
    (input) => {
      const result = catalogue.weightedDurationOperation.run({
        portfolioWeights: input.portfolio_weights,
        benchmarkWeights: input.benchmark_weights,
        portfolioDurations: input.portfolio_durations,
        benchmarkDurations: input.benchmark_durations,
        portfolioYieldChanges: input.portfolio_yield_changes,
        benchmarkYieldChanges: input.benchmark_yield_changes,
      })
      return {
        portfolio_duration: result.portfolioDuration,
        benchmark_duration: result.benchmarkDuration,
        duration_beta: result.durationBeta,
        benchmark_yield_change_duration_weighted: result.benchmarkYieldChange,
        overall_duration_effect: result.overallDuration,
        market_allocation: result.marketAllocation,
        issue_selection: result.issueSelection,
        excess_return: result.excessReturn,
      }
    },
  ),
  referenceForm(
    'curve_attribution',
    exactly({
      tenors: list,
      portfolio_key_rate_durations: list,
      benchmark_key_rate_durations: list,
      zero_rate_changes: list,
      parallel_definition: parallelText,
    }),
    (input) => {
      const result = catalogue.keyRateAttributionOperation.run({
        tenorsYears: input.tenors,
        portfolioKeyRateDurations: input.portfolio_key_rate_durations,
        benchmarkKeyRateDurations: input.benchmark_key_rate_durations,
        zeroRateChanges: input.zero_rate_changes,
        parallel: input.parallel_definition,
      })
      return {
        portfolio_curve_return: result.portfolioReturn,
        benchmark_curve_return: result.benchmarkReturn,
        active_curve_return: result.activeReturn,
        active_parallel: result.parallel,
        active_reshape: result.reshape,
        active_by_key_rate: result.activeByKeyRate,
        active_reshape_by_key_rate: result.reshapeByKeyRate,
      }
    },
  ),
  referenceForm(
    'bond_return_decomposition',
    exactly({
      coupon: z.number(),
      frequency: z.number(),
      maturity_years: z.number(),
      yield_start: z.number(),
      horizon_years: z.number(),
      treasury_change: z.number(),
      spread_change: z.number(),
      roll_yield_change: z.number().optional(),
    }),
    (input) => {
      const result = catalogue.bondReturnDecompositionOperation.run({
        couponRateAnnual: input.coupon,
        frequency: input.frequency,
        maturityYears: input.maturity_years,
        yieldStart: input.yield_start,
        horizonYears: input.horizon_years,
        treasuryChange: input.treasury_change,
        spreadChange: input.spread_change,
        ...(input.roll_yield_change === undefined ? {} : { rollYieldChange: input.roll_yield_change }),
      })
      return {
        price_start: result.priceStart,
        price_end: result.priceEnd,
        carry_return: result.carry,
        roll_return: result.rollDown,
        treasury_return: result.treasury,
        spread_return: result.spread,
        total_return: result.totalReturn,
      }
    },
  ),
]
