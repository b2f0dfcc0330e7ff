import {
  famaDecomposition,
  overlayAttribution,
  planAttribution,
  tradingAttribution,
} from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, positive } from '../value-schemas.ts'
import { cautions, column, residual } from './attribution-schemas.ts'

const label = z.string().min(1).max(200)

/** Derivatives as notional against cash. */
export const overlayOperation = defineOperation({
  name: 'attribution/overlay',
  title: 'Attribution of a fund with a derivative overlay',
  description:
    'Allocation by effective exposure, physical and through derivatives with their cash offset, and selection of both.',
  source: 'Bacon (2008), chapter 10; Stannard, J. Performance Measurement 1 (1996)',
  input: z.strictObject({
    physicalWeights: column.describe('with cash as a class of its own they sum to 1'),
    overlayWeights: column.describe('notional over the value of the fund, signed; 0 where there is none'),
    benchmarkWeights: column,
    physicalReturns: column,
    overlayReturns: column.describe('profit over notional: a return over cash'),
    benchmarkReturns: column,
    cashReturn: number,
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    excessReturn: number,
    effectiveWeights: column,
    cashOffset: number.describe('cash that the notional ties up, share of the fund'),
    physicalAllocation: column,
    overlayAllocation: column,
    cashOffsetEffect: number,
    selection: column,
    overlaySelection: column.describe('basis and financing'),
    residual,
    cautions,
  }),
  example: {
    physicalWeights: [0.5, 0.4, 0.1],
    overlayWeights: [0.1, -0.05, 0],
    benchmarkWeights: [0.6, 0.4, 0],
    physicalReturns: [0.04, 0.012, 0.003],
    overlayReturns: [0.035, 0.008, 0],
    benchmarkReturns: [0.038, 0.011, 0.003],
    cashReturn: 0.003,
  },
  compute: (classes) => {
    const result = overlayAttribution(classes)
    return {
      ...result,
      effectiveWeights: [...result.effectiveWeights],
      physicalAllocation: [...result.physicalAllocation],
      overlayAllocation: [...result.overlayAllocation],
      selection: [...result.selection],
      overlaySelection: [...result.overlaySelection],
      cautions: [...result.cautions],
    }
  },
})

/** Policy, tactical and manager decisions. */
export const planOperation = defineOperation({
  name: 'attribution/pension-fund',
  title: 'Attribution of a pension fund by level of decision',
  description:
    'Policy against a reference or the liabilities, tactical allocation, misfit of manager benchmarks, managers, and their interaction.',
  source: 'Brinson, Singer & Beebower, Financial Analysts J. 47 (1991); Bailey, Richards & Tierney (1990)',
  input: z.strictObject({
    classes: z
      .array(
        z.strictObject({
          name: label,
          policyWeight: number.describe('strategic; they sum to 1'),
          actualWeight: number.describe('they sum to 1'),
          indexReturn: number.describe('of the policy index of the class'),
          managers: z
            .array(
              z.strictObject({
                name: label,
                share: number.describe('of the asset class; they sum to 1'),
                managerReturn: number,
                benchmarkReturn: number.describe("of the manager's own benchmark"),
              }),
            )
            .min(1)
            .max(1000),
        }),
      )
      .min(1)
      .max(1000),
    referenceReturn: number.describe('of the liabilities or of a reference portfolio'),
    interaction: z
      .enum(['separate', 'in-manager'])
      .describe(
        'separate: misfit and manager effects at policy weights, (actual - policy weight) x each of them apart; in-manager: both at actual weights, so that the part of the interaction from the benchmarks goes to misfitEffect and that from the managers to managerEffect',
      ),
    accountedReturn: number.optional().describe('of the fund as accounted; the difference is the residual'),
  }),
  output: z.strictObject({
    referenceReturn: number,
    policyReturn: number,
    actualReturn: number,
    policyEffect: number,
    tacticalEffect: number,
    misfitEffect: number,
    managerEffect: number,
    interactionEffect: number,
    classes: z.array(
      z.strictObject({
        name: label,
        tactical: number,
        misfit: number,
        manager: number,
        interaction: number,
        managers: z.array(z.strictObject({ name: label, effect: number })),
      }),
    ),
    residual,
    cautions,
  }),
  example: {
    classes: [
      {
        name: 'equity',
        policyWeight: 0.5,
        actualWeight: 0.55,
        indexReturn: 0.06,
        managers: [
          { name: 'growth', share: 0.4, managerReturn: 0.081, benchmarkReturn: 0.07 },
          { name: 'value', share: 0.6, managerReturn: 0.05, benchmarkReturn: 0.052 },
        ],
      },
      {
        name: 'bonds',
        policyWeight: 0.5,
        actualWeight: 0.45,
        indexReturn: 0.02,
        managers: [{ name: 'core', share: 1, managerReturn: 0.023, benchmarkReturn: 0.02 }],
      },
    ],
    referenceReturn: 0.03,
    interaction: 'separate' as const,
  },
  compute: ({ classes, referenceReturn, interaction, accountedReturn }) => {
    const result = planAttribution(classes, referenceReturn, {
      interaction,
      ...(accountedReturn === undefined ? {} : { accountedReturn }),
    })
    return {
      ...result,
      classes: result.classes.map((entry) => ({
        ...entry,
        managers: entry.managers.map((manager) => ({ ...manager })),
      })),
      cautions: [...result.cautions],
    }
  },
})

