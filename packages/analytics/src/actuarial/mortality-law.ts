import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { type Life, NOBODY } from './life.ts'

/**
 * A law of mortality: its force mu at age x, per year.
 *
 * `gompertz-makeham`: A + B c^x · `gompertz`: B c^x · `gompertz-modal`: exp((x - m) / b) / b with modal age m and
 * dispersion b · `de-moivre`: 1 / (omega - x) · `weibull`: (k / s) (x / s)^(k - 1) · `constant-force`: mu.
 */
export type MortalityLaw =
  | { readonly kind: 'gompertz-makeham'; readonly A: number; readonly B: number; readonly c: number }
  | { readonly kind: 'gompertz'; readonly B: number; readonly c: number }
  | { readonly kind: 'gompertz-modal'; readonly modalAge: number; readonly dispersion: number }
  | { readonly kind: 'de-moivre'; readonly limitingAge: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number }
  | { readonly kind: 'constant-force'; readonly force: number }

interface Hazard {
  force(age: number): number
  /** Force integrated over years from `age`, as a function of the years. */
  cumulativeFrom(age: number): (years: number) => number
}

/** (c^t - 1) / ln c, t at c = 1. */
const growthIntegral = (logC: number, t: number): number =>
  Math.abs(logC * t) < 1e-300 ? t : Math.expm1(logC * t) / logC

function makeham(A: number, B: number, c: number): Hazard {
  requireFinite(A, 'A')
  requireInRange(B, 0, Number.MAX_VALUE, 'B')
  requirePositive(c, 'c')
  const logC = Math.log(c)
  const gompertz = (age: number) => (B === 0 ? 0 : B * Math.exp(logC * age))
  return {
    force: (age) => A + gompertz(age),
    cumulativeFrom: (age) => {
      const level = gompertz(age)
      return (years) => A * years + (level === 0 ? 0 : level * growthIntegral(logC, years))
    },
  }
}

function hazardOf(law: MortalityLaw): Hazard {
  switch (law.kind) {
    case 'gompertz-makeham':
      return makeham(law.A, law.B, law.c)
    case 'gompertz':
      return makeham(0, law.B, law.c)
    case 'gompertz-modal': {
      const { modalAge, dispersion } = law
      requireFinite(modalAge, 'modalAge')
      requirePositive(dispersion, 'dispersion')
      return {
        force: (age) => Math.exp((age - modalAge) / dispersion) / dispersion,
        cumulativeFrom: (age) => (years) => Math.exp((age - modalAge) / dispersion) * Math.expm1(years / dispersion),
      }
    }
    case 'weibull': {
      const { scale, shape } = law
      requirePositive(scale, 'scale')
      requirePositive(shape, 'shape')
      return {
        force: (age) => (shape / scale) * Math.pow(age / scale, shape - 1),
        cumulativeFrom: (age) => (years) => Math.pow((age + years) / scale, shape) - Math.pow(age / scale, shape),
      }
    }
    case 'constant-force': {
      requirePositive(law.force, 'force')
      return { force: () => law.force, cumulativeFrom: () => (years) => law.force * years }
    }
    case 'de-moivre': {
      const limit = requirePositive(law.limitingAge, 'limitingAge')
      return {
        force: (age) => (age < limit ? 1 / (limit - age) : Infinity),
        cumulativeFrom: (age) => (years) => (age + years < limit ? -Math.log1p(-years / (limit - age)) : Infinity),
      }
    }
  }
}

/** Years after which the cumulative hazard passes that of `NOBODY`, found by doubling and halving. */
function horizonOf(cumulative: (years: number) => number): number {
  const target = -Math.log(NOBODY)
  let high = 1
  while (cumulative(high) < target) {
    high *= 2
    if (high > 1e5) {
      throw new TuttiError('invalid-input', 'under this law of mortality people live for thousands of years', {
        field: 'mortality',
        got: `more than 1e-18 of the lives are left after ${high} years`,
        expected: 'a law whose lives end',
      })
    }
  }
  let low = 0
  while (high - low > 0.01 * high) {
    const middle = (low + high) / 2
    if (cumulative(middle) < target) low = middle
    else high = middle
  }
  return high
}

/**
 * A life of `age` (years, need not be whole) under a law of mortality.
 *
 * Throws `invalid-input` for parameters outside their range, for a force that is negative at that age, and for an age at
 * or past the limiting one.
 */
export function lifeUnderLaw(law: MortalityLaw, age: number): Life {
  requireInRange(age, 0, 200, 'age')
  const hazard = hazardOf(law)
  const now = hazard.force(age)
  const startsInfinite = law.kind === 'weibull' && age === 0
  if (!(now >= 0) || (!Number.isFinite(now) && !startsInfinite)) {
    throw new TuttiError('invalid-input', `the force of mortality at age ${age} is ${now}`, {
      field: 'mortality',
      got: String(now),
      expected: law.kind === 'de-moivre' ? 'an age below the limiting one' : 'a force that is finite and not negative',
    })
  }
  const cumulative = hazard.cumulativeFrom(age)
  const horizonYears = law.kind === 'de-moivre' ? law.limitingAge - age : horizonOf(cumulative)
  return {
    survival: (years) =>
      law.kind === 'de-moivre' ? Math.max(0, 1 - years / (law.limitingAge - age)) : Math.exp(-cumulative(years)),
    force: (years) => hazard.force(age + years),
    horizonYears,
    kinkFractions: [0],
  }
}
