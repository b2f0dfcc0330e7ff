import { luckInAlphas, performanceWeights, shrunkAlphas, skillShares } from '@tutti/analytics/skill'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, openProbability, positive, wholeFrom } from '../value-schemas.ts'
import { plainCopy } from './plain-copy.ts'
import { exampleReturns, factorReturns, interval, panel, probability, simulated } from './skill-schemas.ts'

const share = z.strictObject({ value: probability, standardError: nonNegative })
const manager = wholeFrom(0).describe('manager, from 0')

/** Luck and skill among many. */
export const skillSharesOperation = defineOperation({
  name: 'skill/skill-shares',
  title: 'Shares of skilled and lucky managers',
  description:
    'From the t statistics of many alphas: shares of zero-alpha, unskilled and skilled managers with errors, how many of the significant ones are lucky, and which managers pass a false-discovery rate.',
  source: 'Barras, Scaillet & Wermers, J. of Finance 65 (2010); Storey (2002); Benjamini & Hochberg (1995)',
  input: z
    .strictObject({
      tStatistics: z.array(number).min(2).max(100_000),
      degreesOfFreedom: z.array(positive).min(2).max(100_000).describe('of each t statistic'),
      lambda: openProbability.nullable().describe('p-values above it count zero alphas; null: chosen on 0.30 to 0.70'),
      significance: openProbability.describe('two-sided level at which the tails are counted: 0.2'),
      errorRate: openProbability.describe('false-discovery rate of the selection: 0.1'),
    })
    .refine((input) => input.tStatistics.length === input.degreesOfFreedom.length, {
      path: ['degreesOfFreedom'],
      error: 'degreesOfFreedom must be as many as tStatistics',
    }),
  output: z.strictObject({
    managers: wholeFrom(2),
    pValues: z.array(probability).describe('two-sided'),
    adjustedPValues: z.array(probability).describe('Benjamini-Hochberg'),
    qValues: z.array(probability).describe('Storey'),
    lambda: probability,
    zeroAlpha: share,
    unskilled: share,
    skilled: share,
    significantPositive: share,
    luckyShare: share.describe('significant and positive by luck, of all managers'),
    significantNegative: share,
    falseDiscoveryRate: nullableNumber.describe('share of luck among the significant and positive'),
    selected: z.array(manager).describe('positive alpha and q-value at most the error rate, best first'),
    cautions: z.array(z.enum(['few-managers', 'few-large-p-values', 'shares-cut'])),
  }),
  example: {
    tStatistics: [3.1, 2.4, 1.9, 1.2, 0.8, 0.5, 0.1, -0.3, -0.6, -0.9, -1.4, -2.2],
    degreesOfFreedom: new Array<number>(12).fill(56),
    lambda: null,
    significance: 0.2,
    errorRate: 0.1,
  },
  compute: ({ tStatistics, degreesOfFreedom, ...options }) =>
    plainCopy(skillShares(tStatistics, degreesOfFreedom, options)),
})

const exampleFactors = exampleReturns(60, [0.005], 0.05)
const examplePanel = exampleReturns(60, [0, 0.003, 0, -0.001, 0.001, 0], 0.015).map((row, t) =>
  row.map((own, k) => Math.round(1e6 * (own + (0.5 + 0.1 * k) * exampleFactors[t][0])) / 1e6),
)

