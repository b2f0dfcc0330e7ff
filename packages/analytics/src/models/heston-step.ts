import { TuttiError, requirePositive } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import { requireHestonDynamics, type HestonDynamics } from './heston-parameters.ts'

/** Spot and variance of Heston's model at one time. */
export interface HestonState {
  readonly spot: number
  /** At least 0, except that full truncation stores a negative variance as it is. */
  readonly variance: number
}

/** Where the step goes: length in years and continuously compounded drift rates. */
export interface HestonDrift {
  readonly dtYears: number
  readonly rateContinuous: number
  readonly dividendYieldContinuous: number
}

/** Andersen's switching point between the quadratic and the exponential variance law. */
const PSI_CRITICAL = 1.5

/**
 * The law of the next variance in Andersen's quadratic-exponential scheme, matched to the exact mean and variance:
 * a (b + Z)^2, or zero with probability p and else exponential with rate beta.
 */
export type QuadraticExponentialLaw =
  | { readonly kind: 'quadratic'; readonly a: number; readonly b: number }
  | { readonly kind: 'exponential'; readonly p: number; readonly beta: number }

/** Andersen's law of the variance `dtYears` after `variance`; psi_c = 1.5. Source: Andersen (2008), section 3.2. */
export function quadraticExponentialLaw(
  { kappa, theta, sigma }: Omit<HestonDynamics, 'rho'>,
  variance: number,
  dtYears: number,
): QuadraticExponentialLaw {
  const decay = Math.exp(-kappa * dtYears)
  const oneMinusDecay = -Math.expm1(-kappa * dtYears)
  const mean = theta + (variance - theta) * decay
  const spread =
    ((variance * sigma * sigma * decay) / kappa) * oneMinusDecay +
    ((theta * sigma * sigma) / (2 * kappa)) * oneMinusDecay * oneMinusDecay
  const psi = spread / (mean * mean)
  if (psi <= PSI_CRITICAL) {
    const twoOverPsi = 2 / psi
    const bSquare = twoOverPsi - 1 + Math.sqrt(twoOverPsi) * Math.sqrt(twoOverPsi - 1)
    return { kind: 'quadratic', a: mean / (1 + bSquare), b: Math.sqrt(bSquare) }
  }
  const p = (psi - 1) / (psi + 1)
  return { kind: 'exponential', p, beta: (1 - p) / mean }
}

/** The draw of a law that belongs to the standard normal `z`; the exponential branch uses U = Phi(z). */
export function quadraticExponentialDraw(law: QuadraticExponentialLaw, z: number): number {
  if (law.kind === 'quadratic') return law.a * (law.b + z) ** 2
  const survival = normalCdf(-z)
  return survival >= 1 - law.p ? 0 : Math.log((1 - law.p) / survival) / law.beta
}

/** Coefficients of ln S' = ln S + drift + K0 + K1 v + K2 v' + sqrt(K3 v + K4 v') Z with gamma1 = gamma2 = 1/2. */
function logSpotCoefficients({ kappa, theta, sigma, rho }: HestonDynamics, dtYears: number) {
  const common = 0.5 * dtYears * ((kappa * rho) / sigma - 0.5)
  return {
    k0: (-rho * kappa * theta * dtYears) / sigma,
    k1: common - rho / sigma,
    k2: common + rho / sigma,
    k3: 0.5 * dtYears * (1 - rho * rho),
    k4: 0.5 * dtYears * (1 - rho * rho),
  }
}

function requireStep(parameters: HestonDynamics, state: HestonState, drift: HestonDrift): void {
  requireHestonDynamics(parameters)
  requirePositive(state.spot, 'spot')
  requirePositive(drift.dtYears, 'dtYears')
  if (!(state.variance >= 0)) {
    throw new TuttiError('invalid-input', `variance must be at least 0, got ${state.variance}`, {
      field: 'variance',
      got: String(state.variance),
      expected: 'a number >= 0',
    })
  }
}

/**
 * One step of Andersen's QE scheme (psi_c = 1.5, gamma1 = gamma2 = 1/2), driven by two independent standard normals.
 * The readable reference of the simulation kernel. E[S'] is not exactly the forward; see `hestonQeMartingaleStep`.
 * Source: L. Andersen, "Simple and efficient simulation of the Heston stochastic volatility model", J. Computational
 * Finance 11 (2008), 1-42, eqs 23-33.
 */
