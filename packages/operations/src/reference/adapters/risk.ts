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
      var_upper_quantile: valueAtRisk.upperQuantile,
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
]

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
