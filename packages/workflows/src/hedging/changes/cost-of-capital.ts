import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { selectionOf } from './chosen-hedge.ts'

/** Another assumption about the cost of capital: would another package be chosen? */
export const costOfCapitalChange: ChangeKind<HedgingCase> = {
  kind: 'cost-of-capital',
  description:
    'Another cost of capital (`percent` a year) on the funded status at risk: whether another of the packages compared would be chosen. The packages are those that were found under the mandate’s own.',
  terms: z.strictObject({ percent: z.number().min(0).max(50) }),
  example: { percent: 8 },
  takenBy: null,
  effect: async (_, results, terms) => {
    const { packages, chosen } = selectionOf(results)
    const price = (terms as { readonly percent: number }).percent / 100
    const own = packages.find(({ id }) => id === chosen.id)!
    const score = ({ annualCost, fundedStatusAtRisk }: typeof own) => annualCost + price * fundedStatusAtRisk.value
    const allowed = packages.filter(({ feasible }) => feasible)
    const best = allowed.reduce((least, one) => (score(one) < score(least) ? one : least), allowed[0] ?? own)
    const estimate = (one: typeof own) => ({
      value: score(one),
      standardError: price * one.fundedStatusAtRisk.standardError,
    })
    return {
      verdict: 'evidence',
      reasons: [
        allowed.length === 0
          ? 'No package meets the mandate, whatever the cost of capital.'
          : score(best) < score(own)
            ? `Another of the packages compared would have the lowest score: ${best.id}.`
            : 'The chosen package would still have the lowest score.',
        'Packages were not searched anew under the assumption.',
      ],
      measure: null,
      figures: [
        {
          name: 'score of the chosen package, under the mandate and the assumption',
          unit: 'money',
          before: { value: own.score, standardError: null },
          after: estimate(own),
        },
        { name: 'lowest score under the assumption', unit: 'money', before: null, after: estimate(best) },
        {
          name: 'funded status at risk of the chosen package and of that one',
          unit: 'money',
          before: { value: own.fundedStatusAtRisk.value, standardError: own.fundedStatusAtRisk.standardError },
          after: { value: best.fundedStatusAtRisk.value, standardError: best.fundedStatusAtRisk.standardError },
        },
      ],
    }
  },
}
