import {
  type EconomicScenarios,
  economicScenarios,
  expectedInflation,
  fundingScenarios,
  scenarioChecks,
  valuesAt,
  variableIndex,
  zeroRates,
} from '@tutti/analytics/economic-scenarios'
import { mean, quantiles, standardDeviation } from '@tutti/analytics/statistics'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, numbers, openProbability, positive, wholeFrom } from '../value-schemas.ts'
import { economyOf, economySchema, exampleEconomy, gridFields } from './economy-schema.ts'

const fan = z.strictObject({
  name: z.string(),
  mean: number,
  standardError: nonNegative.describe('of the mean'),
  standardDeviation: nonNegative,
  quantiles: numbers.describe('at the probabilities asked for'),
})

function fanOf(name: string, values: Float64Array, probabilities: readonly number[]): z.infer<typeof fan> {
  const deviation = standardDeviation(values, 'sample')
  return {
    name,
    mean: mean(values),
    standardError: deviation / Math.sqrt(values.length),
    standardDeviation: deviation,
    quantiles: quantiles(values, probabilities, 7),
  }
}

/** The steps that are nearest to given times. */
const stepsAt = ({ timesYears }: EconomicScenarios, wanted: readonly number[]): number[] =>
  wanted.map((time) => Math.min(timesYears.length - 1, Math.max(0, Math.round(time / timesYears[1]))))

const correlationRepair = nonNegative
  .nullable()
  .describe('distance to the nearest valid correlation matrix where the given one was none')

/** Joint scenarios of rates, inflation, spreads, equity and exchange rates. */
export const economicScenariosOperation = defineOperation({
  name: 'simulation/economic-scenarios',
  title: 'Economic scenarios of rates, inflation, spreads, equity and currencies',
  description:
    'Joint paths: G2++ rates in several currencies, inflation and real rates, credit spreads by class, equity and exchange rates; their fans at given times, price checks of risk-neutral paths, and the paths themselves if asked for.',
  source:
    'Brigo & Mercurio, Interest Rate Models (2006), chapters 4 and 13; Vasicek, J. of Financial Economics 5 (1977); Schwartz, J. of Finance 52 (1997)',
  cost: 'medium',
  input: z.strictObject({
    economy: economySchema,
    ...gridFields,
    reportTimesYears: z.array(nonNegative).min(1).max(120),
    tenorsYears: z.array(positive.max(60)).min(1).max(20).describe('of the zero rates'),
    realRates: z
      .array(z.strictObject({ currency: z.string(), region: z.string() }))
      .default([])
      .describe('pairs whose nominal zero rate less expected inflation is reported'),
    probabilities: z.array(openProbability).max(20).default([0.05, 0.5, 0.95]),
    pathsReturned: wholeFrom(0).max(500).default(0).describe('first paths that are returned as numbers'),
  }),
  output: z.strictObject({
    times: z.array(
      z.strictObject({
        timeYears: nonNegative,
        zeroRates: z.array(fan).describe('`USD 10y`; continuously compounded'),
        realRates: z.array(fan).describe('nominal less expected inflation, without a premium'),
        variables: z
          .array(fan)
          .describe('rates of inflation, log price indices, spreads, log equity, log exchange rates'),
      }),
    ),
    checks: z
      .array(
        z.strictObject({
          name: z.string(),
          expected: number,
          simulated: number,
          standardError: nonNegative,
          z: number.describe('standard errors between them'),
        }),
      )
      .describe('prices of today against discounted means; empty where premiums or shifts are given'),
    correlationRepair,
    variables: z.array(z.string()).describe('columns of the paths'),
    paths: z.array(z.array(numbers)).describe('path, time step, variable'),
  }),
  example: {
    economy: exampleEconomy,
    horizonYears: 10,
    stepsPerYear: 2,
    paths: 500,
    seed: 42,
    reportTimesYears: [1, 5, 10],
    tenorsYears: [1, 10],
    realRates: [{ currency: 'USD', region: 'US' }],
    probabilities: [0.05, 0.5, 0.95],
    pathsReturned: 0,
  },
  compute: (input) => {
    const { stepsPerYear, paths, seed, probabilities } = input
    const steps = Math.max(1, Math.round(input.horizonYears * stepsPerYear))
    const scenarios = economicScenarios(economyOf(input.economy), { steps, stepsPerYear, paths, seed })
    const { economy, timesYears, variables, values } = scenarios
    const width = variables.length
    return {
      times: stepsAt(scenarios, input.reportTimesYears).map((step) => ({
        timeYears: timesYears[step],
        zeroRates: economy.currencies.flatMap(({ currency }) =>
          input.tenorsYears.map((tenor) =>
            fanOf(`${currency} ${tenor}y`, zeroRates(scenarios, currency, step, tenor), probabilities),
          ),
        ),
        realRates: input.realRates.flatMap(({ currency, region }) =>
          input.tenorsYears.map((tenor) => {
            const inflation = expectedInflation(scenarios, region, step, tenor)
            const real = zeroRates(scenarios, currency, step, tenor).map((rate, path) => rate - inflation[path])
            return fanOf(`${currency} less ${region} ${tenor}y`, real, probabilities)
          }),
        ),
        variables: variables
          .filter((name) => !/^(x|y|logCash) /.test(name))
          .map((name) => fanOf(name, valuesAt(scenarios, variableIndex(scenarios, name), step), probabilities)),
      })),
      checks: scenarioChecks(scenarios, input.tenorsYears[0]),
      correlationRepair: scenarios.correlationRepair,
      variables: [...variables],
      paths: Array.from({ length: Math.min(paths, input.pathsReturned) }, (_, path) =>
        timesYears.map((__, step) => {
          const at = (path * timesYears.length + step) * width
          return Array.from(values.subarray(at, at + width))
        }),
      ),
    }
  },
})

