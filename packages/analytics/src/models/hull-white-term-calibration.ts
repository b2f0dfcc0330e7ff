import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { type FlowSwaption, requireFlowSwaption } from './flow-swaption.ts'
import { gaussianFlowSwaption } from './hull-white-flow-swaption.ts'
import { hullWhiteTermFlowSwaption, type PiecewiseSigma, requireMeanReversion } from './hull-white-term.ts'
import { ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'
import type { InstrumentFit } from './short-rate-calibration.ts'

/** A swaption of the strip with its price. */
export interface StripSwaption {
  readonly option: FlowSwaption
  /** Per unit of notional, > 0. */
  readonly marketPrice: number
}

/** A volatility of time that reprices a strip of swaptions. */
export interface HullWhiteTermCalibration {
  /** Its pieces end at the expiries. */
  readonly volatility: PiecewiseSigma
  readonly fits: readonly InstrumentFit[]
  readonly largestRelativeError: number
}

/** A deviation of the state that no market reaches: there the option is worth its bound. */
const WIDEST_DEVIATION = 1e3

/**
 * Hull-White's volatility, constant between the expiries of a strip of swaptions (co-terminal, or of one tenor), that
 * reprices each of them at a given mean reversion: expiry by expiry, as a price determines the variance of the state there.
 *
 * Throws `invalid-input` for expiries that do not increase from above zero and for prices outside what any volatility
 * gives; `not-applicable` where the quotes imply less variance at an expiry than is left of the one before (the volatility
 * between them would be imaginary), naming the swaption. Source: Brigo & Mercurio (2006), 3.3.2; Andersen & Piterbarg,
 * Interest Rate Modeling (2010), volume 2, 13.1.
 */
export function hullWhiteTermCalibration(
  curve: DiscountCurve,
  a: number,
  strip: readonly StripSwaption[],
): HullWhiteTermCalibration {
  requireMeanReversion(a)
  if (strip.length === 0) {
    throw new TuttiError('invalid-input', 'the strip has no swaption', { field: 'strip', expected: 'at least one' })
  }
  const endsYears: number[] = []
  const sigmas: number[] = []
  let variance = 0
  strip.forEach(({ option, marketPrice }, i) => {
    const before = i === 0 ? 0 : endsYears[i - 1]
    const { expiryYears } = requireFlowSwaption(option)
    if (!(expiryYears > before)) {
      throw new TuttiError('invalid-input', `expiries must increase from above zero, swaption ${i} does not`, {
        field: `strip[${i}].option.expiryYears`,
        got: String(expiryYears),
        expected: `more than ${before}`,
      })
    }
    const implied = impliedDeviation(curve, a, option, marketPrice, `strip[${i}]`) ** 2
    const left = variance * Math.exp(-2 * a * (expiryYears - before))
    // What the root search cannot tell from nothing is nothing.
    const gain = Math.abs(implied - left) <= 1e-13 * implied ? 0 : implied - left
    if (gain < 0) {
      throw new TuttiError(
        'not-applicable',
        `swaption ${i} implies a variance of ${implied} at ${expiryYears} years, less than the ${left} left of the expiry before; check its quote or give a larger mean reversion`,
        { field: `strip[${i}].marketPrice`, got: String(marketPrice), expected: 'a higher price' },
      )
    }
    endsYears.push(expiryYears)
    sigmas.push(Math.sqrt(gain / ornsteinUhlenbeckLoading(2 * a, expiryYears - before)))
    variance = implied
  })
  const volatility = { endsYears, sigmas }
  const fits = strip.map(({ option, marketPrice }) => {
    const modelPrice = hullWhiteTermFlowSwaption({ a, volatility, curve }, option)
    return { marketPrice, modelPrice, relativeError: modelPrice / marketPrice - 1 }
  })
  return { volatility, fits, largestRelativeError: Math.max(...fits.map((fit) => Math.abs(fit.relativeError))) }
}

/** The deviation of the state at the expiry at which a swaption has a price. */
function impliedDeviation(
  curve: DiscountCurve,
  a: number,
  option: FlowSwaption,
  marketPrice: number,
  field: string,
): number {
  requirePositive(marketPrice, `${field}.marketPrice`)
  const excess = (deviation: number): number => gaussianFlowSwaption(a, deviation, curve, option) / marketPrice - 1
  let high = 0.01
  while (excess(high) < 0 && high < WIDEST_DEVIATION) high *= 2
  if (excess(0) < 0 && excess(high) > 0) return brentRoot(excess, 0, high)
  const least = marketPrice * (1 + excess(0))
  throw new TuttiError(
    'invalid-input',
    `no volatility gives ${field} the price ${marketPrice}: it must exceed its value without volatility, ${least}, and stay below that of what it delivers`,
    { field: `${field}.marketPrice`, got: String(marketPrice), expected: `more than ${least}` },
  )
}
