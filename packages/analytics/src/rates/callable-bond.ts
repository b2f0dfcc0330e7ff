import { zeroSpreadCurve } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { finiteValue } from '../models/finite-value.ts'
import { gridIndex, type LatticeModel, shortRateLattice, stepBack, timeGrid } from '../models/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'

/** A right to end the bond early at a clean price, on a date or (with `untilYears`) at any time of a span. */
export interface EmbeddedOption {
  /** `issuer` calls the bond, `investor` puts it. */
  readonly holder: 'issuer' | 'investor'
  readonly fromYears: number
  readonly untilYears?: number
  /** Clean; interest accrued is paid besides. */
  readonly cleanPrice: number
}

/** A fixed-rate bond with embedded options; times in years from settlement. */
export interface CallableBond {
  /** Coupons still to come: accrual start (below 0 for the running one), payment, amount. */
  readonly coupons: readonly { readonly startYears: number; readonly payYears: number; readonly amount: number }[]
  readonly redemption: { readonly timeYears: number; readonly amount: number }
  readonly options: readonly EmbeddedOption[]
}

/** A short-rate model on a curve and the number of lattice steps to redemption. */
export interface LatticeSetting {
  readonly model: LatticeModel
  readonly steps: number
}

export interface CallableBondValue extends PresentValue {
  readonly cleanPrice: number
  readonly accrued: number
  /** Value of the same bond without its options, at the same spread. */
  readonly straightPresentValue: number
  /** What the options take from the investor: straight less callable value (negative for a puttable bond). */
  readonly optionValue: number
}

/** Effective sensitivities at a constant option-adjusted spread. */
export interface CallableBondRisk extends CallableBondValue {
  readonly spread: number
  /** -(V+ - V-) / (2 V h) for parallel moves h of the zero rates. */
  readonly effectiveDuration: number
  /** (V+ - 2 V + V-) / (V h^2). */
  readonly effectiveConvexity: number
}

/**
 * Value of a callable or puttable bond on a trinomial lattice (Hull-White or Black-Karasinski), its discounting raised by
 * a continuous `spread`. The issuer calls when the bond is worth more than the price, the investor puts when less; a
 * coupon of the day is paid in any case. Throws `invalid-input`.
 * Source: Hull & White, J. Derivatives 2 (1994); Fabozzi, Handbook of Fixed Income Securities (2012), chapter 40.
 */
export function callableBondValue(bond: CallableBond, setting: LatticeSetting, spread = 0): CallableBondValue {
  return explained(bond, setting, spread, callablePricer(bond, setting)(requireFinite(spread, 'spread')))
}

/**
 * The continuous spread over the curve at which the lattice gives the `cleanPrice`, with value, option value, effective
 * duration and convexity at that spread (moves of `shiftBp`, 25 unless given). Throws `invalid-input`, and
 * `not-converged` for a price that no spread between -50 % and 500 % gives.
 */
export function callableBondRisk(
  bond: CallableBond,
  setting: LatticeSetting,
  cleanPrice: number,
  shiftBp = 25,
): CallableBondRisk {
  requirePositive(cleanPrice, 'cleanPrice')
  requirePositive(shiftBp, 'shiftBp')
  const price = callablePricer(bond, setting)
  const target = cleanPrice + accruedAt(bond, 0)
  const gap = (spread: number): number => price(spread) - target
  let low = -0.02
  let high = 0.05
  while (gap(low) < 0 && low > -0.5) low = Math.max(2 * low, -0.5)
  while (gap(high) > 0 && high < 5) high *= 2
  if (gap(low) < 0 || gap(high) > 0) {
    throw new TuttiError(
      'not-converged',
      `no spread between -50 % and 500 % gives the clean price ${cleanPrice}; the bond is worth ${price(0)} on the curve`,
      { field: 'cleanPrice', got: String(cleanPrice), expected: 'a price within reach of a spread' },
    )
  }
  const spread = brentRoot(gap, low, high, { tolerance: 1e-13 })
  const value = explained(bond, setting, spread, price(spread))
  const h = shiftBp / 1e4
  const moved = (shift: number): number => {
    const model = { ...setting.model, curve: zeroSpreadCurve(setting.model.curve, shift) }
    return callablePricer(bond, { ...setting, model })(spread)
  }
  const [up, down] = [moved(h), moved(-h)]
  return {
    ...value,
    spread,
    effectiveDuration: (down - up) / (2 * value.presentValue * h),
    effectiveConvexity: (up - 2 * value.presentValue + down) / (value.presentValue * h * h),
  }
}

