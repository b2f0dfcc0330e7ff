import { requireFinite, requirePositive } from '../errors/index.ts'
import { blackScholesPrice } from '../models/index.ts'
import { logNormalCdf, normalCdf } from '../math/index.ts'

/** A firm that owes `debtFace` at one date; asset value lognormal. Money in one unit, times in years. */
export interface MertonFirm {
  readonly assetValue: number
  readonly debtFace: number
  /** Volatility of the assets, annual. */
  readonly volAnnual: number
  readonly rateContinuous: number
  readonly maturityYears: number
}

/** Equity and debt of the firm and its risk-neutral default. */
export interface MertonValuation {
  readonly equity: number
  readonly debt: number
  /** Probability that the assets end below the face of the debt. */
  readonly defaultProbability: number
  /** Yield of the debt less the riskless rate, continuous. */
  readonly creditSpreadContinuous: number
  /** d2: standard deviations of log assets above the face. */
  readonly distanceToDefault: number
  /** Expected fraction of the face recovered, given default. */
  readonly recovery: number
}

/**
 * Merton's structural model: equity is a call on the assets struck at the face of the debt, debt is the rest. All inputs
 * but the rate are positive; throws `invalid-input`. Source: Merton, J. Finance 29 (1974), 449-470.
 */
export function mertonStructural(firm: MertonFirm): MertonValuation {
  const { assetValue, debtFace, volAnnual, rateContinuous, maturityYears } = firm
  requirePositive(assetValue, 'assetValue')
  requirePositive(debtFace, 'debtFace')
  requirePositive(volAnnual, 'volAnnual')
  requireFinite(rateContinuous, 'rateContinuous')
  requirePositive(maturityYears, 'maturityYears')
  const deviation = volAnnual * Math.sqrt(maturityYears)
  const riskless = debtFace * Math.exp(-rateContinuous * maturityYears)
  const d2 = Math.log(assetValue / riskless) / deviation - 0.5 * deviation
  const inputs = {
    spot: assetValue,
    strike: debtFace,
    maturityYears,
    rateContinuous,
    dividendYieldContinuous: 0,
    volAnnual,
  }
  const equity = blackScholesPrice({ ...inputs, type: 'call' })
  const put = blackScholesPrice({ ...inputs, type: 'put' })
  const debt = riskless - put
  const defaultProbability = normalCdf(-d2)
  return {
    equity,
    debt,
    defaultProbability,
    creditSpreadContinuous: -Math.log1p(-put / riskless) / maturityYears,
    distanceToDefault: d2,
    recovery: Math.exp(Math.log(assetValue / riskless) + logNormalCdf(-d2 - deviation) - logNormalCdf(-d2)),
  }
}
