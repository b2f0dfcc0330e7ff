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

/** A two-regime chain by its chances of ending in regime 0, with means and variances singly or as lists. */
const switchingParameters = exactly({
  p00: z.number(),
  p10: z.number(),
  mu: oneOrMany.optional(),
  mu0: z.number().optional(),
  mu1: z.number().optional(),
  sigma2: oneOrMany.optional(),
  sigma2_0: z.number().optional(),
  sigma2_1: z.number().optional(),
  ar: list.optional(),
})

const both = (value: number | number[] | undefined, first?: number, second?: number): [number, number] | undefined => {
  if (typeof value === 'number') return [value, value]
  if (value !== undefined) return value.length === 2 ? [value[0], value[1]] : undefined
  return first === undefined || second === undefined ? undefined : [first, second]
}

/** What the switching text says, whatever its wording: which of mean and variance depend on the regime. */
function switchingOf(text: string): { intercept: boolean; variance: boolean } | undefined {
  const words = text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .replace(/ only$/, '')
    .replaceAll('intercept', 'mean')
    .replaceAll(/\bvol(atility)?\b/g, 'variance')
  if (words === 'mean') return { intercept: true, variance: false }
  if (words === 'variance') return { intercept: false, variance: true }
  if (/^(mean( and)? variance|variance( and)? mean|both)$/.test(words)) return { intercept: true, variance: true }
  return undefined
}

const switchingText = z.string().refine((text) => switchingOf(text) !== undefined, 'an unknown switching part')
const initialText = z.string().regex(/^\s*(steady[ -]state|stationary|ergodic)( distribution| law)?\s*$/i)

/** The filter of a case, or undefined where its parameters do not fit two regimes. */
function switchingFilter(series: number[], parameters: z.infer<typeof switchingParameters>) {
  const { p00, p10, ar = [] } = parameters
  const means = both(parameters.mu, parameters.mu0, parameters.mu1)
  const variances = both(parameters.sigma2, parameters.sigma2_0, parameters.sigma2_1)
  if (means === undefined || variances === undefined) return undefined
  return markovSwitchingFilterOperation.run({
    series,
    parameters: {
      transition: [
        [p00, 1 - p00],
        [p10, 1 - p10],
      ],
      coefficients: means.map((mean) => [mean]),
      variances,
      autoregression: [ar, ar],
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
  { series, parameters }: { series: number[]; parameters: z.infer<typeof switchingParameters> },
  wanted: readonly string[],
): Answer {
  const result = switchingFilter(series, parameters)
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
  regimes: z.literal(2).optional(),
  switching: switchingText.optional(),
  initial: initialText.optional(),
  parameters: switchingParameters,
}
const fitInputs = exactly({
  series: list,
  regimes: z.literal(2),
  switching: switchingText,
  order: z.int().min(0).max(8).optional(),
  initial: initialText.optional(),
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
  referenceForm('markov_switching_fit', fitInputs, ({ series, switching, order = 0 }, wanted) => {
    const parts = switchingOf(switching)
    if (parts === undefined) return {}
    const fit = markovSwitchingFitOperation.run({
      series,
      regimes: 2,
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
      p00: transition[0][0],
      p10: transition[1][0],
      mu: parts.intercept ? means : means[0],
      mu0: means[0],
      mu1: means[1],
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
    ...['mu', 'sigma2', 'ar'].flatMap((name) => [name, ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${name}[${i}]`)]),
  ],
  objectiveAt(inputs, parameters) {
    const { function: _, ...rest } = inputs
    const input = fitInputs.safeParse(rest)
    const names = ['p00', 'p10', 'mu', 'mu0', 'mu1', 'sigma2', 'ar'] as const
    const point = switchingParameters.safeParse(
      Object.fromEntries(names.flatMap((name) => (Object.hasOwn(parameters, name) ? [[name, parameters[name]]] : []))),
    )
    if (!input.success || !point.success) return undefined
    return switchingFilter(input.data.series, point.data)?.logLikelihood
  },
}