export function hestonQeStep(
  parameters: HestonDynamics,
  state: HestonState,
  drift: HestonDrift,
  zAsset: number,
  zVariance: number,
): HestonState {
  requireStep(parameters, state, drift)
  const { dtYears, rateContinuous, dividendYieldContinuous } = drift
  const law = quadraticExponentialLaw(parameters, state.variance, dtYears)
  const variance = quadraticExponentialDraw(law, zVariance)
  const { k0, k1, k2, k3, k4 } = logSpotCoefficients(parameters, dtYears)
  const logReturn =
    (rateContinuous - dividendYieldContinuous) * dtYears +
    k0 +
    k1 * state.variance +
    k2 * variance +
    Math.sqrt(k3 * state.variance + k4 * variance) * zAsset
  return { spot: state.spot * Math.exp(logReturn), variance }
}

/**
 * ln E[exp(A v')] under a quadratic-exponential law. Throws `not-applicable` where the expectation is infinite, that is
 * unless A < 1 / (2 a) (quadratic) or A < beta (exponential). Source: Andersen (2008), proposition 9.
 */
export function quadraticExponentialCumulant(law: QuadraticExponentialLaw, A: number): number {
  const limit = law.kind === 'quadratic' ? 1 / (2 * law.a) : law.beta
  if (!(A < limit)) {
    throw new TuttiError(
      'not-applicable',
      `the martingale correction does not exist: K2 + K4 / 2 = ${A} must stay below ${limit}; take a shorter time step`,
      { field: 'dtYears', got: String(A), expected: `below ${limit}` },
    )
  }
  if (law.kind === 'quadratic') {
    const { a, b } = law
    return (A * b * b * a) / (1 - 2 * A * a) - 0.5 * Math.log1p(-2 * A * a)
  }
  const { p, beta } = law
  return Math.log(p + (beta * (1 - p)) / (beta - A))
}

/**
 * As `hestonQeStep`, with Andersen's martingale correction: K0 is replaced so that E[S'] given the present state is
 * exactly the forward. Where rho <= 0 the correction exists for every step length used in practice; with rho > 0 it
 * needs a short step. Throws `not-applicable` where it does not exist. Source: Andersen (2008), section 4.3.
 */
export function hestonQeMartingaleStep(
  parameters: HestonDynamics,
  state: HestonState,
  drift: HestonDrift,
  zAsset: number,
  zVariance: number,
): HestonState {
  requireStep(parameters, state, drift)
  const { dtYears, rateContinuous, dividendYieldContinuous } = drift
  const law = quadraticExponentialLaw(parameters, state.variance, dtYears)
  const variance = quadraticExponentialDraw(law, zVariance)
  const { k1, k2, k3, k4 } = logSpotCoefficients(parameters, dtYears)
  const k0 = -quadraticExponentialCumulant(law, k2 + 0.5 * k4) - (k1 + 0.5 * k3) * state.variance
  const logReturn =
    (rateContinuous - dividendYieldContinuous) * dtYears +
    k0 +
    k1 * state.variance +
    k2 * variance +
    Math.sqrt(k3 * state.variance + k4 * variance) * zAsset
  return { spot: state.spot * Math.exp(logReturn), variance }
}

/**
 * One full-truncation Euler step on the log spot: the asset uses z1, the variance rho z1 + sqrt(1 - rho^2) z2, drift and
 * diffusion use max(v, 0) and the stored variance may be negative.
 * Source: Lord, Koekkoek & van Dijk, Quantitative Finance 10 (2010), 177-194.
 */
export function hestonFullTruncationStep(
  parameters: HestonDynamics,
  state: HestonState,
  drift: HestonDrift,
  z1: number,
  z2: number,
): HestonState {
  requireHestonDynamics(parameters)
  requirePositive(state.spot, 'spot')
  requirePositive(drift.dtYears, 'dtYears')
  const { kappa, theta, sigma, rho } = parameters
  const { dtYears, rateContinuous, dividendYieldContinuous } = drift
  const positive = Math.max(state.variance, 0)
  const deviation = Math.sqrt(positive * dtYears)
  const logReturn = (rateContinuous - dividendYieldContinuous - positive / 2) * dtYears + deviation * z1
  const shock = rho * z1 + Math.sqrt(1 - rho * rho) * z2
  return {
    spot: state.spot * Math.exp(logReturn),
    variance: state.variance + kappa * (theta - positive) * dtYears + sigma * deviation * shock,
  }
}
