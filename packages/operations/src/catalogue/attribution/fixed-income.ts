import { curveComponentAttribution, fixedIncomeAttribution } from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { cautions, column } from './attribution-schemas.ts'

const parallel = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('tenor'), tenorYears: positive }),
    z.strictObject({ type: z.literal('mean') }),
    z.strictObject({ type: z.literal('change'), change: number }),
  ])
  .describe('which change counts as the parallel one')
const bondEffects = z.strictObject({
  carry: number,
  rollDown: number,
  parallel: number,
  reshape: number,
  spreadSector: number.describe("the sector's move of spreads"),
  spreadSpecific: number.describe("the bond's own move beyond it"),
  convexity: number,
  residual: number.describe('of the returns, beyond the model'),
})

/** Carry, roll, curve by key rate, spread, sector, selection, convexity and residual. */
export const fixedIncomeAttributionOperation = defineOperation({
  name: 'attribution/fixed-income',
  title: 'Fixed-income attribution by key rate',
  description:
    'Active return of bonds as carry, roll-down, parallel move, reshaping by key rate, spread (sector and specific, by level or duration times spread), convexity and residual; and the excess over the curve as sector allocation and issue selection.',
  source:
    'Campisi, J. Performance Measurement 4 (2000); Ben Dor, Dynkin, Hyman, Houweling, van Leeuwen & Penninga, J. Portfolio Management 33 (2007)',
  input: z.strictObject({
    positions: z
      .array(
        z.strictObject({
          sector: z.string().min(1).max(200).describe('sector, rating or both: what spreads move by'),
          portfolioWeight: number,
          benchmarkWeight: number,
          yieldStart: number.describe('annual, decimal'),
          rollYieldChange: number.optional().describe('by ageing on an unchanged curve; 0 when left out'),
          keyRateDurations: column.describe('years, one a tenor'),
          spreadDuration: number.describe('years'),
          spreadStart: number.describe('decimal'),
          spreadChange: number.describe('decimal'),
          convexity: number.optional().describe('years squared; 0 when left out'),
          totalReturn: number.describe('simple, of the period'),
        }),
      )
      .min(1)
      .max(20_000),
    periodYears: positive,
    tenorsYears: column.describe('ascending'),
    zeroRateChanges: column.describe('decimals'),
    parallel,
    spreadModel: z.enum(['level', 'duration-times-spread']),
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    activeReturn: number,
    effects: bondEffects.describe('active; they add up to the active return'),
    reshapeByKeyRate: column,
    sectors: z.array(
      z.strictObject({
        sector: z.string(),
        portfolioWeight: number,
        benchmarkWeight: number,
        spreadMove: number.describe('decimal amount, or share of the spread'),
        effects: bondEffects,
        sectorAllocation: number,
        issueSelection: number,
      }),
    ),
    sectorAllocation: number.describe('with issueSelection and unassigned: spread and residual effects together'),
    issueSelection: number,
    unassigned: number,
    roundingError: number,
    cautions,
  }),
  example: {
    positions: [
      {
        sector: 'government',
        portfolioWeight: 0.5,
        benchmarkWeight: 0.6,
        yieldStart: 0.031,
        rollYieldChange: -0.0002,
        keyRateDurations: [0.3, 2.1, 3.4],
        spreadDuration: 0,
        spreadStart: 0,
        spreadChange: 0,
        convexity: 45,
        totalReturn: 0.0032,
      },
      {
        sector: 'corporate A',
        portfolioWeight: 0.3,
        benchmarkWeight: 0.4,
        yieldStart: 0.044,
        keyRateDurations: [0.4, 2.4, 1.9],
        spreadDuration: 4.6,
        spreadStart: 0.011,
        spreadChange: -0.0006,
        convexity: 30,
        totalReturn: 0.0071,
      },
      {
        sector: 'corporate A',
        portfolioWeight: 0.2,
        benchmarkWeight: 0,
        yieldStart: 0.049,
        keyRateDurations: [0.2, 3.1, 1.2],
        spreadDuration: 4.4,
        spreadStart: 0.016,
        spreadChange: -0.0012,
        convexity: 27,
        totalReturn: 0.0104,
      },
    ],
    periodYears: 1 / 12,
    tenorsYears: [2, 5, 10],
    zeroRateChanges: [-0.0004, -0.0001, 0.0002],
    parallel: { type: 'tenor' as const, tenorYears: 5 },
    spreadModel: 'duration-times-spread' as const,
  },
  compute: ({ positions, tenorsYears, ...market }) => {
    const result = fixedIncomeAttribution(
      positions.map(({ rollYieldChange, convexity, ...position }) => ({
        ...position,
        ...(rollYieldChange === undefined ? {} : { rollYieldChange }),
        ...(convexity === undefined ? {} : { convexity }),
      })),
      { tenors: tenorsYears, ...market },
    )
    return {
      ...result,
      effects: { ...result.effects },
      reshapeByKeyRate: [...result.reshapeByKeyRate],
      sectors: result.sectors.map((sector) => ({ ...sector, effects: { ...sector.effects } })),
      cautions: [...result.cautions],
    }
  },
})

