/* oxlint-disable typescript/no-explicit-any -- the cases are free-form JSON, checked key by key */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import * as performance from '../performance/index.ts'
import * as risk from '../risk/index.ts'
import * as statistics from './index.ts'

// Independent values kept beside the repository; each case names its source. A clone without them still has the
// literals of the other tests.
const folder = new URL('../../../../../shared/reference/', import.meta.url)

interface ReferenceCase {
  readonly name: string
  readonly inputs: Record<string, any>
  readonly expected: Record<string, unknown>
  readonly tolerance: Record<string, number>
}

/** Our answer to a case, under the expected keys. */
const answers: Record<string, (inputs: any) => Record<string, unknown>> = {
  ols: ({ y, X, intercept }) => {
    const fit = statistics.olsRegression(y, X, { intercept })
    return {
      coefficients: fit.coefficients,
      standard_errors: fit.standardErrors,
      residual_std: fit.residualStandardError,
      r_squared: fit.rSquared,
    }
  },
  newey_west: ({ y, X, intercept, lags, small_sample_correction }) => {
    const fit = statistics.olsRegression(y, X, { intercept })
    return {
      standard_errors: statistics.neweyWest(fit, { lags, smallSampleCorrection: Boolean(small_sample_correction) })
        .standardErrors,
    }
  },
  heteroskedasticity_robust: ({ y, X, intercept }) => {
    const fit = statistics.olsRegression(y, X, { intercept })
    const forms = ['HC0', 'HC1', 'HC3'] as const
    return Object.fromEntries(
      forms.map((form) => [form, statistics.heteroskedasticityRobust(fit, form).standardErrors]),
    )
  },
  regression_diagnostics: ({ y, X, intercept }) => {
    const fit = statistics.olsRegression(y, X, { intercept })
    const diagnostics = statistics.regressionDiagnostics(fit, X)
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
  },
  variance_ratio: ({ log_prices, q }) => {
    const ratios = q.map((periods: number) => statistics.varianceRatio(log_prices, periods))
    return {
      vr: ratios.map((r: statistics.VarianceRatio) => r.varianceRatio),
      z_homoskedastic: ratios.map((r: statistics.VarianceRatio) => r.zHomoskedastic),
      z_heteroskedastic: ratios.map((r: statistics.VarianceRatio) => r.zHeteroskedastic),
    }
  },
  garch11_fit: ({ returns, mean }) => {
    const { parameters, standardErrors, logLikelihood } = statistics.garch11Fit(returns, mean)
    const published = { mu: -0.00619041, omega: 0.0107613, alpha: 0.153134, beta: 0.805974 }
    return {
      ...parameters,
      log_likelihood: logLikelihood,
      log_likelihood_at_published_parameters: statistics.garch11Filter(returns, published).logLikelihood,
      standard_errors_hessian: standardErrors && Object.values(standardErrors),
    }
  },
  garch11_filter: ({ returns, omega, alpha, beta }) => {
    const parameters = { mu: 0, omega, alpha, beta }
    const filter = statistics.garch11Filter(returns, parameters)
    const forecast = statistics.garch11Forecast(parameters, filter.nextVariance, 20)
    return {
      log_likelihood: filter.logLikelihood,
      h_first3: filter.variances.slice(0, 3),
      h_last: filter.variances.at(-1),
      forecast_h_1: forecast.variances[0],
      forecast_h_10: forecast.variances[9],
      long_run_variance: forecast.longRunVariance,
      cumulative_variance_20: forecast.cumulativeVariance,
    }
  },
  deflated_sharpe_ratio: (i) => {
    const deflated = (trials: number): statistics.DeflatedSharpe =>
      statistics.deflatedSharpeRatio({
        sharpe: i.annual_sharpe / Math.sqrt(i.periods_per_year),
        observations: i.observations,
        skewness: i.skewness,
        kurtosis: i.kurtosis,
        trials,
        varianceOfTrialSharpes: i.variance_of_annual_trial_sharpes / i.periods_per_year,
      })
    return {
      expected_max_sharpe_per_period: deflated(i.trials).expectedMaximumSharpe,
      deflated_sharpe: deflated(i.trials).deflatedSharpeRatio,
      deflated_sharpe_if_46_trials: deflated(46).deflatedSharpeRatio,
    }
  },
  probabilistic_sharpe_ratio: ({ items }) => ({
    psr: items.map((item: any) => statistics.probabilisticSharpeRatio(item, item.benchmark)),
  }),
  min_backtest_length: ({ trials, target_annual_sharpe }) => {
    const lengths = trials.map((n: number) => statistics.minimumBacktestLength(n, target_annual_sharpe))
    return {
      years: lengths.map((length: statistics.MinimumBacktestLength) => length.years),
      upper_bound_years: lengths.map((length: statistics.MinimumBacktestLength) => length.upperBoundYears),
    }
  },
  sharpe_se: ({ items, autocorrelation_scaling: { rho1, q } }) => ({
    iid_normal: items.map((item: any) => statistics.sharpeStandardErrorNormal(item.sharpe, item.observations)),
    mertens: items.map((item: any) => statistics.sharpeStandardError(item)),
    lo_annualisation_factor_ar1: statistics.sharpeAnnualisationFactor(rho1, q),
  }),
  pbo_cscv: ({ returns, partitions }) => {
    const result = statistics.probabilityOfBacktestOverfitting(returns, { blocks: partitions, statistic: 'sharpe' })
    return {
      combinations: result.splits,
      pbo: result.probabilityOfBacktestOverfitting,
      mean_logit: result.meanLogit,
      first_logits: [...result.logits],
      degradation_slope: result.degradationSlope,
      degradation_intercept: result.degradationIntercept,
      probability_of_loss: result.probabilityOfLoss,
    }
  },
  quantile: ({ data, probs }) =>
    Object.fromEntries(
      ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((type) => [`type${type}`, statistics.quantiles(data, probs, type)]),
    ),
  hill: ({ data, k }) => ({ tail_index_xi: k.map((count: number) => statistics.hillEstimator(data, count)) }),
  correlations: ({ x, y }) => ({
    pearson: statistics.pearsonCorrelation(x, y),
    spearman: statistics.spearmanCorrelation(x, y),
    kendall_tau_b: statistics.kendallTauB(x, y),
    pearson_p_value: statistics.pearsonPValue(x, y),
  }),
  downside_metrics: ({ portfolio_returns, mar_per_period }) => {
    const m = performance.downsideMeasures(portfolio_returns, mar_per_period)
    return {
      downside_deviation: m.downsideDeviation,
      downside_potential: m.downsidePotential,
      downside_frequency: m.downsideFrequency,
      upside_frequency: m.upsideFrequency,
      upside_risk: m.upsideRisk,
      upside_potential: m.upsidePotential,
      omega_sharpe_ratio: m.omegaSharpeRatio,
      omega_ratio: m.omegaRatio,
      kappa_2_sortino_per_period: m.sortinoRatioPerPeriod,
      volatility_skewness: m.volatilitySkewness,
      variability_skewness: m.variabilitySkewness,
    }
  },
  drawdown_metrics: ({ portfolio_returns, periods_per_year }) => ({
    max_drawdown: performance.maximumDrawdown(portfolio_returns).maxDrawdown,
    pain_index: performance.painIndex(portfolio_returns),
    ulcer_index: performance.ulcerIndex(portfolio_returns),
    pain_ratio: performance.painRatio(portfolio_returns, 0, periods_per_year),
    martin_ratio: performance.martinRatio(portfolio_returns, 0, periods_per_year),
    calmar_ratio: performance.calmarRatio(portfolio_returns, periods_per_year),
    // The case has drawdowns as negative returns.
    drawdown_series: [...performance.drawdownSeries(portfolio_returns)].map((d) => -d),
  }),
  max_drawdown: ({ returns, start_value }) => {
    const drawdown = performance.maximumDrawdown(returns)
    const drawdowns = performance.drawdownSeries(returns)
    return {
      max_drawdown: drawdown.maxDrawdown,
      peak_index: drawdown.peakIndex,
      trough_index: drawdown.troughIndex,
      recovery_index: drawdown.recoveryIndex ?? -1,
      longest_underwater_observations: drawdown.longestUnderwaterObservations,
      final_wealth: performance.wealthPath(returns, start_value).at(-1),
      average_drawdown: statistics.mean(drawdowns),
      ulcer_index: performance.ulcerIndex(returns),
      cdar_95: performance.conditionalDrawdownAtRisk(returns, 0.95),
    }
  },
  return_ratios_daily: ({ returns, risk_free_daily, periods_per_year }) => {
    const summary = performance.performanceSummary(returns, risk_free_daily, periods_per_year)
    return {
      cagr: summary.annualisedReturn,
      volatility: summary.annualisedVolatility,
      sharpe: summary.sharpeRatio,
      sortino_full: summary.sortinoRatio,
      calmar: summary.calmarRatio,
      omega_0: summary.omegaRatio,
      tail_ratio_95_5: performance.tailRatio(returns, 0.95),
      skew: summary.skewness,
      excess_kurtosis: summary.excessKurtosis,
      best_day: summary.bestPeriod,
      worst_day: summary.worstPeriod,
      hit_rate: summary.hitRate,
      profit_factor: performance.omegaRatio(returns, 0),
    }
  },
  modified_dietz: (i) => ({
    modified_dietz: performance.modifiedDietz(i.begin_value, i.end_value, i.flows, i.period_days),
    time_weighted: performance.timeWeightedReturn(
      i.begin_value,
      i.end_value,
      i.flows.map((flow: any, k: number) => ({
        amount: flow.amount,
        valueBefore: i.subperiod_values_before_flow[k],
      })),
    ),
  }),
  rebalanced_backtest: (i) => {
    const result = performance.rebalancedBacktest(i.returns, {
      targetWeights: i.target_weights,
      everyPeriods: 1,
      costRate: i.cost_per_unit_two_way_turnover,
    })
    return { value_path: [...result.values], total_two_way_turnover: result.totalTurnover }
  },
  vol_target_overlay: (i) => {
    const overlay = performance.volatilityTargetOverlay(i.returns, {
      window: i.window,
      targetVolatility: i.target_vol,
      maxLeverage: i.max_leverage,
      periodsPerYear: i.annualisation,
    })
    return { weights: [...overlay.weights], strategy_returns: [...overlay.strategyReturns] }
  },
  historical_var_es: ({ losses, confidence }) => ({
    var_lower_quantile: risk.valueAtRisk(losses, confidence, { definition: 'lower-quantile' }),
    var_linear_type7: risk.valueAtRisk(losses, confidence, { definition: 'linear' }),
    var_upper_quantile: risk.valueAtRisk(losses, confidence, { definition: 'upper-quantile' }),
    es_rockafellar_uryasev: risk.expectedShortfall(losses, confidence, { definition: 'fractional' }),
    mean_of_losses_at_or_above_lower_var: risk.expectedShortfall(losses, confidence, { definition: 'at-or-above' }),
    mean_of_losses_strictly_above_lower_var: risk.expectedShortfall(losses, confidence, { definition: 'above' }),
  }),
  weighted_var_es: ({ losses, probabilities, confidence }) => {
    const tail = risk.weightedTailRisk(losses, probabilities, confidence)
    return { var_lower_quantile: tail.valueAtRisk, es: tail.expectedShortfall }
  },
  parametric_var_es: (i) => {
    const moments = { mean: i.mean_return, standardDeviation: i.std_return }
    const tails: risk.TailRisk[] = i.confidence.map((confidence: number) =>
      i.distribution === 'normal'
        ? risk.normalTailRisk(moments, confidence)
        : risk.studentTailRisk(moments, i.degrees_of_freedom, confidence),
    )
    return { var_loss: tails.map((t) => t.valueAtRisk), es_loss: tails.map((t) => t.expectedShortfall) }
  },
  risk_contributions: ({ weights, covariance }) => {
    const parts = risk.riskContributions(weights, covariance)
    return {
      volatility: parts.volatility,
      marginal: parts.marginal,
      contributions: parts.contributions,
      percent: parts.shares,
      diversification_ratio: parts.diversificationRatio,
      effective_number_of_bets_inverse_hhi: parts.effectiveNumberOfBets,
    }
  },
  component_var: (i) => {
    const portfolio: risk.NormalPortfolio = i.returns
      ? {
          weights: i.weights,
          covariance: statistics.covarianceMatrix(i.returns, 'sample'),
          expectedReturns: statistics.matrixColumns(i.returns).map(statistics.mean),
        }
      : { weights: i.weights, covariance: i.covariance, expectedReturns: i.expected_returns }
    const parts = risk.componentTailRisk(portfolio, i.confidence)
    return {
      var: parts.valueAtRisk,
      component_var: parts.componentValueAtRisk,
      es: parts.expectedShortfall,
      component_es: parts.componentExpectedShortfall,
      incremental_var_drop_asset_3_renormalised:
        i.weights.length > 3 ? risk.incrementalValueAtRisk(portfolio, i.confidence, 3) : null,
      portfolio_var_loss: parts.valueAtRisk,
      portfolio_var_loss_published: parts.valueAtRisk,
      components: parts.componentValueAtRisk,
      percent_contribution: parts.shares,
    }
  },
  historical_es_contributions: ({ returns, weights, confidence }) => {
    const parts = risk.expectedShortfallContributions(returns, weights, confidence)
    return {
      es: parts.expectedShortfall,
      contributions: parts.contributions,
      tail_scenarios_0based: parts.tailScenarios,
    }
  },
  kupiec: ({ items }) => {
    const tests: risk.KupiecTest[] = items.map((item: any) =>
      risk.kupiecTest(item.exceptions, item.observations, item.probability),
    )
    return {
      lr: tests.map((t) => t.likelihoodRatio),
      p_value: tests.map((t) => t.pValue),
      basel_zone: tests.map((t) => t.baselZone),
    }
  },
  var_scaling: ({ daily_var, days, autocorrelation }) => ({
    iid: risk.scaledValueAtRisk(daily_var, days, 0),
    ar1: risk.scaledValueAtRisk(daily_var, days, autocorrelation),
  }),
  shortfall: ({ scenario_values, target }) => {
    const shortfall = risk.targetShortfall(scenario_values, target)
    return {
      shortfall_probability: shortfall.probability,
      expected_shortfall_amount: shortfall.expectedAmount,
      conditional_shortfall: shortfall.conditionalAmount,
    }
  },
}

