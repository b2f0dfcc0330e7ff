import { requireSample, TuttiError } from '../errors/index.ts'
import { nelderMead } from '../math/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import {
  stateSpaceFilter,
  type StateSpaceFilter,
  type StateSpaceModel,
  type StateSpaceSmoother,
  stateSpaceSmoother,
} from './state-space.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** Variances of a state-space model by maximum likelihood, and the states at them. */
export interface StateSpaceFit {
  readonly observationVariance: number
  /** Of a step of each state; zero where the likelihood wants a constant one. */
  readonly stateVariances: readonly number[]
  /** Exact diffuse. */
  readonly logLikelihood: number
  readonly filter: StateSpaceFilter
  readonly smoother: StateSpaceSmoother
  readonly observations: number
  readonly cautions: readonly (TimeSeriesCaution | 'variance-at-zero')[]
}

/** Variances below this share of the largest likely one are taken as zero. */
const negligible = 1e-10

/**
 * Maximum likelihood of the observation variance and of the step variances of all states, from an exact diffuse start, with
 * the states then filtered and smoothed from a start so wide (1e7 times the scale) that it tells nothing.
 *
 * `scales` are likely step variances of each state and `observationScale` of the noise, to start from. Throws
 * `not-applicable` where y is fitted exactly. Deterministic: the simplex starts from three fixed ratios, the best is kept.
 */
function stateSpaceFit(
  y: Sample,
  shape: Pick<StateSpaceModel, 'loadings' | 'transition'>,
  observationScale: number,
  scales: readonly number[],
): StateSpaceFit {
  if (!(observationScale > 0) || scales.some((scale) => !(scale > 0))) {
    throw new TuttiError('not-applicable', 'the series does not vary: there are no variances to fit', {
      field: 'y',
      got: 'a series without noise',
      expected: 'a series that varies',
    })
  }
  const m = scales.length
  const variancesOf = (point: readonly number[]): { observation: number; states: number[] } => ({
    observation: observationScale * Math.exp(point[0]),
    states: scales.map((scale, i) => scale * Math.exp(point[i + 1])),
  })
  const modelOf = (
    observation: number,
    states: readonly number[],
    initial: StateSpaceModel['initial'],
  ): StateSpaceModel => ({
    ...shape,
    stateCovariance: states.map((value, i) => states.map((_, j) => (i === j ? value : 0))),
    observationVariance: observation,
    initial,
  })
  const floor = Math.log(negligible)
  const objective = (point: readonly number[]): number => {
    if (point.some((value) => value < floor - 1 || value > 12)) return Infinity
    const { observation, states } = variancesOf(point)
    return -stateSpaceFilter(y, modelOf(observation, states, 'diffuse'), 'likelihood').logLikelihood
  }
  const starts = [-0.7, -3, -6].map((ratio) => [-0.7, ...scales.map(() => ratio)])
  const [best] = starts
    .map((start) =>
      nelderMead(objective, start, {
        steps: new Array<number>(m + 1).fill(1),
        valueTolerance: 1e-11,
        pointTolerance: 1e-6,
        maxIterations: 1000 * (m + 1),
      }),
    )
    .sort((a, b) => a.value - b.value)
  const fitted = variancesOf(best.point)
  const atZero = best.point.map((value) => value < floor + 5)
  const zeroed = {
    observation: atZero[0] ? 0 : fitted.observation,
    states: fitted.states.map((value, i) => (atZero[i + 1] ? 0 : value)),
  }
  const likelihoodOf = (observation: number, states: readonly number[]): number =>
    stateSpaceFilter(y, modelOf(observation, states, 'diffuse'), 'likelihood').logLikelihood
  const isNoWorse =
    atZero.some(Boolean) &&
    !(atZero[0] && m > 1) &&
    likelihoodOf(zeroed.observation, zeroed.states) >= -best.value - 1e-6
  const { observation, states } = isNoWorse ? zeroed : fitted
  const squares = Array.from(y).reduce((sum, value) => sum + value * value, 0)
  const width = 1e7 * Math.max(squares / y.length, observationScale)
  const wide = modelOf(observation, states, {
    mean: new Array<number>(m).fill(0),
    covariance: scales.map((_, i) => scales.map((__, j) => (i === j ? width : 0))),
  })
  const filter = stateSpaceFilter(y, wide)
  const cautions: (TimeSeriesCaution | 'variance-at-zero')[] = []
  if (y.length < shortSample) cautions.push('short-sample')
  if (atZero.some(Boolean)) cautions.push('variance-at-zero')
  return {
    observationVariance: observation,
    stateVariances: states,
    logLikelihood: likelihoodOf(observation, states),
    filter,
    smoother: stateSpaceSmoother(wide, filter),
    observations: y.length,
    cautions,
  }
}

/** Variance of the changes of a series (divisor n), the scale that variances are looked for around. */
function changeVariance(y: Sample): number {
  const n = y.length - 1
  let squares = 0
  for (let t = 1; t <= n; t++) squares += (y[t] - y[t - 1]) ** 2
  return squares / n
}

/** A local level: variances of noise and of the steps of the level. State 0 is the level. */
export function localLevelFit(series: Sample): StateSpaceFit {
  requireSample(series, 3, 'series')
  const scale = changeVariance(series)
  return stateSpaceFit(series, { loadings: Array.from(series, () => [1]), transition: [[1]] }, scale, [scale])
}

/** A local linear trend: level and slope walk randomly. State 0 is the level, state 1 the slope. */
export function localLinearTrendFit(series: Sample): StateSpaceFit {
  requireSample(series, 4, 'series')
  const scale = changeVariance(series)
  return stateSpaceFit(
    series,
    {
      loadings: Array.from(series, () => [1, 0]),
      transition: [
        [1, 1],
        [0, 1],
      ],
    },
    scale,
    [scale, 0.1 * scale],
  )
}

/** A regression of `y` on the columns of `x` (n rows; ones for an intercept) whose coefficients walk randomly. */
export function kalmanRegressionFit(y: Sample, x: readonly Sample[]): StateSpaceFit {
  requireSample(y, 3, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  x.forEach((row, t) => {
    requireSample(row, 1, `x[${t}]`)
    requireSameLength(x[0], row, 'x[0]', `x[${t}]`)
  })
  const scale = changeVariance(y)
  const m = x[0].length
  const columns = Array.from({ length: m }, (_, j) => x.reduce((sum, row) => sum + row[j] ** 2, 0) / x.length)
  return stateSpaceFit(
    y,
    { loadings: x, transition: columns.map((_, i) => columns.map((__, j) => (i === j ? 1 : 0))) },
    scale,
    columns.map((square) => scale / square),
  )
}
