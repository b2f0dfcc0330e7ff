import { requireFinite } from '../errors/index.ts'

/**
 * Second-order change of a bond's price for a parallel `yieldShock` (decimal): P (-D dy + C dy^2 / 2), in the unit of
 * `price`. `modifiedDuration` in years, `convexity` in years squared.
 */
export function durationConvexityChange(
  price: number,
  modifiedDuration: number,
  convexity: number,
  yieldShock: number,
): number {
  requireFinite(price, 'price')
  requireFinite(modifiedDuration, 'modifiedDuration')
  requireFinite(convexity, 'convexity')
  requireFinite(yieldShock, 'yieldShock')
  return price * (-modifiedDuration * yieldShock + 0.5 * convexity * yieldShock * yieldShock)
}
