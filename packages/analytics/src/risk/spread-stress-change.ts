import { requireFinite, requireSample } from '../errors/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import { durationConvexityChange } from './duration-convexity-change.ts'

/** Positions as a spread shock sees them. */
export interface SpreadPositions {
  readonly marketValues: Sample
  /** Years. */
  readonly spreadDurations: Sample
  /** Years squared. */
  readonly spreadConvexities: Sample
}

/**
 * Profit or loss of each position for its own spread shock (decimal), to second order: MV (-D s + C s^2 / 2), in the
 * unit of the market values. Source: Fabozzi, Fixed Income Mathematics (2006).
 */
export function spreadStressChange(positions: SpreadPositions, spreadShocks: Sample): readonly number[] {
  const { marketValues, spreadDurations, spreadConvexities } = positions
  requireSample(marketValues, 1, 'marketValues')
  for (const [field, values] of [
    ['spreadDurations', spreadDurations],
    ['spreadConvexities', spreadConvexities],
    ['spreadShocks', spreadShocks],
  ] as const) {
    requireSameLength(marketValues, values, 'marketValues', field)
  }
  return Array.from(marketValues, (value, i) =>
    durationConvexityChange(
      value,
      requireFinite(spreadDurations[i], `spreadDurations[${i}]`),
      spreadConvexities[i],
      spreadShocks[i],
    ),
  )
}
