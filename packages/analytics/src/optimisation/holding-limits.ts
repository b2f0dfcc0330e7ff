/** How many assets may be held, and how little of one. */
export interface HoldingLimits {
  /** Most assets with a weight other than zero. */
  readonly maxHoldings: number
  /** Least weight of an asset that is held; 0 for none. */
  readonly minHolding: number
}
