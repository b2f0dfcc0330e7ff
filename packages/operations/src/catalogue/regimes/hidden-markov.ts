import { type HiddenMarkovModel, hiddenMarkovModel } from '@tutti/analytics/regimes'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, numbers, positive, wholeFrom } from '../value-schemas.ts'

const rows = z
  .array(z.array(number).min(1).max(30))
  .min(10)
  .max(20_000)
  .describe('observations, oldest first, a row of columns each')
const settings = {
  rows,
  covariance: z.enum(['full', 'diagonal']),
  order: z
    .strictObject({ by: z.enum(['mean', 'variance']), column: wholeFrom(0) })
    .describe('regimes are numbered by this figure of a column, rising'),
  starts: z.int().min(1).max(100),
  seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
}
const chance = z.number().min(0).max(1)
const cautions = z.array(
  z.enum([
    'few-observations-in-a-regime',
    'maximum-found-from-one-start',
    'one-regime-has-better-bic',
    'regimes-overlap',
    'regime-visited-once',
  ]),
)
const model = {
  regimes: wholeFrom(1),
  initialLaw: z.array(chance),
  transition: z.array(z.array(chance)).describe('row i: chances of going from regime i to each regime'),
  means: z.array(numbers).describe('a row each regime'),
  meanStandardErrors: z.array(z.array(nonNegative)).describe('as if the regimes were known'),
  covariances: z.array(z.array(numbers)).describe('a matrix each regime'),
  logLikelihood: number,
  parameterCount: wholeFrom(1),
  aic: number,
  bic: number,
  icl: number.describe('BIC plus twice the entropy of the smoothed regimes'),
  observations: wholeFrom(1),
  filtered: z.array(z.array(chance)).describe('a list each regime: probability given the data up to each observation'),
  smoothed: z.array(z.array(chance)).describe('a list each regime: probability given all data'),
  path: z.array(wholeFrom(0)).describe('most likely sequence of regimes'),
  stationaryLaw: z.array(chance).nullable(),
  expectedDurations: z.array(positive.nullable()).describe('periods; null where the regime is never left'),
  cautions,
}
const modelResult = (fit: HiddenMarkovModel) => ({
  regimes: fit.regimes,
  initialLaw: plainNumbers(fit.initialLaw),
  transition: fit.transition.map((row) => [...row]),
  means: fit.means.map(plainNumbers),
  meanStandardErrors: fit.meanStandardErrors.map(plainNumbers),
  covariances: fit.covariances.map((matrix) => matrix.map(plainNumbers)),
  logLikelihood: fit.logLikelihood,
  parameterCount: fit.parameterCount,
  aic: fit.aic,
  bic: fit.bic,
  icl: fit.icl,
  observations: fit.observations,
  filtered: fit.filtered.map(plainNumbers),
  smoothed: fit.smoothed.map(plainNumbers),
  path: plainNumbers(fit.path),
  stationaryLaw: fit.stationaryLaw === null ? null : plainNumbers(fit.stationaryLaw),
  expectedDurations: [...fit.expectedDurations],
  cautions: [...fit.cautions],
})
const exampleRows = [
  0.6, 1.1, 0.8, 1.4, 0.9, 1.2, 0.5, 1, -2.1, -1.4, -2.6, -1.9, -2.4, -1.2, 0.7, 1.3, 0.9, 0.4, 1.5, 1.1, 0.8, 0.6,
  -1.8, -2.2, -1.1, -2.7, 0.9, 1.2, 0.7, 1, 1.4, 0.3, 0.8, 1.1, 0.6, -2, -1.5, -2.3, 1.2, 0.9,
].map((value) => [value])
const exampleSettings = {
  rows: exampleRows,
  covariance: 'full',
  order: { by: 'mean', column: 0 },
  starts: 4,
  seed: 1,
} as const

/** Hidden Markov model with normal observations. */
export const hiddenMarkovModelOperation = defineOperation({
  name: 'regimes/hidden-markov-model',
  title: 'Hidden Markov model',
  description:
    'Fits regimes with normal observations of one or more columns by Baum-Welch from several seeded starts: moments, transition, probabilities, most likely path, durations, AIC, BIC, ICL and cautions.',
  source: 'Baum et al. (1970); Viterbi (1967); Rabiner, Proc. IEEE 77 (1989)',
  cost: 'medium',
  input: z.strictObject({ ...settings, regimes: z.int().min(1).max(8) }),
  output: z.strictObject(model),
  example: { ...exampleSettings, regimes: 2 },
  failures: [
    { code: 'not-applicable', when: 'a column is constant' },
    { code: 'not-converged', when: 'regimes shrink onto single points from every start, or columns are collinear' },
  ],
  compute: (input) => modelResult(hiddenMarkovModel(input.rows, input)),
})

/** Number of regimes of a hidden Markov model. */
export const regimeCountOperation = defineOperation({
  name: 'regimes/regime-count',
  title: 'Number of regimes',
  description:
    'Hidden Markov models with 1 to a largest number of regimes by AIC, BIC and ICL. The likelihood ratio between them follows no chi-square law, because parameters of a regime that is not there are not identified.',
  source: 'Schwarz (1978); Biernacki, Celeux & Govaert, IEEE PAMI 22 (2000); Hansen, J. Applied Econometrics 7 (1992)',
  cost: 'medium',
  input: z.strictObject({ ...settings, mostRegimes: z.int().min(1).max(6) }),
  output: z.strictObject({
    models: z.array(
      z.strictObject({
        regimes: wholeFrom(1),
        logLikelihood: number,
        parameterCount: wholeFrom(1),
        aic: number,
        bic: number,
        icl: number,
        cautions,
      }),
    ),
    failed: z.array(z.strictObject({ regimes: wholeFrom(1), code: z.string(), message: z.string() })),
    byBic: wholeFrom(1),
    byIcl: wholeFrom(1),
    observations: wholeFrom(1),
  }),
  example: { ...exampleSettings, mostRegimes: 3 },
  failures: [{ code: 'not-applicable', when: 'a column is constant' }],
  compute: ({ mostRegimes, ...input }) => {
    const failed: { regimes: number; code: string; message: string }[] = []
    const models = Array.from({ length: mostRegimes }, (_, k) => k + 1).flatMap((regimes) => {
      try {
        const fit = hiddenMarkovModel(input.rows, { ...input, regimes })
        const { logLikelihood, parameterCount, aic, bic, icl, cautions: said } = fit
        return [{ regimes, logLikelihood, parameterCount, aic, bic, icl, cautions: [...said] }]
      } catch (error) {
        if (regimes === 1 || !(error instanceof TuttiError)) throw error
        failed.push({ regimes, code: error.code, message: error.message })
        return []
      }
    })
    const lowest = (key: 'bic' | 'icl'): number => models.reduce((a, b) => (b[key] < a[key] ? b : a)).regimes
    return { models, failed, byBic: lowest('bic'), byIcl: lowest('icl'), observations: input.rows.length }
  },
})
