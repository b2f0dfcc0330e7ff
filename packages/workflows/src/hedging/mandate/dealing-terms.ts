import { z } from 'zod'

const termsShape = (half: number, volume: number, volatility: number, margin: number, cleared: boolean) =>
  z.strictObject({
    /** Half of the bid-ask spread, bp of notional; of a swap or inflation swap, bp of yield (times duration). */
    half_spread_bp: z.number().min(0).max(1000).default(half),
    /** Traded in a day in the market, notional in base currency. */
    daily_volume: z.number().positive().max(1e15).default(volume),
    /** Volatility of the price in a day, bp of notional (of a swap: bp of yield). */
    daily_volatility_bp: z.number().min(0).max(2000).default(volatility),
    /** Initial margin, percent of notional. */
    initial_margin_percent: z.number().min(0).max(100).default(margin),
    cleared: z.boolean().default(cleared),
  })

const terms = (...defaults: Parameters<typeof termsShape>) => termsShape(...defaults).prefault({})

/** How each kind of hedge is dealt. Defaults are round figures of liquid markets, to be replaced by the fund's own. */
export const dealingSchema = z.strictObject({
  forward: terms(0.5, 20e9, 60, 0, false),
  put: terms(4, 5e9, 40, 0, false),
  collar: terms(6, 5e9, 40, 0, false),
  'cross-currency-swap': terms(2, 4e9, 60, 2, false),
  swap: terms(0.25, 6e9, 6, 3, true),
  'forward-starting-swap': terms(0.4, 3e9, 6, 4, true),
  swaption: terms(6, 2e9, 40, 0, false),
  future: termsShape(0.5, 15e9, 40, 2, true)
    .extend({
      /** Notional of one contract, in the currency of the future: orders are in whole contracts. */
      contract_notional: z.number().positive().max(1e12).default(100_000),
    })
    .prefault({}),
  'zero-coupon-swap': terms(1.5, 1.5e9, 4, 4, false),
  cds: terms(5, 0.4e9, 15, 4, false),
  'index-cds': terms(0.5, 8e9, 12, 2, true),
  'total-return-swap': terms(8, 1e9, 25, 5, false),
  /** Coefficient of the square-root law of impact: impact = it x daily volatility x sqrt(traded / daily volume). */
  impact_coefficient: z.number().min(0).max(10).default(0.3),
})
