import {
  implementationShortfall,
  limitedSchedule,
  type LimitedSchedule,
  volumeSchedule,
} from '@tutti/analytics/execution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, number, numbers, positive, series } from '../value-schemas.ts'

const share = positive.max(1)

/** A schedule by rule, with its cost and risk. */
export const volumeScheduleOperation = defineOperation({
  name: 'execution/volume-schedule',
  title: 'Schedule by time, volume or participation',
  description:
    'Trades, participation, cost by the square-root law and timing risk of a time-weighted, volume-weighted or fixed-participation schedule; what a participation rate leaves undone is said.',
  source: 'Grinold & Kahn (1999), chapter 16; Kissell & Glantz, Optimal Trading Strategies (2003)',
  input: z.strictObject({
    shares: positive,
    price: positive,
    volumes: z.array(nonNegative).min(1).max(100_000).describe('shares the market trades in each period'),
    volatilityPerPeriod: nonNegative.describe('of the return over one period'),
    relativeSpread: nonNegative.describe('bid-ask over mid'),
    impactCoefficient: nonNegative.describe('Y of the square-root law, about 0.5 to 1'),
    schedule: z.union([
      z.strictObject({ rule: z.enum(['time-weighted', 'volume-weighted']) }),
      z.strictObject({ rule: z.literal('participation'), rate: z.number().gt(0).lt(1) }),
    ]),
  }),
  output: z.strictObject({
    trades: series,
    participation: series.describe('share of the volume of each period'),
    unexecuted: nonNegative.describe('shares'),
    spreadCost: nonNegative.describe('money'),
    impactCost: nonNegative.describe('money'),
    totalCostBp: nonNegative.describe('basis points of what is traded'),
    timingRisk: nonNegative.describe('standard deviation, money'),
  }),
  example: {
    shares: 50_000,
    price: 40,
    volumes: [200_000, 50_000, 250_000],
    volatilityPerPeriod: 0.01,
    relativeSpread: 0.001,
    impactCoefficient: 0.7,
    schedule: { rule: 'volume-weighted' as const },
  },
  compute: ({ schedule, ...order }) => {
    const found = volumeSchedule(order, schedule)
    return { ...found, trades: [...found.trades], participation: [...found.participation] }
  },
})

const rows = z.array(numbers)
const scheduleFields = {
  trades: rows.describe('money of each order in each period'),
  participation: rows.describe('share of each volume'),
  spreadCost: nonNegative.describe('money'),
  impactCost: nonNegative.describe('money'),
  costBp: nonNegative.describe('basis points of the sum of the orders'),
  timingRisk: nonNegative.describe('standard deviation of the value of what is open, money'),
  binding: z
    .array(z.strictObject({ id: z.string(), period: z.int(), shadowPrice: number }))
    .describe('limits that bind and the money that a unit of money of capacity more would save'),
  solver: z.strictObject({
    method: z.string(),
    fallbackReason: z.string().optional(),
    primalResidual: nonNegative,
    dualResidual: number.nullable(),
  }),
}

function scheduleOutcome({ solution, ...found }: LimitedSchedule) {
  return {
    ...found,
    trades: found.trades.map((row) => [...row]),
    participation: found.participation.map((row) => [...row]),
    binding: [...found.binding],
    solver: {
      method: solution.method,
      ...(solution.fallbackReason === undefined ? {} : { fallbackReason: solution.fallbackReason }),
      primalResidual: solution.residuals.primal,
      dualResidual: solution.residuals.dual,
    },
  }
}

