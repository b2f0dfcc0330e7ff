import { z } from 'zod'
import { discountCurveOperation } from '../../catalogue/curves/index.ts'
import * as catalogue from '../../catalogue/fx/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

const type = z.enum(['call', 'put'])
const rates = { rate_domestic_continuous: z.number(), rate_foreign_continuous: z.number() }
const optionTerms = {
  spot: z.number(),
  strike: z.number(),
  maturity_years: z.number(),
  volatility: z.number(),
  ...rates,
}

/** A delta convention in any of its spellings. */
const conventions = {
  spot: 'spot',
  forward: 'forward',
  'premium adjusted spot': 'premium-adjusted spot',
  'premium adjusted forward': 'premium-adjusted forward',
  'spot premium adjusted': 'premium-adjusted spot',
  'forward premium adjusted': 'premium-adjusted forward',
  pa_spot: 'premium-adjusted spot',
  pa_forward: 'premium-adjusted forward',
  'pa spot': 'premium-adjusted spot',
  'pa forward': 'premium-adjusted forward',
} as const

const convention = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/[-,\s]+/g, ' ')
      .trim(),
  )
  .pipe(z.enum(Object.keys(conventions) as [keyof typeof conventions]))
  .transform((text) => conventions[text])

const expiry = {
  type,
  delta_convention: convention,
  spot: z.number(),
  discount_domestic: z.number(),
  discount_foreign: z.number(),
  std_dev: z.number(),
}

interface ExpiryInput {
  readonly spot: number
  readonly discount_domestic: number
  readonly discount_foreign: number
  readonly std_dev: number
}

const expiryOf = (input: ExpiryInput) => ({
  spot: input.spot,
  discountDomestic: input.discount_domestic,
  discountForeign: input.discount_foreign,
  totalDeviation: input.std_dev,
})

interface OptionInput {
  readonly spot: number
  readonly strike: number
  readonly maturity_years: number
  readonly volatility: number
  readonly rate_domestic_continuous: number
  readonly rate_foreign_continuous: number
}

const optionOf = (input: OptionInput, optionType: 'call' | 'put') => ({
  type: optionType,
  spot: input.spot,
  strike: input.strike,
  maturityYears: input.maturity_years,
  rateDomesticContinuous: input.rate_domestic_continuous,
  rateForeignContinuous: input.rate_foreign_continuous,
  volAnnual: input.volatility,
})

const flat = (rateContinuous: number) => ({ kind: 'flat' as const, rateContinuous })

/** A curve that is known at one time only. */
const known = (discountFactor: number) => ({
  kind: 'log-linear' as const,
  timesYears: [1],
  discountFactors: [discountFactor],
})

const pairOf = (code: string) => ({ base: code.slice(0, 3), quote: code.slice(3) })
const pairCode = z.string().regex(/^[A-Z]{6}$/)

const sign = (side: string): number => (side === 'long foreign' ? 1 : -1)

/** How the smile's quotes are to be read, as its text says. */
const smileConventions = (text: string) => {
  const said =
    /^(forward|spot), (not )?premium[ -]adjusted; ATM = (delta-neutral straddle|forward|spot); butterfly = smile strangle \(vol call\/put = atm \+ bf \+\/- rr\/2\)$/.exec(
      text,
    )
  if (said === null) return undefined
  const side = said[1] as 'forward' | 'spot'
  const deltaConvention = said[2] === undefined ? (`premium-adjusted ${side}` as const) : side
  return { deltaConvention, atmConvention: said[3] as 'delta-neutral straddle' | 'forward' | 'spot' }
}

