import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/optimisation/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'
import { type Market, covarianceOf, market, solved } from './portfolio-inputs.ts'
import { type Utility, type UtilityParameters, utilityOf } from './utility-text.ts'

const bound = z.union([z.number(), list, z.null()]).optional()

/** Bounds and budget under the names of the forms: long-only without a bound, fully invested without a budget. */
const box = {
  min_weight: bound,
  max_weight: bound,
  min_weights: bound,
  max_weights: bound,
  budget: z.number().optional(),
  long_only: z.boolean().optional(),
  assets: z.array(z.string()).optional(),
}

interface Box {
  min_weight?: number | number[] | null | undefined
  max_weight?: number | number[] | null | undefined
  min_weights?: number | number[] | null | undefined
  max_weights?: number | number[] | null | undefined
  budget?: number | undefined
  long_only?: boolean | undefined
}

/** A bound that a form leaves out or gives as null is no bound. */
const limitsOf = (input: Box) => ({
  minWeights: input.min_weight ?? input.min_weights ?? (input.long_only === true ? 0 : null),
  maxWeights: input.max_weight ?? input.max_weights ?? null,
  budget: input.budget ?? 1,
})

/** `weights` once more under the name that a form gives published digits. */
const withPublished = (weights: unknown) => ({ weights, weights_published: weights })

const returnsAndMarket = { ...market, expected_returns: list }
const oneOrMore = z.union([z.number(), list])
const each = <T>(value: number | number[], answer: (item: number) => T): T | T[] =>
  Array.isArray(value) ? value.map(answer) : answer(value)

/** One parameter, not a list of them beside another list. */
function single(value: number | number[] | undefined): number | undefined {
  if (!Array.isArray(value)) return value
  throw new TuttiError('unsupported', 'the case gives lists of both risk tolerances and risk aversions')
}

/** The figures of one portfolio as they are, those of several as lists by key. */
function transposed(results: Record<string, unknown> | Record<string, unknown>[]): Record<string, unknown> {
  if (!Array.isArray(results)) return results
  const keys = Object.keys(results[0] ?? {})
  return Object.fromEntries(keys.map((key) => [key, results.map((result) => result[key])]))
}

const minimumVarianceAnswer = (input: Market & Box) => {
  const result = solved(
    catalogue.minimumVarianceOperation.run({ covariance: covarianceOf(input), limits: limitsOf(input) }),
  )
  return { ...withPublished(result.weights), volatility: result.volatility, variance: result.objective }
}

