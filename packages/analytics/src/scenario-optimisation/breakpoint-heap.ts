/** Kinks of a cost along an edge, to be taken out nearest first. */
export interface BreakpointHeap {
  readonly clear: () => void
  /** An item at a reach, unless that is beyond `most`. */
  readonly add: (reach: number, item: number, most: number) => void
  /** To be called between the last `add` and the first `pop`. */
  readonly order: () => void
  /** The nearest item, taken out; -1 where none is left. */
  readonly pop: () => number
  /** How far the item taken out last is. */
  readonly reach: () => number
}

/** An empty heap for up to `capacity` items. */
export function breakpointHeap(capacity: number): BreakpointHeap {
  const reaches = new Float64Array(capacity)
  const items = new Int32Array(capacity)
  let size = 0
  let last = 0
  const sink = (from: number): void => {
    let at = from
    const reach = reaches[at]
    const item = items[at]
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && reaches[child + 1] < reaches[child]) child++
      if (!(reaches[child] < reach)) break
      reaches[at] = reaches[child]
      items[at] = items[child]
      at = child
    }
    reaches[at] = reach
    items[at] = item
  }
  return {
    clear: (): void => void (size = 0),
    add: (reach: number, item: number, most: number): void => {
      if (reach > most) return
      reaches[size] = reach
      items[size++] = item
    },
    order: (): void => {
      for (let at = (size >> 1) - 1; at >= 0; at--) sink(at)
    },
    pop: (): number => {
      if (size === 0) return -1
      last = reaches[0]
      const item = items[0]
      size--
      if (size > 0) {
        reaches[0] = reaches[size]
        items[0] = items[size]
        sink(0)
      }
      return item
    },
    reach: (): number => last,
  }
}
