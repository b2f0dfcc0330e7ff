import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'

/** Stochastic-variance equity index (Heston) under the real-world measure. Rates and volatilities are annual decimals. */
export interface EquityDynamics {
  /** Expected growth rate of the total-return index, continuously compounded: E[S_T] = S_0 exp(drift T). */
  readonly drift: number
  /** Long-run volatility; the long-run variance theta is its square. */
  readonly volatility: number
  /** Volatility at the start; the long-run one when absent. */
  readonly initialVolatility?: number
  /** Speed of mean reversion of the variance, per year. */
  readonly varianceReversion: number
  /** Volatility of variance (Heston's sigma). */
  readonly volOfVariance: number
}

/** One-factor Hull-White short rate, fitted to the initial zero curve. */
export interface RateDynamics {
  /** Zero rate at the start when `zeroCurve` is absent (flat curve), continuously compounded. */
  readonly initialRate: number
  /** Initial zero curve as (time in years, continuously compounded zero rate); linear in t·z(t), flat beyond the ends. */
  readonly zeroCurve?: readonly { readonly years: number; readonly rate: number }[]
  /** Speed of mean reversion a, per year. */
  readonly meanReversion: number
  /** Volatility of the short rate, per square root of a year (0.01 = 100 bp). */
  readonly volatility: number
}

/** Constant-maturity bond index: holds a zero-coupon bond of `maturityYears`, rolled every day. */
export interface BondIndex {
  readonly maturityYears: number
  /** Expected excess return over cash per year; 0 is the pure expectations view. */
  readonly riskPremium: number
  /** Optional credit spread: mean-reverting level over the risk-free curve. */
  readonly credit?: CreditSpread
}

/** Ornstein-Uhlenbeck credit spread of the bond index. Decimals a year. */
export interface CreditSpread {
  readonly initial: number
  readonly longRun: number
  readonly meanReversion: number
  readonly volatility: number
  /** Correlation of the spread's shock with the equity shock; negative as a rule (spreads widen when equity falls). */
  readonly equityCorrelation: number
  /** Expected default loss per year, subtracted from the carry. */
  readonly expectedLoss: number
}

/** Correlations of the driving Brownian motions. */
export interface RegimeCorrelations {
  readonly equityVariance: number
  readonly equityRate: number
  readonly varianceRate: number
}

/** A market regime: one coherent joint model of equity, rates and bonds, with its weight in a study. */
export interface Regime {
  readonly id: string
  readonly name: string
  /** Weight in regime averages; weights are normalised to sum to one. */
  readonly weight: number
  readonly equity: EquityDynamics
  readonly rates: RateDynamics
  readonly bond: BondIndex
  readonly correlation: RegimeCorrelations
}

/**
 * The regime, checked: finite figures, positive volatilities and speeds, correlations in [-1, 1] that are jointly
 * possible (positive semi-definite). Throws `invalid-input` naming the regime and the field.
 */
export function validRegime(regime: Regime): Regime {
  const at = (field: string) => `regime ${regime.id}: ${field}`
  const { equity, rates, bond, correlation } = regime
  requireInRange(regime.weight, 0, 1e6, at('weight'))
  requireInRange(equity.drift, -1, 1, at('equity.drift'))
  requireInRange(equity.volatility, 0.001, 3, at('equity.volatility'))
  if (equity.initialVolatility !== undefined)
    requireInRange(equity.initialVolatility, 0.001, 3, at('equity.initialVolatility'))
  requireInRange(equity.varianceReversion, 0.001, 100, at('equity.varianceReversion'))
  requireInRange(equity.volOfVariance, 0.001, 10, at('equity.volOfVariance'))
  requireInRange(rates.initialRate, -0.1, 0.5, at('rates.initialRate'))
  requireInRange(rates.meanReversion, 0.001, 10, at('rates.meanReversion'))
  requireInRange(rates.volatility, 1e-6, 0.2, at('rates.volatility'))
  let before = 0
  for (const [i, point] of (rates.zeroCurve ?? []).entries()) {
    requireFinite(point.rate, at(`rates.zeroCurve[${i}].rate`))
    requireInRange(point.years, before + 1e-9, 200, at(`rates.zeroCurve[${i}].years`))
    before = point.years
  }
  requireInRange(bond.maturityYears, 0.1, 60, at('bond.maturityYears'))
  requireInRange(bond.riskPremium, -0.1, 0.1, at('bond.riskPremium'))
  if (bond.credit !== undefined) {
    requireInRange(bond.credit.initial, 0, 0.5, at('bond.credit.initial'))
    requireInRange(bond.credit.longRun, 0, 0.5, at('bond.credit.longRun'))
    requirePositive(bond.credit.meanReversion, at('bond.credit.meanReversion'))
    requireInRange(bond.credit.volatility, 0, 0.5, at('bond.credit.volatility'))
    requireInRange(bond.credit.equityCorrelation, -1, 1, at('bond.credit.equityCorrelation'))
    requireInRange(bond.credit.expectedLoss, 0, 0.2, at('bond.credit.expectedLoss'))
  }
  const ev = requireInRange(correlation.equityVariance, -1, 1, at('correlation.equityVariance'))
  const er = requireInRange(correlation.equityRate, -1, 1, at('correlation.equityRate'))
  const vr = requireInRange(correlation.varianceRate, -1, 1, at('correlation.varianceRate'))
  const determinant = 1 + 2 * ev * er * vr - ev * ev - er * er - vr * vr
  if (determinant < -1e-12) {
    throw new TuttiError(
      'invalid-input',
      `regime ${regime.id}: the correlations equity-variance ${ev}, equity-rate ${er} and variance-rate ${vr} cannot hold together (determinant ${determinant.toFixed(4)} < 0); bring variance-rate nearer to ${(ev * er).toFixed(2)}`,
      { field: at('correlation'), got: `determinant ${determinant}`, expected: 'a positive semi-definite matrix' },
    )
  }
  return regime
}