/** The best alpha against luck. */
export const luckInAlphasOperation = defineOperation({
  name: 'skill/luck-in-alphas',
  title: 'Best alphas against luck',
  description:
    'The alphas of many managers against simulations in which none has any: whole periods are drawn for managers and factors together, so that the best of many is judged by what the best of many would show by luck.',
  source: 'Fama & French, J. of Finance 65 (2010); Kosowski, Timmermann, Wermers & White, J. of Finance 61 (2006)',
  input: z
    .strictObject({
      returns: panel.min(10),
      factorReturns: factorReturns.min(10),
      samples: wholeFrom(100).max(20_000).describe('simulations; 1,000 or more for p-values to be quoted'),
      seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
      meanBlock: z.number().min(1).describe('mean length of the blocks of periods drawn; 1 for single periods'),
      percentiles: z.array(probability).max(20).describe('beside the best (1) and the worst (0)'),
      leastPeriods: wholeFrom(4).describe('returns that a manager must have, in the record and in a simulation'),
    })
    .refine(
      ({ samples, returns, factorReturns: factors }) =>
        samples * returns.length * (returns[0]?.length ?? 0) * ((factors[0]?.length ?? 0) + 2) <= 1e10,
      { path: ['samples'], error: 'samples x periods x managers x (factors + 2) must be at most 1e10' },
    ),
  output: z.strictObject({
    alphas: z.array(nullableNumber).describe('per period; null for too short a record'),
    tStatistics: z.array(nullableNumber),
    pValues: z.array(simulated.nullable()).describe('one-sided, of each manager alone'),
    best: manager,
    worst: manager,
    percentiles: z.array(
      z.strictObject({
        probability,
        actual: number.describe('percentile of the t statistics'),
        byLuck: number.describe('its mean over the simulations'),
        byLuckStandardError: nonNegative.describe('Monte Carlo'),
        pValue: simulated,
      }),
    ),
    managers: wholeFrom(1),
    periods: wholeFrom(1),
    samples: wholeFrom(1),
    leftOut: z.number().max(1).describe('share of manager-simulations without enough periods'),
    cautions: z.array(z.enum(['few-managers', 'short-record', 'draws-left-out'])),
  }),
  example: {
    returns: examplePanel,
    factorReturns: exampleFactors,
    samples: 200,
    seed: 1,
    meanBlock: 1,
    percentiles: [0.5, 0.9],
    leastPeriods: 24,
  },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'no record is long enough, factors are collinear, or explain a manager exactly' },
  ],
  compute: ({ returns, factorReturns: factors, ...options }) => plainCopy(luckInAlphas(returns, factors, options)),
})

const shrinkage = {
  mean: number.describe('of the true alphas'),
  meanStandardError: nonNegative,
  deviation: nonNegative.describe('of the true alphas among managers'),
  heterogeneity: nonNegative.describe('Cochran\u2019s Q'),
  degreesOfFreedom: wholeFrom(1),
  heterogeneityPValue: probability,
  cautions: z.array(z.enum(['few-managers', 'no-spread-of-skill'])),
}

/** Alphas shrunk. */
export const shrunkAlphasOperation = defineOperation({
  name: 'skill/shrunk-alphas',
  title: 'Empirical-Bayes alphas',
  description:
    'Alphas of many managers drawn towards their mean by how little each record says, with the posterior probability that a manager has skill.',
  source: 'Efron & Morris, JASA 70 (1975); Paule & Mandel (1982); Jones & Shanken, J. of Financial Economics 78 (2005)',
  input: z
    .strictObject({
      alphas: z.array(number).min(2).max(100_000).describe('estimates in any unit, annual or per period'),
      standardErrors: z.array(positive).min(2).max(100_000),
      confidence: z.number().gt(0).lt(1).describe('of the intervals: 0.95'),
    })
    .refine((input) => input.alphas.length === input.standardErrors.length, {
      path: ['standardErrors'],
      error: 'standardErrors must be as many as alphas',
    }),
  output: z.strictObject({
    alphas: z.array(
      z.strictObject({
        posteriorMean: number,
        posteriorDeviation: nonNegative,
        interval,
        shrinkage: probability.describe('weight of the mean of all'),
        probabilityOfSkill: probability.describe('of an alpha above 0'),
      }),
    ),
    ...shrinkage,
  }),
  example: {
    alphas: [0.021, 0.004, -0.012, 0.035, 0.008],
    standardErrors: [0.009, 0.012, 0.008, 0.011, 0.007],
    confidence: 0.95,
  },
  compute: ({ alphas, standardErrors, confidence }) => plainCopy(shrunkAlphas(alphas, standardErrors, confidence)),
})

