import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requireSample } from '../errors/index.ts'
import type { FlowSwaption } from './flow-swaption.ts'
import { gaussianFlowSwaption } from './hull-white-flow-swaption.ts'
import { ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/**
 * A volatility that is constant on pieces: `sigmas[i]` from the end of the piece before (or now) to `endsYears[i]`; the last
 * one goes on beyond its end.
 */
export interface PiecewiseSigma {
  /** Increasing, > 0. */
  readonly endsYears: readonly number[]
  /** Annual, >= 0, one a piece. */
  readonly sigmas: readonly number[]
}

/**
 * Hull-White fitted to `curve` with a volatility of time: r(t) = x(t) + alpha(t), dx = -a x dt + sigma(t) dW, x(0) = 0, under
 * the risk-neutral measure; `a` >= 0 (0 is Ho-Lee).
 */
export interface HullWhiteTerm {
  readonly a: number
  readonly volatility: PiecewiseSigma
  readonly curve: DiscountCurve
}

/** Throws `invalid-input` unless the mean reversion is finite and at least zero. */
export function requireMeanReversion(a: number): number {
  if (a >= 0 && Number.isFinite(a)) return a
  throw new TuttiError('invalid-input', `a must be finite and at least 0, got ${a}`, {
    field: 'a',
    got: String(a),
    expected: 'a number >= 0',
  })
}

function requirePieces({ endsYears, sigmas }: PiecewiseSigma): void {
  requireSample(endsYears, 1, 'volatility.endsYears')
  requireSample(sigmas, 1, 'volatility.sigmas')
  if (sigmas.length !== endsYears.length) {
    throw new TuttiError('invalid-input', `each piece needs one volatility, got ${sigmas.length}`, {
      field: 'volatility.sigmas',
      got: `${sigmas.length} values`,
      expected: `${endsYears.length} values`,
    })
  }
  endsYears.forEach((end, i) => {
    const before = i === 0 ? 0 : endsYears[i - 1]
    if (!(end > before)) {
      throw new TuttiError('invalid-input', `the ends of the pieces must increase from above zero, got ${end}`, {
        field: `volatility.endsYears[${i}]`,
        got: String(end),
        expected: `more than ${before}`,
      })
    }
    if (sigmas[i] < 0) {
      throw new TuttiError('invalid-input', `volatilities must be at least 0, got ${sigmas[i]}`, {
        field: `volatility.sigmas[${i}]`,
        got: String(sigmas[i]),
        expected: 'a number >= 0',
      })
    }
  })
}

/** Second moments of the state at a time and of its integral to it. */
export interface HullWhiteTermMoments {
  readonly stateVariance: number
  /** Of the state with its integral from now. */
  readonly covariance: number
}

/** The moments at `timeYears` >= 0, exact. Throws `invalid-input`. Source: Brigo & Mercurio (2006), 3.3, piece by piece. */
export function hullWhiteTermMoments(
  { a, volatility }: Omit<HullWhiteTerm, 'curve'>,
  timeYears: number,
): HullWhiteTermMoments {
  requireMeanReversion(a)
  requirePieces(volatility)
  if (!(timeYears >= 0 && Number.isFinite(timeYears))) {
    throw new TuttiError('invalid-input', `timeYears must be finite and at least 0, got ${timeYears}`, {
      field: 'timeYears',
      got: String(timeYears),
      expected: 'a number >= 0',
    })
  }
  const { endsYears, sigmas } = volatility
  const last = sigmas.length - 1
  let stateVariance = 0
  let covariance = 0
  let start = 0
  for (let i = 0; i <= last && start < timeYears; i++) {
    const end = i === last ? timeYears : Math.min(endsYears[i], timeYears)
    const decay = Math.exp(-2 * a * (timeYears - end))
    stateVariance += sigmas[i] ** 2 * decay * ornsteinUhlenbeckLoading(2 * a, end - start)
    // The integral of e^(-a tau) B(tau) is B^2 / 2.
    const [far, near] = [ornsteinUhlenbeckLoading(a, timeYears - start), ornsteinUhlenbeckLoading(a, timeYears - end)]
    covariance += 0.5 * sigmas[i] ** 2 * (far - near) * (far + near)
    start = end
  }
  return { stateVariance, covariance }
}

/**
 * ln of the price at `t` of the bond maturing at `T` >= t, as intercept - loading * x(t). Throws `invalid-input`.
 * Source: Brigo & Mercurio (2006), eq. 3.39, in terms of x.
 */
export function hullWhiteTermBondCoefficients(
  model: HullWhiteTerm,
  t: number,
  T: number,
): { readonly intercept: number; readonly loading: number } {
  const { stateVariance, covariance } = hullWhiteTermMoments(model, t)
  if (!(T >= t && Number.isFinite(T))) {
    throw new TuttiError('invalid-input', `bond times must satisfy t <= T, got t = ${t}, T = ${T}`, {
      field: 'T',
      got: String(T),
      expected: `at least ${t}`,
    })
  }
  const { a, curve } = model
  const loading = ornsteinUhlenbeckLoading(a, T - t)
  const forward = Math.log(curve.discountFactor(T) / curve.discountFactor(t))
  return { intercept: forward - loading * (covariance + 0.5 * loading * stateVariance), loading }
}

/**
 * Price today, per unit of notional, of a European swaption on given flows: Jamshidian's decomposition, in which the pieces
 * only change the deviation of the state at the expiry. Throws `invalid-input`. Source: Jamshidian (1989).
 */
export function hullWhiteTermFlowSwaption(model: HullWhiteTerm, swaption: FlowSwaption): number {
  const { stateVariance } = hullWhiteTermMoments(model, swaption.expiryYears)
  return gaussianFlowSwaption(model.a, Math.sqrt(stateVariance), model.curve, swaption)
}
