import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { normalCdf, normalPdf } from '../math/index.ts'
import { blackScholesPrice, type BlackScholesInputs } from '../models/index.ts'
import { presentValueOf, type PresentValue, type ValueLine } from '../pricing/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { priceQuadrature, putBoundary, type PutBoundary } from './american-boundary.ts'
import { latticePrice } from './american-lattice.ts'

/** An American option's value and how it was found. */
export interface AmericanOption extends PresentValue {
  readonly europeanPrice: number
  readonly earlyExercisePremium: number
  readonly delta: number
  readonly gamma: number
  /**
   * `european`: early exercise never pays. `collocation`: the exercise boundary was solved for (relative accuracy about
   * 1e-8, 1e-5 for long maturities with drift well above the variance). `lattice`: a lattice of 2001 steps, about 1e-4 of
   * the price, where there are two boundaries or drift dwarfs volatility. `exercise`: it is exercised at once.
   * `deterministic`: no volatility or no time.
   */
  readonly method: 'european' | 'collocation' | 'lattice' | 'exercise' | 'deterministic'
  /** Spot at which it is exercised today; `undefined` where early exercise never pays or the lattice was used. */
  readonly exerciseBoundary: number | undefined
}

const paidToday = (label: string, amount: number): ValueLine => ({
  label,
  timeYears: 0,
  amount,
  discountFactor: 1,
  presentValue: amount,
})

/** Best of exercising at any time when the spot is sure: today, at expiry, or where the value stops to grow. */
function deterministicValue({ type, spot, strike, maturityYears, ...rates }: BlackScholesInputs): number {
  const { rateContinuous: r, dividendYieldContinuous: q } = rates
  const sign = type === 'call' ? 1 : -1
  const at = (time: number): number => sign * (spot * Math.exp(-q * time) - strike * Math.exp(-r * time))
  const turn = r === q ? NaN : Math.log((r * strike) / (q * spot)) / (r - q)
  const times = [0, maturityYears, ...(turn > 0 && turn < maturityYears ? [turn] : [])]
  return Math.max(0, ...times.map(at))
}

/**
 * Value of an American option with a continuous dividend yield, rates of any sign. A call is valued as a put with spot
 * and strike, rate and yield exchanged. Lines: the European option, the interest on the strike earned by exercising
 * early, and the dividends forgone by it. Throws `invalid-input`.
 * Source: Andersen, Lake & Offengenden (2016); McDonald & Schroder, J. Computational Finance 1 (1998), for the symmetry;
 * Kim, RFS 3 (1990), for the premium's decomposition.
 */
export function americanOption(option: BlackScholesInputs): AmericanOption {
  const { type, spot, strike, maturityYears, volAnnual } = option
  requireNonNegative(maturityYears, 'maturityYears')
  requireNonNegative(volAnnual, 'volAnnual')
  const europeanPrice = blackScholesPrice(option)
  const isPut = type === 'put'
  const sign = isPut ? -1 : 1
  const intrinsic = Math.max(sign * (spot - strike), 0)
  if (maturityYears === 0 || volAnnual === 0) {
    const value = deterministicValue(option)
    const itm = sign * (spot - strike) > 0 && value === intrinsic
    return {
      ...presentValueOf([paidToday('best exercise of a sure spot', value)]),
      europeanPrice,
      earlyExercisePremium: value - europeanPrice,
      delta: itm ? sign : shifted(option, 1e-6, deterministicValue),
      gamma: 0,
      method: 'deterministic',
      exerciseBoundary: undefined,
    }
  }
  // As a put of unit strike: r earns interest on what is received, q is lost on what is given.
  const r = isPut ? option.rateContinuous : option.dividendYieldContinuous
  const q = isPut ? option.dividendYieldContinuous : option.rateContinuous
  const moneyness = isPut ? spot / strike : strike / spot
  const unit = isPut ? strike : spot
  if (r <= 0 && q >= r) return europeanOnly(option, europeanPrice)
  if (r >= 0) {
    const put = { maturityYears, rateContinuous: r, dividendYieldContinuous: q, volAnnual }
    let boundary: PutBoundary | undefined
    try {
      boundary = putBoundary(put)
    } catch (error) {
      if (!(error instanceof TuttiError && error.code === 'not-converged')) throw error
    }
    if (boundary !== undefined) {
      const today = boundary.spotAt(maturityYears)
      const exerciseBoundary = isPut ? today * strike : strike / today
      if (moneyness <= today) return exercisedNow(intrinsic, sign, europeanPrice, exerciseBoundary)
      const premium = earlyExercise(moneyness, put, boundary)
      return fromPremium(option, europeanPrice, premium, { unit, moneyness, exerciseBoundary, intrinsic })
    }
  }
  return fromLattice(option, europeanPrice, intrinsic)
}

