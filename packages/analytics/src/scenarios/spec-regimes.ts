import type { Regime } from './regime.ts'

const varianceDynamics = { varianceReversion: 2, volOfVariance: 0.3 }
const rateDynamics = { meanReversion: 0.1, volatility: 0.01 }
const governmentBonds = { maturityYears: 10, riskPremium: 0 }

function regime(
  id: string,
  name: string,
  weight: number,
  drift: number,
  volatility: number,
  rate: number,
  equityRate: number,
): Regime {
  const equityVariance = -0.7
  return {
    id,
    name,
    weight,
    equity: { drift, volatility, ...varianceDynamics },
    rates: { initialRate: rate, ...rateDynamics },
    bond: governmentBonds,
    // rates and variance are linked through equity alone, since no figure is given for the pair
    correlation: { equityVariance, equityRate, varianceRate: Math.round(equityVariance * equityRate * 1e6) / 1e6 + 0 },
  }
}

/**
 * The five market regimes of the dynamic asset allocation document, section 5 and appendix B: drift, volatility,
 * risk-free rate and correlation of equity returns with changes in the short rate. What the document leaves open is set
 * here: kappa 2, volatility of variance 0.3 and equity-variance correlation -0.7 (its section 3 example), short-rate
 * reversion 0.1 and volatility 1 %, a ten-year bond index without premium, rates of the two volatility regimes 2 %, and
 * the weights. Section 5 gives the bear regime's correlation as -0.6, appendix B as -0.7: section 5 is used.
 */
export const specRegimes: readonly Regime[] = [
  regime('base', 'Base case', 0.4, 0.08, 0.18, 0.03, -0.3),
  regime('bull', 'Bull market', 0.2, 0.15, 0.12, 0.02, 0),
  regime('bear', 'Bear market', 0.15, -0.05, 0.35, 0.01, -0.6),
  regime('high-vol', 'High volatility', 0.1, 0.05, 0.4, 0.02, -0.3),
  regime('low-vol', 'Low volatility', 0.15, 0.07, 0.08, 0.02, -0.3),
]
