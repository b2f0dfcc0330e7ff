import { z } from 'zod'
import * as catalogue from '../../catalogue/time-series/index.ts'
import { type Answer, type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'
import { johansenDeterministics } from './johansen-texts.ts'

/** A text that says one of some things in one of several wordings; others are refused. */
const worded = <T>(wordings: readonly (readonly [RegExp, T])[]) =>
  z.string().transform((text, context): T => {
    const found = wordings.find(([wording]) => wording.test(text.trim()))
    if (found !== undefined) return found[1]
    context.addIssue({ code: 'custom', message: 'a wording that is not known' })
    return z.NEVER
  })

type Terms = 'n' | 'c' | 'ct' | 'ctt'

const terms = worded<Terms>([
  [/^(n|nc|none|no constant|no deterministic terms)$/i, 'n'],
  [/^(c|const|constant|intercept|drift)( only)?$/i, 'c'],
  [/^(ct|(constant|const|intercept)( and| plus|,| ?\+) ?(a )?(linear )?trend)$/i, 'ct'],
  [
    /^(ctt|(constant|const),? ?(linear )?trend,? ?(and|\+) ?(quadratic trend|trend squared|squared trend)|constant, linear and quadratic trend)$/i,
    'ctt',
  ],
])

const criterion = worded<'aic' | 'bic' | 't-stat'>([
  [/^aic$/i, 'aic'],
  [/^(bic|sic|schwarz)$/i, 'bic'],
  [/^t[- ]?stat(istic)?$/i, 't-stat'],
])

/** A key that may be left out or null. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)

/** Lags as given, or by a criterion up to the most. */
const lagInputs = { lags: optional(z.int()), max_lag: optional(z.int()), autolag: optional(criterion) }

interface LagInputs {
  readonly lags?: number | undefined
  readonly max_lag?: number | undefined
  readonly autolag?: 'aic' | 'bic' | 't-stat' | undefined
}

/** Without a criterion either key gives the lags; with one only the longest may be given. */
const sayLags = ({ lags, max_lag: most, autolag }: LagInputs): boolean =>
  autolag === undefined ? (lags === undefined) !== (most === undefined) : lags === undefined

function lagChoiceOf({ lags, max_lag: most, autolag }: LagInputs) {
  if (autolag === undefined) return { lags: lags ?? most ?? 0 }
  return { criterion: autolag, ...(most === undefined ? {} : { maxLag: most }) }
}

const levels = (values: { percent1: number; percent5: number; percent10: number }): number[] => [
  values.percent1,
  values.percent5,
  values.percent10,
]

/**
 * The wanted parts of a series that a key names: `prefix_first3`, `prefix_last`, `prefix_last5`, `prefix_every_20` (from the
 * first on), or all of it under `prefix`.
 */
function partsOf(prefix: string, values: readonly number[], wanted: readonly string[]): Answer {
  const parts: [string, unknown][] = []
  for (const key of wanted) {
    if (key === prefix) parts.push([key, values])
    if (!key.startsWith(`${prefix}_`)) continue
    const rest = key.slice(prefix.length + 1)
    const [, place, count] = /^(first|last|every)_?(\d+)?$/.exec(rest) ?? []
    if (place === undefined) continue
    const size = count === undefined ? undefined : Number(count)
    if (place === 'first') parts.push([key, size === undefined ? values[0] : values.slice(0, size)])
    if (place === 'last') parts.push([key, size === undefined ? values.at(-1) : values.slice(-size)])
    if (place === 'every' && size !== undefined) parts.push([key, values.filter((_, t) => t % size === 0)])
  }
  return Object.fromEntries(parts)
}

const specification = worded<'transitory' | 'longrun'>([
  [/^transitory$/i, 'transitory'],
  [/^long[- ]?run$/i, 'longrun'],
])

const names = z.array(z.string()).optional()

function johansenAnswer(input: Parameters<typeof catalogue.johansenOperation.run>[0]): Answer {
  const test = catalogue.johansenOperation.run(input)
  const critical = (tests: typeof test.trace): number[][] =>
    tests.map((item) => [item.critical90, item.critical95, item.critical99])
  const [first] = test.relations
  return {
    eigenvalues: test.eigenvalues,
    trace: test.trace.map((item) => item.statistic),
    max_eigen: test.maxEigen.map((item) => item.statistic),
    trace_critical_90_95_99: critical(test.trace),
    max_eigen_critical_90_95_99: critical(test.maxEigen),
    cointegrating_vector_normalised: [
      ...first.weights,
      ...(first.restrictedTerm === null ? [] : [first.restrictedTerm]),
    ],
  }
}

const detOrders = { '-1': 'none', '0': 'constant', '1': 'detrended-beforehand' } as const
const detOrder = z.literal([-1, 0, 1])
const detOrderTables = { '-1': 'none', '0': 'constant', '1': 'trend' } as const

/** Unit roots, cointegration, mean reversion, Kalman filters, scaling and vector autoregressions. */
export const timeSeriesForms: readonly ReferenceForm[] = [
  referenceForm(
    'adf',
    exactly({ series: list, regression: terms, ...lagInputs }).refine(sayLags),
    ({ series, regression, ...lags }) => {
      const test = catalogue.adfOperation.run({ series, terms: regression, lagChoice: lagChoiceOf(lags) })
      return {
        statistic: test.statistic,
        p_value: test.pValue,
        used_lag: test.lags,
        nobs: test.observations,
        best_ic: test.criterionValue,
        critical_values: {
          '1%': test.criticalValues.percent1,
          '5%': test.criticalValues.percent5,
          '10%': test.criticalValues.percent10,
        },
      }
    },
  ),
  referenceForm(
    'mackinnon_p',
    exactly({ items: z.array(exactly({ statistic: z.number(), regression: terms, n_series: z.int() })) }),
    ({ items }) => ({
      p_values: items.map(
        ({ statistic, regression, n_series: seriesCount }) =>
          catalogue.mackinnonPValueOperation.run({ statistic, terms: regression, seriesCount }).pValue,
      ),
    }),
  ),
  referenceForm(
    'mackinnon_crit',
    exactly({
      items: z.array(exactly({ n_series: z.int(), regression: terms, nobs: z.number().nullish() })),
    }),
    ({ items }) => ({
      critical_values_1_5_10: items.map(({ n_series: seriesCount, regression, nobs }) =>
        levels(
          catalogue.mackinnonCriticalOperation.run({ seriesCount, terms: regression, observations: nobs ?? null }),
        ),
      ),
    }),
  ),
  referenceForm(
    'unit_root_other',
    exactly({ series: list, lags: z.int(), dfgls_lags: z.int().optional() }),
    ({ series, lags, dfgls_lags: dfGlsLags }, wanted) => {
      const answers: [string, number][] = []
      for (const [name, of] of [
        ['const', 'c'],
        ['trend', 'ct'],
      ] as const) {
        if (wanted.some((key) => key === `kpss_${name === 'const' ? 'level' : name}`)) {
          const test = catalogue.kpssOperation.run({ series, terms: of, lags })
          answers.push([`kpss_${name === 'const' ? 'level' : name}`, test.statistic])
        }
        if (wanted.some((key) => key.startsWith('phillips_perron') && key.endsWith(name))) {
          const test = catalogue.phillipsPerronOperation.run({ series, terms: of, lags, scale: 'current-levels' })
          answers.push([`phillips_perron_z_tau_${name}`, test.zTau], [`phillips_perron_z_alpha_${name}`, test.zAlpha])
        }
        if (dfGlsLags !== undefined && wanted.some((key) => key === `df_gls_${name}`)) {
          const test = catalogue.dfGlsOperation.run({ series, terms: of, lagChoice: { lags: dfGlsLags } })
          answers.push([`df_gls_${name}`, test.statistic])
        }
      }
      return Object.fromEntries(answers)
    },
  ),
  referenceForm(
    'engle_granger',
    exactly({ y: list, x: z.union([rows, list]), trend: terms, ...lagInputs }).refine(sayLags),
    ({ y, x, trend, ...lags }) => {
      const test = catalogue.engleGrangerOperation.run({
        y,
        x: x.map((row) => (typeof row === 'number' ? [row] : row)),
        terms: trend,
        lagChoice: lagChoiceOf(lags),
      })
      return {
        statistic: test.statistic,
        p_value: test.pValue,
        critical_values_1_5_10: test.criticalValues === null ? undefined : levels(test.criticalValues),
        hedge_ratio: test.hedgeRatios[0],
        hedge_ratios: test.hedgeRatios,
        used_lag: test.lags,
        r_squared: test.rSquared,
      }
    },
  ),
  referenceForm(
    'johansen',
    exactly({ series: rows, det_order: detOrder, lagged_differences: z.int(), series_columns: names }),
    ({ series, det_order: order, lagged_differences: laggedDifferences }) =>
      johansenAnswer({ series, terms: detOrders[`${order}`], laggedDifferences, specification: 'transitory' }),
  ),
  referenceForm(
    'johansen',
    exactly({
      series: rows,
      deterministic: johansenDeterministics,
      var_lags: z.int(),
      specification,
      series_columns: names,
    }),
    ({ series, deterministic: parts, var_lags: lags, specification: form }) =>
      johansenAnswer({ series, ...parts, laggedDifferences: lags - 1, specification: form }),
  ),
  referenceForm(
    'johansen_critical_values',
    exactly({ n_minus_r: z.array(z.int()), det_orders: z.array(detOrder) }),
    ({ n_minus_r: dimensions, det_orders: orders }) => {
      const table = (kind: 'trace' | 'maxEigen') =>
        Object.fromEntries(
          orders.map((order) => [
            String(order),
            dimensions.map(
              (dimension) =>
                catalogue.johansenCriticalOperation.run({ terms: detOrderTables[`${order}`], dimension })[kind],
            ),
          ]),
        )
      return { trace: table('trace'), max_eigen: table('maxEigen') }
    },
  ),
  referenceForm(
    'half_life',
    exactly({
      series: list,
      method: z
        .string()
        .regex(
          /^\s*(regress|regression of|ols of)\s+(d|delta )_?x_?t?\s+on\s+x_?\{?\(?t ?- ?1\)?\}?\s+with\s+(an?\s+)?(intercept|constant)\b/i,
        )
        .nullish(),
    }),
    ({ series }) => {
      const result = catalogue.halfLifeOperation.run({ series })
      return { slope: result.slope, half_life: result.halfLife, half_life_exact_ar1: result.halfLifeAr1 }
    },
  ),
  referenceForm('ou_mle', exactly({ series: list, dt: z.number() }), ({ series, dt }) => {
    const fit = catalogue.ouFitOperation.run({ series, dt, confidence: 0.95 })
    return {
      speed: fit.speed.value,
      mean: fit.mean.value,
      sigma: fit.sigma.value,
      half_life_years: fit.halfLife,
      half_life: fit.halfLife,
      ar1_coefficient: fit.ar1Coefficient,
      ar1_intercept: fit.ar1Intercept,
      log_likelihood: fit.logLikelihood,
      stationary_std: fit.stationaryDeviation,
    }
  }),
  referenceForm(
    'kalman_local_level',
    exactly({
      series: list,
      sigma2_obs: z.number(),
      sigma2_level: z.number(),
      a0: z.number(),
      P0: z.number(),
    }),
    ({ series, sigma2_obs: observationVariance, sigma2_level: levelVariance, a0: mean, P0: variance }, wanted) => {
      const result = catalogue.localLevelOperation.run({
        series,
        observationVariance,
        levelVariance,
        initial: { mean, variance },
      })
      return {
        log_likelihood_diffuse: result.logLikelihoodDiffuse,
        log_likelihood: result.logLikelihood,
        ...partsOf('filtered_state', result.filtered, wanted),
        ...partsOf('filtered_variance', result.filteredVariances, wanted),
        ...partsOf('smoothed_state', result.smoothed, wanted),
        ...partsOf('smoothed_variance', result.smoothedVariances, wanted),
      }
    },
  ),
  referenceForm(
    'kalman_regression',
    exactly({
      y: list,
      x: list,
      state: worded<'beta-first' | 'alpha-first'>([
        [/^\[\s*beta\s*,\s*alpha\s*\],?\s*random walks?$/i, 'beta-first'],
        [/^\[\s*alpha\s*,\s*beta\s*\],?\s*random walks?$/i, 'alpha-first'],
      ]),
      Q: rows,
      R: z.number(),
      a0: list,
      P0: rows,
      order: worded<boolean>([
        [
          /^predict\s*(\(\s*P\s*(\+=|=\s*P\s*\+)\s*Q\s*\))?,?\s*then update(,?\s*at every observation(,?\s*including the first)?)?$/i,
          true,
        ],
        [
          /^update,?\s*then predict\s*(\(\s*P\s*\+=\s*Q\s*\))?(,?\s*at every observation(,?\s*including the first)?)?$/i,
          false,
        ],
      ]),
    }),
    ({ y, x, state, Q: stateCovariance, R: observationVariance, a0, P0, order: stepBeforeFirst }, wanted) => {
      const beta = state === 'beta-first' ? 0 : 1
      const result = catalogue.kalmanRegressionOperation.run({
        y,
        x: x.map((value) => (beta === 0 ? [value, 1] : [1, value])),
        stateCovariance,
        observationVariance,
        initialMean: a0,
        initialCovariance: P0,
        stepBeforeFirst,
      })
      const path = (of: readonly (readonly number[])[], index: number): number[] => of.map((row) => row[index])
      return {
        log_likelihood: result.logLikelihood,
        last_innovation: result.innovations.at(-1),
        last_innovation_variance: result.innovationVariances.at(-1),
        final_P: result.finalCovariance,
        ...partsOf('beta_path', path(result.filtered, beta), wanted),
        ...partsOf('alpha_path', path(result.filtered, 1 - beta), wanted),
        ...partsOf('smoothed_beta', path(result.smoothed, beta), wanted),
        ...partsOf('smoothed_alpha', path(result.smoothed, 1 - beta), wanted),
      }
    },
  ),
  referenceForm(
    'hurst',
    exactly({
      levels: list,
      increments: list,
      lags_structure_function: z.array(z.int()),
      rs_sizes: z.array(z.int()),
      dfa_sizes: z.array(z.int()),
    }),
    ({ levels: values, increments, lags_structure_function: lags, rs_sizes: rangeSizes, dfa_sizes: sizes }) => {
      const result = catalogue.hurstOperation.run({
        levels: values,
        increments,
        lags,
        rangeSizes,
        fluctuationSizes: sizes,
      })
      return {
        hurst_std_of_differences: result.structure.exponent,
        hurst_rescaled_range: result.rescaledRange.exponent,
        rs_means: result.rescaledRange.values,
        dfa_alpha: result.detrendedFluctuation.exponent,
        dfa_fluctuations: result.detrendedFluctuation.values,
      }
    },
  ),
  referenceForm('var', exactly({ series: rows, lags: z.int(), trend: terms }), ({ series, lags, trend }, wanted) => {
    const fit = catalogue.vectorAutoregressionOperation.run({
      series,
      lags,
      terms: trend,
      horizon: 0,
      shocks: 'orthogonal',
    })
    const tests: [string, number][] = []
    for (const key of wanted) {
      const [, causing, caused] = /^granger_f_(\d+)_causes_(\d+)$/.exec(key) ?? []
      const test = fit.granger.find(
        (item) => item.causing + 1 === Number(causing) && item.caused + 1 === Number(caused),
      )
      if (test !== undefined) tests.push([key, test.fStatistic], ['granger_p', test.pValue])
    }
    const layout = wanted.filter((key) => key.startsWith('params_rows_'))
    return {
      ...Object.fromEntries(layout.map((key) => [key, fit.coefficients])),
      sigma_u: fit.residualCovariance,
      aic: fit.aic,
      bic: fit.bic,
      hqic: fit.hannanQuinn,
      fpe: fit.finalPredictionError,
      log_likelihood: fit.logLikelihood,
      ...Object.fromEntries(tests),
    }
  }),
]
