import { type BootstrapInstrument, bootstrappedCurve, convertedRate, type LegPeriods } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import type { CurveHistory } from '@tutti/market'

/** Continuously compounded zero rates at increasing times. */
export interface ZeroPoints {
  readonly timesYears: readonly number[]
  readonly zeroRates: readonly number[]
}

const perYear = { 'semi-annual': 2, annual: 1 } as const

/**
 * Zero rates of one row of a curve history at the tenors that it has; empty where it has none. Par curves are bootstrapped,
 * linear in the zero rate: coupons at the curve's compounding counted back from the end, tenors within the first period as
 * simple rates. Throws `invalid-input` for a par curve said to compound continuously.
 */
export function zeroPoints(curve: CurveHistory, row: number): ZeroPoints {
  const { tenorsYears, rates, compounding } = curve
  const timesYears: number[] = []
  const quoted: number[] = []
  for (let t = 0; t < tenorsYears.length; t++) {
    const rate = rates[row * tenorsYears.length + t]
    if (Number.isNaN(rate)) continue
    timesYears.push(tenorsYears[t])
    quoted.push(rate)
  }
  if (curve.kind === 'zero') {
    if (compounding === 'continuous') return { timesYears, zeroRates: quoted }
    const from = { timesPerYear: perYear[compounding] }
    return { timesYears, zeroRates: quoted.map((rate) => convertedRate(rate, from, 'continuous')) }
  }
  if (compounding === 'continuous') {
    throw new TuttiError(
      'invalid-input',
      `${curve.id} is a par curve of continuous compounding, which has no coupons`,
      {
        field: curve.id,
        got: compounding,
        expected: 'semi-annual or annual',
      },
    )
  }
  if (timesYears.length === 0) return { timesYears, zeroRates: [] }
  const frequency = perYear[compounding]
  const instruments = quoted.map((rate, i) => parInstrument(timesYears[i], rate, frequency))
  return { timesYears, zeroRates: bootstrappedCurve({ instruments, interpolation: 'linear-zero' }).zeroRates }
}

function parInstrument(years: number, rate: number, frequency: number): BootstrapInstrument {
  const id = `${years}Y`
  if (years <= 1 / frequency) return { kind: 'deposit', id, rate, startYears: 0, endYears: years, accrualYears: years }
  const leg = parLeg(years, frequency)
  return { kind: 'swap', id, rate, fixed: leg, floating: leg }
}

/** Equal periods counted back from the end, a short one first where they do not go up. */
function parLeg(years: number, frequency: number): LegPeriods {
  const count = Math.ceil(years * frequency - 1e-6)
  const endYears = Array.from({ length: count }, (_, i) => years - (count - 1 - i) / frequency)
  const startYears = [0, ...endYears.slice(0, -1)]
  return { startYears, endYears, payYears: endYears, accrualYears: endYears.map((end, i) => end - startYears[i]) }
}

/** Zero rate at a time, linear between the points; NaN outside them, so that a tenor that the row lacks is not made up. */
export function zeroRateWithin({ timesYears, zeroRates }: ZeroPoints, years: number): number {
  const right = timesYears.findIndex((time) => time >= years)
  if (right < 0) return NaN
  if (timesYears[right] === years) return zeroRates[right]
  if (right === 0) return NaN
  const weight = (years - timesYears[right - 1]) / (timesYears[right] - timesYears[right - 1])
  return (1 - weight) * zeroRates[right - 1] + weight * zeroRates[right]
}
