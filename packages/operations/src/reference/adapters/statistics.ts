import { z } from 'zod'
import * as catalogue from '../../catalogue/statistics/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'
import { garch11Forms } from './garch11.ts'

const regression = { y: list, X: rows, intercept: z.boolean() }
const withIntercept = { y: list, X: rows, intercept: z.literal(true) }
const sharpeShape = { sharpe: z.number(), skewness: z.number(), kurtosis: z.number() }

/** Texts that leave the covariance of the coefficients as it is, or multiply it by n / (n - k). */
const noCorrection = z.union([z.null(), z.string().regex(/^\s*(none|no)\s*$/i)]).transform(() => null)
const fullCorrection = z.string().regex(/^\s*([nt])\s*\/\s*\(\s*\1\s*-\s*[kp]\s*\)\s*$/i)

/** The Sharpe ratio of a period, or the mean return. */
const metric = z
  .string()
  .regex(
    /^\s*(sharpe( ratio)?(\s*\(\s*mean\s*\/\s*sample (std|standard deviation)(, not annuali[sz]ed)?\s*\))?|mean( return)?)\s*$/i,
  )
  .transform((text) => (/^\s*sharpe/i.test(text) ? 'sharpe' : 'mean'))

/** Last entries of a rolling series. */
const lastFive = (values: readonly number[]): number[] => values.slice(-5)

