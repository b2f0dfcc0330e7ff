/** Items of which a figure's own is one: what a star of its pattern stands for, or what is declared beside it key by key. */
export interface KinLevel {
  /** Key of the item that holds the figure. */
  readonly own: string
  /** Names of each item by its key; none of a list that is too long to be spoken of item by item. */
  readonly names: ReadonlyMap<string, readonly string[]>
  /** The figures that differ from this one in the item alone, this one among them; those that are missing left out. */
  readonly values: readonly number[]
  /** What one of them is called by the name of their list, "currency" of `currencies`; empty where they have none. */
  readonly kind: string
}