/** Mean-variance portfolios, frontiers, tracking errors, surplus, costs, Kelly and allocation rules. */
export const optimisationMeanVarianceForms: readonly ReferenceForm[] = [
  referenceForm('min_variance', exactly({ ...market, ...box }), minimumVarianceAnswer),
  referenceForm('min_variance', exactly({ ...market, items: z.array(exactly(box)) }), ({ items, ...input }) =>
    transposed(items.map((item) => minimumVarianceAnswer({ ...input, ...item }))),
  ),
  ...(['target_return', 'target_returns'] as const).map((key) =>
    referenceForm(
      'mean_variance_target_return',
      exactly({ ...returnsAndMarket, ...box, [key]: oneOrMore }) as unknown as z.ZodType<
        Market & Box & { expected_returns: number[] } & Record<string, number | number[]>
      >,
      (input) =>
        transposed(
          each(input[key], (targetReturn) => {
            const result = solved(
              catalogue.meanVarianceOperation.run({
                covariance: covarianceOf(input),
                expectedReturns: input.expected_returns,
                limits: limitsOf(input),
                aim: { kind: 'target-return', targetReturn, sense: 'exactly' },
              }),
            )
            return {
              ...withPublished(result.weights),
              volatility: result.volatility,
              variance: result.objective,
              expected_return: result.expectedReturn,
            }
          }),
        ),
    ),
  ),
  referenceForm(
    'mean_variance_utility',
    exactly({
      ...returnsAndMarket,
      ...box,
      utility: z.string(),
      risk_tolerance: oneOrMore.optional(),
      risk_aversion: oneOrMore.optional(),
    }),
    (input) => {
      const utilityAt = (parameters: UtilityParameters) => {
        const utility = utilityOf(input.utility, parameters)
        if (utility.cost === undefined) return utility
        throw new TuttiError('unsupported', 'the case has costs without present weights')
      }
      const common = {
        covariance: covarianceOf(input),
        expectedReturns: input.expected_returns,
        limits: limitsOf(input),
      }
      const portfolioOf = ({ tolerance, scale }: Utility) => {
        const result = solved(
          catalogue.meanVarianceOperation.run({ ...common, aim: { kind: 'utility', riskTolerance: tolerance } }),
        )
        return {
          ...withPublished(result.weights),
          utility: scale * result.objective,
          volatility: result.volatility,
          expected_return: result.expectedReturn,
        }
      }
      const { risk_tolerance: tolerances, risk_aversion: aversions } = input
      const results = Array.isArray(aversions)
        ? aversions.map((aversion) => portfolioOf(utilityAt({ aversion, tolerance: single(tolerances) })))
        : tolerances === undefined
          ? portfolioOf(utilityAt({ aversion: aversions }))
          : each(tolerances, (tolerance) => portfolioOf(utilityAt({ tolerance, aversion: aversions })))
      return { ...transposed(results), ...cornerTolerances(common) }
    },
  ),
  referenceForm(
    'efficient_frontier',
    exactly({ ...returnsAndMarket, ...box, target_returns: list.optional() }),
    (input) => {
      const common = { covariance: covarianceOf(input), limits: limitsOf(input) }
      const least = solved(catalogue.minimumVarianceOperation.run(common))
      const all = { ...common, expectedReturns: input.expected_returns }
      const points = (input.target_returns ?? []).map((targetReturn) =>
        solved(
          catalogue.meanVarianceOperation.run({
            ...all,
            aim: { kind: 'target-return', targetReturn, sense: 'exactly' },
          }),
        ),
      )
      const frontier = solved(catalogue.efficientFrontierOperation.run(all))
      return {
        min_variance_weights: least.weights,
        min_variance: least.objective,
        min_variance_volatility: least.volatility,
        min_variance_return: frontier.points[0].expectedReturn,
        frontier_weights: points.map((point) => point.weights),
        frontier_volatility: points.map((point) => point.volatility),
        ...cornerTolerances(all),
      }
    },
  ),
  referenceForm('max_sharpe', exactly({ ...returnsAndMarket, ...box, risk_free: z.number() }), (input, wanted) => {
    const common = {
      covariance: covarianceOf(input),
      expectedReturns: input.expected_returns,
      riskFree: input.risk_free,
    }
    const result = solved(catalogue.maximumSharpeOperation.run({ ...common, limits: limitsOf(input) }))
    const unlimited = wanted.includes('unconstrained_tangency_weights')
      ? { unconstrained_tangency_weights: catalogue.frontierAnalyticsOperation.run(common).tangencyWeights }
      : {}
    return {
      ...withPublished(result.weights),
      sharpe: result.objective,
      sharpe_published: result.objective,
      volatility: result.volatility,
      expected_return: result.expectedReturn,
      ...unlimited,
    }
  }),
  referenceForm('frontier_analytics', exactly({ ...returnsAndMarket, risk_free: z.number() }), (input, wanted) => {
    const names = wanted.flatMap((name) => {
      const percent = /^frontier_variance_at_(\d+(?:[._]\d+)?)pct$/.exec(name)?.[1]
      return percent === undefined ? [] : [{ name, value: Number(percent.replace('_', '.')) / 100 }]
    })
    const result = catalogue.frontierAnalyticsOperation.run({
      covariance: covarianceOf(input),
      expectedReturns: input.expected_returns,
      riskFree: input.risk_free,
      returns: names.map(({ value }) => value),
    })
    return {
      "A_1'S-1mu": result.a,
      "B_mu'S-1mu": result.b,
      "C_1'S-1 1": result.c,
      gmv_weights: result.minimumVarianceWeights,
      gmv_variance: result.minimumVariance,
      gmv_return: result.minimumVarianceReturn,
      tangency_weights: result.tangencyWeights,
      max_sharpe: result.highestSharpe,
      ...Object.fromEntries(names.map(({ name }, k) => [name, result.variances[k]])),
    }
  }),
  referenceForm(
    'min_tracking_error',
    exactly({
      ...market,
      ...box,
      benchmark_weights: list,
      excluded_assets_0based: z.array(z.int()).optional(),
      expected_returns: list.optional(),
      min_expected_return: z.number().optional(),
      min_active_return: z.undefined().optional(),
    }),
    (input) => {
      const size = input.benchmark_weights.length
      const { minWeights, maxWeights, budget } = limitsOf(input)
      const excluded = new Set(input.excluded_assets_0based ?? [])
      const bounds = (value: number | number[] | null): (number | null)[] =>
        Array.from({ length: size }, (_, i) => (excluded.has(i) ? 0 : Array.isArray(value) ? value[i] : value))
      const result = solved(
        catalogue.minimumTrackingErrorOperation.run({
          covariance: covarianceOf(input),
          benchmarkWeights: input.benchmark_weights,
          expectedReturns: input.expected_returns,
          minimumReturn: input.min_expected_return,
          limits: { minWeights: bounds(minWeights), maxWeights: bounds(maxWeights), budget },
        }),
      )
      return { ...withPublished(result.weights), tracking_error: result.volatility, active_return: result.activeReturn }
    },
  ),
  ...(['mean_variance_turnover', 'mean_variance_costs'] as const).map((name) =>
    referenceForm(
      name,
      exactly({
        ...returnsAndMarket,
        ...box,
        current_weights: list,
        utility: z.string(),
        risk_tolerance: z.number().optional(),
        risk_aversion: z.number().optional(),
        linear_cost: z.number().optional(),
        max_two_way_turnover: z.number().optional(),
      }),
      (input) => {
        const { tolerance, cost, scale } = utilityOf(input.utility, {
          tolerance: input.risk_tolerance,
          aversion: input.risk_aversion,
        })
        const costs = cost ?? (input.linear_cost ?? 0) / scale
        const maxTwoWay = input.max_two_way_turnover
        const turnover =
          maxTwoWay === undefined ? {} : { turnover: { currentWeights: input.current_weights, maxTwoWay } }
        const result = solved(
          catalogue.rebalancingOperation.run({
            covariance: covarianceOf(input),
            expectedReturns: input.expected_returns,
            currentWeights: input.current_weights,
            riskTolerance: tolerance,
            buyCosts: costs,
            sellCosts: costs,
            limits: { ...limitsOf(input), ...turnover },
          }),
        )
        return { ...withPublished(result.weights), utility: scale * result.objective, turnover: result.turnoverTwoWay }
      },
    ),
  ),
  referenceForm(
    'min_surplus_variance',
    exactly({
      ...market,
      ...box,
      asset_liability_covariance: list,
      liability_variance: z.number(),
      funded_ratio: z.number().optional(),
      durations: list.optional(),
      target_duration: z.number().optional(),
      yields: list.optional(),
      min_yield: z.number().optional(),
    }),
    (input) => {
      const duration = input.target_duration
      const result = solved(
        catalogue.surplusOperation.run({
          covariance: covarianceOf(input),
          liabilityCovariances: input.asset_liability_covariance,
          liabilityVariance: input.liability_variance,
          fundedRatio: input.funded_ratio ?? 1,
          durations: input.durations,
          ...(duration === undefined ? {} : { duration: { lower: duration, upper: duration } }),
          yields: input.yields,
          minimumYield: input.min_yield,
          limits: limitsOf(input),
        }),
      )
      return {
        ...withPublished(result.weights),
        surplus_volatility: result.volatility,
        surplus_variance: result.objective,
        yield: result.yield,
        duration: result.duration,
      }
    },
  ),
  referenceForm(
    'kelly',
    exactly({
      ...market,
      excess_returns: list,
      target_volatility: z.number().optional(),
      fraction: z.number().optional(),
    }),
    (input) => {
      const covariance = covarianceOf(input)
      const result = catalogue.kellyOperation.run({
        excessReturns: input.excess_returns,
        covariance,
        fraction: input.fraction ?? 1,
      })
      const targetVolatility = input.target_volatility
      const scaled =
        targetVolatility === undefined
          ? {}
          : {
              target_vol_scaled_weights: catalogue.volatilityScaledOperation.run({
                weights: result.weights,
                covariance,
                targetVolatility,
              }).weights,
            }
      return { kelly_weights: result.weights, growth_rate: result.growthRate, leverage: result.leverage, ...scaled }
    },
  ),
  referenceForm(
    'allocation_rules',
    exactly({
      realized_vol: list,
      target_vol: z.number(),
      k_linear: z.number(),
      k_sigmoid: z.number(),
      clip: z.array(z.number()).length(2),
    }),
    (input) => {
      const result = catalogue.allocationRulesOperation.run({
        realisedVols: input.realized_vol,
        targetVol: input.target_vol,
        linearSlope: input.k_linear,
        sigmoidSlope: input.k_sigmoid,
        leastWeight: input.clip[0],
        mostWeight: input.clip[1],
      })
      return {
        inverse_vol: result.inverseVol,
        inverse_vol_squared: result.inverseVolSquared,
        linear_decay: result.linearDecay,
        sigmoid: result.sigmoid,
      }
    },
  ),
]

/** The risk tolerances at which assets enter or leave, by falling tolerance; without that of the minimum variance. */
function cornerTolerances(input: Parameters<typeof catalogue.efficientFrontierOperation.run>[0]) {
  const outcome = catalogue.efficientFrontierOperation.run(input)
  if (outcome.status !== 'solved' || outcome.method !== 'critical-line') return {}
  const tolerances = outcome.points.slice(1).map((point) => point.riskTolerance)
  return { corner_risk_tolerances: tolerances.toReversed() }
}
