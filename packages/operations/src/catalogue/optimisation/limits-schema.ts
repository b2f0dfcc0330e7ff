import { TuttiError } from '@tutti/analytics/errors'
import type { LinearLimit, PortfolioLimits } from '@tutti/analytics/optimisation'
import { z } from 'zod'

/** Most assets that an optimisation takes. */
export const mostAssets = 2000

const bound = z.union([z.number(), z.null(), z.array(z.number().nullable()).min(1).max(mostAssets)])

const interval = z.strictObject({
  lower: z.number().nullable().describe('null where there is no lower limit'),
  upper: z.number().nullable().describe('null where there is no upper limit'),
})

/** The limits of a portfolio as an operation takes them; {@link portfolioLimits} makes them those of the analytics. */
export const limitsSchema = z
  .strictObject({
    assets: z.array(z.string().min(1)).min(1).max(mostAssets).optional().describe('names for results and explanations'),
    minWeights: bound.describe(
      'least weight, as a fraction of capital: one for all, or one for each asset; null for none',
    ),
    maxWeights: bound.describe('largest weight: one for all, or one for each asset; null for none'),
    budget: z
      .union([z.number(), interval])
      .describe('sum of the weights: 1 for a fully invested portfolio, or an interval'),
    linear: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          coefficients: z.array(z.number()).min(1).max(mostAssets).describe('one for each asset'),
          ...interval.shape,
        }),
      )
      .max(500)
      .optional()
      .describe('limits on weighted sums of the weights: duration, yield, exposures'),
    groups: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          members: z.array(z.int().min(0)).min(1).max(mostAssets).describe('assets by number, the first is 0'),
          ...interval.shape,
        }),
      )
      .max(500)
      .optional()
      .describe('limits on the sum of the weights of groups'),
    turnover: z
      .strictObject({
        currentWeights: z.array(z.number()).min(1).max(mostAssets),
        maxTwoWay: z.number().nonnegative().describe('largest sum of |new weight - present weight|'),
      })
      .optional(),
  })
  .describe('what the weights must satisfy')

/** The limits of `count` assets that an input describes. */
export function portfolioLimits(input: z.infer<typeof limitsSchema>, count: number): PortfolioLimits {
  const { budget } = input
  const groups = (input.groups ?? []).map((group, k): LinearLimit => {
    const members = new Set(group.members)
    const beyond = group.members.find((member) => member >= count)
    if (beyond !== undefined) {
      throw new TuttiError('invalid-input', `groups[${k}] names asset ${beyond} of ${count}; the first is 0`, {
        field: `limits.groups[${k}].members`,
        got: String(beyond),
        expected: `numbers below ${count}`,
      })
    }
    return {
      name: group.name,
      coefficients: Array.from({ length: count }, (_, i) => (members.has(i) ? 1 : 0)),
      ...open(group),
    }
  })
  const linear = (input.linear ?? []).map(({ name, coefficients, ...limit }) => ({
    name,
    coefficients,
    ...open(limit),
  }))
  return {
    assets: input.assets,
    minWeights: each(input.minWeights, count, -Infinity),
    maxWeights: each(input.maxWeights, count, Infinity),
    budget: typeof budget === 'number' ? { lower: budget, upper: budget } : open(budget),
    linear: [...groups, ...linear],
    turnover: input.turnover,
  }
}

const open = (limit: { lower: number | null; upper: number | null }): { lower: number; upper: number } => ({
  lower: limit.lower ?? -Infinity,
  upper: limit.upper ?? Infinity,
})

const each = (value: z.infer<typeof bound>, count: number, none: number): number[] =>
  Array.isArray(value) ? value.map((item) => item ?? none) : new Array<number>(count).fill(value ?? none)