const sides = z.strictObject({ portfolio: number, benchmark: number, active: number })

/** Level, slope and curvature. */
export const curveComponentAttributionOperation = defineOperation({
  name: 'attribution/curve-components',
  title: 'Curve attribution by components',
  description:
    'Curve return of key-rate durations by level, slope and curvature: Nelson-Siegel, principal components of past changes, or parallel, twist and butterfly; the rest of the move is the residual.',
  source: 'Litterman & Scheinkman, J. Fixed Income 1 (1991); Diebold & Li, J. Econometrics 130 (2006)',
  input: z.strictObject({
    tenorsYears: column.describe('ascending'),
    portfolioKeyRateDurations: column.describe('years'),
    benchmarkKeyRateDurations: column.describe('years'),
    zeroRateChanges: column.describe('decimals'),
    method: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('nelson-siegel'), decayPerYear: positive.describe('0.73 is customary') }),
      z.strictObject({
        type: z.literal('principal-components'),
        history: z.array(column).min(2).max(20_000).describe('[day][tenor] past changes'),
        components: z.int().min(1).max(50),
      }),
      z.strictObject({
        type: z.literal('parallel-twist-butterfly'),
        pivotYears: z.tuple([positive, positive, positive]).describe('three of the tenors, ascending'),
      }),
    ]),
  }),
  output: z.strictObject({
    components: z.array(
      z.strictObject({
        name: z.string(),
        factor: number,
        loadings: column,
        portfolio: number,
        benchmark: number,
        active: number,
      }),
    ),
    unspannedChanges: column,
    residual: sides.describe('of the part of the move that the components do not span'),
    portfolioReturn: number,
    benchmarkReturn: number,
    activeReturn: number,
    explainedShare: number.describe('of the squared move'),
    cautions,
  }),
  example: {
    tenorsYears: [1, 2, 5, 10, 30],
    portfolioKeyRateDurations: [0.1, 0.4, 1.8, 2.4, 1.1],
    benchmarkKeyRateDurations: [0.1, 0.5, 2, 2.2, 0.9],
    zeroRateChanges: [0.0019, 0.0016, 0.001, 0.0006, 0.0003],
    method: { type: 'parallel-twist-butterfly' as const, pivotYears: [2, 5, 30] as [number, number, number] },
  },
  compute: ({ tenorsYears, method, ...columns }) => {
    const result = curveComponentAttribution({ tenors: tenorsYears, ...columns }, method)
    return {
      ...result,
      components: result.components.map((component) => ({ ...component, loadings: [...component.loadings] })),
      unspannedChanges: [...result.unspannedChanges],
      residual: { ...result.residual },
      cautions: [...result.cautions],
    }
  },
})
