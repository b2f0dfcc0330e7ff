import { TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { piecewiseHazardCurve, type SurvivalCurve } from './survival-curve.ts'

/** The market's price of protection to one maturity: a par spread, or points up front with a running spread. */
export type CdsQuote =
  | { readonly spread: number }
  | {
      /** Paid by the buyer of protection, fraction of the notional, worth `discountFactor` (1 unless given) today. */
      readonly upfront: number
      readonly runningSpread: number
      readonly discountFactor?: number
    }

/** A quoted swap as the bootstrap sees it. */
export interface BootstrapInstrument {
  /** Names it in errors: `5Y`. */
  readonly label: string
  /** Where the hazard rate that it fixes ends. */
  readonly timeYears: number
  readonly quote: CdsQuote
  /** Its legs on a survival curve; the annuity net of a rebate. */
  legs(survival: SurvivalCurve): { readonly protectionLeg: number; readonly riskyAnnuity: number }
}

/** A survival curve that reprices its quotes. */
export interface HazardBootstrap {
  readonly curve: SurvivalCurve
  readonly timesYears: readonly number[]
  readonly hazardRates: readonly number[]
  readonly survivalProbabilities: readonly number[]
}

/** Up-front fraction, today, that the quote leaves to be paid when the legs are these: 0 when it is met. */
function excess(quote: CdsQuote, legs: { readonly protectionLeg: number; readonly riskyAnnuity: number }): number {
  if ('spread' in quote) return legs.protectionLeg - quote.spread * legs.riskyAnnuity
  return legs.protectionLeg - quote.runningSpread * legs.riskyAnnuity - quote.upfront * (quote.discountFactor ?? 1)
}

/** The quote at which these legs are worth nothing, as text. */
function quoteText(quote: CdsQuote, legs: { readonly protectionLeg: number; readonly riskyAnnuity: number }): string {
  if ('spread' in quote) {
    return legs.riskyAnnuity > 0 ? `${plainBp(legs.protectionLeg / legs.riskyAnnuity)} bp` : 'any spread'
  }
  const upfront = (legs.protectionLeg - quote.runningSpread * legs.riskyAnnuity) / (quote.discountFactor ?? 1)
  return `${(100 * upfront).toFixed(4)} points`
}

const plainBp = (spread: number): string => (spread * 1e4).toFixed(spread < 1 ? 2 : 0)

/**
 * Hazard rates, constant between the times of the instruments (increasing), that reprice each of them.
 *
 * Throws `infeasible`, naming the instrument and the range of quotes that the shorter ones leave it, where no hazard rate
 * of at least 0 reprices it; `invalid-input` for times out of order.
 */
export function hazardBootstrap(instruments: readonly BootstrapInstrument[]): HazardBootstrap {
  if (instruments.length === 0) {
    throw new TuttiError('invalid-input', 'a hazard curve needs at least one quote', { field: 'quotes', got: 'none' })
  }
  const times: number[] = []
  const hazards: number[] = []
  for (const [i, instrument] of instruments.entries()) {
    const start = times.at(-1) ?? 0
    if (!(instrument.timeYears > start)) {
      throw new TuttiError(
        'invalid-input',
        `quotes must come in order of maturity: ${instrument.label} ends at ${instrument.timeYears} years, after ${start}`,
        {
          field: `quotes[${i}]`,
          got: String(instrument.timeYears),
          expected: `a maturity after ${start} years`,
        },
      )
    }
    times.push(instrument.timeYears)
    const legsAt = (hazard: number) => instrument.legs(piecewiseHazardCurve(times, [...hazards, hazard]))
    hazards.push(segmentHazard(instrument, i, legsAt, instrument.timeYears - start))
  }
  const curve = piecewiseHazardCurve(times, hazards)
  return {
    curve,
    timesYears: times,
    hazardRates: hazards,
    survivalProbabilities: times.map((time) => curve.survivalProbability(time)),
  }
}

/** The hazard rate of one segment: the root of an increasing function. */
function segmentHazard(
  { label, quote }: BootstrapInstrument,
  index: number,
  legsAt: (hazard: number) => { readonly protectionLeg: number; readonly riskyAnnuity: number },
  lengthYears: number,
): number {
  const objective = (hazard: number): number => excess(quote, legsAt(hazard))
  const lowest = objective(0)
  if (lowest === 0) return 0
  const highestHazard = Math.max(1000, 100 / lengthYears)
  let high = lowest < 0 ? Math.min(highestHazard, 0.05) : highestHazard
  while (high < highestHazard && objective(high) < 0) high = Math.min(highestHazard, 2 * high)
  if (lowest > 0 || objective(high) < 0) {
    const got = 'spread' in quote ? `${plainBp(quote.spread)} bp` : `${(100 * quote.upfront).toFixed(4)} points`
    const [low, top] = [quoteText(quote, legsAt(0)), quoteText(quote, legsAt(highestHazard))]
    throw new TuttiError(
      'infeasible',
      `${label} cannot be bootstrapped at ${got}: no hazard rate of at least 0 reprices it after the shorter quotes, which leave it ${low} to ${top}`,
      { field: `quotes[${index}]`, got, expected: `${low} to ${top}` },
    )
  }
  return brentRoot(objective, 0, high)
}
