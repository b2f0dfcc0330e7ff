import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { Study } from './study.ts'

/** A view on the regimes: how likely each is held to be, and how firmly. */
export const viewTerms = z.strictObject({
  regimes: z
    .record(z.string().max(80), z.number().min(0).max(1e6))
    .describe('relative likelihood of each regime by id; a regime that is not named has none'),
  conviction: z.number().min(0).max(1).describe('0 leaves the probabilities as they are, 1 replaces them'),
})
export type ViewTerms = z.output<typeof viewTerms>

/**
 * Probabilities of the regimes, in their order, pulled towards a view: (1 - conviction) p + conviction q, with q the view
 * scaled to one. Throws `invalid-input` for a view on no regime of the study, or one that gives every regime nothing.
 */
export function tiltedWeights(study: Study, weights: readonly number[], { regimes, conviction }: ViewTerms): number[] {
  const unknown = Object.keys(regimes).find((id) => study.regimes.every((regime) => regime.id !== id))
  if (unknown !== undefined) {
    throw new TuttiError('invalid-input', `${unknown} is no regime of this study`, {
      field: `regimes.${unknown}`,
      got: unknown,
      expected: study.regimes.map(({ id }) => id).join(' | '),
    })
  }
  const view = study.regimes.map(({ id }) => (Object.hasOwn(regimes, id) ? regimes[id] : 0))
  const total = view.reduce((sum, x) => sum + x, 0)
  if (total <= 0) {
    throw new TuttiError('invalid-input', 'a view has to give at least one regime a likelihood', { field: 'regimes' })
  }
  return weights.map((weight, g) => (1 - conviction) * weight + (conviction * view[g]) / total)
}
