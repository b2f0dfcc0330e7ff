import { z } from 'zod'

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/, 'letters, digits, ".", "_" and "-"')
const money = z.number().min(0).max(1e15)

/** Credit support annex: terms under which exposure is collateralised. Money in base currency. */
const csaSchema = z.strictObject(
  {
    threshold: money.default(0),
    minimum_transfer: money.default(500_000),
    independent_amount: money.default(0),
    margin_period_days: z.number().int().min(1).max(60).default(10),
    collateral: z.enum(['cash', 'government-bonds']).default('cash'),
  },
  {
    error: ({ code, input }) =>
      code === 'invalid_type' && input === undefined
        ? 'the credit support annex (CSA) is missing: give its terms, or null where trades are not collateralised'
        : undefined,
  },
)

export const counterpartySchema = z.strictObject({
  id,
  cds_spread_bp: z.number().min(0).max(10_000),
  recovery: z.number().min(0).max(0.95).default(0.4),
  /** Most potential future exposure (95 %) of all trades with it, base currency. */
  exposure_limit: z.number().positive().max(1e15),
  /** What may be dealt with it; all when absent. */
  domains: z
    .array(z.enum(['currency', 'rates', 'inflation', 'credit']))
    .min(1)
    .optional(),
  /** null: no annex, trades are uncollateralised. Must be stated. */
  csa: csaSchema.nullable(),
  /** Correlation of its default with the fund's exposure to it (wrong-way risk), Gaussian. */
  wrong_way_correlation: z.number().min(-0.9).max(0.9).default(0),
})
export type Counterparty = z.output<typeof counterpartySchema>

/** What can be turned into collateral, in the order in which it is used. */
export const collateralSchema = z.strictObject({
  /** Rise of yields that the buffer has to stand before anything is sold, bp. */
  buffer_bp: z.number().min(0).max(2000).default(250),
  replenish_days: z.number().int().min(1).max(60).default(5),
  waterfall: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        /** Kinds of holding, as in the portfolio file. */
        holdings: z.array(z.string()).min(1),
        /** Only of these ratings; any when absent. */
        ratings: z.array(z.string()).optional(),
        haircut: z.number().min(0).max(1),
        days_to_cash: z.number().int().min(0).max(365),
        /** Share of the holdings that may be used. */
        usable: z.number().min(0).max(1).default(1),
      }),
    )
    .max(20)
    .default([
      { name: 'Cash', holdings: ['cash'], haircut: 0, days_to_cash: 0, usable: 1 },
      {
        name: 'Government bonds',
        holdings: ['bond', 'inflation-linked-bond'],
        ratings: ['AAA', 'AA'],
        haircut: 0.04,
        days_to_cash: 1,
        usable: 0.8,
      },
      { name: 'Equities', holdings: ['equity', 'equity-fund'], haircut: 0.15, days_to_cash: 3, usable: 0.25 },
    ]),
})
