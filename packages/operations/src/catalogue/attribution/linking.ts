import { carinoFactors, geometricallyLinkedEffects, linkedEffects } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { labelled, labels } from '../labels.ts'
import { defineOperation } from '../operation.ts'
import { number } from '../value-schemas.ts'
import { cautions, column, linkingMethod, periodRows, residual } from './attribution-schemas.ts'

const returnColumns = {
  portfolioReturns: column.describe('simple, one a period, oldest first'),
  benchmarkReturns: column.describe('simple, same periods'),
}
const exampleReturns = {
  portfolioReturns: [0.083, -0.034, -0.05, 0.045],
  benchmarkReturns: [0.064, -0.046, -0.125, 0.02],
}

/** Linking of arithmetic effects. */
export const linkedEffectsOperation = defineOperation({
  name: 'attribution/linked-effects',
  title: 'Effects linked over periods',
  description:
    'Arithmetic effects of single periods, scaled so that they add up to the difference of the compounded returns; the residual is what the periods left unexplained.',
  source:
    'Carino (1999), Menchero (2000), GRAP (1997), Frongello (2002): J. Performance Measurement; Bacon (2008), chapter 8',
  input: z.strictObject({
    effects: periodRows.describe('[period][effect], decimals'),
    names: labels.optional().describe('of the effects; returned beside the totals'),
    ...returnColumns,
    method: linkingMethod,
  }),
  output: z.strictObject({
    method: linkingMethod,
    portfolioReturn: number.describe('compounded'),
    benchmarkReturn: number.describe('compounded'),
    excessReturn: number.describe('difference of the compounded returns'),
    periodFactors: column.describe('what an effect of each period counts for in the total'),
    linkedByPeriod: periodRows,
    names: labels.optional().describe('of the totals, where the input has them'),
    totals: column,
    residual,
    cautions,
  }),
  example: {
    effects: [
      [-0.012, 0.031],
      [-0.005, 0.017],
      [0.035, 0.04],
      [-0.01, 0.035],
    ],
    ...exampleReturns,
    method: 'carino' as const,
  },
  failures: [{ code: 'not-applicable', when: 'a return of -100 % or less is compounded by logarithms' }],
  compute: ({ effects, names, portfolioReturns, benchmarkReturns, method }) => {
    const result = linkedEffects(effects, portfolioReturns, benchmarkReturns, method)
    return {
      ...result,
      periodFactors: [...result.periodFactors],
      linkedByPeriod: result.linkedByPeriod.map((row) => [...row]),
      ...labelled('names', names, result.totals.length),
      totals: [...result.totals],
      cautions: [...result.cautions],
    }
  },
})

/** Coefficients of Carino's linking. */
export const carinoFactorsOperation = defineOperation({
  name: 'attribution/carino-factors',
  title: 'Carino linking coefficients',
  description: 'Slopes of the logarithm between benchmark and portfolio growth, of each period and of all together.',
  source: 'Carino, J. Performance Measurement 3 (1999)',
  input: z.strictObject(returnColumns),
  output: z.strictObject({
    k: number,
    kByPeriod: column,
    ratios: column.describe('kByPeriod / k: the factor of each period'),
  }),
  example: exampleReturns,
  failures: [{ code: 'not-applicable', when: 'a return is -100 % or less' }],
  compute: ({ portfolioReturns, benchmarkReturns }) => {
    const { k, kByPeriod, ratios } = carinoFactors(portfolioReturns, benchmarkReturns)
    return { k, kByPeriod: [...kByPeriod], ratios: [...ratios] }
  },
})

/** Linking of geometric effects. */
export const geometricLinkingOperation = defineOperation({
  name: 'attribution/geometric-linking',
  title: 'Geometric effects compounded over periods',
  description: 'Compounds geometric effects of single periods; together they are the geometric excess return.',
  source: 'Bacon (2008), chapter 8',
  input: z.strictObject({ effects: periodRows.describe('[period][effect], geometric, decimals'), ...returnColumns }),
  output: z.strictObject({ totals: column, geometricExcess: number, residual }),
  example: {
    effects: [
      [-0.011278, 0.029468],
      [0.0021, 0.0105],
    ],
    portfolioReturns: [0.083, -0.034],
    benchmarkReturns: [0.064, -0.046],
  },
  failures: [{ code: 'not-applicable', when: 'an effect or a return is -100 % or less' }],
  compute: ({ effects, portfolioReturns, benchmarkReturns }) => {
    const result = geometricallyLinkedEffects(effects, portfolioReturns, benchmarkReturns)
    return { ...result, totals: [...result.totals] }
  },
})
