import { TuttiError } from '../errors/index.ts'
import { requireWhole } from './sample.ts'

/** How the variance follows past shocks. See `garchParameterNames` for the parameters and equations. */
export type GarchVariance = 'garch' | 'gjr' | 'igarch' | 'egarch' | 'aparch' | 'component'

/** Form of the variance equation: `archLags` past shocks and `garchLags` past variances. */
export interface GarchForm {
  readonly variance: GarchVariance
  /** Default 1. */
  readonly archLags?: number | undefined
  /** Default 1. */
  readonly garchLags?: number | undefined
}

/**
 * Names of the parameters of the variance equation, e the shocks, z = e / sqrt(h), N = 1 where e < 0:
 * - garch: h = omega + sum alpha_i e[-i]^2 + sum beta_j h[-j]; igarch the same with alpha1 + beta1 = 1;
 * - gjr: h = omega + sum (alpha_i + gamma_i N[-i]) e[-i]^2 + sum beta_j h[-j];
 * - egarch: ln h = omega + sum (alpha_i (|z[-i]| - E|z|) + gamma_i z[-i]) + beta1 ln h[-1];
 * - aparch: s = omega + alpha1 (|e[-1]| - gamma1 e[-1])^delta + beta1 s[-1], s = h^(delta / 2);
 * - component: q = omega + rho (q[-1] - omega) + phi (e[-1]^2 - h[-1]), h = q + alpha1 (e[-1]^2 - q[-1]) + beta1 (h[-1] - q[-1]).
 *
 * Throws `unsupported` for orders that a form does not have.
 */
