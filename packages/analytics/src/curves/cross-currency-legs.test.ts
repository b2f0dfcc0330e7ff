import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar, dayOf, tenorOf } from '../time/index.ts'
import { bootstrappedCurve, crossCurrencySwapInstrument, type DiscountCurve, flatCurve, timeAxis } from './index.ts'

const tradeDay = dayOf('2024-01-10')
const axis = timeAxis(tradeDay, 'ACT/365F')
const leg = { tenor: tenorOf('3M'), dayCount: 'ACT/360', convention: 'modified following', paymentLagDays: 0 } as const
const market = { calendar: calendar('TARGET'), spotLagDays: 2, endOfMonth: false, fixed: leg, floating: leg }
const domestic = flatCurve(0.02)
const domesticIndex = flatCurve(0.022)
const foreignIndex = flatCurve(0.041)
const known = { discount: domestic, projection: foreignIndex, otherProjection: domesticIndex }

type Legs = { resetting: boolean; spreadLeg?: 'foreign' | 'domestic'; resettingLeg?: 'foreign' | 'domestic' }

const swapOf = (tenor: string, spread: number, legs: Legs) => {
  const swap = crossCurrencySwapInstrument(
    { axis, tradeDay },
    { id: tenor, spread, term: { tenor: tenorOf(tenor) }, ...legs },
    market,
  )
  return swap.kind === 'xccy-basis-swap' ? swap : assert.fail('not a cross-currency swap')
}

const quotes = [
  ['1Y', -0.004],
  ['2Y', -0.005],
  ['5Y', -0.003],
] as const

const built = (legs: Legs): DiscountCurve =>
  bootstrappedCurve({
    instruments: quotes.map(([tenor, spread]) => swapOf(tenor, spread, legs)),
    interpolation: 'log-linear-discount',
    known,
  }).curve

/** Value of a swap, foreign less domestic leg, on both curves in domestic money: every payment is forward money of its day. */
function swapValue(foreign: DiscountCurve, [tenor, spread]: (typeof quotes)[number], legs: Legs): number {
  const { spreadLeg = 'foreign', resettingLeg = 'domestic' } = legs
  const { foreignLeg, domesticLeg } = swapOf(tenor, spread, legs)
  const valueDate = foreignLeg.startYears[0]
  const value = (curve: DiscountCurve, t: number): number => curve.discountFactor(t) / curve.discountFactor(valueDate)
  /** Domestic money for one of foreign, over spot. */
  const forward = (t: number): number => value(foreign, t) / value(domestic, t)
  const legValue = (side: 'foreign' | 'domestic'): number => {
    const { startYears, endYears, accrualYears } = side === 'foreign' ? foreignLeg : domesticLeg
    const index = side === 'foreign' ? foreignIndex : domesticIndex
    const curve = side === 'foreign' ? foreign : domestic
    let sum = 0
    for (let i = 0; i < startYears.length; i++) {
      const [start, end] = [startYears[i], endYears[i]]
      const resets = legs.resetting && side === resettingLeg
      const notional = !resets ? 1 : side === 'foreign' ? 1 / forward(start) : forward(start)
      const coupon =
        index.discountFactor(start) / index.discountFactor(end) -
        1 +
        (side === spreadLeg ? spread * accrualYears[i] : 0)
      // Lent at the start of the period and returned at its end: in a leg that does not reset the two meet.
      sum += notional * ((1 + coupon) * value(curve, end) - value(curve, start))
    }
    return sum
  }
  return legValue('foreign') - legValue('domestic')
}

const conventions: readonly Legs[] = [
  { resetting: false },
  { resetting: true },
  { resetting: false, spreadLeg: 'domestic' },
  { resetting: true, spreadLeg: 'domestic', resettingLeg: 'foreign' },
  { resetting: true, spreadLeg: 'foreign', resettingLeg: 'foreign' },
  { resetting: true, spreadLeg: 'domestic', resettingLeg: 'domestic' },
]

for (const legs of conventions) {
  test(`a curve from cross-currency swaps reprices them payment by payment: ${JSON.stringify(legs)}`, () => {
    const curve = built(legs)
    for (const quote of quotes) assert.ok(Math.abs(swapValue(curve, quote, legs)) < 1e-12)
  })
}

test('the leg that pays the spread and the leg that resets default to the foreign and the domestic one', () => {
  const implied = built({ resetting: true })
  const told = built({ resetting: true, spreadLeg: 'foreign', resettingLeg: 'domestic' })
  for (const time of [0.5, 1, 3, 7]) assert.equal(implied.discountFactor(time), told.discountFactor(time))
})

test('a negative spread moves the foreign curve up from one leg and down from the other', () => {
  const onForeign = built({ resetting: false })
  const onDomestic = built({ resetting: false, spreadLeg: 'domestic' })
  const free = bootstrappedCurve({
    instruments: quotes.map(([tenor]) => swapOf(tenor, 0, { resetting: false })),
    interpolation: 'log-linear-discount',
    known,
  }).curve
  assert.ok(onForeign.discountFactor(5) > free.discountFactor(5))
  assert.ok(onDomestic.discountFactor(5) < free.discountFactor(5))
})
