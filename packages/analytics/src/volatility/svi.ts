import { TuttiError, requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import type { SlicePoint, VarianceSlice } from './variance-slice.ts'

/**
 * Raw SVI: total variance w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)) at log-moneyness k = ln(K / F).
 * b >= 0, |rho| < 1, sigma > 0, and a + b sigma sqrt(1 - rho^2) >= 0, its least value.
 * Source: Gatheral & Jacquier, Quantitative Finance 14 (2014), 59-71, definition 3.1.
 */
export interface SviParameters {
  readonly a: number
  readonly b: number
  readonly rho: number
  readonly m: number
  readonly sigma: number
}

/** Natural SVI: w(k) = delta + omega/2 (1 + zeta rho (k - mu) + sqrt((zeta (k - mu) + rho)^2 + 1 - rho^2)). */
export interface NaturalSvi {
  readonly delta: number
  readonly mu: number
  readonly rho: number
  /** >= 0 */
  readonly omega: number
  /** > 0 */
  readonly zeta: number
}

/** SVI in jump wings: quantities that traders read off, at a time to expiry. */
export interface JumpWingSvi {
  /** At-the-money variance, annual. */
  readonly v: number
  /** At-the-money skew: slope of the volatility in k times the root of expiry. */
  readonly psi: number
  /** Slope of the put wing over the root of at-the-money total variance, >= 0. */
  readonly p: number
  /** Slope of the call wing likewise, >= 0. */
  readonly c: number
  /** Least variance, annual. */
  readonly vTilde: number
}

/** Throws `invalid-input` naming the first raw SVI parameter out of its range. */
export function requireSvi(parameters: SviParameters): void {
  const { a, b, rho, m, sigma } = parameters
  requireFinite(a, 'a')
  requireInRange(b, 0, Number.MAX_VALUE, 'b')
  requireInRange(rho, -1, 1, 'rho')
  requireFinite(m, 'm')
  requirePositive(sigma, 'sigma')
  const least = leastTotalVariance(parameters)
  // Parameters that were rounded, or came through another form, may miss a least variance of zero by a rounding.
  if (least >= -1e-14 * (Math.abs(a) + b * sigma)) return
  throw new TuttiError('invalid-input', `the least total variance a + b sigma sqrt(1 - rho^2) is ${least}; raise a`, {
    field: 'a',
    got: String(a),
    expected: `at least ${a - least}`,
  })
}

/** The least total variance of raw SVI over all strikes. */
export function leastTotalVariance({ a, b, rho, sigma }: SviParameters): number {
  return a + b * sigma * Math.sqrt((1 - rho) * (1 + rho))
}

/** Total variance of raw SVI with its two derivatives; no checks, for inner loops. */
export function sviPoint({ a, b, rho, m, sigma }: SviParameters, logMoneyness: number): SlicePoint {
  const x = logMoneyness - m
  const root = Math.hypot(x, sigma)
  return {
    totalVariance: a + b * (rho * x + root),
    slope: b * (rho + x / root),
    curvature: (b * sigma * sigma) / (root * root * root),
  }
}

/** The smile of raw SVI parameters. Throws `invalid-input`. */
export function sviSlice(parameters: SviParameters): VarianceSlice {
  requireSvi(parameters)
  return (logMoneyness) => sviPoint(parameters, logMoneyness)
}

/** Natural form of raw SVI; |rho| < 1. Source: Gatheral & Jacquier (2014), lemma 3.1. */
export function naturalSvi(raw: SviParameters): NaturalSvi {
  requireSvi(raw)
  const { a, b, rho, m, sigma } = raw
  const complement = requireSlanted(rho)
  const omega = (2 * b * sigma) / complement
  return {
    delta: a - (omega / 2) * complement * complement,
    mu: m + (rho * sigma) / complement,
    rho,
    omega,
    zeta: complement / sigma,
  }
}

/** Raw form of natural SVI. Source: Gatheral & Jacquier (2014), lemma 3.1. */
export function rawSviOfNatural({ delta, mu, rho, omega, zeta }: NaturalSvi): SviParameters {
  requirePositive(zeta, 'zeta')
  requireInRange(omega, 0, Number.MAX_VALUE, 'omega')
  requireInRange(rho, -1, 1, 'rho')
  const complement = requireSlanted(rho)
  const raw = {
    a: requireFinite(delta, 'delta') + (omega / 2) * complement * complement,
    b: (omega * zeta) / 2,
    rho,
    m: requireFinite(mu, 'mu') - rho / zeta,
    sigma: complement / zeta,
  }
  requireSvi(raw)
  return raw
}

/** sqrt(1 - rho^2), above zero. */
function requireSlanted(rho: number): number {
  const complement = Math.sqrt((1 - rho) * (1 + rho))
  if (complement > 0) return complement
  throw new TuttiError('invalid-input', `rho must lie strictly between -1 and 1 in this form, got ${rho}`, {
    field: 'rho',
    got: String(rho),
    expected: 'a number in (-1, 1)',
  })
}

/**
 * Jump-wing form of raw SVI at an expiry. Throws `not-applicable` where the at-the-money variance is zero.
 * Source: Gatheral & Jacquier (2014), eq. 3.5.
 */
export function jumpWingSvi(raw: SviParameters, expiryYears: number): JumpWingSvi {
  requireSvi(raw)
  requirePositive(expiryYears, 'expiryYears')
  const { totalVariance, slope } = sviPoint(raw, 0)
  if (!(totalVariance > 0)) {
    throw new TuttiError('not-applicable', 'the jump-wing form needs an at-the-money variance above zero', {
      field: 'a',
      got: String(totalVariance),
      expected: 'a total variance > 0 at the money',
    })
  }
  const root = Math.sqrt(totalVariance)
  return {
    v: totalVariance / expiryYears,
    psi: slope / (2 * root),
    p: (raw.b * (1 - raw.rho)) / root,
    c: (raw.b * (1 + raw.rho)) / root,
    vTilde: leastTotalVariance(raw) / expiryYears,
  }
}

/**
 * Raw form of jump-wing SVI. With r = sqrt(m^2 + sigma^2) and s = m / r = rho - 2 psi sqrt(w) / b, the distance of the
 * at-the-money from the least variance is b r (1 - rho s - sqrt((1 - s^2)(1 - rho^2))), which gives r.
 *
 * Throws `invalid-input` for wings that no SVI has, `not-applicable` for a smile whose least variance lies at the money
 * (v = vTilde): there the five numbers do not determine sigma. Source: Gatheral & Jacquier (2014), lemma 3.2.
 */
export function rawSviOfJumpWings({ v, psi, p, c, vTilde }: JumpWingSvi, expiryYears: number): SviParameters {
  requirePositive(expiryYears, 'expiryYears')
  requirePositive(v, 'v')
  requireFinite(psi, 'psi')
  requireInRange(p, 0, Number.MAX_VALUE, 'p')
  requireInRange(c, 0, Number.MAX_VALUE, 'c')
  requireInRange(vTilde, 0, v, 'vTilde')
  requirePositive(p + c, 'p + c')
  const root = Math.sqrt(v * expiryYears)
  const b = (root / 2) * (c + p)
  const rho = (c - p) / (c + p)
  // s = rho - 4 psi / (c + p), and 1 -+ s without cancellation.
  const below = (2 * p + 4 * psi) / (c + p)
  const above = (2 * c - 4 * psi) / (c + p)
  if (!(below > 0 && above > 0)) {
    throw new TuttiError('invalid-input', `psi must lie between -p/2 = ${-p / 2} and c/2 = ${c / 2}, got ${psi}`, {
      field: 'psi',
      got: String(psi),
      expected: `a number in (${-p / 2}, ${c / 2})`,
    })
  }
  const s = rho - (4 * psi) / (c + p)
  const cosine = Math.sqrt(below * above)
  const complement = (2 * Math.sqrt(p * c)) / (c + p)
  // 1 - rho s - complement cosine = 2 sin^2 of half the angle between asin(rho) and asin(s).
  const distance = 2 * Math.sin((Math.atan2(rho, complement) - Math.atan2(s, cosine)) / 2) ** 2
  const drop = (v - vTilde) * expiryYears
  if (!(drop > 0 && distance > 0)) {
    throw new TuttiError(
      'not-applicable',
      'jump wings do not determine a smile whose least variance lies at the money (v = vTilde or psi = 0); give it in raw form',
      { field: 'vTilde', got: String(vTilde), expected: `a number below v = ${v}, with psi not 0` },
    )
  }
  const r = drop / (b * distance)
  const sigma = r * cosine
  const a = vTilde * expiryYears - b * sigma * complement
  return { a, b, rho, m: r * s, sigma }
}

/**
 * Jump wings without butterfly arbitrage nearest in kind to given ones: the same at-the-money variance, skew and put
 * wing, with c' = p + 2 psi and vTilde' = v 4 p c' / (p + c')^2, the wings of an arbitrage-free SSVI slice.
 * Throws `not-applicable` where that call wing would be negative.
 * Source: Gatheral & Jacquier (2014), section 5.1 ("How to fix butterfly arbitrage").
 */
export function arbitrageFreeJumpWings({ v, psi, p }: JumpWingSvi): JumpWingSvi {
  const c = p + 2 * psi
  if (!(c >= 0 && p + c > 0)) {
    throw new TuttiError('not-applicable', `no call wing repairs this smile: p + 2 psi is ${c}, below zero`, {
      field: 'psi',
      got: String(psi),
      expected: `at least -p/2 = ${-p / 2}`,
    })
  }
  return { v, psi, p, c, vTilde: (v * 4 * p * c) / (p + c) ** 2 }
}