const share = z.number().min(0).max(1)

/** An asset mix against liabilities through economic scenarios. */
export const fundingScenariosOperation = defineOperation({
  name: 'simulation/funding-scenarios',
  title: 'Funded ratio and shortfall over economic scenarios',
  description:
    'An asset mix and liabilities with indexation, mortality and dynamic lapse through the same economic scenarios: funded ratios, probability and size of a shortfall with their errors, by time.',
  source:
    'Brigo & Mercurio (2006), chapters 4 and 13, for the scenarios; Lee & Carter, JASA 87 (1992), for the walk of log mortality',
  cost: 'medium',
  input: z.strictObject({
    economy: economySchema,
    ...gridFields,
    initialAssets: positive.describe('money of the base currency'),
    mix: z
      .array(
        z.strictObject({
          weight: number,
          kind: z.enum(['cash', 'bond', 'inflation-linked', 'equity']),
          currency: z.string().optional().describe('of cash and bonds'),
          tenorYears: positive.max(60).optional().describe('of bonds, kept by rolling'),
          region: z.string().optional().describe('of inflation-linked bonds'),
          spread: z.string().optional().describe('class of credit; absent for a government bond'),
          equity: z.string().optional().describe('name of the share index'),
        }),
      )
      .min(1)
      .max(100),
    liabilities: z.strictObject({
      currency: z.string(),
      payments: z
        .array(z.strictObject({ timeYears: nonNegative.max(150), amount: nonNegative, indexedShare: share }))
        .min(1)
        .max(500)
        .describe(
          'amounts at the prices of today with the share that follows prices: `byYear.real` of actuarial/pension-cash-flows with a share of 1, or nominal amounts with a share of 0',
        ),
      region: z.string().nullable().describe('whose prices are followed'),
      longevity: z.strictObject({
        force: nonNegative.describe('average force of mortality, a year'),
        volAnnual: nonNegative.describe('of its logarithm'),
      }),
      lapse: z
        .strictObject({
          base: nonNegative.describe('a year'),
          sensitivity: nonNegative.describe('more lapses a year for each unit of rate beyond the credited one'),
          creditedRate: number,
          tenorYears: positive.max(60).describe('of the market rate that holders look at'),
          cap: nonNegative,
          surrenderShare: share.describe('of the value that a lapsing holder gets'),
        })
        .nullable(),
    }),
    lossShareOfSpread: share.describe('part of a credit spread that defaults take'),
    reportTimesYears: z.array(nonNegative).min(1).max(120),
    probabilities: z.array(openProbability).max(20).default([0.05, 0.5, 0.95]),
    targetRatio: positive.default(1).describe('a funded ratio below it is a shortfall'),
  }),
  output: z.strictObject({
    times: z.array(
      z.strictObject({
        timeYears: nonNegative,
        fundedRatio: fan,
        assets: fan,
        liabilities: fan,
        shortfallProbability: share,
        shortfallStandardError: nonNegative,
        meanShortfall: nonNegative.describe('mean of the money missing to the target, over all paths'),
        meanShortfallStandardError: nonNegative,
      }),
    ),
    correlationRepair,
  }),
  example: {
    economy: exampleEconomy,
    horizonYears: 10,
    stepsPerYear: 1,
    paths: 500,
    seed: 42,
    initialAssets: 1000,
    mix: [
      { weight: 0.5, kind: 'bond' as const, currency: 'USD', tenorYears: 12, spread: 'A financial' },
      { weight: 0.2, kind: 'inflation-linked' as const, currency: 'USD', tenorYears: 15, region: 'US' },
      { weight: 0.3, kind: 'equity' as const, equity: 'world' },
    ],
    liabilities: {
      currency: 'USD',
      payments: [2, 5, 10, 15, 20, 30].map((timeYears) => ({ timeYears, amount: 220, indexedShare: 0.5 })),
      region: 'US',
      longevity: { force: 0.02, volAnnual: 0.02 },
      lapse: null,
    },
    lossShareOfSpread: 0.35,
    reportTimesYears: [1, 5, 10],
    probabilities: [0.05, 0.5, 0.95],
    targetRatio: 1,
  },
  compute: (input) => {
    const { stepsPerYear, paths, seed, probabilities, targetRatio } = input
    const steps = Math.max(1, Math.round(input.horizonYears * stepsPerYear))
    const scenarios = economicScenarios(economyOf(input.economy), { steps, stepsPerYear, paths, seed })
    const mix = input.mix.map(
      (asset) => Object.fromEntries(Object.entries(asset).filter(([, value]) => value !== undefined)) as typeof asset,
    )
    const funding = fundingScenarios(
      scenarios,
      input.initialAssets,
      mix as Parameters<typeof fundingScenarios>[2],
      input.liabilities,
      { seed, lossShareOfSpread: input.lossShareOfSpread },
    )
    return {
      times: stepsAt(scenarios, input.reportTimesYears).map((step) => {
        const [assets, liabilities] = [funding.assets[step], funding.liabilities[step]]
        const missing = liabilities.map((owed, path) => Math.max(0, targetRatio * owed - assets[path]))
        const short = funding.fundedRatios[step].filter((ratio) => ratio < targetRatio).length / paths
        return {
          timeYears: funding.timesYears[step],
          fundedRatio: fanOf('funded ratio', funding.fundedRatios[step], probabilities),
          assets: fanOf('assets', assets, probabilities),
          liabilities: fanOf('liabilities', liabilities, probabilities),
          shortfallProbability: short,
          shortfallStandardError: Math.sqrt((short * (1 - short)) / paths),
          meanShortfall: mean(missing),
          meanShortfallStandardError: standardDeviation(missing, 'sample') / Math.sqrt(paths),
        }
      }),
      correlationRepair: scenarios.correlationRepair,
    }
  },
})
