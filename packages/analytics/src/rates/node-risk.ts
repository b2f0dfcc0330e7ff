import { type DiscountCurve, linearZeroCurve } from '../curves/index.ts'
import { requirePositive } from '../errors/index.ts'

/** Sensitivities to the zero rates at the nodes of a curve. */
export interface NodeRisk {
  readonly presentValue: number
  /** Gain from a fall of one basis point of each node's zero rate (central difference). */
  readonly bucketDv01: readonly number[]
  /** Gain from a fall of all nodes together. */
  readonly parallelDv01: number
}

/** Zero rates (continuous, decimal) at increasing times; linear between them, flat outside. */
export interface ZeroNodes {
  readonly timesYears: readonly number[]
  readonly zeroRates: readonly number[]
}

/**
 * PV01 of anything that is valued on a linear zero curve: `value` is called with moved curves, 2 (n + 1) + 1 times. The
 * buckets add up to the parallel figure up to the third order in the bump. `bumpBp` is the half width of the difference
 * (1 unless given); figures are per basis point. Throws `invalid-input` and whatever `value` throws.
 */
export function nodeRisk(
  { timesYears, zeroRates }: ZeroNodes,
  value: (curve: DiscountCurve) => number,
  bumpBp = 1,
): NodeRisk {
  requirePositive(bumpBp, 'bumpBp')
  const bump = bumpBp * 1e-4
  const moved = (rates: readonly number[]): number => value(linearZeroCurve(timesYears, rates))
  const gain = (moves: (index: number) => boolean): number => {
    const by = (size: number): number => moved(zeroRates.map((rate, i) => (moves(i) ? rate + size : rate)))
    return (by(-bump) - by(bump)) / (2 * bumpBp)
  }
  return {
    presentValue: moved(zeroRates),
    bucketDv01: zeroRates.map((_, k) => gain((i) => i === k)),
    parallelDv01: gain(() => true),
  }
}
