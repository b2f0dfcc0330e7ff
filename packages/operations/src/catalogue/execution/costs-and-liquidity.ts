import { liquidationValueAtRisk, liquidityStress, transactionCosts } from '@tutti/analytics/execution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, numbers, openProbability, positive, series, wholeFrom } from '../value-schemas.ts'

const groupCost = z.strictObject({
  key: z.string(),
  trades: z.int(),
  amount: nonNegative,
  cost: nonNegative,
  costBp: nonNegative,
})

/** Costs of a list of trades by sector, rating and size. */
export const transactionCostsOperation = defineOperation({
  name: 'execution/transaction-costs',
  title: 'Transaction costs by sector, rating and size',
  description:
    'Half-spread by sector, rating and size of the trade, plus square-root impact; by trade and summed by sector, rating and size.',
  source:
    'Edwards, Harris & Piwowar, J. of Finance 62 (2007), for costs by size; Grinold & Kahn (1999), chapter 16, for impact',
  failures: [{ code: 'missing-data', when: 'the table has no half-spread for a sector and rating' }],
  input: z.strictObject({
    trades: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          sector: z.string(),
          rating: z.string(),
          amount: number.describe('money, negative for a sale'),
          averageDailyAmount: positive.describe('money traded in it on an average day'),
          dailyVolatility: nonNegative.describe('of the price, decimal'),
        }),
      )
      .min(1)
      .max(100_000),
    halfSpreads: z.array(z.strictObject({ sector: z.string(), rating: z.string(), halfSpreadBp: nonNegative })).min(1),
    sizeBuckets: z
      .array(z.strictObject({ upToSize: positive.describe('money'), factor: positive }))
      .describe('ascending; sizes above the last take its factor; empty for none'),
    impactCoefficient: nonNegative.describe('Y of the square-root law; 0 leaves impact out'),
  }),
  output: z.strictObject({
    trades: z.array(
      z.strictObject({
        id: z.string(),
        spreadCost: nonNegative,
        impactCost: nonNegative,
        totalCost: nonNegative,
        totalBp: nonNegative,
        sizeBucket: z.int().describe('index in sizeBuckets'),
      }),
    ),
    bySector: z.array(groupCost),
    byRating: z.array(groupCost),
    bySize: z.array(groupCost).describe('in the order of the buckets'),
    cautions: z
      .array(z.enum(['above-last-bucket', 'above-daily-amount']))
      .describe('a trade beyond the last size bucket, whose factor it takes; a trade above an average day'),
    total: groupCost,
  }),
  example: {
    trades: [
      {
        id: 'bank 2031',
        sector: 'financial',
        rating: 'A',
        amount: 4e6,
        averageDailyAmount: 1e7,
        dailyVolatility: 0.004,
      },
      {
        id: 'grid 2040',
        sector: 'utility',
        rating: 'BBB',
        amount: -5e5,
        averageDailyAmount: 2e6,
        dailyVolatility: 0.006,
      },
    ],
    halfSpreads: [
      { sector: 'financial', rating: 'A', halfSpreadBp: 6 },
      { sector: 'utility', rating: 'BBB', halfSpreadBp: 11 },
    ],
    sizeBuckets: [
      { upToSize: 1e5, factor: 2 },
      { upToSize: 1e6, factor: 1 },
      { upToSize: 1e7, factor: 1.5 },
    ],
    impactCoefficient: 0.5,
  },
  compute: ({ trades, ...table }) => {
    const costs = transactionCosts(trades, table)
    return {
      ...costs,
      trades: [...costs.trades],
      bySector: [...costs.bySector],
      byRating: [...costs.byRating],
      bySize: [...costs.bySize],
      cautions: [...costs.cautions],
    }
  },
})