/** Currency forwards, options, smiles and hedges. */
export const fxForms: readonly ReferenceForm[] = [
  referenceForm('garman_kohlhagen', exactly({ ...optionTerms, type, days: z.number().optional() }), (input) => ({
    price: catalogue.garmanKohlhagenPriceOperation.run(optionOf(input, input.type)).price,
  })),
  referenceForm('garman_kohlhagen', exactly({ ...optionTerms, days: z.number().optional() }), (input) => {
    const results = (['call', 'put'] as const).map((side) =>
      catalogue.garmanKohlhagenOperation.run(optionOf(input, side)),
    )
    const [call, put] = results.map((result) => ({
      price: result.price,
      spot_delta: result.spotDelta,
      gamma: result.gamma,
      vega: result.vega,
      theta_per_year: result.thetaPerYear,
      rho_domestic: result.rhoDomestic,
      rho_foreign: result.rhoForeign,
      forward_delta: result.forwardDelta,
      premium_adjusted_spot_delta: result.premiumAdjustedSpotDelta,
      premium_adjusted_forward_delta: result.premiumAdjustedForwardDelta,
      vanna: result.vanna,
      volga: result.volga,
    }))
    return { call, put, forward: results[0].forward }
  }),
  referenceForm(
    'fx_strike_from_delta',
    exactly({ items: z.array(exactly({ ...expiry, delta: z.number() })) }),
    ({ items }) => ({
      strikes: items.map(
        (item) =>
          catalogue.fxStrikeFromDeltaOperation.run({
            ...expiryOf(item),
            type: item.type,
            delta: item.delta,
            convention: item.delta_convention,
          }).strike,
      ),
    }),
  ),
  referenceForm('fx_delta', exactly({ items: z.array(exactly({ ...expiry, strike: z.number() })) }), ({ items }) => ({
    deltas: items.map(
      (item) =>
        catalogue.fxDeltaOperation.run({
          ...expiryOf(item),
          type: item.type,
          strike: item.strike,
          convention: item.delta_convention,
        }).delta,
    ),
  })),
  referenceForm('fx_forward', exactly({ spot: z.number(), ...rates, times: list }), (input) => ({
    forwards: catalogue.fxForwardRatesOperation.run({
      market: {
        spot: input.spot,
        domesticCurve: flat(input.rate_domestic_continuous),
        foreignCurve: flat(input.rate_foreign_continuous),
      },
      timesYears: input.times,
      pipSize: 0.0001,
    }).forwardRates,
  })),
  referenceForm(
    'fx_forward',
    exactly({
      spot: z.number(),
      rate_domestic_simple_act360: z.number(),
      rate_foreign_simple_act360: z.number(),
      days: list,
    }),
    (input) => {
      const result = catalogue.fxMoneyMarketForwardsOperation.run({
        spot: input.spot,
        rateDomesticSimple: input.rate_domestic_simple_act360,
        rateForeignSimple: input.rate_foreign_simple_act360,
        days: input.days,
        domesticDayBasis: 360,
        foreignDayBasis: 360,
        pipSize: 0.0001,
      })
      return { forwards: result.forwardRates, points_pips: result.points }
    },
  ),
  referenceForm(
    'fx_forward_mtm',
    exactly({
      spot: z.number(),
      discount_domestic: z.number(),
      discount_foreign: z.number(),
      foreign_notional: z.number(),
      contract_rate: z.number(),
      side: z.enum(['long foreign', 'short foreign']),
    }),
    (input) => {
      const result = catalogue.fxForwardValueOperation.run({
        market: {
          spot: input.spot,
          domesticCurve: known(input.discount_domestic),
          foreignCurve: known(input.discount_foreign),
        },
        foreignNotional: sign(input.side) * input.foreign_notional,
        contractRate: input.contract_rate,
        settlementYears: 1,
      })
      return {
        forward: result.forwardRate,
        npv_domestic: result.presentValue,
        npv_foreign: result.presentValueForeign,
        spot_delta_foreign_units: result.spotDeltaForeign,
      }
    },
  ),
  referenceForm(
    'fx_cross',
    exactly({ quotes: z.record(pairCode, z.number()), requested: z.array(pairCode) }),
    ({ quotes, requested }, wanted) => {
      const pairs = [...new Set([...requested, ...wanted.filter((key) => pairCode.safeParse(key).success)])]
      const { rates: crosses } = catalogue.crossRatesOperation.run({
        quotes: Object.entries(quotes).map(([code, bid]) => ({ ...pairOf(code), bid })),
        pairs: pairs.map(pairOf),
      })
      return Object.fromEntries(pairs.map((pair, i) => [pair, crosses[i].mid]))
    },
  ),
  referenceForm(
    'fx_smile_strikes',
    exactly({
      spot: z.number(),
      maturity_years: z.number(),
      ...rates,
      atm_vol: z.number(),
      rr25: z.number(),
      bf25: z.number(),
      delta_convention: z
        .string()
        .refine((text) => smileConventions(text) !== undefined, 'is not a convention that is understood'),
    }),
    (input) => {
      const discount = (rate: number): number =>
        discountCurveOperation.run({ curve: flat(rate), timesYears: [input.maturity_years], forwardPeriods: [] })
          .discountFactors[0]
      const { forward, pillars } = catalogue.fxSmileOperation.run({
        ...smileConventions(input.delta_convention)!,
        spot: input.spot,
        expiryYears: input.maturity_years,
        discountDomestic: discount(input.rate_domestic_continuous),
        discountForeign: discount(input.rate_foreign_continuous),
        atmVol: input.atm_vol,
        wings: [{ delta: 0.25, riskReversal: input.rr25, butterfly: input.bf25 }],
        butterflyConvention: 'smile strangle',
      })
      const [put, atm, call] = pillars
      return {
        forward,
        atm_strike: atm.strike,
        call25_vol: call.volAnnual,
        put25_vol: put.volAnnual,
        call25_strike: call.strike,
        put25_strike: put.strike,
      }
    },
  ),
  referenceForm(
    'vanna_volga',
    exactly({
      spot: z.number(),
      maturity_years: z.number(),
      ...rates,
      pillar_strikes: list,
      pillar_vols: list,
      reference_vol: z.number(),
      strikes: list,
    }),
    (input) => {
      const prices = (side: 'call' | 'put') =>
        catalogue.vannaVolgaOperation.run({
          spot: input.spot,
          maturityYears: input.maturity_years,
          rateDomesticContinuous: input.rate_domestic_continuous,
          rateForeignContinuous: input.rate_foreign_continuous,
          pillarStrikes: input.pillar_strikes,
          pillarVols: input.pillar_vols,
          referenceVol: input.reference_vol,
          type: side,
          strikes: input.strikes,
        })
      const calls = prices('call')
      return { calls: calls.prices, puts: prices('put').prices, implied_vols: calls.impliedVols }
    },
  ),
  referenceForm(
    'fx_hedged_return',
    exactly({
      local_return: z.number(),
      spot_start: z.number(),
      spot_end: z.number(),
      forward_start: z.number(),
      hedge_ratio: list,
    }),
    (input) => ({
      base_return: input.hedge_ratio.map(
        (hedgeRatio) =>
          catalogue.fxHedgedReturnOperation.run({
            localReturn: input.local_return,
            spotStart: input.spot_start,
            spotEnd: input.spot_end,
            forwardStart: input.forward_start,
            hedgeRatio,
          }).baseReturn,
      ),
    }),
  ),
  referenceForm(
    'min_variance_hedge',
    exactly({ unhedged_returns: list, hedge_returns: list }),
    ({ unhedged_returns: unhedgedReturns, hedge_returns: hedgeReturns }) => {
      const result = catalogue.minimumVarianceHedgeOperation.run({ unhedgedReturns, hedgeReturns })
      return { hedge_ratio: result.hedgeRatio, variance_reduction: result.varianceReduction }
    },
  ),
]
