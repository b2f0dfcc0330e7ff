import {
  conditionalStress,
  limitedReverseStress,
  nearestScenarios,
  reverseStress,
  type ReverseStress,
  type StressScenario,
} from '@tutti/analytics/simulation'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { matrix, nonNegative, nullableNumber, number, numbers, positive, series } from '../value-schemas.ts'
import { factorFields } from './schemas.ts'

const scenario = z.strictObject({
  moves: z
    .array(z.strictObject({ factor: z.string(), move: number, standardised: number, loss: number }))
    .describe('by factor: in its units, in standard deviations from its mean, and its part of the loss'),
  loss: number,
  distance: nonNegative.describe('Mahalanobis'),
  plausibility: nonNegative.describe('probability of moves at least as far out, in any direction'),
  directionProbability: nonNegative.describe('probability of moves at least as far out in this direction'),
  returnPeriods: positive.nullable().describe('1 / directionProbability; null above 1e12'),
})

const outcome = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('reached'),
    scenarios: z.array(scenario).min(1).describe('most likely first; a second where there is another side'),
    reachingCount: z
      .int()
      .nullable()
      .describe('how many of the given scenarios lose the target; null for a distribution'),
    rows: z.array(z.int()).nullable().describe('row of each scenario among the given ones'),
  }),
  z.strictObject({
    status: z.literal('unreachable'),
    worstLoss: number.describe('the largest loss there is'),
    scenario,
    explanation: z.string(),
  }),
])

const namesOf = (names: readonly string[] | undefined, count: number): readonly string[] => {
  if (names === undefined) return Array.from({ length: count }, (_, i) => `factor ${i}`)
  if (names.length === count) return names
  throw new TuttiError('invalid-input', 'each factor needs one name', {
    field: 'factors',
    got: `${names.length} names`,
    expected: `${count} names`,
  })
}

const named = ({ moves, standardised, lossByFactor, ...rest }: StressScenario, names: readonly string[]) => ({
  ...rest,
  moves: names.map((factor, i) => ({ factor, move: moves[i], standardised: standardised[i], loss: lossByFactor[i] })),
})

function outcomeOf(
  result: ReverseStress,
  names: readonly string[],
  why: string,
  given?: { readonly rows: readonly number[]; readonly count: number },
): z.infer<typeof outcome> {
  if (result.status === 'reached') {
    return {
      status: 'reached',
      scenarios: result.scenarios.map((item) => named(item, names)),
      reachingCount: given?.count ?? null,
      rows: given === undefined ? null : [...given.rows],
    }
  }
  return {
    status: 'unreachable',
    worstLoss: result.worstLoss,
    scenario: named(result.scenario, names),
    explanation: `${why} at most ${Number(result.worstLoss.toPrecision(6))}`,
  }
}

const position = {
  deltas: series.max(500).describe('money for a unit move of each factor'),
  gammas: matrix.optional().describe('symmetric; money for unit moves squared'),
  targetLoss: number.describe('loss positive'),
}

/** The most likely scenario that loses so much. */
export const reverseStressOperation = defineOperation({
  name: 'simulation/reverse-stress',
  title: 'Reverse stress: the most likely scenario that loses so much',
  description:
    'The moves nearest to the means (Mahalanobis) at which a delta-gamma position of normal or Student t factors loses the target, with its probability, the loss by factor and the other side where there is one; or within limits on the moves; or among given scenarios.',
  source: 'Glasserman, Kang & Kang, Quantitative Finance 15 (2015); Studer (1997); Breuer et al., IJCB 5 (2009)',
  input: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('distribution'), ...factorFields, ...position }),
    z.strictObject({
      from: z.literal('distribution-within-limits'),
      ...factorFields,
      deltas: position.deltas,
      targetLoss: position.targetLoss,
      minMoves: z.array(nullableNumber).optional().describe('of each factor; null where free'),
      maxMoves: z.array(nullableNumber).optional().describe('of each factor; null where free. Equal ends fix a shock'),
      linear: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            coefficients: numbers,
            lower: nullableNumber,
            upper: nullableNumber,
          }),
        )
        .max(500)
        .optional(),
    }),
    z.strictObject({
      from: z.literal('scenarios'),
      scenarios: z.array(series.max(500)).min(3).max(100_000).describe('factor moves, one row a scenario'),
      factors: factorFields.factors,
      ...position,
    }),
  ]),
  output: outcome,
  example: {
    from: 'distribution' as const,
    factors: ['equity', 'rates'],
    means: [0, 0],
    covariance: [
      [0.0016, -0.00012],
      [-0.00012, 0.0001],
    ],
    deltas: [60, -250],
    gammas: [
      [-150, 0],
      [0, 900],
    ],
    targetLoss: 8,
  },
  failures: [{ code: 'infeasible', when: 'no scenario satisfies the limits, whatever it loses' }],
  compute: (input) => {
    switch (input.from) {
      case 'distribution': {
        const { means, covariance, degreesOfFreedom, deltas, gammas, targetLoss } = input
        const names = namesOf(input.factors, means.length)
        return outcomeOf(
          reverseStress({ means, covariance, degreesOfFreedom }, { deltas, gammas }, targetLoss),
          names,
          'whatever the factors do, the position loses',
        )
      }
      case 'distribution-within-limits': {
        const { means, covariance, degreesOfFreedom, deltas, targetLoss, minMoves, maxMoves, linear } = input
        const names = namesOf(input.factors, means.length)
        const result = limitedReverseStress({ means, covariance, degreesOfFreedom }, deltas, targetLoss, {
          minMoves,
          maxMoves,
          linear,
        })
        return outcomeOf(result, names, 'within these limits the position loses')
      }
      case 'scenarios': {
        const { scenarios, deltas, gammas, targetLoss } = input
        const names = namesOf(input.factors, deltas.length)
        const found = nearestScenarios(scenarios, { deltas, gammas }, targetLoss)
        return outcomeOf(found.result, names, 'in these scenarios the position loses', found)
      }
    }
  },
})

