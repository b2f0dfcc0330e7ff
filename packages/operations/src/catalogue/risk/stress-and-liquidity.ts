import {
  fundingRatioChange,
  liquidationProfile,
  liquidityAdjustedValueAtRisk,
  spreadStressChange,
  squareRootImpact,
} from '@tutti/analytics/risk'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive, series } from '../value-schemas.ts'

/** Positions under spread shocks. */
export const spreadStressOperation = defineOperation({
  name: 'risk/spread-stress',
  title: 'Spread shocks by duration and convexity',
  description: 'Profit or loss of each position for its own spread shock, to second order.',
  source: 'Fabozzi, Fixed Income Mathematics (2006)',
  input: z.strictObject({
    marketValues: series,
    spreadDurations: series.describe('years'),
    spreadConvexities: series.describe('years squared'),
    spreadShocksBp: series.describe('basis points, one a position'),
  }),
  output: z.strictObject({ changes: series, total: number }),
  example: {
    marketValues: [400, 300],
    spreadDurations: [6.5, 4.8],
    spreadConvexities: [55, 30],
    spreadShocksBp: [120, 200],
  },
  compute: ({ spreadShocksBp, ...positions }) => {
    const changes = spreadStressChange(
      positions,
      spreadShocksBp.map((shock) => shock / 10_000),
    )
    return { changes: [...changes], total: changes.reduce((sum, change) => sum + change, 0) }
  },
})

/** Time to sell. */
export const liquidationOperation = defineOperation({
  name: 'risk/liquidation-profile',
  title: 'Liquidation profile',
  description: 'Days to sell each position at a share of daily volume, and the share of the portfolio sold by horizon.',
  source: 'ESMA, Guidelines on liquidity stress testing in UCITS and AIFs (2020)',
  input: z.strictObject({
    positions: series.describe('in the unit of the volumes, long or short'),
    averageDailyVolumes: z.array(positive).min(1),
    participation: positive.max(1).describe('share of the daily volume that is taken'),
    horizonsDays: z.array(nonNegative),
  }),
  output: z.strictObject({ days: z.array(nonNegative), fractionLiquidated: z.array(nonNegative) }),
  example: {
    positions: [12e6, 1.5e6],
    averageDailyVolumes: [5e6, 2e6],
    participation: 0.2,
    horizonsDays: [1, 5, 20],
  },
  compute: ({ positions, averageDailyVolumes, participation, horizonsDays }) => {
    const profile = liquidationProfile(positions, averageDailyVolumes, participation, horizonsDays)
    return { days: [...profile.days], fractionLiquidated: [...profile.fractionLiquidated] }
  },
})

/** Cost of a large order. */
export const squareRootImpactOperation = defineOperation({
  name: 'risk/square-root-impact',
  title: 'Square-root market impact',
  description: 'Expected cost of an order as a fraction of its value: half the spread plus Y sigma sqrt(Q / V).',
  source: 'Grinold & Kahn, Active Portfolio Management (1999); Tóth et al., Physical Review X 1 (2011)',
  input: z.strictObject({
    orderSize: number,
    averageDailyVolume: positive,
    dailyVolatility: nonNegative,
    relativeSpread: nonNegative.describe('bid-ask over mid'),
    coefficient: nonNegative.describe('Y, about 0.5 to 1'),
  }),
  output: z.strictObject({ costFraction: nonNegative }),
  example: {
    orderSize: 250_000,
    averageDailyVolume: 2e6,
    dailyVolatility: 0.018,
    relativeSpread: 0.0006,
    coefficient: 0.7,
  },
  compute: (input) => ({ costFraction: squareRootImpact(input) }),
})

/** VaR with the cost of getting out. */
export const liquidityAdjustedValueAtRiskOperation = defineOperation({
  name: 'risk/liquidity-adjusted-value-at-risk',
  title: 'Liquidity-adjusted VaR',
  description: 'VaR of a lognormal price plus half of the spread that is seen in the tail.',
  source: 'Bangia, Diebold, Schuermann & Stroughair, Risk 12 (1999)',
  input: z.strictObject({
    value: nonNegative,
    volatility: nonNegative.describe('of the log price over the horizon'),
    confidence: openProbability,
    meanRelativeSpread: nonNegative,
    spreadVolatility: nonNegative,
    spreadMultiplier: nonNegative.describe('standard deviations by which the spread widens, 2 to 4.5'),
  }),
  output: z.strictObject({ valueAtRisk: number, liquidityCost: nonNegative, liquidityAdjusted: number }),
  example: {
    value: 1e6,
    volatility: 0.02,
    confidence: 0.99,
    meanRelativeSpread: 0.001,
    spreadVolatility: 0.0005,
    spreadMultiplier: 3,
  },
  compute: ({ confidence, ...position }) => ({ ...liquidityAdjustedValueAtRisk(position, confidence) }),
})

/** Funding ratio after a shock. */
export const fundingRatioOperation = defineOperation({
  name: 'risk/funding-ratio-change',
  title: 'Funding ratio under a shock',
  description: 'Assets, liabilities and their ratio after a parallel rate shock and an equity shock, to first order.',
  source: 'Redington, J. of the Institute of Actuaries 78 (1952)',
  input: z.strictObject({
    assets: positive,
    liabilities: positive,
    assetDuration: number.describe('years, of all assets together'),
    liabilityDuration: number.describe('years'),
    equityShare: nonNegative.max(1),
    rateShock: number.describe('decimal'),
    equityShock: number.describe('decimal'),
  }),
  output: z.strictObject({
    fundingRatio: positive,
    durationGap: number.describe('years of liabilities'),
    assetsAfter: number,
    liabilitiesAfter: positive,
    fundingRatioAfter: number,
  }),
  example: {
    assets: 10.2e9,
    liabilities: 11e9,
    assetDuration: 8.5,
    liabilityDuration: 14.2,
    equityShare: 0.3,
    rateShock: -0.01,
    equityShock: -0.2,
  },
  compute: ({ rateShock, equityShock, ...position }) => ({ ...fundingRatioChange(position, rateShock, equityShock) }),
})