/** Value of the bond, accrued interest included, as a function of the spread: the lattice is built once. */
function callablePricer(bond: CallableBond, { model, steps }: LatticeSetting): (spread: number) => number {
  requireBond(bond)
  const { coupons, redemption, options } = bond
  const end = redemption.timeYears
  const mandatory = [
    ...coupons.map(({ payYears }) => payYears),
    ...options.flatMap(({ fromYears, untilYears }) => [fromYears, Math.min(untilYears ?? fromYears, end)]),
    end,
  ]
  const times = timeGrid(mandatory, steps)
  const lattice = shortRateLattice(model, times)
  const last = times.length - 1
  const amounts = new Float64Array(last + 1)
  for (const { payYears, amount } of coupons) amounts[gridIndex(times, payYears)] += amount
  const calls = new Float64Array(last + 1).fill(Infinity)
  const puts = new Float64Array(last + 1).fill(-Infinity)
  for (const { holder, fromYears, untilYears, cleanPrice } of options) {
    for (let i = gridIndex(times, fromYears); i <= gridIndex(times, Math.min(untilYears ?? fromYears, end)); i++) {
      const price = cleanPrice + accruedAt(bond, times[i])
      if (holder === 'issuer') calls[i] = Math.min(calls[i], price)
      else puts[i] = Math.max(puts[i], price)
    }
  }
  const widest = lattice.tree.widths.reduce((most, width) => Math.max(most, width))
  const first = new Float64Array(widest)
  const second = new Float64Array(widest)
  return (spread) => {
    let [values, into] = [first, second]
    values.fill(redemption.amount + amounts[last])
    for (let i = last - 1; i >= 0; i--) {
      stepBack(lattice, i, values, into, Math.exp(-spread * (times[i + 1] - times[i])))
      ;[values, into] = [into, values]
      const [call, put, coupon] = [calls[i], puts[i], amounts[i]]
      for (let k = 0; k < lattice.tree.widths[i]; k++) {
        values[k] = Math.max(put, Math.min(call, values[k])) + coupon
      }
    }
    return finiteValue(values[0], 'bond')
  }
}

/** Interest accrued at `t`: linear in time within the coupon that runs then. */
function accruedAt({ coupons }: CallableBond, t: number): number {
  const running = coupons.find(({ startYears, payYears }) => startYears <= t + 1e-9 && payYears > t + 1e-9)
  if (running === undefined) return 0
  const { startYears, payYears, amount } = running
  return (amount * Math.max(t - startYears, 0)) / (payYears - startYears)
}

function explained(bond: CallableBond, { model }: LatticeSetting, spread: number, value: number): CallableBondValue {
  const flows = [
    ...bond.coupons.map(({ payYears, amount }) => ({ label: 'coupon', timeYears: payYears, amount })),
    { label: 'redemption', timeYears: bond.redemption.timeYears, amount: bond.redemption.amount },
  ].map((flow) => {
    const discountFactor = model.curve.discountFactor(flow.timeYears) * Math.exp(-spread * flow.timeYears)
    return { ...flow, discountFactor, presentValue: flow.amount * discountFactor }
  })
  const straight = presentValueOf(flows).presentValue
  const option = {
    label: 'embedded options',
    timeYears: 0,
    amount: value - straight,
    discountFactor: 1,
    presentValue: value - straight,
  }
  const accrued = accruedAt(bond, 0)
  return {
    ...presentValueOf([...flows, option]),
    cleanPrice: value - accrued,
    accrued,
    straightPresentValue: straight,
    optionValue: straight - value,
  }
}

function requireBond({ coupons, redemption, options }: CallableBond): void {
  requirePositive(redemption.timeYears, 'redemption.timeYears')
  requirePositive(redemption.amount, 'redemption.amount')
  coupons.forEach(({ startYears, payYears, amount }, i) => {
    requireFinite(amount, `coupons[${i}].amount`)
    const sound = payYears > 0 && payYears > startYears && payYears <= redemption.timeYears + 1e-9
    if (!(sound && Number.isFinite(startYears))) {
      throw new TuttiError(
        'invalid-input',
        `coupons[${i}] must be paid after its start, in the future, by redemption`,
        {
          field: `coupons[${i}]`,
          got: `${startYears} to ${payYears}`,
          expected: `a payment in (0, ${redemption.timeYears}]`,
        },
      )
    }
  })
  options.forEach(({ fromYears, untilYears = fromYears, cleanPrice }, i) => {
    requirePositive(cleanPrice, `options[${i}].cleanPrice`)
    if (!(fromYears >= 0 && untilYears >= fromYears && fromYears < redemption.timeYears && untilYears < Infinity)) {
      throw new TuttiError('invalid-input', `options[${i}] must be open between settlement and redemption`, {
        field: `options[${i}].fromYears`,
        got: `${fromYears} to ${untilYears}`,
        expected: `within [0, ${redemption.timeYears})`,
      })
    }
  })
}
