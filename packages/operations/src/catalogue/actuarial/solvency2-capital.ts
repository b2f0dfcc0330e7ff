import { aggregatedCapital, interestShockedRates, interestShockFactors, riskMargin } from '@tutti/analytics/actuarial'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'
import { parametersOn, unknownDate, valuationDate, versionOf, versionShape } from './solvency2-inputs.ts'

/** Interest rate stresses. */
export const interestShocksOperation = defineOperation({
  name: 'actuarial/solvency2-interest-shocks',
  title: 'Solvency II interest rate stresses',
  description:
    'Factors and absolute shifts of the increase and the decrease of the basic risk-free rates at maturities, and the rates after them where base rates are given. From 30 January 2027 on those of Delegated Regulation (EU) 2026/269.',
  source: 'Delegated Regulation (EU) 2015/35, Articles 166 and 167, also as replaced by (EU) 2026/269',
  input: z.strictObject({
    date: valuationDate,
    maturitiesYears: z.array(z.number().min(0).max(1000)).min(1).max(2000),
    baseRates: z
      .array(z.number().gt(-0.99).max(10))
      .max(2000)
      .optional()
      .describe('annually compounded, one a maturity; decimals: 0.021 is 2.1 %'),
  }),
  output: z.strictObject({
    version: versionShape,
    upFactors: z.array(number).describe('relative increase'),
    downFactors: z.array(number).describe('relative decrease'),
    upShifts: z.array(number).describe('added after the relative increase, decimal'),
    downShifts: z.array(number).describe('taken off after the relative decrease, decimal'),
    upRates: z.array(number).nullable().describe('null without base rates'),
    downRates: z.array(number).nullable(),
    cautions: z
      .array(z.enum(['rates-look-like-percent']))
      .describe('rates-look-like-percent: a base rate is beyond 0.5, which is read as 50 %'),
  }),
  failures: unknownDate,
  example: { date: '2025-12-31', maturitiesYears: [1, 10, 30], baseRates: [0.021, 0.026, 0.028] },
  compute: ({ date, maturitiesYears, baseRates }) => {
    const parameters = parametersOn(date)
    const factors = maturitiesYears.map((maturity) => interestShockFactors(parameters, maturity))
    if (baseRates !== undefined && baseRates.length !== maturitiesYears.length) {
      throw new TuttiError('invalid-input', 'each maturity has a base rate', {
        field: 'baseRates',
        got: `${baseRates.length} rates`,
        expected: `${maturitiesYears.length}`,
      })
    }
    const shocked = baseRates?.map((rate, i) => interestShockedRates(parameters, maturitiesYears[i], rate))
    return {
      version: versionOf(date, ['interest']),
      upFactors: factors.map(({ up }) => up),
      downFactors: factors.map(({ down }) => down),
      upShifts: factors.map(({ upShift }) => upShift),
      downShifts: factors.map(({ downShift }) => downShift),
      upRates: shocked?.map(({ up }) => up) ?? null,
      downRates: shocked?.map(({ down }) => down) ?? null,
      cautions: baseRates?.some((rate) => Math.abs(rate) > 0.5) === true ? ['rates-look-like-percent' as const] : [],
    }
  },
})

/** Square-root aggregation. */
export const capitalAggregationOperation = defineOperation({
  name: 'actuarial/capital-aggregation',
  title: 'Aggregation of capital requirements',
  description:
    'Capital requirements combined by the square-root formula with given correlations, the benefit of diversification and the contribution of each.',
  source: 'Delegated Regulation (EU) 2015/35, Articles 114, 136 and 164; Directive 2009/138/EC, Annex IV',
  input: z.strictObject({
    modules: z
      .array(z.strictObject({ name: z.string().min(1), scr: nonNegative.describe('capital requirement, money') }))
      .min(1)
      .max(200),
    correlations: z
      .array(z.array(z.number().min(-1).max(1)))
      .min(1)
      .max(200)
      .describe('in the order of the modules'),
  }),
  output: z.strictObject({
    total: nonNegative,
    diversification: number.describe('sum of the parts less the total'),
    contributions: z.array(z.strictObject({ name: z.string(), contribution: number })),
  }),
  example: {
    modules: [
      { name: 'interest', scr: 120 },
      { name: 'equity', scr: 300 },
    ],
    correlations: [
      [1, 0.5],
      [0.5, 1],
    ],
  },
  compute: ({ modules, correlations }) => {
    const result = aggregatedCapital(
      modules.map(({ scr }) => scr),
      correlations,
    )
    return {
      total: result.total,
      diversification: result.diversification,
      contributions: modules.map(({ name }, i) => ({ name, contribution: result.contributions[i] })),
    }
  },
})

/** Risk margin. */
export const riskMarginOperation = defineOperation({
  name: 'actuarial/risk-margin',
  title: 'Solvency II risk margin',
  description:
    'Cost of capital on the projected solvency capital requirement, each year discounted by the risk-free rate of the maturity a year later; with tapering where the version in force, or the input, has it.',
  source: 'Directive 2009/138/EC, Article 77; Delegated Regulation (EU) 2015/35, Articles 37 to 39',
  input: z.strictObject({
    date: valuationDate.optional(),
    projectedScr: z.array(nonNegative).min(1).max(200).describe('of years 0, 1, ..., money'),
    ratesAnnual: z.array(z.number().gt(-0.99).max(10)).min(1).max(200).describe('risk-free, of maturities 1, 2, ...'),
    costOfCapital: z.number().min(0).max(1).optional().describe('a year; that of the version unless given'),
    taperPerYear: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('factor on the capital for each year ahead; that of the version unless given'),
    leastTaper: z.number().min(0).max(1).optional().describe('below which the factor never falls'),
  }),
  output: z.strictObject({
    version: versionShape.nullable().describe('that the date chose; null without a date'),
    riskMargin: nonNegative,
    byYear: z.array(nonNegative),
    costOfCapital: nonNegative,
    taperPerYear: nonNegative,
    leastTaper: nonNegative,
  }),
  failures: unknownDate,
  example: { date: '2025-12-31', projectedScr: [100, 80, 50], ratesAnnual: [0.02, 0.022, 0.024] },
  compute: ({ date, projectedScr, ratesAnnual, ...given }) => {
    if (date === undefined && given.costOfCapital === undefined) {
      throw new TuttiError('invalid-input', 'a risk margin needs the date of the valuation or a cost of capital', {
        field: 'date',
        got: 'neither',
        expected: 'date or costOfCapital',
      })
    }
    const version =
      date === undefined ? { taperPerYear: 1, leastTaper: 0, costOfCapital: 0 } : parametersOn(date).riskMargin
    const terms = {
      costOfCapital: given.costOfCapital ?? version.costOfCapital,
      taperPerYear: given.taperPerYear ?? version.taperPerYear,
      leastTaper: given.leastTaper ?? version.leastTaper,
    }
    const result = riskMargin(projectedScr, ratesAnnual, terms)
    return {
      version: date === undefined ? null : versionOf(date, ['risk-margin']),
      riskMargin: result.riskMargin,
      byYear: [...result.byYear],
      ...terms,
    }
  },
})
