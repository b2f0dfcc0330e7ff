import {
  crowdingDistance,
  dominanceProbabilities,
  frontChoice,
  hypervolume,
  minimisedTable,
  nonDominatedSort,
  simulatedPlaces,
} from '@tutti/analytics/pareto'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number } from '../value-schemas.ts'
import { explainedChoice } from './pareto-choice.ts'
import { choiceRule, choiceWeights, chosenPoint } from './pareto-objectives-schema.ts'

const simulated = z.strictObject({ value: number, standardError: number })

/** The non-dominated ones of given alternatives, and how sure that is. */
export const paretoSetOperation = defineOperation({
  name: 'optimisation/pareto-set',
  title: 'Non-dominated alternatives and their ranking, with uncertainty',
  description:
    'Of given alternatives (hedges, portfolios, managers) on several criteria: which are not dominated, the layers behind them, a ranking by a stated rule, and with standard errors of the figures how probable each place is; alternatives whose order is not sure are ties. Errors are taken as normal and independent.',
  source: 'Deb et al. (2002); Hwang & Yoon (1981); Zeleny (1973); Zitzler & Thiele (1999)',
  input: z.strictObject({
    criteria: z
      .array(z.strictObject({ name: z.string().min(1), sense: z.enum(['minimise', 'maximise']) }))
      .min(1)
      .max(20),
    alternatives: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          values: z.array(number).min(1).max(20).describe('one for each criterion, in its own units'),
          standardErrors: z.array(nonNegative).max(20).optional().describe('of the values; exact where absent'),
        }),
      )
      .min(1)
      .max(200),
    choice: choiceRule,
    choiceWeights,
    confidence: z.number().gt(0.5).lt(1).describe('below this probability an order of two alternatives is a tie'),
    draws: z.int().min(100).max(20_000).describe('simulated tables'),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  output: z.strictObject({
    alternatives: z
      .array(
        z.strictObject({
          name: z.string(),
          rank: z.int().describe('by score, 1 is the best; ties share the better rank'),
          score: number.describe('more is better; by the rule of choice, on figures scaled by their ranges'),
          layer: z.int().describe('0: not dominated; 1: dominated by layer 0 alone; and so on'),
          dominatedBy: z.array(z.string()),
          crowding: nullableNumber.describe('distance between its neighbours on its layer; null at the ends'),
          probabilityNonDominated: simulated.nullable(),
          probabilityBest: simulated.nullable().describe('of the highest score'),
          meanRank: simulated.nullable(),
          tiedWith: z.array(z.string()).describe('alternatives whose order against it is not sure'),
        }),
      )
      .describe('by falling score'),
    nonDominated: z.array(z.string()),
    chosen: chosenPoint.describe('over all alternatives; points by their number in the input'),
    probableDominance: z
      .array(z.strictObject({ better: z.string(), worse: z.string(), probability: number }))
      .describe('pairs in which one is at least as good in every criterion with at least the stated confidence'),
    hypervolumeShare: nullableNumber.describe(
      'part of the box between worst and best figures that the set dominates; null beyond 4 criteria or without range',
    ),
    draws: z.int(),
    cautions: z.array(z.string()),
  }),
  example: {
    criteria: [
      { name: 'cost', sense: 'minimise' as const },
      { name: 'risk reduction', sense: 'maximise' as const },
    ],
    alternatives: [
      { name: 'put spread', values: [0.012, 0.35], standardErrors: [0.0002, 0.01] },
      { name: 'collar', values: [0.004, 0.34], standardErrors: [0.0002, 0.01] },
      { name: 'outright put', values: [0.021, 0.55], standardErrors: [0.0003, 0.012] },
      { name: 'futures', values: [0.001, 0.3], standardErrors: [0, 0.008] },
      { name: 'variance swap', values: [0.015, 0.34], standardErrors: [0.001, 0.02] },
    ],
    choice: { rule: 'topsis' as const },
    confidence: 0.9,
    draws: 500,
    seed: 1,
  },
  cost: 'medium',
  failures: [{ code: 'invalid-input', when: 'an alternative has not one figure for each criterion' }],
  compute: ({ criteria, alternatives, choice, choiceWeights: importance, confidence, draws, seed }) => {
    const senses = criteria.map(({ sense }) => sense)
    const names = alternatives.map(({ name }) => name)
    const values = alternatives.map((alternative) => alternative.values)
    const table = minimisedTable(values, senses)
    const errors = alternatives.map(({ standardErrors }) => standardErrors ?? criteria.map(() => 0))
    const uncertain = errors.some((row) => row.some((error) => error > 0))
    const { layer, layers } = nonDominatedSort(table)
    const probabilities = dominanceProbabilities(table, errors)
    const { scores } = frontChoice(table, choice, importance)
    const places = uncertain
      ? simulatedPlaces(table, errors, (drawn) => frontChoice(drawn, choice, importance).scores, { seed, draws })
      : undefined
    const crowding = new Map(
      layers.flatMap((members) => {
        const distances = crowdingDistance(members.map((i) => table[i]))
        return members.map((i, place) => [i, distances[place]] as const)
      }),
    )
    const tied = (i: number, j: number): boolean =>
      i !== j &&
      (places === undefined ? scores[i] === scores[j] : Math.max(places.ahead[i][j], places.ahead[j][i]) < confidence)
    const order = names.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b)
    // A rank counts the alternatives that are surely ahead, so that ties share one.
    const rank = (i: number): number => 1 + order.filter((j) => scores[j] > scores[i] && !tied(i, j)).length
    const atLeastAsGood = (a: Float64Array, b: Float64Array): boolean => a.every((value, k) => value <= b[k])
    const boxed = criteria.length <= 4 ? boxShare(table) : null
    return {
      alternatives: order.map((i) => {
        const place = places?.places[i]
        const distance = crowding.get(i) ?? Infinity
        return {
          name: names[i],
          rank: rank(i),
          score: scores[i],
          layer: layer[i],
          dominatedBy: names.filter((_, j) => layer[j] < layer[i] && atLeastAsGood(table[j], table[i])),
          crowding: Number.isFinite(distance) ? distance : null,
          probabilityNonDominated: place === undefined ? null : { ...place.nonDominated },
          probabilityBest: place === undefined ? null : { ...place.best },
          meanRank: place === undefined ? null : { ...place.rank },
          tiedWith: names.filter((_, j) => tied(i, j)),
        }
      }),
      nonDominated: layers[0].map((i) => names[i]),
      chosen: explainedChoice(criteria, values, choice, importance),
      probableDominance: names.flatMap((better, i) =>
        names.flatMap((worse, j) =>
          probabilities[i][j] >= confidence ? [{ better, worse, probability: probabilities[i][j] }] : [],
        ),
      ),
      hypervolumeShare: boxed,
      draws: uncertain ? draws : 0,
      cautions: [
        ...(uncertain
          ? ['errors are taken as independent between criteria and alternatives; common scenarios make the order surer']
          : ['figures are taken as exact: no standard errors were given']),
        ...(new Set(names).size < names.length ? ['names repeat'] : []),
      ],
    }
  },
})

/** Part of the box between the worst and the best figures that a table dominates; null where a column has no range. */
function boxShare(table: readonly Float64Array[]): number | null {
  const column = (k: number): number[] => table.map((row) => row[k])
  const best = Array.from(table[0], (_, k) => Math.min(...column(k)))
  const worst = Array.from(table[0], (_, k) => Math.max(...column(k)))
  if (best.some((value, k) => !(worst[k] > value))) return null
  const scaled = table.map((row) => row.map((value, k) => (value - best[k]) / (worst[k] - best[k])))
  return hypervolume(
    scaled,
    best.map(() => 1),
  )
}
