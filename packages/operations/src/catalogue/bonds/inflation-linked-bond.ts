import {
  inflationLinkedAnalytics,
  inflationLinkedCurveValue,
  laggedIndexPrice,
  laggedIndexYield,
  publishedIndex,
  referenceIndexOn,
} from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { isoDate, number, positive, wholeFrom } from '../value-schemas.ts'
import {
  datedCurveOf,
  datedCurveSchema,
  fixedRateBondOf,
  fixedRateBondSchema,
  yieldConventionOf,
  yieldConventionSchema,
} from './bond-inputs.ts'

const indexFields = {
  index: z.strictObject({
    firstMonth: z.string().regex(/^\d{4}-\d{2}$/, 'a month is YYYY-MM'),
    values: z.array(positive).min(1).describe('one a month, without gaps'),
  }),
  lagMonths: wholeFrom(0).max(24).describe('3 for TIPS, OATi and gilts since 2005; 8 for older gilts'),
  interpolation: z.enum(['linear', 'none']),
}

const monthOf = (text: string) => dayOf(`${text}-01`, 'index.firstMonth')

/** 2023-01 to 2025-03, rising by 0.2 % a month. */
const exampleIndex = {
  firstMonth: '2023-01',
  values: Array.from({ length: 27 }, (_, k) => Math.round(299.17 * 1.002 ** k * 1000) / 1000),
}
const exampleBond = {
  accrualStart: '2023-07-15',
  maturity: '2033-07-15',
  couponRate: 0.01375,
  frequency: 2 as const,
  dayCount: 'ACT/ACT ICMA' as const,
}

/** A reference index and the ratio to a base. */
export const referenceIndexOperation = defineOperation({
  name: 'bonds/reference-index',
  title: 'Reference index of an inflation-linked bond',
  description:
    'Lagged, interpolated price index of a day and its ratio to the index of another day (the dated date) or to a given base, rounded as the issuer does.',
  source: '31 CFR 356 Appendix B, section I.B; UK DMO, Index-linked Gilts with a 3-month lag (2005)',
  input: z
    .strictObject({
      ...indexFields,
      date: isoDate,
      baseDate: isoDate.optional(),
      baseIndex: positive.optional().describe('instead of the base date'),
      assumedInflation: number
        .optional()
        .describe('annual, beyond the last month; missing months are an error unless given'),
      rounding: z.enum(['none', 'truncate 6 round 5', 'round 5']).optional().describe('none'),
    })
    .refine((input) => (input.baseDate === undefined) !== (input.baseIndex === undefined), {
      path: ['baseIndex'],
      message: 'give either baseDate or baseIndex',
    }),
  output: z.strictObject({ referenceIndex: positive, baseIndex: positive, indexRatio: positive }),
  failures: [{ code: 'missing-data', when: 'the index has no value for a month that is needed' }],
  example: {
    index: exampleIndex,
    lagMonths: 3,
    interpolation: 'linear' as const,
    date: '2025-03-14',
    baseDate: '2023-07-15',
    rounding: 'truncate 6 round 5' as const,
  },
  compute: (input) => {
    const index = { firstMonth: monthOf(input.index.firstMonth), values: input.index.values }
    const rounding = input.rounding ?? 'none'
    const at = (date: string, field: string) =>
      publishedIndex(referenceIndexOn(index, dayOf(date, field), input, input.assumedInflation), rounding)
    const referenceIndex = at(input.date, 'date')
    const baseIndex = input.baseIndex ?? at(input.baseDate ?? input.date, 'baseDate')
    return { referenceIndex, baseIndex, indexRatio: publishedIndex(referenceIndex / baseIndex, rounding) }
  },
})

