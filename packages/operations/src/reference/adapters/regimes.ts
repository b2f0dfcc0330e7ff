import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { markovSwitchingFilterOperation, markovSwitchingFitOperation } from '../../catalogue/regimes/index.ts'
import * as signals from '../../catalogue/signals/index.ts'
import { type Answer, type ObjectiveRule, type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

const lastFive = (values: readonly number[]): number[] => values.slice(-5)

interface BarInput {
  readonly close: number[]
  readonly high?: number[] | undefined
  readonly low?: number[] | undefined
}

/** The value of an indicator whose name says its lengths, such as `rsi_14`; undefined for an unknown name. */
function indicator(key: string, { close, high, low }: BarInput): number[] | undefined {
  const [, name, first, second] = /^([a-z_]+?)(?:_(\d+))?(?:_(\d+(?:\.\d+)?))?$/.exec(key) ?? []
  const macd = () => signals.macdOperation.run({ close, fast: 12, slow: 26, signalLength: 9 })
  if (name === 'macd_percent') return macd().macdPercent
  if (name === 'macd_signal_percent') return macd().signalPercent
  if (first === undefined) return undefined
  const length = Number(first)
  if (name === 'sma') return signals.movingAverageOperation.run({ series: close, kind: 'simple', length }).averages
  if (name === 'ema') return signals.movingAverageOperation.run({ series: close, kind: 'exponential', length }).averages
  if (name === 'rsi') return signals.relativeStrengthIndexOperation.run({ close, length }).values
  if (name === 'roc') return signals.rateOfChangeOperation.run({ close, length, compounding: 'simple' }).values
  if (second !== undefined && /^bollinger_(lower|middle|upper)$/.test(name)) {
    const bands = signals.bollingerBandsOperation.run({ series: close, length, width: Number(second) })
    return bands[name.slice('bollinger_'.length) as 'lower' | 'middle' | 'upper']
  }
  if (high === undefined || low === undefined) return undefined
  if (name === 'atr') return signals.averageTrueRangeOperation.run({ high, low, close, length }).values
  const movement = () => signals.directionalMovementOperation.run({ high, low, close, length })
  if (name === 'adx') return movement().averageIndex
  if (name === 'di_plus') return movement().plusPercent
  if (name === 'di_minus') return movement().minusPercent
  return undefined
}

const oneOrMany = z.union([z.number(), list])

/**
 * A chain of two or three regimes with means and variances singly or as lists. `p10` is the chance of going from regime 1 to
 * regime 0; the chance of the last regime is what the others leave.
 */
const switchingParameters = exactly({
  p00: z.number(),
  p10: z.number(),
  p20: z.number().optional(),
  p01: z.number().optional(),
  p11: z.number().optional(),
  p21: z.number().optional(),
  mu: oneOrMany.optional(),
  mu0: z.number().optional(),
  mu1: z.number().optional(),
  mu2: z.number().optional(),
  sigma2: oneOrMany.optional(),
  sigma2_0: z.number().optional(),
  sigma2_1: z.number().optional(),
  sigma2_2: z.number().optional(),
  ar: list.optional(),
})

type SwitchingParameters = z.infer<typeof switchingParameters>

/** The regimes that the chances are given for, or undefined where some lack. */
function transitionOf({ p00, p10, p20, p01, p11, p21 }: SwitchingParameters): number[][] | undefined {
  const others = [p20, p01, p11, p21]
  if (others.every((value) => value === undefined))
    return [
      [p00, 1 - p00],
      [p10, 1 - p10],
    ]
  if (p20 === undefined || p01 === undefined || p11 === undefined || p21 === undefined) return undefined
  return [
    [p00, p01, 1 - p00 - p01],
    [p10, p11, 1 - p10 - p11],
    [p20, p21, 1 - p20 - p21],
  ]
}

/** A value for each regime out of one for all, a list, or values of their own; undefined where the count is another. */
function eachRegime(
  count: number,
  value: number | number[] | undefined,
  own: readonly (number | undefined)[],
): number[] | undefined {
  if (typeof value === 'number') return Array.from({ length: count }, () => value)
  const values = value ?? own.filter((item) => item !== undefined)
  return values.length === count ? values : undefined
}

/** What the switching text says, whatever its wording: which of mean and variance depend on the regime. */
function switchingOf(text: string): { intercept: boolean; variance: boolean } | undefined {
  const words = text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .replace(/^switching /, '')
    .replace(/ only$/, '')
    .replaceAll(/\bmeans\b/g, 'mean')
    .replaceAll(/\bvariances\b/g, 'variance')
    .replaceAll('intercept', 'mean')
    .replaceAll(/\bvol(atility)?\b/g, 'variance')
  if (words === 'mean') return { intercept: true, variance: false }
  if (words === 'variance') return { intercept: false, variance: true }
  if (/^(mean( and)? variance|variance( and)? mean|both)$/.test(words)) return { intercept: true, variance: true }
  return undefined
}

const switchingText = z.string().refine((text) => switchingOf(text) !== undefined, 'an unknown switching part')
const initialText = z
  .string()
  .regex(/^\s*(the )?(steady[ -]state|stationary|ergodic)( distribution| law| probabilities)?( of the chain)?\s*$/i)

/** The filter of a case, or undefined where its parameters do not fit its regimes. */
function switchingFilter(series: number[], parameters: SwitchingParameters, regimes?: number) {
  const { mu, mu0, mu1, mu2, sigma2, sigma2_0: first, sigma2_1: second, sigma2_2: third, ar = [] } = parameters
  const transition = transitionOf(parameters)
  if (transition === undefined || (regimes ?? transition.length) !== transition.length) return undefined
  const means = eachRegime(transition.length, mu, [mu0, mu1, mu2])
  const variances = eachRegime(transition.length, sigma2, [first, second, third])
  if (means === undefined || variances === undefined) return undefined
  return markovSwitchingFilterOperation.run({
    series,
    parameters: {
      transition,
      coefficients: means.map((mean) => [mean]),
      variances,
      autoregression: means.map(() => ar),
    },
  })
}

/** The value of a name such as `smoothed_prob_regime1_every_25`, `..._last`, `..._first5` or `..._last5`. */
function probabilityOf(key: string, result: Record<'filtered' | 'smoothed', number[][]>): unknown {
  const match = /^(filtered|smoothed)_prob(?:ability|abilities|s)?_regime_?(\d+)(?:_(last|first|every)_?(\d*))?$/.exec(
    key,
  )
  if (match === null) return undefined
  const [, kind, regime, part, count] = match
  const values = result[kind as 'filtered' | 'smoothed'][Number(regime)]
  if (values === undefined || part === undefined) return values
  if (part === 'every') return values.filter((_, t) => t % Number(count) === 0)
  if (part === 'first') return count === '' ? values[0] : values.slice(0, Number(count))
  return count === '' ? values.at(-1) : values.slice(-Number(count))
}

function filterAnswer(
  { series, parameters, regimes }: { series: number[]; parameters: SwitchingParameters; regimes?: number | undefined },
  wanted: readonly string[],
): Answer {
  const result = switchingFilter(series, parameters, regimes)
  if (result === undefined) return {}
  const named: Answer = {
    log_likelihood: result.logLikelihood,
    expected_durations: result.expectedDurations,
    stationary_probabilities: result.stationaryLaw,
    steady_state: result.stationaryLaw,
  }
  return Object.fromEntries(
    wanted.map((key) => [key, Object.hasOwn(named, key) ? named[key] : probabilityOf(key, result)]),
  )
}

const given = {
  series: list,
  regimes: z.int().min(2).max(3).optional(),
  switching: switchingText.optional(),
  initial: initialText.nullish(),
  parameters: switchingParameters,
}
const fitInputs = exactly({
  series: list,
  regimes: z.int().min(2).max(5),
  switching: switchingText,
  order: z.int().min(0).max(8).optional(),
  initial: initialText.nullish(),
})

/** The reference forms of this area. */
export const regimesForms: readonly ReferenceForm[] = [
  referenceForm(
    'technical_indicators',
    exactly({
      close: list,
      high: list.optional(),
      low: list.optional(),
      open: list.optional(),
      volume: list.optional(),
    }),
    (input, wanted): Answer =>
      Object.fromEntries(
        wanted.flatMap((key) => {
          const values = indicator(key, input)
          return values === undefined ? [] : [[key, lastFive(values)]]
        }),
      ),
  ),
  ...['markov_switching_mean', 'markov_switching_filter'].map((name) =>
    referenceForm(name, exactly(given), filterAnswer),
  ),
  referenceForm(
    'markov_switching_ar',
    exactly({ ...given, order: z.int() }).refine(
      ({ order, parameters }) => order === (parameters.ar?.length ?? 0),
      'one autoregressive coefficient for each lag',
    ),
    filterAnswer,
  ),
  referenceForm('markov_switching_fit', fitInputs, ({ series, regimes, switching, order = 0 }, wanted) => {
    const parts = switchingOf(switching)
    if (parts === undefined) return {}
    const fit = markovSwitchingFitOperation.run({
      series,
      regimes,
      lags: order,
      switching: { ...parts, autoregression: false },
      orderBy: parts.variance ? 'variance' : 'intercept',
      seed: 1,
      starts: 20,
    })
    const { transition, coefficients, variances, autoregression } = fit.parameters
    const means = coefficients.map(([mean]) => mean)
    const named: Answer = {
      log_likelihood: fit.logLikelihood,
      ...Object.fromEntries(transition.flatMap((row, i) => row.map((chance, j) => [`p${i}${j}`, chance]))),
      mu: parts.intercept ? means : means[0],
      ...Object.fromEntries(means.map((mean, i) => [`mu${i}`, mean])),
      sigma2: parts.variance ? variances : variances[0],
      ar: autoregression[0],
      aic: fit.aic,
      bic: fit.bic,
      expected_durations: fit.expectedDurations,
    }
    return Object.fromEntries(
      wanted.map((key) => [key, Object.hasOwn(named, key) ? named[key] : probabilityOf(key, fit)]),
    )
  }),
]

/** A Markov switching fit that reaches a higher likelihood passes; the parameters it reaches it with may differ. */
export const markovSwitchingObjective: ObjectiveRule = {
  function: 'markov_switching_fit',
  objective: 'log_likelihood',
  better: 'higher',
  parameters: [
    'p00',
    'p10',
    'p20',
    'p01',
    'p11',
    'p21',
    ...['mu', 'sigma2', 'ar'].flatMap((name) => [name, ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${name}[${i}]`)]),
  ],
  objectiveAt(inputs, parameters) {
    const { function: _, ...rest } = inputs
    const input = fitInputs.safeParse(rest)
    const names = ['p00', 'p10', 'p20', 'p01', 'p11', 'p21', 'mu', 'mu0', 'mu1', 'mu2', 'sigma2', 'ar'] as const
    const point = switchingParameters.safeParse(
      Object.fromEntries(names.flatMap((name) => (Object.hasOwn(parameters, name) ? [[name, parameters[name]]] : []))),
    )
    if (!input.success || !point.success) return undefined
    try {
      return switchingFilter(input.data.series, point.data, input.data.regimes)?.logLikelihood
    } catch (error) {
      // parameters that are no model have no likelihood
      if (error instanceof TuttiError) return undefined
      throw error
    }
  },
}
