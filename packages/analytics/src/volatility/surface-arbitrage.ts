import { requirePositive } from '../errors/index.ts'
import { butterflyViolations } from './butterfly-arbitrage.ts'
import type { VolatilitySurface } from './volatility-surface.ts'

/** An arbitrage of a surface and the strikes and expiries that show it. */
export interface SurfaceViolation {
  readonly kind: 'butterfly' | 'calendar'
  /** The expiry; of a calendar, the later one. */
  readonly expiryYears: number
  /** Of a calendar, the expiry before. */
  readonly earlierExpiryYears: number | null
  /** Strikes (on the forward of `expiryYears`) between which it shows, and the worst of them. */
  readonly fromStrike: number
  readonly toStrike: number
  readonly worstStrike: number
  /** Butterfly: Durrleman's g there. Calendar: later less earlier total variance there. Below zero. */
  readonly amount: number
}

const GRID = 201
const TOLERANCE = 1e-10

/**
 * Butterfly arbitrage of each smile of a surface (g < 0) and calendar arbitrage of each pair of neighbouring expiries
 * (total variance that falls with time at constant log-moneyness), within `deviations` at-the-money deviations of the
 * forward; in order of expiry, empty for none. As variance is linear in time between expiries, no expiry between two has
 * a calendar arbitrage that they do not. Throws `invalid-input`.
 * Source: Gatheral & Jacquier, Quantitative Finance 14 (2014), lemmas 2.1 and 2.2.
 */
export function surfaceViolations({ slices }: VolatilitySurface, deviations: number): SurfaceViolation[] {
  requirePositive(deviations, 'deviations')
  const reachOf = (i: number): number => deviations * Math.sqrt(Math.max(slices[i].slice(0).totalVariance, 1e-8))
  return slices.flatMap(({ slice, expiryYears, forward }, i) => {
    const strikeOf = (k: number): number => forward * Math.exp(k)
    const reach = reachOf(i)
    const butterflies = butterflyViolations(slice, { low: -reach, high: reach, count: GRID }, TOLERANCE).map(
      ({ from, to, worst, factor }) => ({
        kind: 'butterfly' as const,
        expiryYears,
        earlierExpiryYears: null,
        fromStrike: strikeOf(from),
        toStrike: strikeOf(to),
        worstStrike: strikeOf(worst),
        amount: factor,
      }),
    )
    if (i === 0) return butterflies
    const before = slices[i - 1]
    const calendars: SurfaceViolation[] = []
    let isOpen = false
    for (let j = 0; j < GRID; j++) {
      const k = -reach + (2 * reach * j) / (GRID - 1)
      const amount = slice(k).totalVariance - before.slice(k).totalVariance
      if (!(amount < -TOLERANCE)) {
        isOpen = false
        continue
      }
      const strike = strikeOf(k)
      const last = isOpen ? calendars.pop() : undefined
      const isWorst = last === undefined || amount < last.amount
      calendars.push({
        kind: 'calendar',
        expiryYears,
        earlierExpiryYears: before.expiryYears,
        fromStrike: last?.fromStrike ?? strike,
        toStrike: strike,
        worstStrike: isWorst ? strike : last.worstStrike,
        amount: isWorst ? amount : last.amount,
      })
      isOpen = true
    }
    return [...butterflies, ...calendars]
  })
}