/** What the other factors do when some are shocked. */
export const conditionalStressOperation = defineOperation({
  name: 'simulation/conditional-stress',
  title: 'Conditional stress: the other factors given a shock',
  description:
    'Expected moves of all factors given shocks to some, with the conditional covariance and the plausibility of the shocks, for normal or Student t factors; the loss of a linear position where deltas are given.',
  source: 'Kupiec, J. of Derivatives 6 (1998); Ding, The American Statistician 70 (2016)',
  input: z.strictObject({
    ...factorFields,
    shocks: z
      .array(z.strictObject({ factor: z.union([z.string(), z.int().min(0)]), move: number }))
      .min(1)
      .describe('by name or index; in the units of the factor'),
    deltas: series.optional().describe('money for a unit move of each factor'),
  }),
  output: z.strictObject({
    moves: z.array(
      z.strictObject({ factor: z.string(), move: number, standardised: number, conditionalVolatility: nonNegative }),
    ),
    conditionalCovariance: matrix,
    distance: nonNegative.describe('of the shocks, Mahalanobis'),
    plausibility: nonNegative.describe('probability of shocks at least as far out, in any direction'),
    expectedLoss: nullableNumber.describe('loss positive; null without deltas'),
    lossVolatility: nonNegative.nullable().describe('given the shocks; null without deltas'),
  }),
  example: {
    factors: ['equity', 'credit', 'rates'],
    means: [0, 0, 0],
    covariance: [
      [0.0016, -0.0009, 0.0001],
      [-0.0009, 0.0025, -0.0002],
      [0.0001, -0.0002, 0.0004],
    ],
    shocks: [{ factor: 'equity', move: -0.2 }],
    deltas: [60, -20, 10],
  },
  failures: [{ code: 'not-applicable', when: 'the shocked factors are linearly dependent' }],
  compute: ({ factors, means, covariance, degreesOfFreedom, shocks, deltas }) => {
    const names = namesOf(factors, means.length)
    const indexed = shocks.map(({ factor, move }, k) => {
      const index = typeof factor === 'number' ? factor : names.indexOf(factor)
      if (index >= 0) return { factor: index, move }
      throw new TuttiError('invalid-input', `there is no factor ${factor}`, {
        field: `shocks[${k}].factor`,
        got: String(factor),
        expected: names.join(', '),
      })
    })
    if (deltas !== undefined && deltas.length !== means.length) {
      throw new TuttiError('invalid-input', 'each factor needs one delta', {
        field: 'deltas',
        got: `${deltas.length} deltas`,
        expected: `${means.length} deltas`,
      })
    }
    const result = conditionalStress({ means, covariance, degreesOfFreedom }, indexed)
    return {
      moves: names.map((factor, i) => ({
        factor,
        move: result.moves[i],
        standardised: result.standardised[i],
        conditionalVolatility: result.conditionalVolatilities[i],
      })),
      conditionalCovariance: result.covariance.map((row) => [...row]),
      distance: result.distance,
      plausibility: result.plausibility,
      expectedLoss: deltas === undefined ? null : deltas.reduce((sum, delta, i) => sum - delta * result.moves[i], 0),
      lossVolatility:
        deltas === undefined
          ? null
          : Math.sqrt(
              Math.max(
                0,
                deltas.reduce(
                  (sum, a, i) => sum + deltas.reduce((s, b, j) => s + a * b * result.covariance[i][j], 0),
                  0,
                ),
              ),
            ),
    }
  },
})
