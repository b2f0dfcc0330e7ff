import { z } from 'zod'
import * as catalogue from '../../catalogue/bonds/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { understood } from './bonds-texts.ts'
import { exactly } from './form-inputs.ts'

const discountMargin = referenceForm(
  'discount_margin',
  exactly({
    index_rate: z.number(),
    quoted_margin: z.number(),
    periods_remaining: z.int(),
    accrual_per_period: z.number(),
    fraction_of_first_period_remaining: z.number(),
    dirty_price: z.number(),
    face: z.number(),
    method: z.string(),
  }),
  (input) => {
    const result = catalogue.discountMarginOperation.run({
      indexRate: input.index_rate,
      quotedMargin: input.quoted_margin,
      periodsRemaining: input.periods_remaining,
      accrualYears: input.accrual_per_period,
      fractionOfFirstPeriod: input.fraction_of_first_period_remaining,
      dirtyPrice: input.dirty_price,
      face: input.face,
    })
    return understood(input.method, 'method', [
      [
        /^constant index; full first coupon .*compounded per period, first period scaled by the fraction$/,
        { discount_margin: result.discountMargin, price_at_zero_dm: result.priceAtZeroMargin },
      ],
    ])
  },
)

const bill = referenceForm(
  'tbill',
  exactly({
    face: z.literal(100),
    bond_equivalent_year: z.number(),
    items: z.array(
      exactly({
        days: z.int(),
        discount_rate: z.number().optional(),
        price: z.number().optional(),
        days_in_year_following_issue: z.number().optional(),
      }).refine((item) => (item.discount_rate === undefined) !== (item.price === undefined), {
        path: ['discount_rate'],
        message: 'give either discount_rate or price',
      }),
    ),
  }),
  ({ items, bond_equivalent_year }) => {
    const results = items.map((item) =>
      catalogue.treasuryBillOperation.run({
        daysToMaturity: item.days,
        quote: item.price === undefined ? { discountRate: item.discount_rate ?? 0 } : { price: item.price },
        bondYearDays: item.days_in_year_following_issue ?? bond_equivalent_year,
      }),
    )
    return {
      price: results.map((result) => result.price),
      discount_rate: results.map((result) => result.discountRate),
      investment_rate: results.map((result) => result.bondEquivalentYield),
      bond_equivalent_yield: results.map((result) => result.bondEquivalentYield),
      money_market_yield: results.map((result) => result.moneyMarketYield),
    }
  },
)

const inflationLinked = referenceForm(
  'inflation_linked_bond',
  exactly({
    cpi_3_months_before: z.number(),
    cpi_2_months_before: z.number(),
    settlement_day_of_month: z.int(),
    days_in_month: z.int(),
    base_reference_index: z.number(),
    real_coupon: z.number(),
    real_yield: z.number(),
    frequency: z.int(),
    coupons_remaining: z.int(),
    fraction_of_period_to_next_coupon: z.number(),
    compounding: z.string(),
  }),
  (input) => {
    const frequency = understood(input.compounding, 'compounding', [
      [/^semi-?annual including the fractional period/, 2],
      [/^annual including the fractional period/, 1],
      [/^quarterly including the fractional period/, 4],
    ])
    const result = catalogue.inflationLinkedPriceOperation.run({
      earlierIndex: input.cpi_3_months_before,
      laterIndex: input.cpi_2_months_before,
      dayOfMonth: input.settlement_day_of_month,
      daysInMonth: input.days_in_month,
      baseIndex: input.base_reference_index,
      realCouponRate: input.real_coupon,
      realYield: input.real_yield,
      frequency: input.frequency,
      couponsRemaining: input.coupons_remaining,
      fractionToNextCoupon: input.fraction_of_period_to_next_coupon,
    })
    if (frequency !== input.frequency) return {}
    return {
      reference_index: result.referenceIndex,
      index_ratio: result.indexRatio,
      real_clean_price: result.realCleanPrice,
      real_accrued: result.realAccrued,
      real_dirty_price: result.realDirtyPrice,
      nominal_invoice_price: result.presentValue,
    }
  },
)

const mortgages = referenceForm(
  'mbs_cash_flows',
  exactly({
    original_balance: z.number(),
    wac: z.number(),
    pass_through_rate: z.number(),
    wam_months: z.int(),
    age_months: z.number(),
    psa: z.number(),
    months_reported: z.array(z.int()),
  }),
  (input) => {
    const { months, averageLifeYears } = catalogue.mortgagePassThroughOperation.run({
      balance: input.original_balance,
      wac: input.wac,
      passThroughRate: input.pass_through_rate,
      remainingMonths: input.wam_months,
      ageMonths: input.age_months,
      prepayment: { kind: 'psa', psa: input.psa },
      monthsReported: input.months_reported,
    })
    return {
      outstanding_balance: months.map((month) => month.balance),
      smm: months.map((month) => month.smm),
      mortgage_payment: months.map((month) => month.scheduledPayment),
      net_interest: months.map((month) => month.interest),
      scheduled_principal: months.map((month) => month.scheduledPrincipal),
      prepayment: months.map((month) => month.prepayment),
      total_principal: months.map((month) => month.scheduledPrincipal + month.prepayment),
      cash_flow: months.map((month) => month.cashFlow),
      average_life_years: averageLifeYears,
    }
  },
)

/** Notes, bills, inflation-linked bonds and mortgages. */
export const bondProductForms: readonly ReferenceForm[] = [discountMargin, bill, inflationLinked, mortgages]
