import { TuttiError, requireFinite, requireInRange, requirePositive } from '../errors/index.ts'

/** A coupon bond at par: its yield is its coupon. */
export interface ParBond {
  /** Yield to maturity, decimal a year, compounded `frequency` times a year. */
  readonly yield: number
  /** A whole number of coupon periods. */
  readonly maturityYears: number
  /** Coupons a year. */
  readonly frequency: number
}

export interface ParBondSensitivities {
  /** -dP/dy / P, years. */
  readonly modifiedDuration: number
  /** d2P/dy2 / P, years squared. */
  readonly convexity: number
}

function requireParBond({ yield: rate, maturityYears, frequency }: ParBond, field = 'yield'): number {
  requireFinite(rate, field)
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(frequency, 'frequency')
  const periods = Math.round(maturityYears * frequency)
  if (periods > MAX_PERIODS) {
    throw new TuttiError(
      'invalid-input',
      `maturityYears times frequency may be at most ${MAX_PERIODS} coupon periods, got ${periods}; check their units`,
      { field: 'maturityYears', got: String(maturityYears), expected: `at most ${MAX_PERIODS / frequency} years` },
    )
  }
  if (periods < 1 || Math.abs(periods - maturityYears * frequency) > 1e-9) {
    throw new TuttiError(
      'invalid-input',
      `maturityYears must be a whole number of coupon periods (1/${frequency} year), got ${maturityYears}`,
      { field: 'maturityYears', got: String(maturityYears), expected: `a multiple of ${1 / frequency}` },
    )
  }
  requireYieldAbove(rate, frequency, field)
  return periods
}

/** Most coupon periods of a par bond: what is longer is taken for a slip of units. */
const MAX_PERIODS = 4_000

function requireYieldAbove(rate: number, frequency: number, field: string): void {
  if (!(rate > -frequency)) {
    throw new TuttiError('invalid-input', `${field} of ${rate} discounts with a factor that is not positive`, {
      field,
      got: String(rate),
      expected: `a yield above ${-frequency}`,
    })
  }
}

/** Present value at `rate` of one a year, paid in `periods` instalments of 1 / frequency. */
function annuity(rate: number, frequency: number, periods: number): number {
  if (rate === 0) return periods / frequency
  return -Math.expm1(-periods * Math.log1p(rate / frequency)) / rate
}

/**
 * Modified duration and convexity of a bond at par on a coupon date. Throws `invalid-input`.
 * Source: Fabozzi, Fixed Income Mathematics (2006), chapters 12-13; duration of a par bond is its annuity.
 */
export function parBondSensitivities(bond: ParBond): ParBondSensitivities {
  const periods = requireParBond(bond)
  const { yield: rate, frequency } = bond
  const growth = 1 + rate / frequency
  let convexity = 0
  for (let k = 1; k <= periods; k++) {
    const amount = rate / frequency + (k === periods ? 1 : 0)
    convexity += (amount * k * (k + 1)) / growth ** (k + 2)
  }
  return {
    modifiedDuration: annuity(rate, frequency, periods),
    convexity: convexity / (frequency * frequency),
  }
}

/** Credit spread of a bond index over the riskless yield, and what defaults are expected to cost. */
export interface BondIndexCredit {
  /** Spread over the riskless yield at the start and the end, decimal a year. */
  readonly spreadStart: number
  readonly spreadEnd: number
  /** Expected default loss (default probability times loss given default), decimal a year. */
  readonly expectedLossAnnual: number
}

export interface ConstantMaturityBondInputs {
  /** Riskless par yield of the constant maturity at the start and the end, compounded `frequency` times a year. */
  readonly yieldStart: number
  readonly yieldEnd: number
  readonly maturityYears: number
  readonly frequency: number
  /** Holding period, at most one coupon period. */
  readonly dtYears: number
  /** Slope of the yield curve at this maturity, decimal per year of maturity; default 0 (no roll). */
  readonly slopePerYear?: number
  readonly credit?: BondIndexCredit
}