/** The best schedule of a list of orders within limits. */
export const limitedScheduleOperation = defineOperation({
  name: 'execution/limited-schedule',
  title: 'Optimal schedule of a list of orders within limits',
  description:
    'The schedule of a list that minimises impact plus risk aversion times the variance of what is open, with limits on participation and impact. A list that does not fit comes back as infeasible, with what each order needs and the best schedule that keeps the limits.',
  source: 'Almgren & Chriss, Journal of Risk 3 (2001), section 5, as a quadratic programme',
  cost: 'medium',
  input: z.strictObject({
    orders: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          amount: number.describe('money, positive to buy, negative to sell'),
          volumes: z.array(nonNegative).min(1).describe('money the market trades in each period'),
          halfSpreadBp: nonNegative,
          impactBpAtFullVolume: nonNegative.describe('passing impact of trading a whole volume; linear in the share'),
        }),
      )
      .min(1),
    covariancePerPeriod: matrix.describe('of the returns of the instruments over one period'),
    riskAversion: nonNegative.describe('per unit of money'),
    maxParticipation: share,
    maxImpactBp: positive.optional(),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('solved'), ...scheduleFields }),
    z.strictObject({
      status: z.literal('infeasible'),
      conflicts: z.array(
        z.strictObject({
          id: z.string(),
          amount: number,
          executable: nonNegative.describe('the most that can be traded within the limits, money'),
          neededParticipation: nonNegative,
          neededImpactBp: nonNegative,
          neededPeriods: z.int().nullable(),
        }),
      ),
      compromise: z.strictObject({ status: z.literal('solved'), ...scheduleFields }),
    }),
  ]),
  example: {
    orders: [
      {
        id: 'ten-year bond',
        amount: -4e7,
        volumes: [1e8, 1e8, 8e7, 8e7, 1e8],
        halfSpreadBp: 1.5,
        impactBpAtFullVolume: 40,
      },
      {
        id: 'equity future',
        amount: 2.5e7,
        volumes: [3e8, 3e8, 2e8, 3e8, 3e8],
        halfSpreadBp: 0.5,
        impactBpAtFullVolume: 60,
      },
    ],
    covariancePerPeriod: [
      [2.5e-5, -1e-5],
      [-1e-5, 1.2e-4],
    ],
    riskAversion: 2e-7,
    maxParticipation: 0.2,
    maxImpactBp: 8,
  },
  compute: ({ orders, covariancePerPeriod, riskAversion, ...limits }) => {
    const { maxParticipation, maxImpactBp } = limits
    const found = limitedSchedule(orders, covariancePerPeriod, riskAversion, {
      maxParticipation,
      ...(maxImpactBp === undefined ? {} : { maxImpactBp }),
    })
    if (found.status === 'solved') return scheduleOutcome(found)
    return {
      status: found.status,
      conflicts: [...found.conflicts],
      compromise: scheduleOutcome(found.compromise),
    }
  },
})

/** What an order lost against the price when it was decided. */
export const implementationShortfallOperation = defineOperation({
  name: 'execution/implementation-shortfall',
  title: 'Implementation shortfall',
  description:
    'Paper return less actual return of an order, in delay, trading, opportunity and fees that add up to it.',
  source: 'Perold, J. of Portfolio Management 14 (1988); Wagner & Edwards, Financial Analysts Journal 49 (1993)',
  input: z.strictObject({
    side: z.enum(['buy', 'sell']),
    orderedShares: positive,
    decisionPrice: positive,
    arrivalPrice: positive,
    fills: z.array(z.strictObject({ shares: nonNegative, price: positive })),
    closingPrice: positive,
    fees: number.describe('money'),
  }),
  output: z.strictObject({
    delay: number.describe('money'),
    trading: number.describe('money'),
    opportunity: number.describe('money'),
    fees: number.describe('money'),
    total: number.describe('money'),
    totalBp: number.describe('basis points of the order at the decision price'),
    filledShares: nonNegative,
    averageFillPrice: positive.nullable(),
  }),
  example: {
    side: 'buy' as const,
    orderedShares: 1000,
    decisionPrice: 50,
    arrivalPrice: 50.1,
    fills: [
      { shares: 500, price: 50.2 },
      { shares: 300, price: 50.4 },
    ],
    closingPrice: 50.9,
    fees: 15,
  },
  compute: (order) => implementationShortfall(order),
})
