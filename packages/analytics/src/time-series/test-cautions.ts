/** Why an estimate or a test is not to be trusted fully. */
export type TimeSeriesCaution =
  /** Fewer observations than the asymptotic theory asks for. */
  | 'short-sample'
  /** The autoregressive coefficient is within two standard errors of one: speed and half-life may be spurious. */
  | 'near-unit-root'
  /** The mean or variance of one half of the sample is far from the other's: a break would explain a failure to reject. */
  | 'possible-structural-break'
  /** The p-value lies beyond the tabulated distribution and is a bound. */
  | 'p-value-beyond-table'
  /** The p-value is not tabulated for so many series. */
  | 'p-value-not-tabulated'
  /** The lag search stopped at the longest lag: allow more. */
  | 'lag-at-maximum'
  /** Residuals are autocorrelated (Ljung-Box p-value below 1 %). */
  | 'autocorrelated-residuals'
  /** Residuals have tails far from a normal's (Jarque-Bera p-value below 1 %). */
  | 'fat-tailed-residuals'

/** Observations below which tests say `short-sample`. */
export const shortSample = 50
