import { z } from 'zod'
import { nonNegative, number, openProbability } from '../value-schemas.ts'

/** Ages and years of a table of rates. */
export const surfaceFields = {
  ages: z.array(z.number().min(0).max(150)).min(2).max(151).describe('increasing'),
  years: z.array(z.int()).min(3).max(300).describe('consecutive'),
}

/** How far and how surely to forecast. */
export const forecastFields = {
  horizonYears: z.int().min(1).max(100).optional().describe('years to forecast; 10'),
  level: openProbability.optional().describe('of the intervals; 0.95'),
  driftUncertainty: z.boolean().optional().describe('intervals and paths with the error of the drift; true'),
}

/** A forecast with its interval. */
export const forecastShape = z.strictObject({
  central: number,
  standardError: nonNegative,
  lower: number,
  upper: number,
})

/** Few years make a poor random walk. */
export const walkCautions = (changes: number): string[] =>
  changes < 20
    ? [
        `The random walk rests on ${changes} yearly changes: its drift and volatility are known poorly, its intervals too narrow.`,
      ]
    : []