export function garchParameterNames({ variance, archLags = 1, garchLags = 1 }: GarchForm): string[] {
  requireWhole(archLags, 1, 5, 'archLags')
  requireWhole(garchLags, 0, 5, 'garchLags')
  const only = { aparch: [1, 1], component: [1, 1], igarch: [1, 1], egarch: [archLags, 1] }[variance as 'aparch']
  if (only !== undefined && (only[0] !== archLags || only[1] !== garchLags)) {
    throw new TuttiError('unsupported', `${variance} is offered with orders ${only[0]} and ${only[1]} alone`, {
      field: 'archLags, garchLags',
      got: `${archLags}, ${garchLags}`,
      expected: `${only[0]}, ${only[1]}`,
    })
  }
  const lagged = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i + 1}`)
  if (variance === 'component') return ['omega', 'rho', 'phi', 'alpha1', 'beta1']
  if (variance === 'aparch') return ['omega', 'alpha1', 'gamma1', 'beta1', 'delta']
  const asymmetric = variance === 'gjr' || variance === 'egarch' ? lagged('gamma', archLags) : []
  return ['omega', ...lagged('alpha', archLags), ...asymmetric, ...lagged('beta', garchLags)]
}

/** What a recursion reads and writes; `width` counts all parameters of the model. */
export interface GarchTrack {
  readonly shocks: Float64Array
  /** n x meanCount: derivatives of the shocks to the parameters of the mean. */
  readonly shockSlopes: Float64Array
  readonly meanCount: number
  readonly width: number
  /** Mean squared shock, taken for all shocks and variances before the first, and its derivatives (`meanCount`). */
  readonly presample: number
  readonly presampleSlopes: Float64Array
  /** Written: variances (n) and their derivatives (n x width). */
  readonly variances: Float64Array
  readonly slopes: Float64Array
}

/** Fills variances and slopes for the equation whose parameters start at `meanCount` in `v`. False where one is <= 0. */
export function garchRecursion(
  { variance, archLags = 1, garchLags = 1 }: GarchForm,
  v: Float64Array,
  track: GarchTrack,
  /** E|z| and its derivatives to the shape parameters, for egarch. */
  meanAbsolute: ArrayLike<number>,
): boolean {
  if (variance === 'egarch') return exponentialRecursion(archLags, v, track, meanAbsolute)
  if (variance === 'aparch') return powerRecursion(v, track)
  if (variance === 'component') return componentRecursion(v, track)
  return linearRecursion(archLags, garchLags, variance === 'gjr', v, track)
}

function linearRecursion(p: number, q: number, asymmetric: boolean, v: Float64Array, track: GarchTrack): boolean {
  const { shocks, shockSlopes, meanCount: first, width, presample, presampleSlopes, variances, slopes } = track
  const n = shocks.length
  const gammaAt = first + 1 + p
  const betaAt = gammaAt + (asymmetric ? p : 0)
  for (let t = 0; t < n; t++) {
    const row = t * width
    for (let k = 0; k < width; k++) slopes[row + k] = 0
    slopes[row + first] = 1
    let h = v[first]
    for (let i = 0; i < p; i++) {
      const s = t - 1 - i
      const e = s >= 0 ? shocks[s] : 0
      const square = s >= 0 ? e * e : presample
      let weight = v[first + 1 + i]
      slopes[row + first + 1 + i] += square
      if (asymmetric) {
        const share = s >= 0 ? (e < 0 ? 1 : 0) : 0.5
        weight += share * v[gammaAt + i]
        slopes[row + gammaAt + i] += share * square
      }
      h += weight * square
      for (let k = 0; k < first; k++) {
        slopes[row + k] += weight * (s >= 0 ? 2 * e * shockSlopes[s * first + k] : presampleSlopes[k])
      }
    }
    for (let j = 0; j < q; j++) {
      const s = t - 1 - j
      const beta = v[betaAt + j]
      const last = s >= 0 ? variances[s] : presample
      h += beta * last
      slopes[row + betaAt + j] += last
      if (s >= 0) for (let k = 0; k < width; k++) slopes[row + k] += beta * slopes[s * width + k]
      else for (let k = 0; k < first; k++) slopes[row + k] += beta * presampleSlopes[k]
    }
    if (!(h > 0)) return false
    variances[t] = h
  }
  return true
}

function exponentialRecursion(p: number, v: Float64Array, track: GarchTrack, meanAbsolute: ArrayLike<number>): boolean {
  const { shocks, shockSlopes, meanCount: first, width, presample, presampleSlopes, variances, slopes } = track
  const n = shocks.length
  const gammaAt = first + 1 + p
  const betaAt = gammaAt + p
  const shapeAt = betaAt + 1
  const beta = v[betaAt]
  // `slopes` holds the derivatives of ln h until the end, when they are multiplied by h.
  for (let t = 0; t < n; t++) {
    const row = t * width
    const lastLog = t > 0 ? Math.log(variances[t - 1]) : Math.log(presample)
    for (let k = 0; k < width; k++) {
      slopes[row + k] = beta * (t > 0 ? slopes[row - width + k] : k < first ? presampleSlopes[k] / presample : 0)
    }
    slopes[row + first] += 1
    slopes[row + betaAt] += lastLog
    let log = v[first] + beta * lastLog
    for (let i = 0; i < p; i++) {
      const s = t - 1 - i
      if (s < 0) continue
      const alpha = v[first + 1 + i]
      const gamma = v[gammaAt + i]
      const root = Math.sqrt(variances[s])
      const z = shocks[s] / root
      const size = Math.abs(z)
      log += alpha * (size - meanAbsolute[0]) + gamma * z
      slopes[row + first + 1 + i] += size - meanAbsolute[0]
      slopes[row + gammaAt + i] += z
      const pull = alpha * Math.sign(z) + gamma
      for (let k = 0; k < width; k++) slopes[row + k] -= 0.5 * pull * z * slopes[s * width + k]
      for (let k = 0; k < first; k++) slopes[row + k] += (pull * shockSlopes[s * first + k]) / root
      for (let k = shapeAt; k < width; k++) slopes[row + k] -= alpha * meanAbsolute[1 + k - shapeAt]
    }
    if (!(Math.abs(log) < 200)) return false
    variances[t] = Math.exp(log)
  }
  for (let t = 0; t < n; t++) for (let k = 0; k < width; k++) slopes[t * width + k] *= variances[t]
  return true
}

function powerRecursion(v: Float64Array, track: GarchTrack): boolean {
  const { shocks, shockSlopes, meanCount: first, width, presample, presampleSlopes, variances, slopes } = track
  const n = shocks.length
  const omega = v[first]
  const alpha = v[first + 1]
  const gamma = v[first + 2]
  const beta = v[first + 3]
  const delta = v[first + 4]
  const start = presample ** (delta / 2)
  // Before the first shock the news is the presample's, half of either sign.
  const below = (1 + gamma) ** delta
  const above = (1 - gamma) ** delta
  const mix = (below + above) / 2
  const mixByGamma = (delta * (below / (1 + gamma) - above / (1 - gamma))) / 2
  const mixByDelta = (below * Math.log(1 + gamma) + above * Math.log(1 - gamma)) / 2
  const slope = new Float64Array(width)
  let power = start
  for (let k = 0; k < first; k++) slope[k] = ((delta / 2) * start * presampleSlopes[k]) / presample
  slope[first + 4] = 0.5 * start * Math.log(presample)
  const startSlope = Float64Array.from(slope)
  for (let t = 0; t < n; t++) {
    let news: number
    let newsByGamma: number
    let newsByDelta: number
    const e = t > 0 ? shocks[t - 1] : 0
    const bent = Math.abs(e) - gamma * e
    if (t === 0) {
      news = start * mix
      newsByGamma = start * mixByGamma
      newsByDelta = start * mixByDelta + startSlope[first + 4] * mix
    } else {
      news = bent > 0 ? bent ** delta : 0
      newsByGamma = bent > 0 ? (-e * delta * news) / bent : 0
      newsByDelta = bent > 0 ? news * Math.log(bent) : 0
    }
    const last = power
    power = omega + alpha * news + beta * last
    for (let k = 0; k < width; k++) slope[k] *= beta
    for (let k = 0; k < first; k++) {
      slope[k] +=
        t === 0
          ? alpha * mix * startSlope[k]
          : bent > 0
            ? alpha * ((delta * news) / bent) * (Math.sign(e) - gamma) * shockSlopes[(t - 1) * first + k]
            : 0
    }
    slope[first] += 1
    slope[first + 1] += news
    slope[first + 2] += alpha * newsByGamma
    slope[first + 3] += last
    slope[first + 4] += alpha * newsByDelta
    const h = power ** (2 / delta)
    if (!(h > 0 && h < 1e100)) return false
    variances[t] = h
    const factor = ((2 / delta) * h) / power
    for (let k = 0; k < width; k++) slopes[t * width + k] = factor * slope[k]
    slopes[t * width + first + 4] -= (h * Math.log(h)) / delta
  }
  return true
}

function componentRecursion(v: Float64Array, track: GarchTrack): boolean {
  const { shocks, shockSlopes, meanCount: first, width, presample, presampleSlopes, variances, slopes } = track
  const n = shocks.length
  const omega = v[first]
  const rho = v[first + 1]
  const phi = v[first + 2]
  const alpha = v[first + 3]
  const beta = v[first + 4]
  let permanent = presample
  let h = presample
  const dq = new Float64Array(width)
  const dh = new Float64Array(width)
  for (let k = 0; k < first; k++) dq[k] = dh[k] = presampleSlopes[k]
  for (let t = 0; t < n; t++) {
    const e = t > 0 ? shocks[t - 1] : 0
    const square = t > 0 ? e * e : presample
    const nextPermanent = omega + rho * (permanent - omega) + phi * (square - h)
    const next = nextPermanent + alpha * (square - permanent) + beta * (h - permanent)
    for (let k = 0; k < width; k++) {
      const news = k < first ? (t > 0 ? 2 * e * shockSlopes[(t - 1) * first + k] : presampleSlopes[k]) : 0
      const oldQ = dq[k]
      const oldH = dh[k]
      dq[k] = rho * oldQ + phi * (news - oldH)
      if (k === first) dq[k] += 1 - rho
      else if (k === first + 1) dq[k] += permanent - omega
      else if (k === first + 2) dq[k] += square - h
      dh[k] = dq[k] + alpha * (news - oldQ) + beta * (oldH - oldQ)
      if (k === first + 3) dh[k] += square - permanent
      else if (k === first + 4) dh[k] += h - permanent
      slopes[t * width + k] = dh[k]
    }
    permanent = nextPermanent
    h = next
    if (!(h > 0 && permanent > 0)) return false
    variances[t] = h
  }
  return true
}
