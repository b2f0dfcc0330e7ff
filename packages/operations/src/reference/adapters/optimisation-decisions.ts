import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { liquidationValueAtRiskOperation } from '../../catalogue/execution/index.ts'
import * as catalogue from '../../catalogue/optimisation/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'
import { solved } from './portfolio-inputs.ts'

const task = {
  covariance: rows,
  expected_returns: list,
  risk_tolerance: z.number(),
  min_weight: z.number(),
  max_weight: z.number(),
}

const view = {
  portfolio: list,
  lower: z.number().nullable(),
  upper: z.number().nullable(),
}

const limitsOf = (input: { min_weight: number; max_weight: number }) => ({
  minWeights: input.min_weight,
  maxWeights: input.max_weight,
  budget: 1,
})

/** Utilities are `risk_tolerance * w'mu - 0.5 w'Sigma w` of fully invested portfolios, whatever is done to them. */
export const optimisationDecisionsForms: readonly ReferenceForm[] = [
  referenceForm('cardinality', exactly({ ...task, max_holdings: z.int(), min_holding: z.number() }), (input) => {
    const result = solved(
      catalogue.cardinalityOperation.run({
        covariance: input.covariance,
        expectedReturns: input.expected_returns,
        riskTolerance: input.risk_tolerance,
        maxHoldings: input.max_holdings,
        minHolding: input.min_holding,
        limits: limitsOf(input),
      }),
    )
    return { weights: result.weights, utility: result.objective, volatility: result.volatility }
  }),
  referenceForm(
    'robust_mean_variance',
    exactly({
      ...task,
      half_widths: list.optional(),
      error_covariance: rows.optional(),
      radius: z.number().optional(),
    }),
    (input) => {
      const { half_widths: halfWidths, error_covariance: errorCovariance, radius } = input
      const isBox = halfWidths !== undefined
      if (!isBox && (errorCovariance === undefined || radius === undefined)) {
        throw new TuttiError('unsupported', 'the case does not say what is uncertain')
      }
      const result = solved(
        catalogue.robustMeanVarianceOperation.run({
          covariance: input.covariance,
          expectedReturns: input.expected_returns,
          riskTolerance: input.risk_tolerance,
          uncertainty: isBox
            ? { kind: 'box', halfWidths }
            : { kind: 'ellipsoid', errorCovariance: errorCovariance ?? [], radius: radius ?? 0 },
          limits: limitsOf(input),
        }),
      )
      return { weights: result.weights, worst_utility: result.objective }
    },
  ),
  referenceForm(
    'worst_covariance',
    exactly({ ...task, covariance: z.undefined().optional(), covariances: z.array(rows) }),
    (input) => {
      const result = catalogue.worstCovarianceOperation.run({
        expectedReturns: input.expected_returns,
        covariances: input.covariances,
        riskTolerance: input.risk_tolerance,
        limits: limitsOf(input),
      })
      const { weights, objective } = solved(result.outcome)
      return { weights, worst_utility: objective, shares: result.shares, volatilities: result.volatilities }
    },
  ),
  referenceForm(
    'entropy_pooling',
    exactly({
      scenarios: rows,
      prior_probabilities: list.optional(),
      views: z.array(
        z.discriminatedUnion('about', [
          exactly({ about: z.enum(['mean', 'volatility']), ...view }),
          exactly({ about: z.literal('probability'), threshold: z.number(), ...view }),
        ]),
      ),
    }),
    (input) => {
      const result = solved(
        catalogue.entropyPoolingOperation.run({
          scenarios: input.scenarios,
          priorProbabilities: input.prior_probabilities,
          views: input.views.map((one, k) => ({ ...one, name: `view ${k + 1}` })),
        }),
      )
      return {
        probabilities: result.probabilities,
        relative_entropy: result.relativeEntropy,
        effective_scenarios: result.effectiveScenarios,
      }
    },
  ),
  referenceForm(
    'hierarchical_equal_risk',
    exactly({
      covariance: rows,
      linkage: z.enum(['single', 'complete', 'average', 'ward']),
      clusters: z.int(),
      risk: z.enum(['variance', 'volatility']),
    }),
    (input) => {
      const result = catalogue.hierarchicalEqualRiskOperation.run({ ...input, distance: 'correlation' })
      const order = result.clusters.map((cluster) => cluster.toSorted((a, b) => a - b)).toSorted((a, b) => a[0] - b[0])
      return { weights: result.weights, clusters: order }
    },
  ),
  referenceForm(
    'multi_period_rebalancing',
    exactly({
      covariance: rows,
      expected_returns_by_period: rows,
      current_weights: list,
      risk_tolerance: z.number(),
      discount: z.number(),
      linear_cost: z.number(),
      quadratic_cost: rows.optional(),
      min_weight: z.number(),
      max_weight: z.number(),
    }),
    (input) => {
      const result = solved(
        catalogue.rebalancingPlanOperation.run({
          forecasts: input.expected_returns_by_period,
          covariance: input.covariance,
          currentWeights: input.current_weights,
          riskTolerance: input.risk_tolerance,
          discount: input.discount,
          linearCosts: input.linear_cost,
          quadraticCosts: input.quadratic_cost,
          limits: limitsOf(input),
        }),
      )
      return { weights_by_period: result.weights, trades_by_period: result.trades, utility: result.objective }
    },
  ),
  referenceForm(
    'liquidation_var',
    exactly({
      positions: list,
      daily_covariance: rows,
      liquidation_days: z.array(z.int()),
      exit_cost_fractions: list,
      confidence: z.number(),
    }),
    (input) => {
      const result = liquidationValueAtRiskOperation.run({
        positions: input.positions,
        dailyCovariance: input.daily_covariance,
        liquidationDays: input.liquidation_days,
        exitCostFractions: input.exit_cost_fractions,
        confidence: input.confidence,
      })
      return {
        std_dev: result.standardDeviation,
        var: result.valueAtRisk,
        one_day_var: result.oneDayValueAtRisk,
        exit_cost: result.exitCost,
        liquidity_adjusted_var: result.liquidityAdjusted,
        contributions: result.contributions,
      }
    },
  ),
]
