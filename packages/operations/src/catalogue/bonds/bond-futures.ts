import {
  bondFutureAnalysis,
  eurexConversionFactor,
  giltPriceFactor,
  treasuryConversionFactor,
} from '@tutti/analytics/bonds'
import { dayCounts, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, number, positive } from '../value-schemas.ts'
import { fixedRateBondOf, fixedRateBondSchema } from './bond-inputs.ts'

const noteBond = {
  accrualStart: '2008-11-15',
  maturity: '2018-11-15',
  couponRate: 0.0375,
  frequency: 2 as const,
  dayCount: 'ACT/ACT ICMA' as const,
}

/** The conversion factor of a deliverable bond. */
export const conversionFactorOperation = defineOperation({
  name: 'bonds/conversion-factor',
  title: 'Conversion factor of a deliverable bond',
  description:
    'Conversion factor of a bond for a bond future: CME notes (2, 3, 5 years: months) and bonds (10 years and longer: quarters), Eurex, or the long gilt (price factor).',
  source:
    'CME Group, Calculating U.S. Treasury Futures Conversion Factors; Eurex, Conversion Factors; ICE, Long Gilt price factors',
  input: z.strictObject({
    exchange: z.enum(['CME note', 'CME bond', 'Eurex', 'ICE gilt']),
    bond: fixedRateBondSchema,
    delivery: isoDate.describe('any day of the month (CME), the delivery day (Eurex), first day of the month (ICE)'),
    notionalCouponRate: positive.optional().describe('Eurex 0.06 (Buxl 0.04), gilts 0.04; CME is always 0.06'),
  }),
  output: z.strictObject({ conversionFactor: positive }),
  failures: [
    { code: 'not-applicable', when: 'the bond has matured by delivery' },
    { code: 'unsupported', when: 'a bond with stepped coupons, or for Eurex with other than annual ones' },
  ],
  example: { exchange: 'CME bond' as const, bond: noteBond, delivery: '2008-12-01' },
  compute: ({ exchange, bond: terms, delivery, notionalCouponRate }) => {
    const bond = fixedRateBondOf(terms)
    const day = dayOf(delivery, 'delivery')
    switch (exchange) {
      case 'Eurex':
        return { conversionFactor: eurexConversionFactor(bond, day, notionalCouponRate ?? 0.06) }
      case 'ICE gilt':
        return { conversionFactor: giltPriceFactor(bond, day, notionalCouponRate ?? 0.04) }
      case 'CME note':
      case 'CME bond':
        return {
          conversionFactor: treasuryConversionFactor(
            bond.couponRates[0],
            bond.maturity,
            day,
            exchange === 'CME note' ? 'note' : 'bond',
          ),
        }
    }
  },
})

/** Basis and cheapest to deliver. */
export const bondFutureOperation = defineOperation({
  name: 'bonds/bond-future',
  title: 'Bond future: basis, implied repo, cheapest to deliver',
  description:
    'Gross and net basis, carry, implied repo rate and forward yield of each deliverable bond, the cheapest to deliver and the fair futures price from repo. The options of the seller (which bond, which day, wild card) are left out, so the fair price is an upper bound.',
  source: 'Burghardt, Belton, Lane & Papa, The Treasury Bond Basis (2005), ch. 1-3',
  input: z.strictObject({
    basket: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          bond: fixedRateBondSchema,
          cleanPrice: positive.describe('percent of face'),
          conversionFactor: positive,
        }),
      )
      .min(1),
    settlement: isoDate,
    delivery: isoDate,
    repoRate: number.describe('simple, decimal'),
    repoDayCount: z.enum(dayCounts),
    futuresPrice: positive.optional().describe('percent of notional; the fair one unless given'),
    notional: positive.optional().describe('of one contract; 100000'),
  }),
  output: z.strictObject({
    price: positive.describe('the futures price: as given, or fair'),
    fairFuturesPrice: positive,
    cheapestToDeliver: z.string(),
    futuresDv01: number.describe('loss of one contract for a rise of the forward yield of the cheapest bond by 0.0001'),
    deliverables: z.array(
      z.strictObject({
        name: z.string(),
        invoicePrice: number,
        grossBasis: number,
        netBasis: number,
        carry: number,
        forwardCleanPrice: number,
        impliedRepoRate: number,
        fairFuturesPrice: number,
        forwardYield: number,
        futuresDv01: number.describe('per 100 of notional'),
      }),
    ),
  }),
  failures: [{ code: 'not-applicable', when: 'a bond has matured by delivery' }],
  example: {
    basket: [
      { name: '3.75% 2018', bond: noteBond, cleanPrice: 106.2, conversionFactor: 0.8357 },
      {
        name: '4% 2018',
        bond: { ...noteBond, accrualStart: '2008-08-15', maturity: '2018-08-15', couponRate: 0.04 },
        cleanPrice: 107.9,
        conversionFactor: 0.8568,
      },
    ],
    settlement: '2008-12-05',
    delivery: '2008-12-31',
    repoRate: 0.004,
    repoDayCount: 'ACT/360' as const,
    futuresPrice: 125.3,
  },
  compute: ({ basket, settlement, delivery, notional = 100_000, ...terms }) => {
    const analysis = bondFutureAnalysis({
      ...terms,
      basket: basket.map((item) => ({ ...item, bond: fixedRateBondOf(item.bond) })),
      settlement: dayOf(settlement, 'settlement'),
      delivery: dayOf(delivery, 'delivery'),
    })
    const cheapest = analysis.deliverables[analysis.cheapestToDeliver]
    return {
      price: analysis.futuresPrice,
      fairFuturesPrice: analysis.fairFuturesPrice,
      cheapestToDeliver: cheapest.name,
      futuresDv01: (cheapest.futuresDv01 * notional) / 100,
      deliverables: analysis.deliverables.map((item) => ({ ...item })),
    }
  },
})
