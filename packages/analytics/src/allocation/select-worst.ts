/**
 * Moves the `k` smallest of `values[0..n)` to its front, in no order, by quickselect (Hoare); afterwards `values[k-1]` is
 * the k-th smallest. Deterministic: pivots are medians of three. Expected cost O(n).
 */
export function selectSmallest(values: Float64Array, n: number, k: number): void {
  let low = 0
  let high = n - 1
  const target = k - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const a = values[low]
    const b = values[middle]
    const c = values[high]
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b
    let i = low
    let j = high
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i <= j) {
        const swap = values[i]
        values[i] = values[j]!
        values[j] = swap
        i++
        j--
      }
    }
    if (target <= j) high = j
    else if (target >= i) low = i
    else break
  }
  // the boundary element at its place, so that the caller may read the k-th smallest
  let largest = 0
  for (let t = 1; t < k; t++) if (values[t] > values[largest]) largest = t
  const swap = values[target]
  values[target] = values[largest]!
  values[largest] = swap
}
