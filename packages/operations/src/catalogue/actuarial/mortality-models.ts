import { cairnsBlakeDowdFit, fittedRandomWalk, leeCarterFit, walkForecasts } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'
import { forecastFields, forecastShape, surfaceFields, walkCautions } from './mortality-model-inputs.ts'

const exampleAges = [60, 65, 70, 75]
const exampleYears = [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022]
const exampleLogRates = exampleAges.map((_, x) =>
  exampleYears.map((__, t) => -5 + 0.5 * x - (0.03 - 0.004 * x) * t + 0.01 * (((x * 7 + t * 5) % 6) - 2.5)),
)

/** Lee-Carter. */
export const leeCarterOperation = defineOperation({
  name: 'actuarial/lee-carter',
  title: 'Lee-Carter mortality model',
  description:
    'Fits log central death rates by level and sensitivity to one index at each age (first singular pair), the index by a random walk with drift, and forecasts rates with intervals.',
  source: 'Lee & Carter, Journal of the American Statistical Association 87 (1992)',
  input: z.strictObject({
    ...surfaceFields,
    logCentralDeathRates: z
      .array(z.array(number))
      .min(2)
      .max(151)
      .describe('a row for each age, an entry for each year'),
    ...forecastFields,
    jumpOff: z
      .enum(['fitted', 'observed'])
      .optional()
      .describe('forecasts start at the fitted rates of the last year, or at the observed ones; fitted'),
  }),
  output: z.strictObject({
    a: z.array(number).describe('level of log rates at each age'),
    b: z.array(number).describe('sensitivity at each age; they sum to 1'),
    k: z.array(number).describe('index in each year; sums to 0'),
    explainedVariance: z.number().min(0).max(1),
    drift: number.describe('of the index, a year'),
    driftStandardError: nonNegative,
    sigma: nonNegative.describe('standard deviation of the yearly innovations of the index'),
    forecastYears: z.array(z.int()),
    indexForecasts: z.array(forecastShape),
    logRateForecasts: z
      .array(z.array(forecastShape))
      .describe('a row for each age, an entry for each forecast year; spread of the index alone'),
    sample: z.strictObject({ ages: z.int(), years: z.int(), changes: z.int() }),
    cautions: z.array(z.string()),
  }),
  failures: [{ code: 'not-applicable', when: 'the rates never change' }],
  example: { ages: exampleAges, years: exampleYears, logCentralDeathRates: exampleLogRates, horizonYears: 5 },
  compute: ({ ages, years, logCentralDeathRates: rates, horizonYears, level, driftUncertainty, jumpOff }) => {
    const fit = leeCarterFit(ages, years, rates)
    const walk = fittedRandomWalk([fit.k])
    const sigma = Math.sqrt(walk.covariance[0][0])
    const last = years.length - 1
    const indexForecasts = walkForecasts(walk, 0, horizonYears ?? 10, level ?? 0.95, driftUncertainty ?? true)
    const logRateForecasts = ages.map((_, x) => {
      const start = jumpOff === 'observed' ? rates[x][last] - fit.b[x] * fit.k[last] : fit.a[x]
      return indexForecasts.map(({ central, standardError, lower, upper }) => {
        const ends = [start + fit.b[x] * lower, start + fit.b[x] * upper]
        return {
          central: start + fit.b[x] * central,
          standardError: Math.abs(fit.b[x]) * standardError,
          lower: Math.min(...ends),
          upper: Math.max(...ends),
        }
      })
    })
    const cautions = walkCautions(walk.changes)
    if ((fit.explainedVariance ?? 1) < 0.8) {
      cautions.push(`One index explains only ${((fit.explainedVariance ?? 0) * 100).toFixed(0)} % of the variation.`)
    }
    if (fit.b.some((value) => value < 0)) {
      cautions.push('At some ages rates move against the index: look at those ages before forecasting them.')
    }
    return {
      a: [...fit.a],
      b: [...fit.b],
      k: [...fit.k],
      explainedVariance: fit.explainedVariance ?? 0,
      drift: walk.drift[0],
      driftStandardError: sigma / Math.sqrt(walk.changes),
      sigma,
      forecastYears: indexForecasts.map((_, h) => years[last] + h + 1),
      indexForecasts,
      logRateForecasts,
      sample: { ages: ages.length, years: years.length, changes: walk.changes },
      cautions,
    }
  },
})