for (const area of ['statistics', 'performance', 'risk']) {
  test(`${area} agrees with the independent reference values`, async (t) => {
    const file = new URL(`${area}.json`, folder)
    if (!existsSync(file)) {
      assert.notEqual(process.env.TUTTI_REQUIRE_SHARED, '1', `${file.pathname} is required but absent`)
      t.skip('the shared reference values are not beside this clone')
      return
    }
    const cases = JSON.parse(readFileSync(file, 'utf8')) as ReferenceCase[]
    for (const { name, inputs, expected, tolerance } of cases) {
      const answer = answers[inputs.function]
      if (answer === undefined) continue
      await t.test(name, () => {
        const computed = answer(inputs)
        for (const key of Object.keys(expected)) compare(computed[key], expected[key], tolerance, key, key)
      })
    }
  })
}

test('return ratios agree with the figures published for Bacon (2008) in R PerformanceAnalytics', (t) => {
  const file = new URL('performance.json', folder)
  if (!existsSync(file)) {
    assert.notEqual(process.env.TUTTI_REQUIRE_SHARED, '1', `${file.pathname} is required but absent`)
    t.skip('the shared reference values are not beside this clone')
    return
  }
  const cases = JSON.parse(readFileSync(file, 'utf8')) as ReferenceCase[]
  const bacon = cases.find(({ name }) => name === 'performance/bacon_drawdown_metrics')
  const ratios = performance.returnRatios(bacon?.inputs.portfolio_returns, 12)
  assert.equal(ratios.adjustedSharpeRatio.toFixed(7), '0.7591435')
  assert.equal(ratios.bernardoLedoitRatio.toFixed(2), '1.78')
  assert.equal(ratios.dRatio.toFixed(3), '0.401')
  assert.equal(ratios.meanAbsoluteDeviation.toFixed(4), '0.0311')
  assert.equal(ratios.skewnessKurtosisRatio.toFixed(3), '-0.034')
})

/** Applies the tolerance rule of the reference folder's README. */
function compare(got: any, expected: any, tolerance: Record<string, number>, key: string, path: string): void {
  if (typeof expected === 'number') {
    assert.equal(typeof got, 'number', `${path} is missing`)
    const { abs = 0, rel = 0 } = tolerance
    const allowed = key in tolerance ? tolerance[key] : abs + rel * Math.abs(expected)
    assert.ok(Math.abs(got - expected) <= allowed, `${path}: got ${got}, expected ${expected} within ${allowed}`)
  } else if (expected !== null && typeof expected === 'object') {
    if (Array.isArray(expected)) assert.equal(got?.length, expected.length, `${path} has the wrong length`)
    for (const part of Object.keys(expected)) compare(got?.[part], expected[part], tolerance, key, `${path}.${part}`)
  } else {
    assert.equal(got, expected, path)
  }
}
