import type { DiscountCurve } from '../curves/index.ts'
import { requireInRange } from '../errors/index.ts'
import { hybridModel, type HybridSpec, type SimulatedEstimate } from '../hybrid/index.ts'
import { type DefaultableParty, survivalsOf } from './default-weights.ts'
import type { ExposureRequest } from './exposure-job.ts'
import { pathEstimate } from './path-estimate.ts'
import { type MarginAgreement, pathExposure, type PathExposure } from './path-exposure.ts'
import { simulatedExposure } from './simulated-exposure.ts'

/** Change of the unilateral CVA for a bump of one input, on the same random numbers. */
export interface CreditSensitivity {
  /** `spread`, `spread to 5y` (a bucket that ends there), `rate:EUR`, `fx:EUR`. */
  readonly name: string
  readonly change: SimulatedEstimate
}

/** The CVA of a netting set and how it moves. */
export interface CreditSensitivities {
  readonly cva: SimulatedEstimate
  /** For one basis point more credit spread: hazard rises by 1 bp / (1 - recovery), from today or within a bucket. */
  readonly spreads: readonly CreditSensitivity[]
  /** For one basis point more of each curve's zero rates, and for one percent more of each exchange rate. */
  readonly market: readonly CreditSensitivity[]
}

const basisPoint = 1e-4

/**
 * Bump-and-revalue sensitivities of the unilateral CVA of the first netting set of `request`, with common random numbers:
 * the standard errors are those of the differences. Spread bumps reweigh the same exposures; market bumps simulate again.
 */
export function creditSensitivities(
  spec: HybridSpec,
  request: Omit<ExposureRequest, 'model'>,
  agreement: MarginAgreement | null,
  counterparty: DefaultableParty,
): CreditSensitivities {
  const { timesYears } = request
  const loss = 1 - requireInRange(counterparty.recovery, 0, 1 - 1e-9, 'recovery')
  const exposureOf = (bumped: HybridSpec): PathExposure =>
    pathExposure(simulatedExposure({ ...request, model: hybridModel(bumped) }), 0, agreement, null)
  const survival = survivalsOf(counterparty.survival, timesYears, 'counterparty')
  const chargesOf = ({ paths, positive, discount }: PathExposure, survives: readonly number[]): Float64Array => {
    const sums = new Float64Array(paths)
    for (let d = 0; d < timesYears.length; d++) {
      const weight = loss * ((d === 0 ? 1 : survives[d - 1]) - survives[d])
      for (let p = 0; p < paths; p++) sums[p] += weight * discount[d * paths + p] * positive[d * paths + p]
    }
    return sums
  }
  const base = exposureOf(spec)
  const baseCharges = chargesOf(base, survival)
  const change = (name: string, charges: Float64Array): CreditSensitivity => ({
    name,
    change: pathEstimate(charges.map((charge, p) => charge - baseCharges[p])),
  })
  const hazardBump = basisPoint / loss
  const spreadBump = (from: number, to: number): Float64Array =>
    chargesOf(
      base,
      survival.map((value, d) => value * Math.exp(-hazardBump * Math.max(Math.min(timesYears[d], to) - from, 0))),
    )
  const last = timesYears[timesYears.length - 1]
  const edges = [1, 3, 5, 10, 15, 20, 30, 50, 1000].filter((_, i, all) => (all[i - 1] ?? 0) < last)
  return {
    cva: pathEstimate(baseCharges),
    spreads: [
      change('spread', spreadBump(0, Infinity)),
      ...edges.map((edge, i) => change(`spread to ${edge}y`, spreadBump(edges[i - 1] ?? 0, edge))),
    ],
    market: [
      ...spec.currencies.map(({ code }) =>
        change(
          `rate:${code}`,
          chargesOf(
            exposureOf({
              ...spec,
              currencies: spec.currencies.map((item) =>
                item.code === code ? { ...item, curve: shifted(item.curve, basisPoint) } : item,
              ),
            }),
            survival,
          ),
        ),
      ),
      ...spec.fx.map(({ currency }) =>
        change(
          `fx:${currency}`,
          chargesOf(
            exposureOf({
              ...spec,
              fx: spec.fx.map((item) => (item.currency === currency ? { ...item, spot: 1.01 * item.spot } : item)),
            }),
            survival,
          ),
        ),
      ),
    ],
  }
}

/** The curve with its continuous zero rates moved in parallel. */
function shifted(curve: DiscountCurve, move: number): DiscountCurve {
  return {
    discountFactor: (t) => curve.discountFactor(t) * Math.exp(-move * t),
    zeroRate: (t) => curve.zeroRate(t) + move,
    instantaneousForward: (t) => curve.instantaneousForward(t) + move,
  }
}
