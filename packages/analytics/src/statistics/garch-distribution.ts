import {
  brentRoot,
  gammaLn,
  gaussLegendre,
  normalQuantile,
  regularizedGammaP,
  studentTQuantile,
} from '../math/index.ts'

/** Law of a standardised shock: mean 0, variance 1. Hansen's skewed t and the generalised error distribution among them. */
export type ShockDistribution = 'normal' | 'student-t' | 'skewed-t' | 'ged'

/** Names of a law's shape parameters, in the order used. Degrees of freedom > 2; skewness in (-1, 1); ged shape > 0. */
export const shapeNames: Readonly<Record<ShockDistribution, readonly string[]>> = {
  normal: [],
  'student-t': ['degreesOfFreedom'],
  'skewed-t': ['degreesOfFreedom', 'skewness'],
  ged: ['shape'],
}

/** Log density and its slope at a point, with the constants of the shape worked out once. */
export interface ShockLaw {
  logDensity(z: number): number
  /** Derivative of the log density. */
  slope(z: number): number
  /** E|z|. */
  readonly meanAbsolute: number
}

const halfLineRule = gaussLegendre(120)
const LOG_TWO_PI = Math.log(2 * Math.PI)

/**
 * The law with given shape.
 * Sources: Bollerslev (1987), Review of Economics and Statistics 69; Nelson (1991), Econometrica 59 (ged);
 * Hansen (1994), International Economic Review 35 (skewed t).
 */
export function shockLaw(distribution: ShockDistribution, shape: ArrayLike<number>): ShockLaw {
  if (distribution === 'normal') {
    return { logDensity: (z) => -0.5 * (LOG_TWO_PI + z * z), slope: (z) => -z, meanAbsolute: Math.sqrt(2 / Math.PI) }
  }
  if (distribution === 'ged') return gedLaw(shape[0])
  return distribution === 'student-t' ? studentLaw(shape[0]) : skewedLaw(shape[0], shape[1])
}

/** ln of the constant of Student's density scaled to unit variance. */
const studentConstant = (nu: number): number =>
  gammaLn((nu + 1) / 2) - gammaLn(nu / 2) - 0.5 * Math.log(Math.PI * (nu - 2))

function studentLaw(nu: number): ShockLaw {
  const constant = studentConstant(nu)
  return {
    logDensity: (z) => constant - ((nu + 1) / 2) * Math.log1p((z * z) / (nu - 2)),
    slope: (z) => (-(nu + 1) * z) / (nu - 2 + z * z),
    meanAbsolute: Math.sqrt((nu - 2) / Math.PI) * Math.exp(gammaLn((nu - 1) / 2) - gammaLn(nu / 2)),
  }
}

/** Hansen's a, b and c. */
function skewedConstants(nu: number, skewness: number): { a: number; b: number; logC: number } {
  const logC = studentConstant(nu)
  const a = (4 * skewness * Math.exp(logC) * (nu - 2)) / (nu - 1)
  return { a, b: Math.sqrt(1 + 3 * skewness * skewness - a * a), logC }
}

function skewedLaw(nu: number, skewness: number): ShockLaw {
  const { a, b, logC } = skewedConstants(nu, skewness)
  const constant = Math.log(b) + logC
  const logDensity = (z: number): number => {
    const y = (b * z + a) / (z < -a / b ? 1 - skewness : 1 + skewness)
    return constant - ((nu + 1) / 2) * Math.log1p((y * y) / (nu - 2))
  }
  return {
    logDensity,
    slope: (z) => {
      const side = z < -a / b ? 1 - skewness : 1 + skewness
      const y = (b * z + a) / side
      return ((-(nu + 1) * y) / (nu - 2 + y * y)) * (b / side)
    },
    get meanAbsolute() {
      return 2 * upperExpectation(logDensity, (z) => z)
    },
  }
}

/** E[f(z), z > 0] by Gauss-Legendre on (0, 1) under z = u^2 / (1 - u)^2. */
function upperExpectation(logDensity: (z: number) => number, f: (z: number) => number): number {
  let sum = 0
  for (let i = 0; i < halfLineRule.nodes.length; i++) {
    const u = (1 + halfLineRule.nodes[i]) / 2
    const z = (u / (1 - u)) ** 2
    sum += (halfLineRule.weights[i] * f(z) * Math.exp(logDensity(z)) * u) / (1 - u) ** 3
  }
  return sum
}

/** Expectation of a function of the shock, about six digits for a smooth one. */
export function shockExpectation(law: ShockLaw, f: (z: number) => number): number {
  return (
    upperExpectation((z) => law.logDensity(z), f) +
    upperExpectation(
      (z) => law.logDensity(-z),
      (z) => f(-z),
    )
  )
}

function gedLaw(nu: number): ShockLaw {
  const scale = gedScale(nu)
  const constant = Math.log(nu) - Math.log(scale) - (1 + 1 / nu) * Math.LN2 - gammaLn(1 / nu)
  return {
    logDensity: (z) => constant - 0.5 * Math.abs(z / scale) ** nu,
    slope: (z) => (z === 0 ? 0 : (-0.5 * nu * Math.abs(z / scale) ** nu) / z),
    meanAbsolute: scale * Math.exp(Math.LN2 / nu + gammaLn(2 / nu) - gammaLn(1 / nu)),
  }
}

const gedScale = (nu: number): number => Math.exp(0.5 * ((-2 / nu) * Math.LN2 + gammaLn(1 / nu) - gammaLn(3 / nu)))

/** Quantile of the standardised shock, probability in (0, 1). */
export function shockQuantile(distribution: ShockDistribution, shape: ArrayLike<number>, probability: number): number {
  if (distribution === 'normal') return normalQuantile(probability)
  if (distribution === 'ged') return gedQuantile(shape[0], probability)
  const nu = shape[0]
  const unit = Math.sqrt((nu - 2) / nu)
  if (distribution === 'student-t') return unit * studentTQuantile(probability, nu)
  const skewness = shape[1]
  const { a, b } = skewedConstants(nu, skewness)
  const low = (1 - skewness) / 2
  const y =
    probability < low
      ? (1 - skewness) * unit * studentTQuantile(probability / (1 - skewness), nu)
      : (1 + skewness) * unit * studentTQuantile(0.5 + (probability - low) / (1 + skewness), nu)
  return (y - a) / b
}

function gedQuantile(nu: number, probability: number): number {
  if (probability === 0.5) return 0
  const inside = Math.abs(2 * probability - 1)
  // |z / scale|^nu / 2 follows a gamma law with shape 1 / nu.
  let high = 1
  while (regularizedGammaP(1 / nu, high) < inside) high *= 2
  const g = brentRoot((x) => regularizedGammaP(1 / nu, x) - inside, 0, high)
  return Math.sign(probability - 0.5) * gedScale(nu) * (2 * g) ** (1 / nu)
}
