import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { presentValueOf, type PresentValue, type ValueLine } from '../pricing/index.ts'
import { cdsValue, type CreditCurves, yearAxis } from './cds.ts'
import { defaultIntegral } from './default-integral.ts'
import { requireRecovery } from './require-recovery.ts'
import type { SurvivalCurve } from './survival-curve.ts'

/** A bond by its promised payments; amounts per 100 face, times increasing. */
export interface RiskyBond {
  readonly flows: readonly { readonly timeYears: number; readonly amount: number }[]
  /** Paid at default, fraction of the face of 100, in [0, 1). */
  readonly recovery: number
}

/**
 * Dirty value per 100 face of a bond that its issuer's default ends: each payment on survival to its date, and the recovery
 * of the face at default until the last one. Throws `invalid-input` for no flows, or times that do not increase from above 0.
 * Source: Duffie & Singleton, Credit Risk (2003), 5.2 and 6.2.
 */
export function riskyBondValue(bond: RiskyBond, curves: CreditCurves): PresentValue {
  requireFlows(bond)
  const axis = yearAxis(curves)
  const lines: ValueLine[] = []
  let start = 0
  for (const { timeYears, amount } of bond.flows) {
    const discountFactor = axis.discountFactor(timeYears) * axis.survivalProbability(timeYears)
    lines.push({
      label: 'payment on survival',
      timeYears,
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    })
    const middle = 0.5 * (start + timeYears)
    const value = 100 * bond.recovery * defaultIntegral(axis, start, timeYears, start).unit
    const riskless = axis.discountFactor(middle)
    lines.push({
      label: `recovery from ${start.toFixed(2)} to ${timeYears.toFixed(2)} years`,
      timeYears: middle,
      amount: value / riskless,
      discountFactor: riskless,
      presentValue: value,
    })
    start = timeYears
  }
  return presentValueOf(lines)
}

function requireFlows({ flows, recovery }: RiskyBond): void {
  requireRecovery(recovery)
  if (flows.length === 0) {
    throw new TuttiError('invalid-input', 'a bond needs at least one payment', { field: 'flows', got: 'none' })
  }
  flows.forEach(({ timeYears, amount }, i) => {
    requireFinite(amount, `flows[${i}].amount`)
    const before = i === 0 ? 0 : flows[i - 1].timeYears
    if (!(timeYears > before && Number.isFinite(timeYears))) {
      throw new TuttiError('invalid-input', `payments come in order of time, got ${timeYears} after ${before}`, {
        field: `flows[${i}].timeYears`,
        got: String(timeYears),
        expected: `a time after ${before}`,
      })
    }
  })
}

/** The curve with every hazard rate higher by `change`. */
function shiftedSurvival(curve: SurvivalCurve, change: number): SurvivalCurve {
  return {
    survivalProbability: (t) => curve.survivalProbability(t) * Math.exp(-change * t),
    hazardRate: (t) => curve.hazardRate(t) + change,
    knotsYears: curve.knotsYears,
  }
}

/**
 * Parallel move of the hazard rates of `curves.survival` at which the bond is worth `dirtyPrice`; with survival without
 * default, the flat hazard rate of the bond. The moved hazard rates may be below 0: then the bond is dearer than
 * one without default.
 *
 * A bond so far below par that its recovery is worth more than its payments does not fall with the hazard rate: then more
 * than one move, or none, gives the price. Throws `infeasible`, with the range of prices that moves of the hazard rate by -50 % to 1000 % a year reach.
 */
export function bondHazardShift(bond: RiskyBond, curves: CreditCurves, dirtyPrice: number): number {
  requireFinite(dirtyPrice, 'dirtyPrice')
  const valueAt = (change: number): number =>
    riskyBondValue(bond, { ...curves, survival: shiftedSurvival(curves.survival, change) }).presentValue
  const [low, high] = [-0.5, 10]
  const [highest, lowest] = [valueAt(low), valueAt(high)]
  if (!(dirtyPrice > lowest && dirtyPrice < highest)) {
    throw new TuttiError(
      'infeasible',
      `no hazard rate gives the bond the price ${dirtyPrice}: with a recovery of ${bond.recovery} prices run from ${lowest} to ${highest}`,
      { field: 'dirtyPrice', got: String(dirtyPrice), expected: `${lowest} to ${highest}` },
    )
  }
  return brentRoot((change) => valueAt(change) - dirtyPrice, low, high)
}

/** A bond against protection on its issuer. */
export interface BondCdsBasis {
  /** Par spread of the swap to the bond's last payment on the issuer's curve. */
  readonly cdsSpread: number
  /** The same on the curve moved so that it reprices the bond. */
  readonly bondImpliedSpread: number
  /** Swap less bond-implied spread: negative where bond and protection together earn more than the riskless rate. */
  readonly basis: number
  readonly hazardShift: number
  /** Dirty value of the bond on the issuer's own curve. */
  readonly modelPrice: number
}

/** Basis between the market price of a bond and the curve of its issuer's swaps. Throws as `bondHazardShift` does. */
export function bondCdsBasis(
  bond: RiskyBond,
  curves: CreditCurves,
  dirtyPrice: number,
  paymentsPerYear: number,
): BondCdsBasis {
  const hazardShift = bondHazardShift(bond, curves, dirtyPrice)
  const maturityYears = bond.flows[bond.flows.length - 1].timeYears
  const spreadOn = (survival: SurvivalCurve): number =>
    cdsValue(
      {
        side: 'buy protection',
        notional: 1,
        spread: 0,
        maturityYears,
        paymentsPerYear,
        recovery: bond.recovery,
        integration: 'exact',
      },
      { ...curves, survival },
    ).fairSpread
  const cdsSpread = spreadOn(curves.survival)
  const bondImpliedSpread = spreadOn(shiftedSurvival(curves.survival, hazardShift))
  return {
    cdsSpread,
    bondImpliedSpread,
    basis: cdsSpread - bondImpliedSpread,
    hazardShift,
    modelPrice: riskyBondValue(bond, curves).presentValue,
  }
}

/** Dirty value and its changes for a survival curve: hazard rates up by 1 bp, recovery up by 0.01, default now. */
export function riskyBondSensitivities(bond: RiskyBond, curves: CreditCurves) {
  const { presentValue } = riskyBondValue(bond, curves)
  const wider = riskyBondValue(bond, { ...curves, survival: shiftedSurvival(curves.survival, 1e-4) }).presentValue
  const step = requireInRange(bond.recovery, 0, 1, 'recovery') < 0.99 ? 0.01 : -0.01
  const recovered = riskyBondValue({ ...bond, recovery: bond.recovery + step }, curves).presentValue
  return {
    presentValue,
    hazard01: wider - presentValue,
    recovery01: ((recovered - presentValue) * 0.01) / step,
    jumpToDefault: 100 * bond.recovery - presentValue,
  }
}
