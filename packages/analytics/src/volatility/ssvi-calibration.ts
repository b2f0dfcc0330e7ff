import { TuttiError, requireSample } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { requireSmileQuotes, smileFitErrors, type SmileFitErrors, type SmileQuotes } from './smile-fit.ts'
import { ssviSmile, type SsviCurvature, type SsviParameters } from './ssvi.ts'
import { ssviViolations, type SsviViolation } from './ssvi-arbitrage.ts'
import { sviPoint } from './svi.ts'

/** SSVI fitted to the smiles of several expiries. */
export interface SsviCalibration {
  readonly parameters: SsviParameters
  /** At-the-money total variance of each expiry, never falling. */
  readonly thetas: readonly number[]
  /** Fit of each expiry. */
  readonly expiries: readonly SmileFitErrors[]
  readonly rootMeanSquareError: number
  readonly largestError: number
  /** Arbitrages left; empty by construction, checked all the same. */
  readonly violations: readonly SsviViolation[]
  readonly converged: boolean
}

/**
 * SSVI of several expiries (in increasing order, together at least as many quotes as expiries plus 3) by weighted least
 * squares in volatility: rho, the curvature function, and each expiry's at-the-money total variance.
 *
 * The search runs over coordinates whose box holds only surfaces free of butterfly and calendar arbitrage:
 * steps of theta >= 0, and the curvature as a share of the most that the conditions of theorem 4.2 allow. From three
 * starts the best is kept. Throws `invalid-input`. Source: Gatheral & Jacquier (2014), section 5.
 */
export function ssviCalibration(smiles: readonly SmileQuotes[], kind: SsviCurvature['kind']): SsviCalibration {
  requireSample(
    smiles.map(({ expiryYears }) => expiryYears),
    1,
    'smiles',
  )
  const weights = smiles.map((smile, i) => requireSmileQuotes(smile, 1, `smiles[${i}]`))
  smiles.forEach(({ expiryYears }, i) => {
    if (i === 0 || expiryYears > smiles[i - 1].expiryYears) return
    throw new TuttiError('invalid-input', `smiles must be in increasing order of expiry; smile ${i} is not`, {
      field: `smiles[${i}].expiryYears`,
      got: String(expiryYears),
      expected: `more than ${smiles[i - 1].expiryYears}`,
    })
  })
  const count = smiles.reduce((sum, { volsAnnual }) => sum + volsAnnual.length, 0)
  requireSample(new Float64Array(count), smiles.length + 3, 'quotes of all smiles')

  const levels = smiles.map(nearestTheMoney)
  const steps = levels.map((level, i) => Math.max(level - (i === 0 ? 0 : Math.max(...levels.slice(0, i))), 0))
  steps[0] = levels[0]
  const highest = Math.max(...levels)
  const surfaceOf = (x: Float64Array): { parameters: SsviParameters; thetas: number[] } => {
    let theta = 0
    const thetas = smiles.map((_, i) => (theta += x[3 + i]))
    return { parameters: { rho: x[0], curvature: curvatureOf(kind, x[0], x[1], x[2], thetas) }, thetas }
  }
  const search = {
    residuals: (x: Float64Array, out: Float64Array): void => {
      const { parameters, thetas } = surfaceOf(x)
      let at = 0
      smiles.forEach(({ expiryYears, logMoneyness, volsAnnual }, i) => {
        const smile = ssviSmile(parameters, thetas[i])
        for (let j = 0; j < volsAnnual.length; j++) {
          const { totalVariance } = sviPoint(smile, logMoneyness[j])
          out[at++] = weights[i][j] * (Math.sqrt(totalVariance / expiryYears) - volsAnnual[j])
        }
      })
    },
    residualCount: count,
    // rho, share of the largest curvature, gamma (not used by heston-like), steps of theta
    lower: [-0.999, 1e-4, kind === 'heston-like' ? 0.5 : 0, 1e-6 * highest, ...steps.slice(1).fill(0)],
    upper: [0.999, 1, 0.5, ...steps.map(() => 4 * highest)],
  }
  const [fit] = [
    [-0.5, 0.5, 0.4],
    [0.3, 0.5, 0.4],
    [-0.7, 0.9, 0.2],
  ]
    .map((start) => leastSquares({ ...search, start: [...start, ...steps] }))
    .toSorted((a, b) => a.cost - b.cost)
  const { parameters, thetas } = surfaceOf(fit.x)
  const expiries = smiles.map(({ expiryYears, logMoneyness, volsAnnual }, i) => {
    const smile = ssviSmile(parameters, thetas[i])
    const fitted = Array.from(logMoneyness, (k) => Math.sqrt(sviPoint(smile, k).totalVariance / expiryYears))
    return smileFitErrors(fitted, volsAnnual)
  })
  return {
    parameters,
    thetas,
    expiries,
    rootMeanSquareError: Math.sqrt(
      expiries.reduce((sum, each) => sum + each.rootMeanSquareError ** 2 * each.errors.length, 0) / count,
    ),
    largestError: Math.max(...expiries.map((each) => each.largestError)),
    violations: ssviViolations(parameters, thetas),
    converged: fit.converged,
  }
}

/** The curvature function that takes `share` of the most that keeps every theta up to the last free of arbitrage. */
function curvatureOf(
  kind: SsviCurvature['kind'],
  rho: number,
  share: number,
  gamma: number,
  thetas: readonly number[],
): SsviCurvature {
  const spread = 1 + Math.abs(rho)
  switch (kind) {
    case 'heston-like':
      return { kind, lambda: spread / (4 * share) }
    case 'bounded-power-law':
      return { kind, eta: (2 * share) / spread, gamma }
    case 'power-law': {
      // With gamma <= 1/2 both conditions bind first at the largest theta.
      const theta = thetas[thetas.length - 1]
      const most = Math.min(4 / (theta ** (1 - gamma) * spread), 2 / Math.sqrt(theta ** (1 - 2 * gamma) * spread))
      return { kind, eta: share * most, gamma }
    }
  }
}

/** Total variance of the quote nearest the forward. */
function nearestTheMoney({ expiryYears, logMoneyness, volsAnnual }: SmileQuotes): number {
  let nearest = 0
  for (let j = 1; j < volsAnnual.length; j++) {
    if (Math.abs(logMoneyness[j]) < Math.abs(logMoneyness[nearest])) nearest = j
  }
  return volsAnnual[nearest] ** 2 * expiryYears
}
