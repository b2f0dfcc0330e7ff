/**
 * The confidence at which the conditional value at risk of the profits is the value at risk at `confidence`: lower, as the mean of
 * a tail lies beyond its edge. By scanning the tail from its end; `confidence` itself where the tail never comes down to it.
 */
export function matchedConfidence(profits: Float64Array, confidence: number): number {
  const losses = profits.map((profit) => 0 - profit).sort()
  const n = losses.length
  const target = losses[Math.min(n - 1, Math.ceil(n * confidence - 1e-9) - 1)]
  let sum = 0
  for (let k = 1; k < n; k++) {
    const next = losses[n - k]
    if (k > n * (1 - confidence) && (sum + next) / k <= target) {
      // Mean of the k - 1 worst lies above the target, of the k worst at or below: a share of the k-th in between.
      const share = next < target ? (sum - (k - 1) * target) / (target - next) : 1
      return 1 - (k - 1 + share) / n
    }
    sum += next
  }
  return confidence
}