/** Transactions against holdings. */
export const tradingOperation = defineOperation({
  name: 'attribution/trading',
  title: 'Trading effect',
  description:
    'What segments earned with their transactions (modified Dietz) less what their holdings at the start would have, and what the accounted return leaves.',
  source: 'Dietz (1968); GIPS Standards; Spaulding, J. Performance Measurement 8 (2003)',
  input: z.strictObject({
    segments: z
      .array(
        z.strictObject({
          name: label,
          beginValue: number.describe('money'),
          endValue: number.describe('money'),
          flows: z
            .array(
              z.strictObject({
                amount: number.describe('bought +, sold -, money'),
                day: number.describe('end of day'),
              }),
            )
            .max(10_000),
          buyAndHoldReturn: number.describe('of the holdings at the start, left alone'),
        }),
      )
      .min(1)
      .max(20_000),
    periodDays: positive,
    accountedReturn: number.optional(),
  }),
  output: z.strictObject({
    transactionReturn: number,
    holdingsReturn: number,
    tradingEffect: number,
    actualReturn: number,
    residual: number.describe('accounted less transaction return: fees, costs, pricing'),
    segments: z.array(
      z.strictObject({
        name: label,
        weight: number.describe('share of the average capital'),
        transactionReturn: nullableNumber.describe('null where the average capital is not positive'),
        contribution: number,
        holdingsContribution: number,
        tradingEffect: number,
      }),
    ),
    cautions,
  }),
  example: {
    segments: [
      { name: 'A', beginValue: 600, endValue: 560, flows: [{ amount: -80, day: 10 }], buyAndHoldReturn: 0.06 },
      { name: 'B', beginValue: 400, endValue: 499, flows: [{ amount: 80, day: 10 }], buyAndHoldReturn: 0.05 },
    ],
    periodDays: 30,
    accountedReturn: 0.057,
  },
  failures: [{ code: 'not-applicable', when: 'the capital of all segments is not positive' }],
  compute: ({ segments, periodDays, accountedReturn }) => {
    const result = tradingAttribution(segments, periodDays, accountedReturn)
    return {
      ...result,
      segments: result.segments.map((segment) => ({ ...segment })),
      cautions: [...result.cautions],
    }
  },
})

/** Selectivity, diversification and risk. */
export const famaOperation = defineOperation({
  name: 'attribution/fama-decomposition',
  title: 'Risk-adjusted attribution of Fama, and M squared',
  description:
    'Mean return over cash as selectivity, diversification and risk, and the return at the risk of the market.',
  source: 'Fama, J. Finance 27 (1972); Modigliani & Modigliani, J. Portfolio Management 23 (1997)',
  input: z.strictObject({
    returns: z.array(number).min(3).max(100_000).describe('simple, per period, decimals'),
    marketReturns: z.array(number).min(3).max(100_000),
    riskFreePerPeriod: number,
    targetBeta: number.optional().describe('of the investor, 1 when left out'),
  }),
  output: z.strictObject({
    overall: number,
    selectivity: number,
    diversification: number,
    netSelectivity: number,
    risk: number,
    investorRisk: number,
    managerRisk: number,
    beta: number,
    totalBeta: number.describe('volatility over that of the market'),
    mSquared: number.describe('return at the volatility of the market, per period'),
    mSquaredExcess: number,
    selectivityStandardError: number,
    observations: z.int(),
    cautions,
  }),
  example: {
    returns: [0.021, -0.013, 0.008, 0.034, -0.022, 0.011, 0.005, 0.017],
    marketReturns: [0.018, -0.016, 0.01, 0.027, -0.03, 0.008, 0.007, 0.012],
    riskFreePerPeriod: 0.002,
  },
  failures: [{ code: 'not-applicable', when: 'the market or the portfolio does not vary' }],
  compute: ({ returns, marketReturns, riskFreePerPeriod, targetBeta }) => {
    const result = famaDecomposition(returns, marketReturns, riskFreePerPeriod, targetBeta)
    return { ...result, cautions: [...result.cautions] }
  },
})
