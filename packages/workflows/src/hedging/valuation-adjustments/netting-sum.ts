import type { UnitPaths } from './unit-exposures.ts'
import type { NettingPaths } from './netting-charges.ts'

/** Nothing, on so many dates and paths. */
export function noTrades(dates: number, paths: number): NettingPaths {
  const zeros = (): Float64Array => new Float64Array(dates * paths)
  return {
    valueToday: 0,
    value: zeros(),
    valueBefore: zeros(),
    paidSince: zeros(),
    margin: new Float64Array(dates),
    lastYears: 0,
  }
}

/** A netting set of trades that run without initial margin of this study's terms: the fund's existing ones. */
export function runningTrades(paths: UnitPaths, dates: number, lastYears: number): NettingPaths {
  return { ...paths, margin: new Float64Array(dates), lastYears }
}

/** Sum of weighted netting sets, written over `out`'s arrays; margins and lives are those of the parts. */
export function nettingSum(
  parts: readonly { readonly netting: NettingPaths; readonly weight: number }[],
  out: NettingPaths,
): NettingPaths {
  out.margin.fill(0)
  let valueToday = 0
  let lastYears = 0
  for (const { netting, weight } of parts) {
    valueToday += weight * netting.valueToday
    lastYears = Math.max(lastYears, netting.lastYears)
    for (let d = 0; d < out.margin.length; d++) out.margin[d] += Math.abs(weight) * netting.margin[d]
  }
  for (const field of ['value', 'valueBefore', 'paidSince'] as const) {
    const target = out[field]
    if (parts.length === 0) target.fill(0)
    for (const [k, { netting, weight }] of parts.entries()) {
      const source = netting[field]
      if (k === 0) for (let i = 0; i < target.length; i++) target[i] = weight * source[i]
      else for (let i = 0; i < target.length; i++) target[i] += weight * source[i]
    }
  }
  return { ...out, valueToday, lastYears }
}
