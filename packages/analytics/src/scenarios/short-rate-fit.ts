/** Mean reversion and volatility of a short rate, and remarks on them. */
export interface ShortRateFit {
  readonly meanReversion: number
  readonly volatility: number
  readonly notes: readonly string[]
}

/** Slowest reversion that the fit returns: a half-life of 35 years, in practice none. */
const SLOWEST = 0.02
const FASTEST = 10
/** Smallest volatility, one basis point a year; largest that the simulation takes. */
const LEAST_VOLATILITY = 1e-4
const LARGEST_VOLATILITY = 0.2

/**
 * Ornstein-Uhlenbeck fit of daily short rates: least squares r' = c + phi r + e, phi corrected for its downward bias
 * (1 + 3 phi) / n, then a = -ln(phi) periodsPerYear and sigma from the residuals by
 * Var(e) = sigma^2 (1 - phi^2) / (2 a). The bias is large: 4 / years in the speed. Speeds below 0.02 and above 10,
 * volatilities below 0.0001 and above 0.2 are set to these, with a note.
 * Sources: Marriott and Pope, Biometrika 41 (1954), 390-402, and Kendall (1954), 403-404, for the bias; Yu, "Bias in the
 * estimation of the mean reversion parameter in continuous time models", J. Econometrics 169 (2012), 114-122.
 */
export function shortRateFit(rates: Float64Array, periodsPerYear: number): ShortRateFit {
  const n = rates.length - 1
  const before = rates.subarray(0, n)
  const after = rates.subarray(1)
  const mean = before.reduce((sum, r) => sum + r, 0) / n
  const nextMean = after.reduce((sum, r) => sum + r, 0) / n
  let square = 0
  let product = 0
  for (let t = 0; t < n; t++) {
    square += (before[t] - mean) ** 2
    product += (before[t] - mean) * (after[t] - nextMean)
  }
  const notes: string[] = []
  if (square === 0) {
    notes.push(`the short rate never changes: volatility set to ${LEAST_VOLATILITY}, reversion to ${SLOWEST}`)
    return { meanReversion: SLOWEST, volatility: LEAST_VOLATILITY, notes }
  }
  const slope = product / square
  let residuals = 0
  for (let t = 0; t < n; t++) residuals += (after[t] - nextMean - slope * (before[t] - mean)) ** 2
  const corrected = slope + (1 + 3 * slope) / n
  const speed = corrected > 0 ? -Math.log(corrected) * periodsPerYear : Infinity
  const meanReversion = Math.min(FASTEST, Math.max(SLOWEST, speed))
  if (meanReversion !== speed) {
    notes.push(
      `short rate: the bias-corrected speed of reversion ${speed.toPrecision(3)} is outside [${SLOWEST}, ${FASTEST}] and was set to ${meanReversion}`,
    )
  }
  const dt = 1 / periodsPerYear
  const decay = Math.exp(-meanReversion * dt)
  const estimate = Math.sqrt(((residuals / (n - 2)) * 2 * meanReversion) / (1 - decay * decay))
  const volatility = Math.min(LARGEST_VOLATILITY, Math.max(LEAST_VOLATILITY, estimate))
  if (volatility !== estimate) {
    notes.push(`short rate: the volatility ${estimate.toPrecision(3)} was set to ${volatility}`)
  }
  return { meanReversion, volatility, notes }
}
