/** Total variance w = volatility^2 times expiry at one log-moneyness k = ln(strike / forward), with w' and w''. */
export interface SlicePoint {
  readonly totalVariance: number
  readonly slope: number
  readonly curvature: number
}

/** The smile of one expiry: total variance as a function of log-moneyness k = ln(strike / forward). */
export type VarianceSlice = (logMoneyness: number) => SlicePoint

/**
 * Durrleman's function g(k) of a smile: the risk-neutral density over the density of a lognormal of the same total
 * variance; a smile is free of butterfly arbitrage only where g >= 0. `totalVariance` must be above zero.
 * Source: Gatheral & Jacquier, "Arbitrage-free SVI volatility surfaces", Quantitative Finance 14 (2014), eq. 2.1.
 */
export function durrlemanFactor({ totalVariance, slope, curvature }: SlicePoint, logMoneyness: number): number {
  const tilt = 1 - (logMoneyness * slope) / (2 * totalVariance)
  return tilt * tilt - (slope * slope * (1 / totalVariance + 0.25)) / 4 + curvature / 2
}

/** Risk-neutral density of ln(S_T / F) implied by a smile; negative where it has butterfly arbitrage. */
export function logMoneynessDensity(point: SlicePoint, logMoneyness: number): number {
  const deviation = Math.sqrt(point.totalVariance)
  const d2 = -logMoneyness / deviation - deviation / 2
  return (durrlemanFactor(point, logMoneyness) * Math.exp((-d2 * d2) / 2)) / (Math.sqrt(2 * Math.PI) * deviation)
}
