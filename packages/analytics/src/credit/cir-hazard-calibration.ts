import type { DiscountCurve } from '../curves/index.ts'
import { requirePositive, TuttiError } from '../errors/index.ts'
import { nelderMead } from '../math/index.ts'
import { cdsContractLegs } from './cds.ts'
import { type CdsQuoteConventions, type CdsTenorQuote, cdsHazardCurve, parSpreadQuotes } from './cds-hazard-curve.ts'
import { fairSpread } from './cds-valuation.ts'
import { type CirHazard, cirHazardCurve } from './cir-hazard.ts'
import { logLinearSurvivalCurve } from './survival-curve.ts'

/** A square-root hazard fitted to quotes. */
export interface CirHazardCalibration {
  readonly model: CirHazard
  /** Model less quoted par spread, one for each quote, basis points. */
  readonly errorsBp: readonly number[]
  readonly rootMeanSquareErrorBp: number
  /** Whether 2 kappa theta >= sigma^2: the hazard rate never reaches 0. */
  readonly fellerCondition: boolean
}

/**
 * Initial value, speed and level of the square-root hazard (and its volatility unless `sigma` is given: spreads alone say
 * little about it) by least squares on par spreads; an upfront counts as the spread that it implies. Between quarters the
 * model's hazard rate is taken as constant in the fit.
 *
 * Throws `infeasible` where the quotes have no hazard curve, `invalid-input` for fewer than two quotes.
 */
export function cirHazardCalibration(
  quotes: readonly CdsTenorQuote[],
  conventions: CdsQuoteConventions,
  discount: DiscountCurve,
  sigma?: number,
): CirHazardCalibration {
  if (quotes.length < 2) {
    throw new TuttiError('invalid-input', 'a hazard model needs at least two quotes; with one use a flat hazard rate', {
      field: 'quotes',
      got: String(quotes.length),
      expected: 'at least 2',
    })
  }
  if (sigma !== undefined) requirePositive(sigma, 'sigma')
  const spreads = parSpreadQuotes(quotes, conventions, discount)
  const { hazardRates } = cdsHazardCurve(spreads, conventions, discount)
  const last = spreads[spreads.length - 1].maturityYears
  const quarters = Array.from({ length: Math.ceil(4 * last) }, (_, i) => (i + 1) / 4)
  const { discountKnotsYears, ...terms } = conventions
  const errorsOf = (model: CirHazard): number[] => {
    const exact = cirHazardCurve(model)
    const survival = logLinearSurvivalCurve(
      quarters,
      quarters.map((time) => exact.survivalProbability(time)),
    )
    const curves = { discount, survival, ...(discountKnotsYears && { discountKnotsYears }) }
    return spreads.map(({ maturityYears, spread }) => {
      const { protectionLeg, riskyAnnuity } = cdsContractLegs({ ...terms, maturityYears }, curves)
      return 1e4 * (fairSpread(protectionLeg, riskyAnnuity) - spread)
    })
  }
  const modelOf = (point: readonly number[]): CirHazard => {
    const [initial, kappa, theta, volatility = Math.log(sigma ?? 1)] = point
    return { initial: Math.exp(initial), kappa: Math.exp(kappa), theta: Math.exp(theta), sigma: Math.exp(volatility) }
  }
  // Out of these bounds the parameters no longer matter or the survival underflows.
  const within = (point: readonly number[]): boolean =>
    point.every((x, i) => x > Math.log([1e-7, 1e-3, 1e-6, 1e-3][i]) && x < Math.log([5, 20, 5, 5][i]))
  const objective = (point: readonly number[]): number =>
    within(point) ? errorsOf(modelOf(point)).reduce((sum, error) => sum + error * error, 0) : Infinity
  const floor = (rate: number): number => Math.log(Math.min(4, Math.max(rate, 1e-5)))
  const start = [floor(hazardRates[0]), Math.log(0.4), floor(hazardRates[hazardRates.length - 1])]
  if (sigma === undefined) start.push(Math.log(0.1))
  const steps = start.map(() => 0.4)
  const options = { valueTolerance: 1e-10, pointTolerance: 1e-6, maxIterations: 4000 }
  const first = nelderMead(objective, start, { ...options, steps })
  const { point } = nelderMead(objective, first.point, { ...options, steps })
  const model = modelOf(point)
  const errorsBp = errorsOf(model)
  return {
    model,
    errorsBp,
    rootMeanSquareErrorBp: Math.sqrt(errorsBp.reduce((sum, error) => sum + error * error, 0) / errorsBp.length),
    fellerCondition: 2 * model.kappa * model.theta >= model.sigma ** 2,
  }
}
