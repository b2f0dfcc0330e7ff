import { TuttiError, requireFinite } from '../errors/index.ts'
import { type BootstrapInstrument, instrumentQuote, type LegPeriods } from './bootstrap-instrument.ts'
import type { DiscountCurve } from './discount-curve.ts'

/** Curves that are known while another one is built. Without any the new curve both projects and discounts. */
export interface KnownCurves {
  /** Discounts the flows; then the new curve only projects (for `xccy-basis-swap`, `fx-forward`: the domestic one). */
  readonly discount?: DiscountCurve | undefined
  /** Projects the floating flows; then the new curve only discounts (for `xccy-basis-swap`: of the foreign index). */
  readonly projection?: DiscountCurve | undefined
  /** Projects the other leg of a basis swap or the domestic leg of a cross-currency swap (default: its discount curve). */
  readonly otherProjection?: DiscountCurve | undefined
}

/**
 * The value of an instrument as a function of the curve P being built, a unit of notional or price:
 * constant + sum of coefficients[i] P(numerator[i]) P(factor[i]) / P(denominator[i]), with time 0 where a part is absent.
 * It is 0 where the instrument is worth its quote.
 */
export interface BootstrapEquation {
  readonly id: string
  readonly kind: BootstrapInstrument['kind']
  readonly quote: number
  /** The last time that the instrument needs of the new curve. */
  readonly pillarYears: number
  readonly constant: number
  readonly coefficients: Float64Array
  readonly numerators: Float64Array
  readonly factors: Float64Array
  readonly denominators: Float64Array
}

/** Throws `invalid-input` for an instrument whose numbers are not finite or whose times are out of order. */
export function bootstrapEquation(instrument: BootstrapInstrument, known: KnownCurves): BootstrapEquation {
  const terms = new TermList()
  requireInstrument(instrument)
  addTerms(instrument, known, terms)
  return terms.equation(instrument)
}

/** Terms under construction: plain discount factors are merged by time. */
class TermList {
  constant = 0
  readonly plain = new Map<number, number>()
  readonly ratios: number[][] = []

  add(coefficient: number, time: number): void {
    if (coefficient === 0) return
    if (time === 0) this.constant += coefficient
    else this.plain.set(time, (this.plain.get(time) ?? 0) + coefficient)
  }

  /** coefficient P(numerator) P(factor) / P(denominator). */
  addRatio(coefficient: number, numerator: number, denominator: number, factor: number): void {
    if (denominator === factor) this.add(coefficient, numerator)
    else if (denominator === numerator) this.add(coefficient, factor)
    else if (denominator === 0 && numerator === 0) this.add(coefficient, factor)
    else if (denominator === 0 && factor === 0) this.add(coefficient, numerator)
    else this.ratios.push([coefficient, numerator, factor, denominator])
  }

  equation(instrument: BootstrapInstrument): BootstrapEquation {
    for (const [time, coefficient] of this.plain) if (coefficient === 0) this.plain.delete(time)
    const count = this.plain.size + this.ratios.length
    const coefficients = new Float64Array(count)
    const numerators = new Float64Array(count)
    const factors = new Float64Array(count)
    const denominators = new Float64Array(count)
    let i = 0
    let pillarYears = 0
    for (const [time, coefficient] of this.plain) {
      coefficients[i] = coefficient
      numerators[i] = time
      if (time > pillarYears) pillarYears = time
      i++
    }
    for (const [coefficient, numerator, factor, denominator] of this.ratios) {
      coefficients[i] = coefficient
      numerators[i] = numerator
      factors[i] = factor
      denominators[i] = denominator
      pillarYears = Math.max(pillarYears, numerator, factor, denominator)
      i++
    }
    const { id, kind } = instrument
    const quote = instrumentQuote(instrument)
    const constant = requireFinite(this.constant, 'instruments')
    return { id, kind, quote, pillarYears, constant, coefficients, numerators, factors, denominators }
  }
}