/** A capital-indexed bond by its real yield or off curves. */
export const inflationLinkedBondOperation = defineOperation({
  name: 'bonds/inflation-linked-bond',
  title: 'Inflation-linked bond',
  description:
    'Nominal price, real yield and real durations of a capital-indexed bond (TIPS, OATi, gilts with a three-month lag) at a real yield or a price, or its value off a nominal and a real curve. The deflation floor is shown at its intrinsic value and not priced.',
  source: '31 CFR 356 Appendix B, section I.B; UK DMO, Formulae for Calculating Gilt Prices from Yields, section 3',
  input: z.strictObject({
    bond: fixedRateBondSchema.describe('real terms'),
    settlement: isoDate,
    indexRatio: positive.describe('of settlement; bonds/reference-index computes it'),
    quote: z.union([
      z.strictObject({ realYield: number }),
      z.strictObject({ realCleanPrice: positive.describe('percent of face, as TIPS are quoted') }),
      z.strictObject({ nominalDirtyPrice: positive.describe('percent of original face') }),
      z.strictObject({ nominalCurve: datedCurveSchema, realCurve: datedCurveSchema }),
    ]),
    convention: yieldConventionSchema.optional().describe('of the real yield; street unless given'),
    face: positive.optional().describe('original face; 100'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    realYield: number,
    realCleanPrice: number,
    realAccrued: number,
    nominalCleanPrice: number.describe('percent of original face'),
    nominalAccrued: number,
    nominalDirtyPrice: number,
    realModifiedYears: number,
    realConvexityYearsSquared: number,
    realDv01: number.describe('loss for a rise of the real yield by 0.0001, money for the face'),
    floorIntrinsic: number.describe('of the floor at par were the index to stay, percent of face; not in the price'),
  }),
  failures: [
    { code: 'not-applicable', when: 'settlement is on or after maturity' },
    { code: 'infeasible', when: 'no yield gives the price' },
  ],
  example: { bond: exampleBond, settlement: '2025-03-14', indexRatio: 1.03512, quote: { realCleanPrice: 96.5 } },
  compute: (input) => {
    const bond = fixedRateBondOf(input.bond)
    const settlement = dayOf(input.settlement, 'settlement')
    const terms = { bond, settlement, convention: yieldConventionOf(input.convention, bond.frequency) }
    const { quote, indexRatio, face = 100 } = input
    const offCurves =
      'nominalCurve' in quote
        ? inflationLinkedCurveValue(
            bond,
            settlement,
            indexRatio,
            datedCurveOf(quote.nominalCurve, 'quote.nominalCurve'),
            datedCurveOf(quote.realCurve, 'quote.realCurve'),
          )
        : undefined
    const quoted = 'nominalCurve' in quote ? { nominalDirtyPrice: offCurves?.nominalDirtyPrice ?? 0 } : quote
    const { real, ...nominal } = inflationLinkedAnalytics(terms, indexRatio, quoted)
    const money = face / 100
    const lines =
      offCurves?.lines ??
      real.lines.map((line) => ({
        ...line,
        amount: line.amount * indexRatio,
        presentValue: line.presentValue * indexRatio,
      }))
    return plainLines({
      presentValue: (offCurves?.presentValue ?? nominal.nominalDirtyPrice) * money,
      lines: lines.map((line) => ({ ...line, amount: line.amount * money, presentValue: line.presentValue * money })),
      realYield: real.yield,
      realCleanPrice: real.cleanPrice,
      realAccrued: real.accrued,
      nominalCleanPrice: nominal.nominalCleanPrice,
      nominalAccrued: nominal.nominalAccrued,
      nominalDirtyPrice: nominal.nominalDirtyPrice,
      realModifiedYears: real.modifiedYears,
      realConvexityYearsSquared: real.convexityYearsSquared,
      realDv01: nominal.realDv01 * money,
      floorIntrinsic: nominal.floorIntrinsic,
    })
  },
})

/** Gilts with an eight-month lag. */
export const laggedIndexGiltOperation = defineOperation({
  name: 'bonds/lagged-index-gilt',
  title: 'Index-linked gilt with an eight-month lag',
  description:
    'Nominal dirty price at a real yield, or the real yield at a price, of a bond whose payments are indexed with a long lag: known months as published, later ones grown at an assumed inflation rate that also discounts.',
  source: 'UK DMO, Formulae for Calculating Gilt Prices from Yields, section 3.1',
  input: z
    .strictObject({
      bond: fixedRateBondSchema.describe('real terms'),
      ...indexFields,
      baseIndex: positive,
      assumedInflation: number.describe('annual; 0.03 by convention'),
      settlement: isoDate,
      realYield: number.optional(),
      dirtyPrice: positive.optional().describe('instead: nominal, percent of original face'),
    })
    .refine((input) => (input.realYield === undefined) !== (input.dirtyPrice === undefined), {
      path: ['realYield'],
      message: 'give either realYield or dirtyPrice',
    }),
  output: z.strictObject({ realYield: number, price: positive.describe('nominal dirty, percent of original face') }),
  failures: [
    { code: 'missing-data', when: 'the index starts after a month that is needed' },
    { code: 'infeasible', when: 'no yield gives the price' },
  ],
  example: {
    bond: { ...exampleBond, couponRate: 0.02, accrualStart: '2023-11-01' },
    index: exampleIndex,
    lagMonths: 8,
    interpolation: 'none' as const,
    baseIndex: 173.6,
    assumedInflation: 0.03,
    settlement: '2025-03-14',
    realYield: 0.006,
  },
  compute: (input) => {
    const linked = {
      bond: fixedRateBondOf(input.bond),
      index: { firstMonth: monthOf(input.index.firstMonth), values: input.index.values },
      reading: { lagMonths: input.lagMonths, interpolation: input.interpolation },
      baseIndex: input.baseIndex,
      assumedInflation: input.assumedInflation,
    }
    const settlement = dayOf(input.settlement, 'settlement')
    if (input.realYield !== undefined) {
      return { realYield: input.realYield, price: laggedIndexPrice(linked, settlement, input.realYield) }
    }
    if (input.dirtyPrice === undefined) {
      throw new TuttiError('invalid-input', 'give either realYield or dirtyPrice', { field: 'realYield' })
    }
    return { realYield: laggedIndexYield(linked, settlement, input.dirtyPrice), price: input.dirtyPrice }
  },
})
