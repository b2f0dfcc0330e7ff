import { frontChoice, minimisedTable, tradeOffs, type ChoiceRule, type Sense } from '@tutti/analytics/pareto'
import type { z } from 'zod'
import { plainNumbers } from '../plain-numbers.ts'
import type { chosenPoint } from './pareto-objectives-schema.ts'

/** What the figures of a front are called, and which way they are better. */
export interface NamedCriterion {
  readonly name: string
  readonly sense: Sense
}

/** A change below this share of the figures is rounding. */
const rounding = 1e-9

const figure = (value: number): string => String(Number(value.toPrecision(4)))

/** The chosen row of a front with its trade-offs, in words and figures. */
export function explainedChoice(
  criteria: readonly NamedCriterion[],
  values: readonly (readonly number[])[],
  rule: ChoiceRule,
  weights?: readonly number[],
): z.infer<typeof chosenPoint> {
  const table = minimisedTable(
    values,
    criteria.map(({ sense }) => sense),
  )
  const { chosen } = frontChoice(table, rule, weights)
  const exchanges = tradeOffs(table, chosen, 4).map(({ to, changes, scaledChanges }) => {
    const own = plainNumbers(changes).map((change, k) => (criteria[k].sense === 'maximise' ? 0 - change : change))
    const size = (k: number): number => Math.max(Math.abs(values[chosen][k]), Math.abs(values[to][k]))
    const told = (wanted: (change: number) => boolean): string =>
      criteria
        .flatMap(({ name }, k) =>
          wanted(changes[k]) && Math.abs(changes[k]) > rounding * size(k)
            ? [`${name} from ${figure(values[chosen][k])} to ${figure(values[to][k])}`]
            : [],
        )
        .join(', ')
    const better = told((change) => change < 0)
    const worse = told((change) => change > 0)
    return {
      to,
      changes: own,
      shareOfRange: plainNumbers(scaledChanges),
      words: `better: ${better || 'nothing'}; worse: ${worse || 'nothing'}`,
    }
  })
  const told = criteria.map(({ name }, k) => `${name} ${figure(values[chosen][k])}`).join(', ')
  return { point: chosen, words: `chosen by ${rule.rule} of ${values.length}: ${told}`, tradeOffs: exchanges }
}

/** Which way an objective is better. */
export const senseOf = (objective: { readonly kind: string; readonly sense?: Sense | undefined }): Sense =>
  objective.kind === 'expected-return' ? 'maximise' : (objective.sense ?? 'minimise')
