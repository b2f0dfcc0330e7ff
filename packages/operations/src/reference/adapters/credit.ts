import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/credit/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { cdsForms } from './credit-cds.ts'
import { datedCdsForms } from './credit-dated-cds.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** Credit: swaps and their curves, total return swaps, structural and portfolio models, rating migration. */
export const creditForms: readonly ReferenceForm[] = [
  ...cdsForms,
  ...datedCdsForms,
  referenceForm(
    'total_return_swap_bond',
    exactly({
      dirty_price: z.number(),
      coupon_percent_annual: z.number(),
      coupon_times: list,
      repo_rate_continuous: z.number(),
      maturity_years: z.number(),
    }),
    (input) => {
      const times = input.coupon_times
      const result = catalogue.bondForwardPriceOperation.run({
        dirtyPrice: input.dirty_price,
        coupons: times.map((timeYears, i) => ({
          timeYears,
          amount: input.coupon_percent_annual * couponPeriod(times, i),
        })),
        forwardYears: input.maturity_years,
        repo: { kind: 'flat', rateContinuous: input.repo_rate_continuous },
      })
      return {
        forward_dirty_price_after_coupon: result.forwardDirtyPrice,
        breakeven_total_return: result.totalReturn,
      }
    },
  ),
  referenceForm(
    'total_return_swap',
    exactly({
      notional: z.number(),
      spot: z.number(),
      dividend_yield_continuous: z.number(),
      rate_continuous: z.number(),
      maturity_years: z.number(),
      funding_spread: z.number(),
      funding_payments_per_year: z.number(),
      accrual: z.number(),
      receiver: z.string(),
    }),
    (input) => {
      if (/price/i.test(input.receiver)) {
        throw new TuttiError('unsupported', 'the receiver of this form has the total return', {
          field: 'receiver',
          got: input.receiver,
          expected: 'a receiver of the total return',
        })
      }
      const terms = {
        notional: input.notional,
        side: 'receive return' as const,
        dividendYieldContinuous: input.dividend_yield_continuous,
        priceRatio: 1,
        maturityYears: input.maturity_years,
        fundingSpread: input.funding_spread,
        paymentsPerYear: input.funding_payments_per_year,
        accrual: input.accrual,
        discount: { kind: 'flat' as const, rateContinuous: input.rate_continuous },
      }
      const total = catalogue.equityTotalReturnSwapOperation.run({ ...terms, returns: 'total' })
      const price = catalogue.equityTotalReturnSwapOperation.run({ ...terms, returns: 'price' })
      return {
        total_return_leg_pv: total.returnLeg,
        floating_leg_pv_ex_spread: total.fundingLegExSpread,
        spread_leg_pv: total.spreadLeg,
        npv_receiver: total.presentValue,
        price_return_only_leg_pv: price.returnLeg,
      }
    },
  ),
  referenceForm(
    'merton_model',
    exactly({
      asset_value: z.number(),
      debt_face: z.number(),
      asset_volatility: z.number(),
      rate_continuous: z.number(),
      maturity_years: z.number(),
    }),
    (input) => {
      const result = catalogue.mertonOperation.run({
        assetValue: input.asset_value,
        debtFace: input.debt_face,
        volAnnual: input.asset_volatility,
        rateContinuous: input.rate_continuous,
        maturityYears: input.maturity_years,
      })
      return {
        equity: result.equity,
        debt: result.debt,
        risk_neutral_default_probability: result.defaultProbability,
        credit_spread_continuous: result.creditSpreadContinuous,
        distance_to_default_rn: result.distanceToDefault,
      }
    },
  ),
  referenceForm(
    'basel_irb',
    exactly({ pds: list, lgd: z.number(), maturity_years: z.number() }),
    ({ maturity_years: maturityYears, ...input }) => {
      const result = catalogue.baselIrbOperation.run({ ...input, maturityYears, assetClass: 'corporate' })
      return {
        asset_correlation: result.assetCorrelations,
        capital_K: result.capital,
        risk_weight: result.riskWeights,
      }
    },
  ),
  referenceForm(
    'vasicek_portfolio',
    exactly({ pd: z.number(), asset_correlation: z.number(), lgd: z.number(), quantiles: list }),
    ({ asset_correlation: assetCorrelation, ...input }) => {
      const result = catalogue.vasicekPortfolioOperation.run({ ...input, assetCorrelation })
      return {
        expected_loss: result.expectedLoss,
        loss_quantile: result.lossQuantiles,
        loss_std: result.lossDeviation,
      }
    },
  ),
  referenceForm(
    'transition_matrix',
    exactly({ matrix: rows, states: z.array(z.string()), horizons_years: list }),
    ({ matrix, states, horizons_years: asked }, wanted) => {
      const named = wanted.flatMap((key) => /^P(\d+)$|^cumulative_pd_(\d+)y$/.exec(key)?.slice(1).filter(Boolean) ?? [])
      const horizonsYears = [...new Set([...asked, 0.25, ...named.map(Number)])]
      const result = catalogue.ratingTransitionsOperation.run({ matrix, states, horizonsYears, regularisation: 'none' })
      const over = (years: number) => result.horizons.find((horizon) => horizon.years === years)!
      return Object.fromEntries(
        wanted.flatMap((key): [string, unknown][] => {
          const power = /^P(\d+)$/.exec(key)
          const cumulative = /^cumulative_pd_(\d+)y$/.exec(key)
          if (key === 'generator') return [[key, result.generator]]
          if (key === 'P_quarter') return [[key, over(0.25).matrix]]
          if (power !== null) return [[key, over(Number(power[1])).matrix]]
          if (cumulative !== null) {
            return [[key, over(Number(cumulative[1])).cumulativeDefaultProbabilities.slice(0, -1)]]
          }
          return []
        }),
      )
    },
  ),
]

/** Years that the coupon at `times[i]` is for: from the one before. */
const couponPeriod = (times: readonly number[], i: number): number => times[i] - (i === 0 ? 0 : times[i - 1])
