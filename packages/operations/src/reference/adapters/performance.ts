import { z } from 'zod'
import * as catalogue from '../../catalogue/performance/index.ts'
import { componentTailRiskOperation, returnTailOperation } from '../../catalogue/risk/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** `return_ratios` does not say its frequency: it is Bacon's (2008) example, in months. */
const MONTHS_PER_YEAR = 12

/**
 * `benchmark_metrics` does not say the minimum acceptable return per month of its Omega excess return: it is Bacon's
 * (2008), whose published .0805 this is.
 */
const BACON_TARGET = 0.005

/** Performance of portfolios. */
export const performanceForms: readonly ReferenceForm[] = [
  referenceForm(
    'downside_metrics',
    exactly({ portfolio_returns: list, mar_per_period: z.number() }),
    ({ portfolio_returns: returns, mar_per_period: targetPerPeriod }) => {
      const result = catalogue.downsideMeasuresOperation.run({ returns, targetPerPeriod })
      return {
        downside_deviation: result.downsideDeviation,
        downside_potential: result.downsidePotential,
        downside_frequency: result.downsideFrequency,
        upside_frequency: result.upsideFrequency,
        upside_risk: result.upsideRisk,
        upside_potential: result.upsidePotential,
        omega_sharpe_ratio: result.omegaSharpeRatio,
        omega_ratio: result.omegaRatio,
        kappa_2_sortino_per_period: result.sortinoRatioPerPeriod,
        volatility_skewness: result.volatilitySkewness,
        variability_skewness: result.variabilitySkewness,
      }
    },
  ),
  referenceForm(
    'drawdown_metrics',
    exactly({ portfolio_returns: list, periods_per_year: z.number() }),
    ({ portfolio_returns: returns, periods_per_year: periodsPerYear }) => {
      const drawdown = catalogue.drawdownOperation.run({ returns, startValue: 1, confidence: 0.95 })
      const ratios = catalogue.drawdownRatiosOperation.run({ returns, riskFreeAnnual: 0, periodsPerYear })
      return {
        max_drawdown: drawdown.maxDrawdown,
        pain_index: drawdown.painIndex,
        ulcer_index: drawdown.ulcerIndex,
        pain_ratio: ratios.painRatio,
        martin_ratio: ratios.martinRatio,
        calmar_ratio: ratios.calmarRatio,
        // The case writes drawdowns as negative returns.
        drawdown_series: drawdown.drawdowns.map((depth) => -depth),
      }
    },
  ),
  referenceForm('max_drawdown', exactly({ returns: list, start_value: z.number() }), ({ returns, start_value }) => {
    const result = catalogue.drawdownOperation.run({ returns, startValue: start_value, confidence: 0.95 })
    return {
      max_drawdown: result.maxDrawdown,
      peak_index: result.peakIndex,
      trough_index: result.troughIndex,
      recovery_index: result.recoveryIndex ?? -1,
      longest_underwater_observations: result.longestUnderwaterObservations,
      final_wealth: result.finalValue,
      average_drawdown: result.painIndex,
      ulcer_index: result.ulcerIndex,
      cdar_95: result.conditionalDrawdownAtRisk,
    }
  }),
  referenceForm(
    'return_ratios_daily',
    exactly({ returns: list, risk_free_daily: z.number(), periods_per_year: z.number() }),
    ({ returns, risk_free_daily: riskFreePerPeriod, periods_per_year: periodsPerYear }) => {
      const result = catalogue.performanceSummaryOperation.run({ returns, riskFreePerPeriod, periodsPerYear })
      return {
        cagr: result.annualisedReturn,
        volatility: result.annualisedVolatility,
        sharpe: result.sharpeRatio,
        sortino_full: result.sortinoRatio,
        calmar: result.calmarRatio,
        omega_0: result.omegaRatio,
        tail_ratio_95_5: catalogue.tailRatioOperation.run({ returns, level: 0.95 }).tailRatio,
        skew: result.skewness,
        excess_kurtosis: result.excessKurtosis,
        best_day: result.bestPeriod,
        worst_day: result.worstPeriod,
        hit_rate: result.hitRate,
        // Gains over losses: Omega about zero.
        profit_factor: result.omegaRatio,
      }
    },
  ),
  referenceForm(
    'modified_dietz',
    exactly({
      begin_value: z.number(),
      end_value: z.number(),
      period_days: z.number(),
      flows: z.array(exactly({ amount: z.number(), day: z.number() })),
      subperiod_values_before_flow: list,
    }).refine((input) => input.flows.length === input.subperiod_values_before_flow.length, {
      path: ['subperiod_values_before_flow'],
      message: 'is not one value a flow',
    }),
    ({ begin_value: beginValue, end_value: endValue, period_days, flows, subperiod_values_before_flow: before }) => ({
      modified_dietz: catalogue.modifiedDietzOperation.run({ beginValue, endValue, periodDays: period_days, flows })
        .return,
      time_weighted: catalogue.timeWeightedReturnOperation.run({
        beginValue,
        endValue,
        flows: flows.map(({ amount }, i) => ({ amount, valueBefore: before[i] })),
      }).return,
    }),
  ),
  referenceForm(
    'rebalanced_backtest',
    exactly({
      target_weights: list,
      returns: rows,
      cost_per_unit_two_way_turnover: z.number(),
      rebalance: z.string().regex(/^\s*(at )?(every|each) period([ -]end)?, costs? applied to (the )?value\s*$/i),
    }),
    ({ target_weights: targetWeights, returns, cost_per_unit_two_way_turnover: costRate }) => {
      const result = catalogue.rebalancedBacktestOperation.run({ returns, targetWeights, everyPeriods: 1, costRate })
      return { value_path: result.values, total_two_way_turnover: result.totalTurnover }
    },
  ),
  referenceForm(
    'vol_target_overlay',
    exactly({
      returns: list,
      window: z.int(),
      target_vol: z.number(),
      max_leverage: z.number(),
      annualisation: z.number(),
    }),
    ({ returns, window, target_vol, max_leverage, annualisation }) => {
      const result = catalogue.volatilityTargetOperation.run({
        returns,
        window,
        targetVolatility: target_vol,
        maxLeverage: max_leverage,
        periodsPerYear: annualisation,
      })
      return { weights: result.weights, strategy_returns: result.strategyReturns }
    },
  ),
  referenceForm('component_var', exactly({ returns: rows, weights: list, confidence: z.number() }), (input) => {
    const result = componentTailRiskOperation.run(input)
    return {
      portfolio_var_loss: result.valueAtRisk,
      components: result.componentValueAtRisk,
      percent_contribution: result.shares,
    }
  }),
  referenceForm(
    'benchmark_metrics',
    exactly({
      portfolio_returns: list,
      benchmark_returns: list,
      periods_per_year: z.number(),
      risk_free: z.number(),
    }),
    ({ portfolio_returns, benchmark_returns, periods_per_year, risk_free }) => {
      const result = catalogue.benchmarkMetricsOperation.run({
        returns: portfolio_returns,
        benchmarkReturns: benchmark_returns,
        periodsPerYear: periods_per_year,
        riskFreeAnnual: risk_free,
        targetPerPeriod: BACON_TARGET,
      })
      return {
        beta: result.beta,
        alpha_per_period: result.alphaPerPeriod,
        jensen_alpha_annual: result.jensenAlphaAnnual,
        specific_risk_annual: result.specificRiskAnnual,
        fama_beta: result.famaBeta,
        m_squared: result.mSquared,
        m_squared_excess_geometric: result.mSquaredExcessGeometric,
        m_squared_excess_arithmetic: result.mSquaredExcessArithmetic,
        appraisal_ratio: result.appraisalRatio,
        net_selectivity: result.netSelectivity,
        omega_excess_return: result.omegaExcessReturn,
        tracking_error_annual: result.trackingErrorAnnual,
        information_ratio_geometric: result.informationRatio,
        up_capture_arithmetic: result.upCapture,
        down_capture_arithmetic: result.downCapture,
        correlation: result.correlation,
      }
    },
  ),
  referenceForm('return_ratios', exactly({ portfolio_returns: list }), ({ portfolio_returns: returns }) => {
    const result = catalogue.returnRatiosOperation.run({ returns, periodsPerYear: MONTHS_PER_YEAR })
    return {
      annualised_geometric_return: result.annualisedReturn,
      annualised_std_sample: result.annualisedVolatility,
      sharpe_annualised_geometric: result.geometricSharpeRatio,
      adjusted_sharpe_ratio: result.adjustedSharpeRatio,
      bernardo_ledoit_ratio: result.bernardoLedoitRatio,
      d_ratio: result.dRatio,
      mean_absolute_deviation: result.meanAbsoluteDeviation,
      skewness_kurtosis_ratio: result.skewnessKurtosisRatio,
      skewness_population: result.skewness,
      kurtosis_population: result.kurtosis,
    }
  }),
  referenceForm('var_es', exactly({ returns: list, confidence: z.number() }), (input) => {
    const result = returnTailOperation.run(input)
    return {
      gaussian_var_return: result.gaussianVarReturn,
      cornish_fisher_var_return: result.cornishFisherVarReturn,
      historical_var_return: result.historicalVarReturn,
      gaussian_es_return: result.gaussianEsReturn,
      historical_es_return: result.historicalEsReturn,
    }
  }),
  referenceForm(
    'momentum',
    exactly({ prices: list, lookback: z.int(), skip: z.int(), fast: z.int(), slow: z.int() }),
    (input) => {
      const result = catalogue.momentumOperation.run({ ...input, trendLength: 30 })
      return {
        momentum_last: result.momentum,
        sma_fast_last: result.fastAverage,
        sma_slow_last: result.slowAverage,
        signal: result.signal,
        ols_trend_slope_log_30: result.trendSlope,
        ols_trend_t_stat: result.trendTStatistic,
      }
    },
  ),
  referenceForm(
    'xirr',
    exactly({
      cash_flows: z.array(exactly({ amount: z.number(), date: z.string() })),
      day_count: z.string().regex(/^\s*act(ual)?\/365( ?\(?f(ixed)?\)?)?\s*$/i),
    }),
    ({ cash_flows: cashFlows }) => ({ irr: catalogue.internalRateOfReturnOperation.run({ cashFlows }).rate }),
  ),
]
