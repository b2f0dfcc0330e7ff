import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { requireSabrParameters, sabrLognormalExpansion, type SabrParameters } from './sabr.ts'
import { smileFitErrors, type SmileFitErrors } from './smile-fit.ts'

/** Parameters of SABR that a fit holds. */
export interface SabrHeld {
  readonly alpha?: number | undefined
  readonly beta?: number | undefined
  readonly nu?: number | undefined
  readonly rho?: number | undefined
}

/** A smile to fit SABR to. */
export interface SabrQuotes {
  readonly forward: number
  readonly expiryYears: number
  readonly strikes: readonly number[]
  /** Annual lognormal volatilities (of forward + shift where a shift is given), > 0. */
  readonly volsAnnual: readonly number[]
  readonly weights?: readonly number[] | undefined
  readonly shift?: number | undefined
  /** Parameters that are held; beta usually is, as smiles hardly tell it from rho. */
  readonly fixed?: SabrHeld | undefined
}

/** SABR fitted to a smile. */
export interface SabrCalibration extends SmileFitErrors {
  readonly parameters: SabrParameters
  readonly converged: boolean
}

/**
 * SABR parameters of a smile by weighted least squares in lognormal volatility (Hagan's expansion); at least as many
 * quotes as free parameters. Searched from several (nu, rho) by Levenberg-Marquardt within alpha > 0, 0 <= beta <= 1,
 * nu >= 0, |rho| < 1, alpha started so that it meets the quote nearest the forward.
 *
 * Throws `invalid-input`, `not-applicable` where the expansion has no positive volatility near the quotes.
 * Source: Hagan et al., Wilmott (Sep 2002), section 3.1.
 */
export function sabrCalibration(quotes: SabrQuotes): SabrCalibration {
  const { expiryYears, shift = 0, fixed = {}, volsAnnual } = quotes
  const names = (['alpha', 'beta', 'nu', 'rho'] as const).filter((name) => fixed[name] === undefined)
  requirePositive(expiryYears, 'expiryYears')
  const f = requirePositive(requireFinite(quotes.forward, 'forward') + requireFinite(shift, 'shift'), 'forward + shift')
  requireSample(quotes.strikes, Math.max(names.length, 1), 'strikes')
  const n = quotes.strikes.length
  const { weights = new Array<number>(n).fill(1) } = quotes
  for (const [field, values] of [
    ['volsAnnual', volsAnnual],
    ['weights', weights],
  ] as const) {
    requireSample(values, 1, field)
    if (values.length === n) continue
    throw new TuttiError('invalid-input', `${field} needs one value a strike, got ${values.length} for ${n}`, {
      field,
      got: `${values.length} values`,
      expected: `${n} values`,
    })
  }
  const strikes = quotes.strikes.map((strike, i) => requirePositive(strike + shift, `strikes[${i}] + shift`))
  volsAnnual.forEach((vol, i) => requirePositive(vol, `volsAnnual[${i}]`))
  const held = { alpha: fixed.alpha ?? 1, beta: fixed.beta ?? 0.5, nu: fixed.nu ?? 0, rho: fixed.rho ?? 0 }
  requireSabrParameters({ ...held, shift })

  const parametersOf = (x: ArrayLike<number>): SabrParameters => {
    const free = Object.fromEntries(names.map((name, j) => [name, name === 'alpha' ? Math.exp(x[j]) : x[j]]))
    return { ...held, ...free }
  }
  const search = {
    residuals: (x: Float64Array, out: Float64Array): void => {
      const parameters = parametersOf(x)
      for (let i = 0; i < n; i++) {
        const vol = sabrLognormalExpansion(parameters, f, strikes[i], expiryYears)
        out[i] = vol > 0 ? weights[i] * (vol - volsAnnual[i]) : Number.NaN
      }
    },
    residualCount: n,
    lower: names.map((name) => ({ alpha: -60, beta: 0, nu: 0, rho: -0.9999 })[name]),
    upper: names.map((name) => ({ alpha: 60, beta: 1, nu: 100, rho: 0.9999 })[name]),
  }
  const nearest = strikes.reduce((best, k, i) => (Math.abs(k - f) < Math.abs(strikes[best] - f) ? i : best), 0)
  const fits = [
    [0.3, -0.3],
    [0.3, 0.3],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.02, 0],
  ].flatMap(([nu, rho]) => {
    const { beta } = held
    const first = { alpha: Math.log(volsAnnual[nearest] * f ** (1 - beta)), beta, nu: nu / Math.sqrt(expiryYears), rho }
    const start = names.map((name) => first[name])
    const isStart = new Float64Array(n)
    if (names.length === 0) return []
    search.residuals(Float64Array.from(start), isStart)
    return isStart.every(Number.isFinite) ? [leastSquares({ ...search, start })] : []
  })
  const best = fits.toSorted((a, b) => a.cost - b.cost)[0]
  const parameters = { ...parametersOf(best?.x ?? []), shift }
  const fitted = strikes.map((k) => sabrLognormalExpansion(parameters, f, k, expiryYears))
  if ((best === undefined && names.length > 0) || !fitted.every((vol) => vol > 0)) {
    throw new TuttiError(
      'not-applicable',
      `Hagan's expansion has no positive volatility near these quotes over ${expiryYears} years; hold other parameters or use a shorter expiry`,
      { field: 'expiryYears', got: String(expiryYears) },
    )
  }
  return { parameters, converged: best?.converged ?? true, ...smileFitErrors(fitted, volsAnnual) }
}