/** Cairns-Blake-Dowd. */
export const cairnsBlakeDowdOperation = defineOperation({
  name: 'actuarial/cairns-blake-dowd',
  title: 'Cairns-Blake-Dowd mortality model',
  description:
    'Fits logit death probabilities by a line in age each year (least squares), the two indices by a random walk with drift, and forecasts the indices and the probabilities at their centre.',
  source: 'Cairns, Blake & Dowd, Journal of Risk and Insurance 73 (2006)',
  input: z.strictObject({
    ...surfaceFields,
    deathProbabilities: z
      .array(z.array(z.number().gt(0).lt(1)))
      .min(3)
      .max(151)
      .describe('q within a year: a row for each age, an entry for each year'),
    ...forecastFields,
  }),
  output: z.strictObject({
    meanAge: number,
    kappa1: z.array(number).describe('level of logit q at the mean age in each year'),
    kappa2: z.array(number).describe('slope of logit q in age in each year'),
    residualStandardError: nonNegative.describe('of logit q'),
    drift: z.array(number).describe('of the two indices, a year'),
    driftStandardErrors: z.array(nonNegative),
    innovationCovariance: z.array(z.array(number)),
    forecastYears: z.array(z.int()),
    kappa1Forecasts: z.array(forecastShape),
    kappa2Forecasts: z.array(forecastShape),
    deathProbabilityForecasts: z.array(z.array(number)).describe('a row for each age, at the centre of the indices'),
    sample: z.strictObject({ ages: z.int(), years: z.int(), changes: z.int() }),
    cautions: z.array(z.string()),
  }),
  example: {
    ages: exampleAges,
    years: exampleYears,
    deathProbabilities: exampleLogRates.map((row) => row.map((value) => 1 - Math.exp(-Math.exp(value)))),
    horizonYears: 5,
  },
  compute: ({ ages, years, deathProbabilities, horizonYears = 10, level = 0.95, driftUncertainty = true }) => {
    const fit = cairnsBlakeDowdFit(ages, years, deathProbabilities)
    const walk = fittedRandomWalk([fit.kappa1, fit.kappa2])
    const [kappa1Forecasts, kappa2Forecasts] = [0, 1].map((i) =>
      walkForecasts(walk, i, horizonYears, level, driftUncertainty),
    )
    return {
      meanAge: fit.meanAge,
      kappa1: [...fit.kappa1],
      kappa2: [...fit.kappa2],
      residualStandardError: fit.residualStandardError,
      drift: [...walk.drift],
      driftStandardErrors: walk.covariance.map((row, i) => Math.sqrt(row[i] / walk.changes)),
      innovationCovariance: walk.covariance.map((row) => [...row]),
      forecastYears: kappa1Forecasts.map((_, h) => years[years.length - 1] + h + 1),
      kappa1Forecasts,
      kappa2Forecasts,
      deathProbabilityForecasts: ages.map((age) =>
        kappa1Forecasts.map(
          ({ central }, h) => 1 / (1 + Math.exp(-central - kappa2Forecasts[h].central * (age - fit.meanAge))),
        ),
      ),
      sample: { ages: ages.length, years: years.length, changes: walk.changes },
      cautions: [
        ...walkCautions(walk.changes),
        ...(Math.min(...ages) < 50
          ? ['The model is made for ages from about 55 on: a line in age misses younger ones.']
          : []),
      ],
    }
  },
})
