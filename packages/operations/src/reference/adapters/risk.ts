import { z } from 'zod'
import * as catalogue from '../../catalogue/risk/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

const returnMoments = { mean_return: z.number(), std_return: z.number() }

/** Risk measures, contributions and backtests. */
export const riskForms: readonly ReferenceForm[] = [
  referenceForm('historical_var_es', exactly({ losses: list, confidence: z.number() }), (input) => {
    const { valueAtRisk, expectedShortfall } = catalogue.historicalTailRiskOperation.run(input)
    return {
      var_lower_quantile: valueAtRisk.lowerQuantile,
      var_linear_type7: valueAtRisk.linear,
      // The form defines it as the order statistic at the ceiling of the type-7 index.
      var_upper_quantile: valueAtRisk.higher,
      es_rockafellar_uryasev: expectedShortfall.fractional,
      mean_of_losses_at_or_above_lower_var: expectedShortfall.atOrAbove,
      mean_of_losses_strictly_above_lower_var: expectedShortfall.above,
    }
  }),
  referenceForm('weighted_var_es', exactly({ losses: list, probabilities: list, confidence: z.number() }), (input) => {
    const result = catalogue.weightedTailRiskOperation.run(input)
    return { var_lower_quantile: result.valueAtRisk, es: result.expectedShortfall }
  }),
  referenceForm(
    'parametric_var_es',
    exactly({ ...returnMoments, distribution: z.literal('normal'), degrees_of_freedom: z.null(), confidence: list }),
    (input) => parametricTails(input),
  ),
  referenceForm(
    'parametric_var_es',
    exactly({
      ...returnMoments,
      distribution: z.literal(['student t', 'student_t', 'student-t']),
      degrees_of_freedom: z.number(),
      confidence: list,
    }),
    (input) => parametricTails(input, input.degrees_of_freedom),
  ),
  referenceForm('risk_contributions', exactly({ weights: list, covariance: rows }), (input) => {
    const result = catalogue.riskContributionsOperation.run(input)
    return {
      volatility: result.volatility,
      marginal: result.marginal,
      contributions: result.contributions,
      percent: result.shares,
      diversification_ratio: result.diversificationRatio,
      effective_number_of_bets_inverse_hhi: result.effectiveNumberOfBets,
    }
  }),
  referenceForm(
    'component_var',
    exactly({ weights: list, covariance: rows, expected_returns: list, confidence: z.number() }),
    ({ expected_returns: expectedReturns, ...input }) => {
      const result = catalogue.componentTailRiskOperation.run({ ...input, expectedReturns })
      return {
        var: result.valueAtRisk,
        component_var: result.componentValueAtRisk,
        es: result.expectedShortfall,
        component_es: result.componentExpectedShortfall,
        ...Object.fromEntries(
          result.incrementalValueAtRisk.map((value, i) => [`incremental_var_drop_asset_${i}_renormalised`, value]),
        ),
      }
    },
  ),
  referenceForm(
    'historical_es_contributions',
    exactly({ returns: rows, weights: list, confidence: z.number() }),
    (input) => {
      const result = catalogue.expectedShortfallContributionsOperation.run(input)
      return {
        es: result.expectedShortfall,
        contributions: result.contributions,
        tail_scenarios_0based: result.tailScenarios,
      }
    },
  ),
  referenceForm(
    'kupiec',
    exactly({ items: z.array(exactly({ exceptions: z.int(), observations: z.int(), probability: z.number() })) }),
    ({ items }) => {
      const results = items.map((item) => catalogue.kupiecOperation.run(item))
      return {
        lr: results.map((result) => result.likelihoodRatio),
        p_value: results.map((result) => result.pValue),
        basel_zone: results.map((result) => result.baselZone),
      }
    },
  ),
  referenceForm(
    'christoffersen',
    exactly({ hits: z.array(z.union([z.literal(0), z.literal(1)])), probability: z.number() }),
    (input) => {
      const { transitionCounts, independence, conditionalCoverage } = catalogue.christoffersenOperation.run(input)
      return {
        transition_counts: transitionCounts,
        lr_independence: independence.likelihoodRatio,
        p_value_independence: independence.pValue,
        lr_conditional_coverage: conditionalCoverage.likelihoodRatio,
        p_value_conditional_coverage: conditionalCoverage.pValue,
      }
    },
  ),
  referenceForm(
    'cornish_fisher_var',
    exactly({
      ...returnMoments,
      skewness: z.number(),
      excess_kurtosis: z.number(),
      confidence: z.number(),
    }),
    ({ mean_return: mean, std_return: standardDeviation, excess_kurtosis: excessKurtosis, ...input }) => {
      const result = catalogue.cornishFisherOperation.run({ ...input, mean, standardDeviation, excessKurtosis })
      return { z_cornish_fisher: result.z, var_loss: result.valueAtRisk }
    },
  ),
  referenceForm(
    'gaussian_risk',
    exactly({ mean: z.number(), standard_deviation: z.number(), confidence: z.number(), target: z.number() }),
    ({ standard_deviation: standardDeviation, ...input }) => {
      const result = catalogue.gaussianRiskOperation.run({ ...input, standardDeviation })
      return {
        value_at_risk: result.valueAtRisk,
        expected_shortfall: result.expectedShortfall,
        shortfall_probability: result.shortfallProbability,
        average_shortfall: result.averageShortfall,
        regret_semivariance_about_target: result.regret,
      }
    },
  ),
  referenceForm(
    'duration_convexity_pnl',
    exactly({ price: z.number(), modified_duration: z.number(), convexity: z.number(), yield_shocks: list }),
    ({ price, modified_duration: modifiedDuration, convexity, yield_shocks }) => ({
      price_change: yield_shocks.map(
        (yieldShock) =>
          catalogue.durationConvexityOperation.run({ price, modifiedDuration, convexity, yieldShock }).priceChange,
      ),
    }),
  ),
  referenceForm(
    'var_scaling',
    exactly({ daily_var: z.number(), days: z.int(), autocorrelation: z.number() }),
    ({ daily_var: dailyValueAtRisk, days, autocorrelation }) => {
      const scaled = (rho: number): number =>
        catalogue.scaledValueAtRiskOperation.run({ dailyValueAtRisk, days, autocorrelation: rho }).valueAtRisk
      return { iid: scaled(0), ar1: scaled(autocorrelation) }
    },
  ),
  referenceForm(
    'shortfall',
    exactly({ scenario_values: list, target: z.number() }),
    ({ scenario_values: values, target }) => {
      const result = catalogue.targetShortfallOperation.run({ values, target })
      return {
        shortfall_probability: result.probability,
        expected_shortfall_amount: result.expectedAmount,
        conditional_shortfall: result.conditionalAmount,
      }
    },
  ),
  referenceForm(
    'spread_stress',
    exactly({ market_values: list, spread_durations: list, spread_convexities: list, spread_shock_bp: list }),
    (input) => ({
      pnl: catalogue.spreadStressOperation.run({
        marketValues: input.market_values,
        spreadDurations: input.spread_durations,
        spreadConvexities: input.spread_convexities,
        spreadShocksBp: input.spread_shock_bp,
      }).changes,
    }),
  ),
  referenceForm(
    'liquidation',
    exactly({ average_daily_volume: list, positions: list, participation: z.number(), horizons_days: list }),
    (input) => {
      const result = catalogue.liquidationOperation.run({
        positions: input.positions,
        averageDailyVolumes: input.average_daily_volume,
        participation: input.participation,
        horizonsDays: input.horizons_days,
      })
      return { days_to_liquidate: result.days, fraction_liquidated: result.fractionLiquidated }
    },
  ),
  referenceForm(
    'square_root_impact',
    exactly({
      order_size: z.number(),
      adv: z.number(),
      daily_volatility: z.number(),
      spread: z.number(),
      coefficient: z.number(),
    }),
    (input) => ({
      cost_fraction: catalogue.squareRootImpactOperation.run({
        orderSize: input.order_size,
        averageDailyVolume: input.adv,
        dailyVolatility: input.daily_volatility,
        relativeSpread: input.spread,
        coefficient: input.coefficient,
      }).costFraction,
    }),
  ),
  referenceForm(
    't_copula_tail_dependence',
    exactly({ degrees_of_freedom: list, correlation: z.number() }),
    ({ degrees_of_freedom: degrees, correlation }) => ({
      lambda: degrees.map(
        (degreesOfFreedom) => catalogue.tailDependenceOperation.run({ degreesOfFreedom, correlation }).tailDependence,
      ),
    }),
  ),
  referenceForm('psd_repair_spectral', exactly({ matrix: rows }), (input) => {
    const result = catalogue.spectralCorrelationOperation.run(input)
    return { eigenvalues_before: result.eigenvalues, repaired: result.repaired }
  }),
  referenceForm(
    'funding_ratio',
    exactly({
      assets: z.number(),
      liabilities: z.number(),
      asset_duration: z.number(),
      liability_duration: z.number(),
      rate_shock: z.number(),
      equity_share: z.number(),
      equity_shock: z.number(),
    }),
    (input) => {
      const result = catalogue.fundingRatioOperation.run({
        assets: input.assets,
        liabilities: input.liabilities,
        assetDuration: input.asset_duration,
        liabilityDuration: input.liability_duration,
        equityShare: input.equity_share,
        rateShock: input.rate_shock,
        equityShock: input.equity_shock,
      })
      return {
        funding_ratio: result.fundingRatio,
        duration_gap_liability_weighted: result.durationGap,
        assets_after: result.assetsAfter,
        liabilities_after: result.liabilitiesAfter,
        funding_ratio_after: result.fundingRatioAfter,
      }
    },
  ),
  referenceForm(
    'factor_risk',
    exactly({ weights: list, loadings: rows, factor_covariance: rows, idiosyncratic_variance: list }),
    (input) => {
      const result = catalogue.factorRiskOperation.run({
        weights: input.weights,
        loadings: rowsOf(input.loadings, input.weights.length),
        factorCovariance: input.factor_covariance,
        specificVariances: input.idiosyncratic_variance,
      })
      return {
        total_variance: result.totalVariance,
        factor_variance: result.factorVariance,
        specific_variance: result.specificVariance,
        factor_contributions_to_variance: result.factorContributions,
        factor_exposures: result.factorExposures,
      }
    },
  ),
  referenceForm(
    'hedge_effectiveness',
    exactly({ hedged_item_changes: list, hedging_instrument_changes: list }),
    (input) => {
      const { dollarOffset, regression, varianceReduction } = catalogue.hedgeEffectivenessOperation.run({
        itemChanges: input.hedged_item_changes,
        hedgeChanges: input.hedging_instrument_changes,
      })
      return {
        dollar_offset_cumulative: dollarOffset.cumulative,
        dollar_offset_last_period: dollarOffset.byPeriod[dollarOffset.byPeriod.length - 1],
        regression_slope: regression.slope,
        regression_intercept: regression.intercept,
        r_squared: regression.rSquared,
        slope_t_stat: regression.slopeTStatistic,
        variance_reduction_unit_hedge: varianceReduction.unitHedge,
        variance_reduction_optimal_hedge: varianceReduction.optimalHedge,
        volatility_reduction_unit_hedge: varianceReduction.unitHedgeVolatility,
        optimal_hedge_ratio: varianceReduction.optimalHedgeRatio,
      }
    },
  ),
  referenceForm('min_variance_hedge_multi', exactly({ exposure_changes: list, instrument_changes: rows }), (input) => {
    const result = catalogue.minimumVarianceHedgeOperation.run({
      exposureChanges: input.exposure_changes,
      instrumentChanges: rowsOf(input.instrument_changes, input.exposure_changes.length),
    })
    return {
      hedge_ratios: result.hedgeRatios,
      residual_variance_ratio: result.residualVarianceRatio,
      hedge_effectiveness: result.effectiveness,
    }
  }),
  referenceForm(
    'key_rate_hedge',
    exactly({ target_key_rate_dv01: list, instrument_key_rate_dv01: rows }),
    ({ target_key_rate_dv01: target, instrument_key_rate_dv01: instruments }) => {
      // One row for each instrument, unless only the columns can be the instruments.
      const byInstrument = instruments.every((row) => row.length === target.length)
      const result = catalogue.keyRateMatchOperation.run({
        target,
        instrumentSensitivities: byInstrument ? instruments : transposed(instruments),
      })
      return { notionals: result.notionals, residual: result.residual, residual_norm: result.residualNorm }
    },
  ),
  referenceForm(
    'lvar',
    exactly({
      position_value: z.number(),
      daily_volatility: z.number(),
      confidence: z.number(),
      mean_relative_spread: z.number(),
      spread_volatility: z.number(),
      spread_multiplier: z.number(),
    }),
    (input) => {
      const result = catalogue.liquidityAdjustedValueAtRiskOperation.run({
        value: input.position_value,
        volatility: input.daily_volatility,
        confidence: input.confidence,
        meanRelativeSpread: input.mean_relative_spread,
        spreadVolatility: input.spread_volatility,
        spreadMultiplier: input.spread_multiplier,
      })
      return { var: result.valueAtRisk, liquidity_cost: result.liquidityCost, lvar: result.liquidityAdjusted }
    },
  ),
]

/** A table with `count` rows, turned where its columns are what the rows are wanted to be. */
function rowsOf(table: number[][], count: number): number[][] {
  const columns = table[0]?.length ?? 0
  return table.length !== count && columns === count ? transposed(table) : table
}

function transposed(table: readonly (readonly number[])[]): number[][] {
  return (table[0] ?? []).map((_, j) => table.map((row) => row[j]))
}

function parametricTails(
  input: { readonly mean_return: number; readonly std_return: number; readonly confidence: readonly number[] },
  degreesOfFreedom?: number,
) {
  const results = input.confidence.map((confidence) =>
    catalogue.parametricTailRiskOperation.run({
      mean: input.mean_return,
      standardDeviation: input.std_return,
      confidence,
      ...(degreesOfFreedom === undefined ? {} : { degreesOfFreedom }),
    }),
  )
  return {
    var_loss: results.map((result) => result.valueAtRisk),
    es_loss: results.map((result) => result.expectedShortfall),
  }
}
