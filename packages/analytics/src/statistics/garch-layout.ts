import { type GarchModel, garchModelNames } from './garch-likelihood.ts'

/** Bounded parameters of a model as a function of free coordinates, and where a search starts. */
export interface GarchLayout {
  readonly names: readonly string[]
  readonly meanCount: number
  readonly shapeAt: number
  /** Parameters (order of `names`) at free coordinates; variance-stationary, positive where they must be. */
  parameters(x: Float64Array): Float64Array
  /** Gradient to the free coordinates from that to the parameters. */
  freeGradient(x: Float64Array, gradient: Float64Array, out: Float64Array): void
  /** Free coordinates of starting points for returns of unit variance with given mean parameters. */
  starts(mean: readonly number[]): Float64Array[]
}

const LEAST_DEGREES = 2.05
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const logit = (p: number): number => Math.log(p / (1 - p))

/** The layout of a model. */
export function garchLayout(model: GarchModel): GarchLayout {
  const { mean, variance, shape } = garchModelNames(model)
  const names = [...mean, ...variance, ...shape]
  const meanCount = mean.length
  const shapeAt = meanCount + variance.length
  const { archLags: p = 1, garchLags: q = 1 } = model
  const fixed = model.variance === 'igarch' ? 1 : 0
  const freeCount = names.length - fixed

  const parameters = (x: Float64Array): Float64Array => {
    const v = new Float64Array(names.length)
    for (let k = 0; k < meanCount; k++) v[k] = x[k]
    const free = x.subarray(meanCount, shapeAt - fixed)
    v.set(varianceParameters(model, p, q, free), meanCount)
    const tail = x.subarray(shapeAt - fixed)
    if (shape.length > 0) {
      v[shapeAt] = model.distribution === 'ged' ? 0.3 + Math.exp(tail[0]) : LEAST_DEGREES + Math.exp(tail[0])
    }
    if (shape.length > 1) v[shapeAt + 1] = Math.tanh(tail[1])
    return v
  }
  const shapeStart = { normal: [], 'student-t': [Math.log(6)], 'skewed-t': [Math.log(6), 0], ged: [Math.log(1.2)] }
  return {
    names,
    meanCount,
    shapeAt,
    parameters,
    freeGradient: (x, gradient, out) => {
      const point = Float64Array.from(x)
      for (let i = 0; i < freeCount; i++) {
        if (i < meanCount) {
          out[i] = gradient[i]
          continue
        }
        const step = 1e-5 * Math.max(1, Math.abs(x[i]))
        point[i] = x[i] + step
        const above = parameters(point)
        point[i] = x[i] - step
        const below = parameters(point)
        point[i] = x[i]
        let sum = 0
        for (let k = meanCount; k < names.length; k++) sum += (gradient[k] * (above[k] - below[k])) / (2 * step)
        out[i] = sum
      }
    },
    starts: (meanStart) =>
      varianceStarts(model, p, q).map((start) =>
        Float64Array.from([...meanStart, ...start, ...shapeStart[model.distribution]]),
      ),
  }
}

/** Positive shares of 1 from logits, what is left over being at least a little. */
function shares(x: ArrayLike<number>, leftOver: boolean): number[] {
  let most = leftOver ? 0 : -Infinity
  for (let i = 0; i < x.length; i++) most = Math.max(most, x[i])
  const weights = Array.from(x, (value) => Math.exp(value - most))
  const total = weights.reduce((sum, w) => sum + w, leftOver ? Math.exp(-most) : 0)
  return weights.map((w) => w / total)
}

/** Parameters of the variance equation; see `garchParameterNames` for the order. */
function varianceParameters({ variance }: GarchModel, p: number, q: number, x: Float64Array): number[] {
  if (variance === 'egarch') return [...x.subarray(0, 1 + 2 * p), Math.tanh(x[1 + 2 * p])]
  const omega = Math.exp(x[0])
  if (variance === 'igarch') {
    const alpha = sigmoid(x[1])
    return [omega, alpha, 1 - alpha]
  }
  if (variance === 'aparch') return [omega, sigmoid(x[1]), Math.tanh(x[2]), sigmoid(x[3]), 0.2 + Math.exp(x[4])]
  if (variance === 'component') {
    const rho = sigmoid(x[1])
    const [alpha, beta] = shares(x.subarray(3, 5), true).map((share) => share * rho)
    return [omega, rho, sigmoid(x[2]) * beta, alpha, beta]
  }
  const parts = shares(x.subarray(1), true)
  if (variance === 'garch') return [omega, ...parts]
  const positive = parts.slice(0, p).map((share) => 2 * share)
  const negative = parts.slice(p, 2 * p).map((share) => 2 * share)
  return [omega, ...positive, ...negative.map((value, i) => value - positive[i]), ...parts.slice(2 * p, 2 * p + q)]
}

/** Free coordinates of the variance equation by variance targeting from a few persistences, for unit variance. */
function varianceStarts({ variance }: GarchModel, p: number, q: number): number[][] {
  const grid = [0.03, 0.1, 0.25].flatMap((alpha) =>
    [0.5, 0.8, 0.95, 0.99].map((persistence) => [alpha, persistence - alpha]),
  )
  const logShares = (values: number[]): number[] => {
    const rest = 1 - values.reduce((sum, value) => sum + value, 0)
    return values.map((value) => Math.log(value / rest))
  }
  const spread = (value: number, count: number): number[] => Array.from({ length: count }, () => value / count)
  return grid.map(([alpha, beta]) => {
    const logOmega = Math.log(1 - alpha - beta)
    if (variance === 'egarch') return [0, ...spread(2 * alpha, p), ...spread(-0.03, p), Math.atanh(alpha + beta)]
    if (variance === 'igarch') return [Math.log(0.01), logit(alpha)]
    if (variance === 'aparch') return [Math.log(0.03), logit(alpha), 0.1, logit(beta), Math.log(1.3)]
    if (variance === 'component') return [0, logit(0.99), logit(0.05), ...logShares([alpha, 0.9 * beta])]
    const news = variance === 'gjr' ? [...spread(alpha * 0.3, p), ...spread(alpha * 0.7, p)] : spread(alpha, p)
    return [logOmega, ...logShares([...news, ...spread(beta, q)])]
  })
}
