/** The largest of a stream of losses, in bounded memory. */
export interface LargestLosses {
  readonly add: (values: Float64Array, start: number, count: number, sign: number) => void
  /** The `most` largest (fewer where fewer were added), largest first. */
  readonly descending: () => Float64Array
}

/** Keeps the `most` largest of all values added, times their sign; holds twice as many at most. */
export function largestLosses(most: number): LargestLosses {
  const kept = new Float64Array(2 * most)
  let size = 0
  let floor = -Infinity
  const cut = (): void => {
    selectLargest(kept, size, most)
    size = most
    floor = Infinity
    for (let i = 0; i < most; i++) if (kept[i] < floor) floor = kept[i]
  }
  return {
    add: (values, start, count, sign) => {
      for (let i = start; i < start + count; i++) {
        const value = sign * values[i]
        if (value <= floor) continue
        kept[size++] = value
        if (size === kept.length) cut()
      }
    },
    descending: () => {
      if (size > most) cut()
      return kept.slice(0, size).sort().toReversed()
    },
  }
}

/** Moves the `count` largest of the first `size` values to the front, in any order (Hoare's selection). */
function selectLargest(values: Float64Array, size: number, count: number): void {
  let left = 0
  let right = size - 1
  while (left < right) {
    const a = values[left]
    const b = values[(left + right) >> 1]
    const c = values[right]
    const pivot = a > b ? (b > c ? b : a > c ? c : a) : a > c ? a : b > c ? c : b
    let i = left
    let j = right
    while (i <= j) {
      while (values[i] > pivot) i++
      while (values[j] < pivot) j--
      if (i <= j) {
        const swap = values[i]
        values[i] = values[j]
        values[j] = swap
        i++
        j--
      }
    }
    if (count - 1 <= j) right = j
    else if (count - 1 >= i) left = i
    else return
  }
}