/** Return of a constant-maturity bond over one period, decimal, and its parts, which sum to `total` exactly. */
export interface ConstantMaturityBondReturn {
  readonly total: number
  /** Income at the riskless start yield. */
  readonly carry: number
  /** Gain from rolling down the curve's slope, to first order. */
  readonly roll: number
  /** Change of the riskless yield times duration. */
  readonly duration: number
  /** Half the convexity times the square of the whole change of the bond's yield. */
  readonly convexity: number
  /** Income from the spread over the riskless yield. */
  readonly spreadCarry: number
  /** Change of the spread times spread duration. */
  readonly spreadDuration: number
  /** Expected default loss, negative or zero. */
  readonly defaultLoss: number
  /** What the terms of first and second order leave: third order in the change of yield. */
  readonly residual: number
}

/**
 * Return of an index that buys a par bond of the constant maturity at `yieldStart` (plus spread) and sells it
 * `dtYears` later, with maturity less `dtYears`, at `yieldEnd` less slope times `dtYears` (plus spread).
 *
 * The bond is repriced exactly: at yield y its value on the horizon is (1 + y/f)^(f dt) times its value on the purchase
 * date at y. Durations and convexity of the parts are those at the horizon with the start yield. Expected default
 * losses reduce the return by `expectedLossAnnual * dtYears`.
 * Throws `invalid-input`, also where `dtYears` exceeds a coupon period.
 */
export function constantMaturityBondReturn(inputs: ConstantMaturityBondInputs): ConstantMaturityBondReturn {
  const { yieldStart, yieldEnd, maturityYears, frequency, dtYears, slopePerYear = 0, credit } = inputs
  const { spreadStart = 0, spreadEnd = 0, expectedLossAnnual = 0 } = credit ?? {}
  requireFinite(spreadStart, 'credit.spreadStart')
  requireFinite(spreadEnd, 'credit.spreadEnd')
  requireInRange(expectedLossAnnual, 0, 1, 'credit.expectedLossAnnual')
  requireFinite(slopePerYear, 'slopePerYear')
  requireYieldAbove(requireFinite(yieldStart, 'yieldStart'), frequency, 'yieldStart')
  const start = yieldStart + spreadStart
  const periods = requireParBond({ yield: start, maturityYears, frequency }, 'yieldStart')
  requirePositive(dtYears, 'dtYears')
  if (dtYears > (1 / frequency) * (1 + 1e-12)) {
    throw new TuttiError(
      'invalid-input',
      `dtYears must not exceed a coupon period of ${1 / frequency}, got ${dtYears}`,
      {
        field: 'dtYears',
        got: String(dtYears),
        expected: `at most ${1 / frequency}`,
      },
    )
  }
  const end = requireFinite(yieldEnd, 'yieldEnd') - slopePerYear * dtYears + spreadEnd
  requireYieldAbove(end, frequency, 'yieldEnd')

  const growthAt = (rate: number): number => Math.exp(frequency * dtYears * Math.log1p(rate / frequency))
  const priceGap = (start - end) * annuity(end, frequency, periods)
  const defaultLoss = expectedLossAnnual === 0 ? 0 : -expectedLossAnnual * dtYears
  const total = growthAt(end) * (1 + priceGap) - 1 + defaultLoss

  const { modifiedDuration, convexity } = parBondSensitivities({ yield: start, maturityYears, frequency })
  const periodGrowth = 1 + start / frequency
  const elapsed = dtYears / periodGrowth
  const horizonDuration = modifiedDuration - elapsed
  const horizonConvexity =
    convexity - 2 * modifiedDuration * elapsed + (dtYears * (dtYears - 1 / frequency)) / periodGrowth ** 2
  const growth = growthAt(start)
  const carry = growthAt(yieldStart) - 1
  const spreadCarry = growth - growthAt(yieldStart)
  const roll = growth * horizonDuration * slopePerYear * dtYears
  const duration = -growth * horizonDuration * (yieldEnd - yieldStart)
  const spreadDuration = -growth * horizonDuration * (spreadEnd - spreadStart)
  const convexityGain = 0.5 * growth * horizonConvexity * (end - start) ** 2
  return {
    total,
    carry,
    roll,
    duration,
    convexity: convexityGain,
    spreadCarry,
    spreadDuration,
    defaultLoss,
    residual: total - (carry + roll + duration + convexityGain + spreadCarry + spreadDuration + defaultLoss),
  }
}