function addTerms(instrument: BootstrapInstrument, known: KnownCurves, terms: TermList): void {
  switch (instrument.kind) {
    case 'deposit':
    case 'fra':
      terms.add(1, instrument.startYears)
      terms.add(-(1 + instrument.rate * instrument.accrualYears), instrument.endYears)
      return
    case 'future': {
      const rate = (100 - instrument.price) / 100 - instrument.convexityAdjustment
      terms.add(1, instrument.startYears)
      terms.add(-(1 + rate * instrument.accrualYears), instrument.endYears)
      return
    }
    case 'zero':
      terms.constant -= 1
      terms.add(Math.exp(instrument.rate * instrument.timeYears), instrument.timeYears)
      return
    case 'swap':
    case 'ois':
      addFloating(instrument.floating, instrument.floatingSpread ?? 0, 1, known.projection, known.discount, terms)
      addFixed(instrument.fixed, -instrument.rate, known.discount, terms)
      return
    case 'basis-swap':
      addFloating(instrument.leg, instrument.spread, 1, known.projection, known.discount, terms)
      addFloating(instrument.otherLeg, 0, -1, known.otherProjection, known.discount, terms)
      return
    case 'bond':
      terms.add(-1, instrument.settlementYears)
      instrument.payYears.forEach((time, i) => terms.add(instrument.amounts[i] / instrument.price, time))
      return
    case 'fx-forward': {
      const domestic = requireKnown(known.discount, 'discount', instrument)
      const carry = domestic.discountFactor(instrument.timeYears) / domestic.discountFactor(instrument.spotYears)
      terms.add(1, instrument.timeYears)
      terms.add((-instrument.forward / instrument.spot) * carry, instrument.spotYears)
      return
    }
    case 'xccy-basis-swap':
      addCrossCurrency(instrument, known, terms)
  }
}

/** `sign` times the value of the floating leg (forwards plus spread), on known or new curves. */
function addFloating(
  leg: LegPeriods,
  spread: number,
  sign: number,
  projection: DiscountCurve | undefined,
  discount: DiscountCurve | undefined,
  terms: TermList,
): void {
  for (let i = 0; i < leg.payYears.length; i++) {
    const [start, end, pay] = [leg.startYears[i], leg.endYears[i], leg.payYears[i]]
    const extra = spread * leg.accrualYears[i]
    if (projection === undefined) {
      const weight = sign * (discount?.discountFactor(pay) ?? 1)
      const paid = discount === undefined ? pay : 0
      terms.addRatio(weight, start, end, paid)
      terms.add(weight * (extra - 1), paid)
    } else {
      const coupon = projection.discountFactor(start) / projection.discountFactor(end) - 1 + extra
      if (discount === undefined) terms.add(sign * coupon, pay)
      else terms.constant += sign * coupon * discount.discountFactor(pay)
    }
  }
}

function addFixed(leg: LegPeriods, rate: number, discount: DiscountCurve | undefined, terms: TermList): void {
  for (let i = 0; i < leg.payYears.length; i++) {
    const amount = rate * leg.accrualYears[i]
    if (discount === undefined) terms.add(amount, leg.payYears[i])
    else terms.constant += amount * discount.discountFactor(leg.payYears[i])
  }
}

/** Foreign leg less domestic leg, both a unit of notional at the value date and divided by the factor of that date. */
function addCrossCurrency(
  instrument: BootstrapInstrument & { readonly kind: 'xccy-basis-swap' },
  known: KnownCurves,
  terms: TermList,
): void {
  const { foreignLeg, domesticLeg, spread, resetting, spreadLeg = 'foreign', resettingLeg = 'domestic' } = instrument
  const discount = requireKnown(known.discount, 'discount', instrument)
  const foreignProjection = requireKnown(known.projection, 'projection', instrument)
  const domesticProjection = known.otherProjection ?? discount
  const valueDate = foreignLeg.startYears[0]
  const atValueDate = discount.discountFactor(domesticLeg.startYears[0])
  const foreignResets = resetting && resettingLeg === 'foreign'
  const last = foreignLeg.payYears.length - 1
  if (!foreignResets) {
    terms.constant -= 1
    terms.addRatio(1, foreignLeg.payYears[last], valueDate, 0)
  }
  for (let i = 0; i <= last; i++) {
    const [start, end, pay] = [foreignLeg.startYears[i], foreignLeg.endYears[i], foreignLeg.payYears[i]]
    const growth = foreignProjection.discountFactor(start) / foreignProjection.discountFactor(end)
    const extra = spreadLeg === 'foreign' ? spread * foreignLeg.accrualYears[i] : 0
    if (foreignResets) {
      // The notional of the period is spot over the FX forward: P(start)/P(value date) of the domestic curve over the new one.
      const paidOut = discount.discountFactor(start) / atValueDate
      terms.addRatio(paidOut * (growth + extra), pay, start, 0)
      terms.constant -= paidOut
    } else terms.addRatio(growth - 1 + extra, pay, valueDate, 0)
  }
  const domesticLast = domesticLeg.payYears.length - 1
  for (let i = 0; i <= domesticLast; i++) {
    const [start, end, pay] = [domesticLeg.startYears[i], domesticLeg.endYears[i], domesticLeg.payYears[i]]
    const extra = spreadLeg === 'domestic' ? spread * domesticLeg.accrualYears[i] : 0
    const coupon = domesticProjection.discountFactor(start) / domesticProjection.discountFactor(end) - 1 + extra
    const value = (coupon * discount.discountFactor(pay)) / atValueDate
    if (resetting && !foreignResets) {
      // The notional of the period is the FX forward over spot: P(start)/P(value date) of the new curve over the domestic one.
      const paidBack = discount.discountFactor(pay) / atValueDate
      const paidOut = discount.discountFactor(start) / atValueDate
      terms.addRatio(-(value + paidBack - paidOut) / paidOut, start, valueDate, 0)
    } else {
      terms.constant -= value
      if (i === domesticLast) terms.constant -= discount.discountFactor(pay) / atValueDate
      if (i === 0) terms.constant += 1
    }
  }
}

