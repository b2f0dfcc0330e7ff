import {
  executionFrontier,
  leastValueAtRiskTrajectory,
  type LiquidationTrajectory,
  optimalTrajectory,
} from '@tutti/analytics/execution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series, wholeFrom } from '../value-schemas.ts'

const orderFields = {
  shares: number,
  horizonDays: positive,
  periods: wholeFrom(1).max(10_000),
  priceVolatility: nonNegative.describe('standard deviation of the price, money per share and square root of a day'),
  permanentImpact: nonNegative.describe('lasting change of the price, money per share for each share traded'),
  temporaryImpact: positive.describe('passing concession, money per share for a speed of one share a day'),
  fixedCost: nonNegative.describe('half the spread plus fees, money per share'),
}

const trajectoryFields = {
  holdings: series.describe('shares held at the start and after each period'),
  trades: series.describe('shares traded in each period'),
  expectedCost: number.describe('money against the price at the start'),
  variance: nonNegative.describe('money squared'),
  standardDeviation: nonNegative,
  kappaPerDay: nonNegative.describe('speed at which the block decays; 0 for equal trades'),
  decayDays: positive.nullable().describe('1 / kappa'),
}

const outcome = (found: LiquidationTrajectory) => ({
  ...found,
  holdings: [...found.holdings],
  trades: [...found.trades],
})

// Almgren and Chriss (2001), table 1
const paperOrder = {
  shares: 1e6,
  horizonDays: 5,
  periods: 5,
  priceVolatility: 0.95,
  permanentImpact: 2.5e-7,
  temporaryImpact: 2.5e-6,
  fixedCost: 0.0625,
}
const source = 'Almgren & Chriss, Optimal execution of portfolio transactions, Journal of Risk 3 (2001)'

/** The best way to work a block for a risk aversion. */
export const almgrenChrissOperation = defineOperation({
  name: 'execution/almgren-chriss',
  title: 'Optimal execution of a block',
  description: 'The holdings that minimise expected cost plus risk aversion times variance, with linear price impact.',
  source,
  input: z.strictObject({ ...orderFields, riskAversion: nonNegative.describe('per unit of money') }),
  output: z.strictObject(trajectoryFields),
  example: { ...paperOrder, riskAversion: 1e-6 },
  compute: ({ riskAversion, ...order }) => outcome(optimalTrajectory(order, riskAversion)),
})

/** Cost against risk of working a block. */
export const executionFrontierOperation = defineOperation({
  name: 'execution/efficient-frontier',
  title: 'Efficient frontier of execution',
  description: 'Expected cost and standard deviation of the best trajectory for each risk aversion.',
  source,
  input: z.strictObject({ ...orderFields, riskAversions: z.array(nonNegative).min(1).max(500) }),
  output: z.strictObject({
    points: z.array(z.strictObject({ riskAversion: nonNegative, ...trajectoryFields })),
  }),
  example: { ...paperOrder, riskAversions: [0, 1e-7, 1e-6, 1e-5] },
  compute: ({ riskAversions, ...order }) => ({
    points: executionFrontier(order, riskAversions).map((point) => ({
      ...outcome(point),
      riskAversion: point.riskAversion,
    })),
  }),
})

/** The trajectory with the least cost at a confidence. */
export const leastValueAtRiskOperation = defineOperation({
  name: 'execution/least-value-at-risk',
  title: 'Execution with the least value at risk',
  description:
    'The trajectory whose expected cost plus z standard deviations is least, and the risk aversion that gives it.',
  source,
  input: z.strictObject({ ...orderFields, confidence: z.number().gt(0.5).lt(1) }),
  output: z.strictObject({
    riskAversion: nonNegative,
    valueAtRisk: number.describe('cost that is not exceeded with the confidence, money'),
    ...trajectoryFields,
  }),
  example: { ...paperOrder, confidence: 0.95 },
  compute: ({ confidence, ...order }) => {
    const found = leastValueAtRiskTrajectory(order, confidence)
    return { ...outcome(found), riskAversion: found.riskAversion, valueAtRisk: found.valueAtRisk }
  },
})