const evidence = z.strictObject({
  recentAlpha: number.describe('annual, over the last periods'),
  recentStandardError: positive,
  longTermAlpha: number.describe('annual, over the whole record, of which the recent one is part'),
  longTermStandardError: positive,
  trackingError: positive.describe('annual'),
  consistency: probability.describe('share of rolling windows with a positive record'),
  styleDrift: nonNegative.describe('largest drift in standard errors'),
  baseWeight: probability.describe('weights are scaled to sum to 1'),
  minWeight: probability,
  maxWeight: probability,
})
const exampleEvidence = {
  recentAlpha: 0.015,
  recentStandardError: 0.012,
  longTermAlpha: 0.01,
  longTermStandardError: 0.005,
  trackingError: 0.025,
  consistency: 0.6,
  styleDrift: 0.8,
  baseWeight: 0.25,
  minWeight: 0.05,
  maxWeight: 0.5,
}

/** Weights from skill. */
export const performanceWeightsOperation = defineOperation({
  name: 'skill/performance-weights',
  title: 'Weights of managers from their skill',
  description:
    'Recent and long-term alphas blended, shrunk, rewarded for consistency, cut for drift of style, turned into weights and brought within limits, each step shown for each manager.',
  source: 'Treynor & Black, J. of Business 46 (1973); Jones & Shanken, J. of Financial Economics 78 (2005)',
  input: z
    .strictObject({
      managers: z.array(evidence).min(2).max(500),
      recentWeight: probability.describe('of the recent alpha; the long-term one has the rest: 0.6'),
      consistencyReward: probability.describe('0 for none; 1 doubles the skill of a manager ahead in all windows'),
      driftThreshold: nonNegative.describe('standard errors of drift that are no concern: 1.5'),
      driftPenalty: nonNegative.describe('divides skill by 1 + this x (drift above the threshold); 0 for none'),
      conviction: probability.describe('share of the weights that follows skill; the rest stays at the base weights'),
    })
    .refine((input) => input.managers.every(({ minWeight, maxWeight }) => minWeight <= maxWeight), {
      path: ['managers'],
      error: 'each minWeight must be at most its maxWeight',
    })
    .refine((input) => input.managers.some(({ baseWeight }) => baseWeight > 0), {
      path: ['managers'],
      error: 'a baseWeight must be above 0',
    }),
  output: z.strictObject({
    managers: z.array(
      z.strictObject({
        blendedAlpha: number,
        blendedStandardError: nonNegative,
        shrunkAlpha: number,
        probabilityOfSkill: probability,
        afterConsistency: nonNegative,
        afterDrift: nonNegative,
        skillWeight: nonNegative.describe('by skill alone'),
        targetWeight: nonNegative.describe('mixed with the base weight by conviction'),
        weight: nonNegative.describe('nearest to the target within the limits'),
        reasons: z.array(
          z.enum([
            'no-positive-skill',
            'shrunk-by-more-than-half',
            'consistency-rewarded',
            'inconsistency-penalised',
            'drift-penalised',
            'at-minimum',
            'at-maximum',
          ]),
        ),
      }),
    ),
    shrinkage: z.strictObject(shrinkage),
    turnover: nonNegative.describe('half the sum of absolute changes from the base weights'),
    cautions: z.array(z.enum(['few-managers', 'no-spread-of-skill', 'no-positive-skill'])),
  }),
  example: {
    managers: [
      exampleEvidence,
      { ...exampleEvidence, recentAlpha: -0.01, longTermAlpha: 0, consistency: 0.4 },
      { ...exampleEvidence, styleDrift: 2.6 },
      { ...exampleEvidence, recentAlpha: 0.04, longTermAlpha: 0.03, consistency: 0.9 },
    ],
    recentWeight: 0.6,
    consistencyReward: 0.5,
    driftThreshold: 1.5,
    driftPenalty: 0.5,
    conviction: 0.8,
  },
  failures: [{ code: 'infeasible', when: 'smallest weights sum to more than 1, or largest ones to less' }],
  compute: ({ managers, ...rules }) => plainCopy(performanceWeights(managers, rules)),
})