function shifted(option: BlackScholesInputs, share: number, value: (option: BlackScholesInputs) => number): number {
  const step = share * option.spot
  const at = (spot: number): number => value({ ...option, spot })
  return (at(option.spot + step) - at(option.spot - step)) / (2 * step)
}

/** Delta and gamma of the European option, vanishing deviations included. */
function europeanSlopes(option: BlackScholesInputs) {
  const { type, spot, strike, maturityYears: T, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = option
  const deviation = volAnnual * Math.sqrt(T)
  const d1 = (Math.log(spot / strike) + (r - q) * T) / deviation + deviation / 2
  const sign = type === 'call' ? 1 : -1
  const carry = Math.exp(-q * T)
  return { delta: sign * carry * normalCdf(sign * d1), gamma: (carry * normalPdf(d1)) / (spot * deviation) }
}

function europeanOnly(option: BlackScholesInputs, europeanPrice: number): AmericanOption {
  return {
    ...presentValueOf([paidToday('European option', europeanPrice)]),
    europeanPrice,
    earlyExercisePremium: 0,
    ...europeanSlopes(option),
    method: 'european',
    exerciseBoundary: undefined,
  }
}

function exercisedNow(
  intrinsic: number,
  sign: number,
  europeanPrice: number,
  exerciseBoundary: number,
): AmericanOption {
  return {
    ...presentValueOf([paidToday('exercise now', intrinsic)]),
    europeanPrice,
    earlyExercisePremium: intrinsic - europeanPrice,
    delta: sign,
    gamma: 0,
    method: 'exercise',
    exerciseBoundary,
  }
}

/** A lattice value, not below its bounds. */
function fromLattice(option: BlackScholesInputs, europeanPrice: number, intrinsic: number): AmericanOption {
  const steps = { steps: 2001 }
  const american = latticePrice(option, { exercise: 'american', ...steps })
  // The lattice's European option is off by nearly the same: its error is taken out.
  const european = latticePrice(option, { exercise: 'european', ...steps })
  const value = Math.max(american.price - european.price + europeanPrice, europeanPrice, intrinsic)
  return {
    ...presentValueOf([
      paidToday('European option', europeanPrice),
      paidToday('early exercise', value - europeanPrice),
    ]),
    europeanPrice,
    earlyExercisePremium: value - europeanPrice,
    delta: american.delta,
    gamma: american.gamma,
    method: 'lattice',
    exerciseBoundary: undefined,
  }
}

/** Early-exercise premium of the unit put with its two parts and its slopes in the spot. */
interface Premium {
  readonly interest: number
  readonly dividends: number
  readonly delta: number
  readonly gamma: number
}

function earlyExercise(
  spot: number,
  put: { maturityYears: number; rateContinuous: number; dividendYieldContinuous: number; volAnnual: number },
  boundary: PutBoundary,
): Premium {
  const { maturityYears: T, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = put
  const { cosine, weight } = priceQuadrature
  let interest = 0
  let dividends = 0
  let delta = 0
  let gamma = 0
  for (let k = 0; k < cosine.length; k++) {
    const time = T * cosine[k] * cosine[k]
    const width = volAnnual * Math.sqrt(time)
    const centre = (Math.log(spot / boundary.atPriceNodes[k]) + (r - q) * time) / width
    const [high, low] = [centre + width / 2, centre - width / 2]
    const strikeRate = weight[k] * T * r * Math.exp(-r * time)
    const spotRate = weight[k] * T * q * Math.exp(-q * time)
    const [highDensity, lowDensity] = [normalPdf(high) / width, normalPdf(low) / width]
    interest += strikeRate * normalCdf(-low)
    dividends -= spotRate * spot * normalCdf(-high)
    delta += (-strikeRate * lowDensity) / spot + spotRate * (highDensity - normalCdf(-high))
    gamma +=
      (strikeRate * lowDensity * (low / width + 1)) / (spot * spot) +
      (spotRate * highDensity * (1 - high / width)) / spot
  }
  return { interest, dividends, delta, gamma }
}

function fromPremium(
  option: BlackScholesInputs,
  europeanPrice: number,
  premium: Premium,
  scale: { unit: number; moneyness: number; exerciseBoundary: number; intrinsic: number },
): AmericanOption {
  const { unit, moneyness, exerciseBoundary, intrinsic } = scale
  const slopes = europeanSlopes(option)
  const isPut = option.type === 'put'
  const value = premium.interest + premium.dividends
  // Never below intrinsic value: what rounding takes at the boundary is given to the interest.
  const floor = Math.max(intrinsic - europeanPrice - unit * value, -unit * value, 0)
  const parts = isPut
    ? { interest: premium.interest, dividends: premium.dividends }
    : { interest: premium.dividends, dividends: premium.interest }
  const result = presentValueOf([
    paidToday('European option', europeanPrice),
    paidToday(isPut ? 'interest gained by early exercise' : 'interest lost by early exercise', unit * parts.interest),
    paidToday(
      isPut ? 'dividends lost by early exercise' : 'dividends gained by early exercise',
      unit * parts.dividends,
    ),
    ...(floor > 0 ? [paidToday('rounding to the bound', floor)] : []),
  ])
  // A call is spot times a unit put of the moneyness strike / spot.
  const delta = isPut ? premium.delta : value - moneyness * premium.delta
  const gamma = isPut ? premium.gamma / unit : (moneyness * moneyness * premium.gamma) / unit
  return {
    ...result,
    europeanPrice,
    earlyExercisePremium: result.presentValue - europeanPrice,
    delta: slopes.delta + delta,
    gamma: slopes.gamma + gamma,
    method: 'collocation',
    exerciseBoundary,
  }
}

/** Sensitivities of an American option, each per unit of its variable. */
export interface AmericanGreeks {
  readonly delta: number
  readonly gamma: number
  readonly vega: number
  /** From the pricing equation where the option is alive; 0 where it is exercised. */
  readonly thetaPerYear: number
  readonly rho: number
  readonly dividendRho: number
}

/**
 * Sensitivities of an American option: delta and gamma from the method itself, theta from the pricing equation, the
 * others by central differences of revaluation. Volatility and maturity must be positive.
 */
export function americanGreeks(option: BlackScholesInputs): AmericanGreeks {
  const { spot, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = option
  requirePositive(option.maturityYears, 'maturityYears')
  requirePositive(volAnnual, 'volAnnual')
  requireFinite(r, 'rateContinuous')
  const base = americanOption(option)
  const slope = (field: 'volAnnual' | 'rateContinuous' | 'dividendYieldContinuous', step: number): number => {
    const at = (value: number): number => americanOption({ ...option, [field]: value }).presentValue
    return (at(option[field] + step) - at(option[field] - step)) / (2 * step)
  }
  const isExercised = base.method === 'exercise'
  const { delta, gamma, presentValue } = base
  return {
    delta,
    gamma,
    vega: isExercised ? 0 : slope('volAnnual', 1e-3 * volAnnual),
    thetaPerYear: isExercised
      ? 0
      : r * presentValue - (r - q) * spot * delta - 0.5 * volAnnual * volAnnual * spot * spot * gamma,
    rho: isExercised ? 0 : slope('rateContinuous', 1e-5),
    dividendRho: isExercised ? 0 : slope('dividendYieldContinuous', 1e-5),
  }
}