function requireKnown(
  curve: DiscountCurve | undefined,
  role: keyof KnownCurves,
  { id, kind }: BootstrapInstrument,
): DiscountCurve {
  if (curve !== undefined) return curve
  throw new TuttiError('missing-data', `${kind} ${id} needs the known ${role} curve`, {
    field: role,
    got: 'none',
    expected: 'a curve',
  })
}

function requireInstrument(instrument: BootstrapInstrument): void {
  const { id, kind } = instrument
  const refuse = (what: string, got: string, expected: string): never => {
    throw new TuttiError('invalid-input', `${kind} ${id}: ${what}`, { field: id, got, expected })
  }
  const quote = instrumentQuote(instrument)
  if (!Number.isFinite(quote)) refuse('its quote is not a finite number', String(quote), 'a finite number')
  const leg = ({ startYears, endYears, payYears, accrualYears }: LegPeriods): void => {
    const count = payYears.length
    if (count === 0) refuse('a leg has no periods', '0 periods', 'at least one')
    if (startYears.length !== count || endYears.length !== count || accrualYears.length !== count) {
      refuse('a leg has lists of different lengths', `${count} payments`, 'as many starts, ends, payments and accruals')
    }
    for (let i = 0; i < count; i++) {
      if (!(startYears[i] >= 0 && endYears[i] > startYears[i] && payYears[i] > 0 && Number.isFinite(accrualYears[i]))) {
        refuse(
          `period ${i} of a leg is out of order`,
          `${startYears[i]} to ${endYears[i]}, paid at ${payYears[i]}`,
          '0 <= start < end and a payment after 0',
        )
      }
    }
  }
  switch (instrument.kind) {
    case 'deposit':
    case 'fra':
    case 'future': {
      const { startYears, endYears, accrualYears } = instrument
      if (!(startYears >= 0 && endYears > startYears && accrualYears > 0 && Number.isFinite(endYears))) {
        refuse(
          'its dates are out of order',
          `${startYears} to ${endYears} years`,
          '0 <= start < end, an accrual above 0',
        )
      }
      if (instrument.kind === 'future') requireFinite(instrument.convexityAdjustment, `${id}.convexityAdjustment`)
      return
    }
    case 'zero':
      if (!(instrument.timeYears > 0)) refuse('its time is not above 0', String(instrument.timeYears), 'a time > 0')
      return
    case 'swap':
    case 'ois':
      leg(instrument.fixed)
      leg(instrument.floating)
      requireFinite(instrument.floatingSpread ?? 0, `${id}.floatingSpread`)
      return
    case 'basis-swap':
      leg(instrument.leg)
      leg(instrument.otherLeg)
      return
    case 'xccy-basis-swap':
      leg(instrument.foreignLeg)
      leg(instrument.domesticLeg)
      return
    case 'bond': {
      const { price, settlementYears, payYears, amounts } = instrument
      if (!(price > 0)) refuse('its price is not above 0', String(price), 'a price > 0')
      if (payYears.length === 0 || payYears.length !== amounts.length) {
        refuse(
          'it needs an amount for each payment',
          `${payYears.length} and ${amounts.length}`,
          'as many, at least one',
        )
      }
      if (payYears.some((time) => !(time > settlementYears)) || !(settlementYears >= 0)) {
        refuse('it pays before it settles', String(Math.min(...payYears)), `payments after ${settlementYears} years`)
      }
      if (amounts.some((amount) => !Number.isFinite(amount))) refuse('an amount is not finite', 'NaN', 'finite amounts')
      return
    }
    case 'fx-forward': {
      const { spot, forward, spotYears, timeYears } = instrument
      if (!(spot > 0 && forward > 0)) refuse('its rates are not above 0', `${spot}, ${forward}`, 'rates > 0')
      if (!(spotYears >= 0 && timeYears > spotYears)) {
        refuse('it does not end after spot', `${timeYears} years`, `a time after ${spotYears} years`)
      }
    }
  }
}
