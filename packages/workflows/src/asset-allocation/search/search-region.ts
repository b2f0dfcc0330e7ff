import { weightFunctions } from '@tutti/analytics/allocation'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { StudyMandate } from '../mandate.ts'

const bounds = (low: number, high: number, meaning: string) =>
  z
    .tuple([z.number().min(low).max(high), z.number().min(low).max(high)])
    .refine(([from, to]) => from <= to, 'the first number of a range may not be above the second')
    .describe(meaning)
    .optional()

/** A box in the space of rules; what is left out stays as wide as the mandate has it. */
export const searchRegionTerms = z.strictObject({
  target_volatility: bounds(0.001, 2, 'from and to, annual decimal'),
  weight_functions: z.array(z.enum(weightFunctions)).min(1).max(4).optional(),
  volatility_window_months: bounds(1, 120, 'from and to, whole months'),
  risk_aversion: bounds(0.01, 100, 'from and to'),
})
export type SearchRegion = z.output<typeof searchRegionTerms>

/**
 * The mandate with its search space cut to a region. Throws `invalid-input`, naming the parameter, for a region that lies
 * outside of what the mandate lets be searched.
 */
export function mandateWithin(mandate: StudyMandate, region: SearchRegion): StudyMandate {
  const space = mandate.search_space
  const cut = (name: string, own: readonly [number, number], wanted: readonly [number, number] = own) => {
    const both: [number, number] = [Math.max(own[0], wanted[0]), Math.min(own[1], wanted[1])]
    if (both[0] > both[1]) throw outside(name, own.join(' to '), wanted.join(' to '))
    return both
  }
  const wanted = region.weight_functions ?? space.weight_functions
  const functions = space.weight_functions.filter((name) => wanted.includes(name))
  if (functions.length === 0) throw outside('weight function', space.weight_functions.join(', '), wanted.join(', '))
  const [from, to] = region.volatility_window_months ?? space.volatility_window_months
  return {
    ...mandate,
    search_space: {
      ...space,
      target_volatility: cut('target volatility', space.target_volatility, region.target_volatility),
      weight_functions: functions,
      volatility_window_months: cut('volatility window', space.volatility_window_months, [
        Math.ceil(from),
        Math.floor(to),
      ]),
      risk_aversion: cut('risk aversion', space.risk_aversion, region.risk_aversion),
    },
  }
}

function outside(name: string, expected: string, got: string): TuttiError {
  return new TuttiError('invalid-input', `the ${name} lies outside the search space of the mandate`, {
    field: name,
    got,
    expected,
  })
}