/** Regression, time series, Sharpe ratio inference and samples. */
export const statisticsForms: readonly ReferenceForm[] = [
  ...garch11Forms,
  referenceForm(
    'ols',
    exactly({ ...regression, columns: z.array(z.string()).optional() }),
    ({ y, X: x, intercept }) => {
      const fit = catalogue.olsOperation.run({ y, x, intercept })
      return {
        coefficients: fit.coefficients,
        standard_errors: fit.standardErrors,
        residual_std: fit.residualStandardError,
        r_squared: fit.rSquared,
      }
    },
  ),
  referenceForm(
    'newey_west',
    exactly({
      ...regression,
      lags: z.int(),
      kernel: z.string().regex(/^\s*(bartlett|newey[ -]west)\b/i),
      prewhiten: z.literal(false).nullish(),
      small_sample_correction: z.union([z.boolean(), noCorrection, fullCorrection]),
    }),
    ({ y, X: x, intercept, lags, small_sample_correction: correction }) => {
      const fit = catalogue.neweyWestOperation.run({
        y,
        x,
        intercept,
        lags,
        smallSampleCorrection: typeof correction === 'boolean' ? correction : correction !== null,
      })
      return {
        coefficients: fit.coefficients,
        covariance: fit.covariance,
        standard_errors: fit.standardErrors,
        t_stats: fit.tStatistics,
      }
    },
  ),
  referenceForm('heteroskedasticity_robust', exactly(regression), ({ y, X: x, intercept }) =>
    Object.fromEntries(
      (['HC0', 'HC1', 'HC2', 'HC3'] as const).map((form) => [
        form,
        catalogue.robustErrorsOperation.run({ y, x, intercept, form }).standardErrors,
      ]),
    ),
  ),
  referenceForm('regression_diagnostics', exactly(withIntercept), ({ y, X: x, intercept }) => {
    const fit = catalogue.olsOperation.run({ y, x, intercept })
    const diagnostics = catalogue.regressionDiagnosticsOperation.run({ y, x })
    return {
      durbin_watson: diagnostics.durbinWatson,
      breusch_pagan_studentized: diagnostics.breuschPagan,
      r_squared: fit.rSquared,
      adj_r_squared: fit.adjustedRSquared,
      aic: fit.aic,
      bic: fit.bic,
      log_likelihood: fit.logLikelihood,
      f_stat: diagnostics.fStatistic,
    }
  }),
  referenceForm(
    'variance_ratio',
    exactly({ log_prices: list, q: z.array(z.int()) }),
    ({ log_prices: logPrices, q }) => {
      const results = q.map((periods) => catalogue.varianceRatioOperation.run({ logPrices, q: periods }))
      return {
        vr: results.map((result) => result.varianceRatio),
        z_homoskedastic: results.map((result) => result.zHomoskedastic),
        z_heteroskedastic: results.map((result) => result.zHeteroskedastic),
      }
    },
  ),
  referenceForm('acf', exactly({ series: list, lags: z.int() }), ({ series, lags }) => {
    const result = catalogue.autocorrelationOperation.run({ series, lags, testLags: 10 })
    const { jarqueBera } = catalogue.momentsOperation.run({ values: series })
    return {
      acf: result.autocorrelations,
      pacf_yw_mle: result.partialAutocorrelations,
      ljung_box_10: result.ljungBox.statistic,
      ljung_box_p: result.ljungBox.pValue,
      box_pierce_10: result.boxPierce.statistic,
      jarque_bera: jarqueBera.statistic,
      jarque_bera_p: jarqueBera.pValue,
    }
  }),
  referenceForm('moments', exactly({ data: list }), ({ data }) => {
    const result = catalogue.momentsOperation.run({ values: data })
    return {
      mean: result.mean,
      variance_n_minus_1: result.varianceSample,
      skewness_population: result.skewnessPopulation,
      skewness_sample_adjusted: result.skewnessSample,
      kurtosis_population: result.kurtosisPopulation,
      excess_kurtosis_population: result.excessKurtosisPopulation,
      excess_kurtosis_sample_adjusted: result.excessKurtosisSample,
      mad_median: result.medianAbsoluteDeviation,
    }
  }),
  referenceForm('quantile', exactly({ data: list, probs: list }), ({ data, probs }) =>
    Object.fromEntries(
      ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((type) => [
        `type${type}`,
        catalogue.quantilesOperation.run({ values: data, probabilities: probs, type }).quantiles,
      ]),
    ),
  ),
  referenceForm('hill', exactly({ data: list, k: z.array(z.int()) }), ({ data, k }) => ({
    tail_index_xi: k.map((count) => catalogue.hillOperation.run({ values: data, count }).tailIndex),
  })),
  referenceForm('correlations', exactly({ x: list, y: list }), (input) => {
    const result = catalogue.correlationsOperation.run(input)
    return {
      pearson: result.pearson,
      spearman: result.spearman,
      kendall_tau_b: result.kendallTauB,
      pearson_p_value: result.pearsonPValue,
    }
  }),
  referenceForm('zscore', exactly({ series: list, window: z.int() }), (input) => ({
    rolling_zscore_last5: lastFive(catalogue.rollingZScoreOperation.run(input).zScores),
  })),
  referenceForm(
    'ewma_variance',
    exactly({
      returns: list,
      lambda: z.number(),
      initial: z
        .string()
        .regex(
          /^\s*((initial\s+)?variance(\s+(for|at)\s+t\s*=\s*1)?|sigma2_1|sigma\^2_1)\s*(=|is|set\s+to|is\s+set\s+to)?\s*r_1\s*(\^|\*\*)\s*2(?!\d)/i,
        ),
    }),
    ({ returns, lambda }) => {
      const result = catalogue.ewmaVarianceOperation.run({
        returns,
        decay: lambda,
        initialVariance: 'first-squared-return',
      })
      return { variance_last: result.variances.at(-1), variance_next: result.next }
    },
  ),
  referenceForm(
    'ohlc_volatility',
    exactly({
      open: list,
      high: list,
      low: list,
      close: list,
      window: z.int(),
      annualisation: z.number(),
    }),
    ({ annualisation: periodsPerYear, ...input }) => {
      const names = {
        close: 'close',
        parkinson: 'parkinson',
        garman_klass: 'garman-klass',
        rogers_satchell: 'rogers-satchell',
        gk_yz: 'garman-klass-yang-zhang',
        yang_zhang: 'yang-zhang',
      } as const
      return Object.fromEntries(
        Object.entries(names).map(([name, estimator]) => [
          name,
          lastFive(catalogue.ohlcVolatilityOperation.run({ ...input, estimator, periodsPerYear }).volsAnnual),
        ]),
      )
    },
  ),
  referenceForm(
    'probabilistic_sharpe_ratio',
    exactly({ items: z.array(exactly({ ...sharpeShape, benchmark: z.number(), observations: z.int() })) }),
    ({ items }) => ({
      psr: items.map(
        ({ benchmark: benchmarkSharpe, ...facts }) =>
          catalogue.probabilisticSharpeOperation.run({ ...facts, benchmarkSharpe }).probability,
      ),
    }),
  ),
  referenceForm(
    'min_track_record_length',
    exactly({
      confidence: z.number(),
      items: z.array(exactly({ ...sharpeShape, benchmark: z.number(), periods_per_year: z.number() })),
    }),
    ({ confidence, items }) => {
      const results = items.map(({ benchmark: benchmarkSharpe, periods_per_year: periodsPerYear, ...shape }) =>
        catalogue.minimumTrackRecordOperation.run({ ...shape, benchmarkSharpe, confidence, periodsPerYear }),
      )
      return {
        observations: results.map((result) => result.observations),
        years: results.map((result) => result.years),
      }
    },
  ),
  referenceForm(
    'deflated_sharpe_ratio',
    exactly({
      annual_sharpe: z.number(),
      periods_per_year: z.number(),
      observations: z.int(),
      trials: z.number(),
      variance_of_annual_trial_sharpes: z.number(),
      skewness: z.number(),
      kurtosis: z.number(),
    }),
    (input) => {
      const deflated = (trials: number) =>
        catalogue.deflatedSharpeOperation.run({
          sharpeAnnual: input.annual_sharpe,
          periodsPerYear: input.periods_per_year,
          observations: input.observations,
          skewness: input.skewness,
          kurtosis: input.kurtosis,
          trials,
          varianceOfAnnualTrialSharpes: input.variance_of_annual_trial_sharpes,
        })
      const result = deflated(input.trials)
      return {
        expected_max_sharpe_per_period: result.expectedMaximumSharpePerPeriod,
        deflated_sharpe: result.deflatedSharpeRatio,
        deflated_sharpe_if_46_trials: deflated(46).deflatedSharpeRatio,
      }
    },
  ),
  referenceForm('expected_max_sharpe', exactly({ trials: list, variance: z.number() }), ({ trials, variance }) => ({
    expected_max: trials.map(
      (count) => catalogue.expectedMaximumSharpeOperation.run({ trials: count, variance }).expectedMaximum,
    ),
  })),
  referenceForm(
    'min_backtest_length',
    exactly({ trials: list, target_annual_sharpe: z.number() }),
    ({ trials, target_annual_sharpe: targetSharpeAnnual }) => {
      const results = trials.map((count) =>
        catalogue.minimumBacktestOperation.run({ trials: count, targetSharpeAnnual }),
      )
      return {
        years: results.map((result) => result.years),
        upper_bound_years: results.map((result) => result.upperBoundYears),
      }
    },
  ),
  referenceForm(
    'sharpe_se',
    exactly({
      items: z.array(exactly({ ...sharpeShape, observations: z.int() })),
      autocorrelation_scaling: exactly({ rho1: z.number(), q: z.int() }),
    }),
    ({ items, autocorrelation_scaling: { rho1, q } }) => {
      const results = items.map((facts) => catalogue.sharpeStandardErrorOperation.run(facts))
      return {
        iid_normal: results.map((result) => result.normal),
        mertens: results.map((result) => result.anyShape),
        lo_annualisation_factor_ar1: catalogue.sharpeAnnualisationOperation.run({ autocorrelation: rho1, periods: q })
          .factor,
      }
    },
  ),
  referenceForm(
    'pbo_cscv',
    exactly({
      returns: rows,
      partitions: z.int(),
      metric,
    }),
    ({ returns, partitions: blocks, metric: statistic }) => {
      const result = catalogue.backtestOverfittingOperation.run({ returns, blocks, statistic })
      return {
        combinations: result.splits,
        pbo: result.probabilityOfBacktestOverfitting,
        mean_logit: result.meanLogit,
        first_logits: result.logits.slice(0, 6),
        degradation_slope: result.degradationSlope,
        degradation_intercept: result.degradationIntercept,
        probability_of_loss: result.probabilityOfLoss,
      }
    },
  ),
]
