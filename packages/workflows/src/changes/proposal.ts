/** A typed change that somebody asks about ("what if") or proposes. */
export interface Change {
  readonly kind: string
  /** As the kind's `terms` parse it: plain JSON. */
  readonly terms: unknown
}

/** A proposed change. */
export interface Proposal extends Change {
  /** Maker and running number: `fx-hedger-1`. */
  readonly id: string
  /** Name of the specialist or person that made it. */
  readonly by: string
  /** Why, in words; slots in place of figures. */
  readonly reason: string
}
