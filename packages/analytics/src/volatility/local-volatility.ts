import { TuttiError, requireFinite } from '../errors/index.ts'
import { durrlemanFactor } from './variance-slice.ts'
import { surfacePoint, type VolatilitySurface } from './volatility-surface.ts'

/**
 * Dupire's local volatility (annual, decimal) of a surface at a log-moneyness ln(level / forward) and time >= 0: the
 * root of (dw/dt at constant log-moneyness) / g. At time 0 it is the limit sigma / (1 - k sigma' / sigma); at an expiry
 * of the surface, where variance bends in time, its value from above.
 *
 * Throws `not-applicable` naming the place where the surface has calendar arbitrage (variance falls with time) or
 * butterfly arbitrage (g <= 0), for no local volatility exists there. Source: Dupire, Risk 7 (1994), 18-20; in total
 * variance Gatheral, The Volatility Surface (2006), eq. 1.10.
 */
export function localVolatility(surface: VolatilitySurface, logMoneyness: number, timeYears: number): number {
  requireFinite(logMoneyness, 'logMoneyness')
  if (timeYears === 0) {
    const first = surface.slices[0].expiryYears
    const { totalVariance, slope } = surfacePoint(surface, logMoneyness, first)
    const tilt = 1 - (logMoneyness * slope) / (2 * totalVariance)
    if (tilt > 0) return Math.sqrt(totalVariance / first) / tilt
    throw noLocalVolatility('butterfly', logMoneyness, timeYears, tilt)
  }
  const point = surfacePoint(surface, logMoneyness, timeYears)
  if (!(point.timeSlope >= 0)) throw noLocalVolatility('calendar', logMoneyness, timeYears, point.timeSlope)
  const factor = durrlemanFactor(point, logMoneyness)
  if (!(factor > 0)) throw noLocalVolatility('butterfly', logMoneyness, timeYears, factor)
  return Math.sqrt(point.timeSlope / factor)
}

function noLocalVolatility(kind: 'butterfly' | 'calendar', logMoneyness: number, timeYears: number, amount: number) {
  const reason = kind === 'calendar' ? `total variance changes by ${amount} a year` : `its density factor is ${amount}`
  return new TuttiError(
    'not-applicable',
    `the surface has ${kind} arbitrage at log-moneyness ${logMoneyness} and ${timeYears} years (${reason}), where no local volatility exists; fit an arbitrage-free surface`,
    { field: 'logMoneyness, timeYears', got: `${logMoneyness}, ${timeYears}` },
  )
}
