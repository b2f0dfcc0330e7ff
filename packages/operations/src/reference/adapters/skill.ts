import { z } from 'zod'
import * as catalogue from '../../catalogue/skill/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** Periods a year of a record, by the name of its key. */
const frequencies = { monthly: 12, quarterly: 4, weekly: 52, daily: 252, annual: 1 } as const

/** A record under a key that says its frequency, or under a plain one with its periods a year. */
const activeRecordForm = (key: string, given: Record<string, z.ZodType>, periods: number | undefined) =>
  referenceForm(
    'manager_skill',
    exactly({ [key]: list, ...given }) as unknown as z.ZodType<Record<string, unknown>>,
    (input) => {
      const record = catalogue.activeRecordOperation.run({
        activeReturns: input[key] as number[],
        periodsPerYear: periods ?? (input.periods_per_year as number),
        confidence: 0.95,
        power: 0.8,
      })
      return {
        information_ratio_annualised: record.informationRatio,
        t_statistic: record.tStatistic,
        hit_rate: record.hitRate,
        win_loss_ratio: record.winLossRatio,
        tracking_error_annualised: record.trackingErrorAnnual,
        max_drawdown_cumulative_active: record.maximumDrawdown,
        active_return_annualised: record.activeReturnAnnual,
        observations: record.observations,
        p_value: record.pValue,
      }
    },
  )

/** Weights of at least 0 that sum to 1 and minimise the variance of the residual, about its mean. */
const styleText = z.string().refine((words) => {
  const said = words.toLowerCase()
  const whole = said.replace(/[^a-z0-9<>=\u2265+-]+/g, ' ')
  const positive =
    />= ?0|\u2265 ?0|0 ?<=|non ?-?negativ|long[ -]?only|no short|between 0 and 1|positive|in \[0, ?1\]/.test(whole) ||
    /\[0, ?1\]/.test(said)
  const full =
    /\bsum[a-z ]*(=|==|\bto|\bequals?|\bis) ?(1|one|unity|100)\b|fully invested|add(ing)? up to (1|one)/.test(whole)
  const about = /varianc|std|standard deviation|tracking error|volatility/.test(whole)
  const other =
    /no intercept|without (an? )?intercept|through the origin|leverage|unconstrained|mean squared|turnover/.test(whole)
  return positive && full && about && !other
}, 'are constraints of another form')

