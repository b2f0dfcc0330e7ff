import { z } from 'zod'

const seriesId = z.string().min(3).max(80)
const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters')

/** Where each thing that the fund is exposed to is found in the market folder; ids as in `docs/market-data.md`. */
export const marketMapSchema = z.strictObject({
  currencies: z.record(
    currency,
    z.strictObject({
      /** Curve history, such as zero-curve:EUR-SWAP or par-curve:USD-TREASURY. */
      curve: seriesId,
      /** Break-even curve history (zero-coupon rates, its compounding as declared), or a list of series by tenor. */
      break_even: z
        .union([seriesId, z.array(z.strictObject({ years: z.number().positive(), series: seriesId })).min(1)])
        .optional(),
      /** Series of the exchange rate against the base currency, either way round; not for the base currency. */
      fx: seriesId.optional(),
      /** Implied volatility of that rate: a vol-index series, or a constant (decimal). */
      fx_volatility: z.union([seriesId, z.number().min(0.001).max(2)]).default(0.1),
      /** Normal volatility of swap rates: a constant (decimal, 0.008 is 80 bp a year) or a series. */
      rate_volatility: z.union([seriesId, z.number().min(0.0001).max(0.1)]).default(0.009),
      /** Cross-currency basis against the base currency, bp. */
      basis_bp: z.number().min(-500).max(500).default(0),
    }),
  ),
  equities: z
    .record(
      z.string().min(1).max(40),
      z.strictObject({
        series: seriesId,
        currency,
        dividend_yield: z.number().min(0).max(0.2).default(0.02),
        volatility: z.union([seriesId, z.number().min(0.01).max(3)]).default(0.18),
      }),
    )
    .default({}),
  /** Spread buckets by name (`USD-BBB`, `EUR-A-FINANCIALS`, an index such as `USD-IG`): a spread series, with a multiplier for a sector that moves more or less than its rating. */
  spreads: z
    .record(
      z.string().min(1).max(60),
      z.strictObject({
        series: seriesId,
        multiplier: z.number().min(0.05).max(20).default(1),
        rating: z.string().optional(),
        sector: z.string().optional(),
        currency: currency.optional(),
      }),
    )
    .default({}),
  /** Credit indices that protection can be bought on: bucket, recovery, coupon. */
  credit_indices: z
    .array(
      z.strictObject({
        bucket: z.string(),
        currency,
        coupon_bp: z.number().min(0).max(1000).default(100),
        recovery: z.number().min(0).max(0.95).default(0.4),
      }),
    )
    .default([]),
})