/** Time to liquidate and coverage of redemptions in several states of the market. */
export const liquidityStressOperation = defineOperation({
  name: 'execution/liquidity-stress',
  title: 'Time to liquidate and redemption coverage',
  description:
    'For each regime of the market: days to sell each holding, share sold by each horizon as a whole and by group, and whether redemptions can be paid, cheapest holdings first and as an equal slice of all.',
  source: 'ESMA Guidelines on liquidity stress testing in UCITS and AIFs (2020)',
  input: z.strictObject({
    holdings: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          value: nonNegative,
          averageDailyAmount: positive.nullable().describe('money traded on an average day; null for cash'),
          exitCostBp: nonNegative,
          fallFactor: nonNegative
            .optional()
            .describe("how much of a regime's fall it takes: 1 where absent; cash takes none"),
          groups: z.record(z.string(), z.string()).optional().describe('such as sector and manager'),
        }),
      )
      .min(1)
      .max(100_000),
    regimes: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          participation: positive.max(1),
          volumeFactor: positive.describe('on the money that is traded a day, whatever prices do'),
          costFactor: nonNegative,
          priceFall: z.number().min(0).lt(1).describe('of prices by the time of the sale'),
        }),
      )
      .min(1),
    horizonsDays: z.array(nonNegative).min(1),
    redemptions: z.array(z.number().gt(0).max(1)).describe('shares of the portfolio'),
  }),
  output: z.strictObject({
    regimes: z.array(
      z.strictObject({
        regime: z.string(),
        value: nonNegative.describe('money after the fall of prices'),
        daysToLiquidate: series.describe('of each holding'),
        soldShare: series.describe('by each horizon'),
        daysToSell: z.strictObject({ half: nonNegative, ninety: nonNegative, all: nonNegative }),
        redemptions: z.array(
          z.strictObject({
            redemption: positive,
            horizonDays: nonNegative,
            coverageRatio: nonNegative.describe('cash that can be raised by the horizon over the redemption'),
            isCovered: z.boolean(),
            cheapestFirstCost: nonNegative.nullable().describe('money; null where it is not covered'),
            shortfall: nonNegative.describe('money missing at the horizon'),
            proRataDays: nonNegative.describe('where every holding is cut by the same share'),
            proRataCost: nonNegative.describe('money'),
          }),
        ),
        byGroup: z.array(
          z.strictObject({ dimension: z.string(), group: z.string(), value: nonNegative, soldShare: numbers }),
        ),
      }),
    ),
  }),
  example: {
    holdings: [
      { id: 'cash', value: 1e7, averageDailyAmount: null, exitCostBp: 0, groups: { sector: 'cash' } },
      { id: 'bond', value: 6e7, averageDailyAmount: 2e7, exitCostBp: 20, groups: { sector: 'credit' } },
      { id: 'loan', value: 3e7, averageDailyAmount: 1e6, exitCostBp: 200, groups: { sector: 'credit' } },
    ],
    regimes: [
      { name: 'normal', participation: 0.25, volumeFactor: 1, costFactor: 1, priceFall: 0 },
      { name: 'severe stress', participation: 0.15, volumeFactor: 0.4, costFactor: 4, priceFall: 0.1 },
    ],
    horizonsDays: [1, 5, 20, 60],
    redemptions: [0.05, 0.1, 0.2],
  },
  compute: ({ holdings, regimes, horizonsDays, redemptions }) => ({
    regimes: liquidityStress(
      holdings.map(({ averageDailyAmount, groups, fallFactor, ...holding }) => ({
        ...holding,
        ...(fallFactor === undefined ? {} : { fallFactor }),
        averageDailyAmount: averageDailyAmount ?? Infinity,
        ...(groups === undefined ? {} : { groups }),
      })),
      regimes,
      horizonsDays,
      redemptions,
    ).map((regime) => ({
      ...regime,
      daysToLiquidate: [...regime.daysToLiquidate],
      soldShare: [...regime.soldShare],
      redemptions: [...regime.redemptions],
      byGroup: regime.byGroup.map((group) => ({ ...group, soldShare: [...group.soldShare] })),
    })),
  }),
})

/** VaR of a portfolio that is sold over days. */
export const liquidationValueAtRiskOperation = defineOperation({
  name: 'execution/liquidation-value-at-risk',
  title: 'VaR of a portfolio sold over days',
  description:
    'VaR where each position is sold in equal daily parts over its own number of days, the cost of getting out added, with contributions.',
  source: 'Jorion, Value at Risk (2006), 13.3; Bangia, Diebold, Schuermann & Stroughair, Risk 12 (1999)',
  input: z.strictObject({
    positions: numbers.min(1).describe('money, signed'),
    dailyCovariance: matrix.describe('of daily returns'),
    liquidationDays: z.array(wholeFrom(1).max(10_000)).min(1),
    exitCostFractions: z.array(nonNegative).min(1).describe('cost of selling over the size of the position'),
    confidence: openProbability,
  }),
  output: z.strictObject({
    standardDeviation: nonNegative.describe('money'),
    valueAtRisk: number.describe('money, losses positive'),
    oneDayValueAtRisk: number.describe('money, if all were sold after a day'),
    exitCost: nonNegative.describe('money'),
    liquidityAdjusted: number.describe('VaR and exit cost together'),
    contributions: series.describe('money of VaR by position; they add up to it'),
  }),
  example: {
    positions: [5e6, 8e6],
    dailyCovariance: [
      [1e-4, 2e-5],
      [2e-5, 4e-5],
    ],
    liquidationDays: [2, 12],
    exitCostFractions: [0.0005, 0.006],
    confidence: 0.99,
  },
  compute: ({ positions, dailyCovariance, liquidationDays, exitCostFractions, confidence }) => {
    const risk = liquidationValueAtRisk(positions, dailyCovariance, liquidationDays, exitCostFractions, confidence)
    return { ...risk, contributions: [...risk.contributions] }
  },
})