/** The reference forms of this area. */
export const skillForms: readonly ReferenceForm[] = [
  ...Object.entries(frequencies).map(([name, periods]) => activeRecordForm(`active_returns_${name}`, {}, periods)),
  activeRecordForm('active_returns', { periods_per_year: z.number() }, undefined),
  activeRecordForm('active_returns_monthly', { periods_per_year: z.number() }, undefined),
  referenceForm(
    'style_analysis',
    exactly({
      manager_returns: list,
      factor_returns: rows,
      constraints: styleText,
      factors: z.array(z.string()).optional(),
      factor_names: z.array(z.string()).optional(),
    }),
    (input) => {
      const byPeriod = input.factor_returns.length === input.manager_returns.length
      const [first] = input.factor_returns
      const style = catalogue.styleAnalysisOperation.run({
        managerReturns: input.manager_returns,
        styleReturns: byPeriod
          ? input.factor_returns
          : first.map((_, t) => input.factor_returns.map((series) => series[t])),
        periodsPerYear: 12,
      })
      const population = /population|ddof ?= ?0|divisor n\b/i.test(input.constraints)
      return {
        weights: style.weights,
        residual_std: population ? style.residualDeviationPopulation : style.residualDeviation,
        style_r_squared: style.styleRSquared,
      }
    },
  ),
  referenceForm(
    'factor_skill',
    exactly({
      excess_returns: list,
      factor_returns: rows,
      periods_per_year: z.number(),
      newey_west_lags: z.number(),
      confidence: z.number(),
      factor_lags: z.number().optional(),
    }),
    (input) => {
      const lags = input.factor_lags ?? 0
      const skill = catalogue.factorSkillOperation.run({
        excessReturns: input.excess_returns,
        factorReturns: input.factor_returns,
        periodsPerYear: input.periods_per_year,
        confidence: input.confidence,
        errorLags: input.newey_west_lags,
        smoothing: lags > 0 ? 'lagged' : 'none',
        smoothingLags: Math.max(1, lags),
      })
      return {
        alpha_annual: skill.alphaAnnual.value,
        alpha_standard_error: skill.alphaAnnual.standardError,
        alpha_interval: [skill.alphaAnnual.interval.lower, skill.alphaAnnual.interval.upper],
        betas: skill.betas.map(({ value }) => value),
        beta_standard_errors: skill.betas.map(({ standardError }) => standardError),
        r_squared: skill.rSquared,
        residual_vol_annual: skill.residualVolAnnual,
        appraisal_ratio: skill.appraisalRatio,
      }
    },
  ),
  referenceForm(
    'market_timing',
    exactly({
      excess_returns: list,
      factor_returns: rows,
      market: z.number(),
      periods_per_year: z.number(),
      newey_west_lags: z.number(),
    }),
    (input) => {
      const timing = catalogue.marketTimingOperation.run({
        excessReturns: input.excess_returns,
        factorReturns: input.factor_returns,
        market: input.market,
        periodsPerYear: input.periods_per_year,
        confidence: 0.95,
        errorLags: input.newey_west_lags,
      })
      return Object.fromEntries(
        [
          ['treynor_mazuy', timing.treynorMazuy] as const,
          ['henriksson_merton', timing.henrikssonMerton] as const,
        ].flatMap(([name, model]) => [
          [`${name}_alpha_annual`, model.alphaAnnual.value],
          [`${name}_timing`, model.timing.value],
          [`${name}_timing_standard_error`, model.timing.standardError],
        ]),
      )
    },
  ),
  referenceForm(
    'skill_persistence',
    exactly({
      active_returns: z.array(z.array(z.number().nullable())),
      window: z.number(),
      score: z.enum(['information-ratio', 'mean-return', 'hit-rate']),
      groups: z.number(),
    }),
    (input) => {
      const result = catalogue.skillPersistenceOperation.run({
        returns: input.active_returns,
        window: input.window,
        score: input.score,
        groups: input.groups,
      })
      return {
        rank_correlations: result.pairs.map((pair) => pair.rankCorrelation),
        p_values: result.pairs.map((pair) => pair.pValue),
        winners_and_losers: [
          [result.winnerWinner, result.winnerLoser],
          [result.loserWinner, result.loserLoser],
        ],
        odds_ratio: result.oddsRatio,
        log_odds_standard_error: result.logOddsStandardError,
        chi_square: result.chiSquare,
        transitions: result.transitions.map((row) => row.map(({ count }) => count)),
      }
    },
  ),
  referenceForm(
    'skill_power',
    exactly({
      information_ratio: z.number(),
      years: z.number(),
      periods_per_year: z.number(),
      confidence: z.number(),
      power: z.number(),
      dismiss_below: z.number(),
    }),
    (input) => {
      const result = catalogue.skillPowerOperation.run({
        informationRatio: input.information_ratio,
        years: input.years,
        periodsPerYear: input.periods_per_year,
        confidence: input.confidence,
        power: input.power,
        dismissBelow: input.dismiss_below,
        skilledShare: 0.5,
      })
      return {
        years_needed: result.yearsNeeded,
        power_at_years: result.powerAtYears,
        dismissed_though_skilled: result.dismissedThoughSkilled,
        kept_though_unskilled: result.keptThoughUnskilled,
      }
    },
  ),
  referenceForm(
    'skill_shares',
    exactly({
      t_statistics: list,
      degrees_of_freedom: z.number(),
      lambda: z.number(),
      significance: z.number(),
      false_discovery_rate: z.number(),
    }),
    (input) => {
      const result = catalogue.skillSharesOperation.run({
        tStatistics: input.t_statistics,
        degreesOfFreedom: input.t_statistics.map(() => input.degrees_of_freedom),
        lambda: input.lambda,
        significance: input.significance,
        errorRate: input.false_discovery_rate,
      })
      return {
        zero_alpha: result.zeroAlpha.value,
        zero_alpha_standard_error: result.zeroAlpha.standardError,
        skilled: result.skilled.value,
        skilled_standard_error: result.skilled.standardError,
        unskilled: result.unskilled.value,
        adjusted_p_values: result.adjustedPValues,
        selected: result.selected,
      }
    },
  ),
  referenceForm('shrunk_alphas', exactly({ alphas: list, standard_errors: list }), (input) => {
    const result = catalogue.shrunkAlphasOperation.run({
      alphas: input.alphas,
      standardErrors: input.standard_errors,
      confidence: 0.95,
    })
    return {
      deviation: result.deviation,
      mean: result.mean,
      mean_standard_error: result.meanStandardError,
      q: result.heterogeneity,
      posterior_means: result.alphas.map((alpha) => alpha.posteriorMean),
      posterior_deviations: result.alphas.map((alpha) => alpha.posteriorDeviation),
    }
  }),
  referenceForm(
    'style_figure_drift',
    exactly({ history: list, lookbacks: list, threshold: z.number() }),
    ({ history, ...input }) => {
      const { figures } = catalogue.styleDriftOperation.run({
        figures: ['figure'],
        history: history.map((value) => [value]),
        lookbacks: input.lookbacks,
        threshold: input.threshold,
      })
      const [{ changes }] = figures
      return {
        changes: changes.map(({ change }) => change),
        standard_errors: changes.map(({ changeStandardError }) => changeStandardError),
        drifted: changes.map(({ drifted }) => drifted),
      }
    },
  ),
]
