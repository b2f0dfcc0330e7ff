import { z } from 'zod'
import type { brinsonOperation } from '../../catalogue/attribution/index.ts'

type BrinsonReading = Pick<Parameters<typeof brinsonOperation.run>[0], 'model' | 'interaction'>

/** The Brinson model and the place of its interaction that a text names, or undefined where it does not say. */
function brinsonReading(words: string): BrinsonReading | undefined {
  const said = words.toLowerCase().replace(/[^a-z]+/g, ' ')
  const fachler = /fachler|\bbf\b/.test(said)
  if (!fachler && !/hood|beebower|\bbhb\b/.test(said)) return undefined
  const model = fachler ? 'brinson-fachler' : 'brinson-hood-beebower'
  if (/separate|three effect|three factor|with (an? )?interaction( effect| term)? ?$/.test(said))
    return { model, interaction: 'separate' }
  if (
    /(interaction .*(in|with|to|into) .*selection)|selection (includ|with|combin|plus).*interaction|top down/.test(said)
  ) {
    return { model, interaction: 'in-selection' }
  }
  if (
    /(interaction .*(in|with|to|into) .*allocation)|allocation (includ|with|combin|plus).*interaction|bottom up/.test(
      said,
    )
  ) {
    return { model, interaction: 'in-allocation' }
  }
  return /interaction/.test(said) ? undefined : { model, interaction: 'separate' }
}

/** A text that names a Brinson model, read. */
export const brinsonText = z
  .string()
  .transform((words, context) => known(brinsonReading(words), 'names no known Brinson model', context))

/** What a text was read as, or an issue of its form. */
function known<T>(reading: T | undefined, message: string, context: z.RefinementCtx): T {
  if (reading !== undefined) return reading
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}

const linkingNames = { carino: 'carino', menchero: 'menchero', grap: 'grap', frongello: 'frongello' } as const
/** A method of linking, however it is written. */
export const linkingMethod = z
  .string()
  .transform((words) =>
    words
      .toLowerCase()
      .replace(/\u00f1/g, 'n')
      .replace(/\b(?:linking|method|smoothing|algorithm|coefficients?|logarithmic|optimi[sz]ed)\b/g, '')
      .replace(/[^a-z]+/g, ''),
  )
  .pipe(z.enum(Object.keys(linkingNames) as (keyof typeof linkingNames)[]))

/** A parallel change as a text says it. */
function parallelReading(words: string) {
  const plain = words.trim().replace(/^(?:the )?(?:changes? (?:of|in|at) )?(?:the )?/i, '')
  const tenor = /^(\d+(?:\.\d+)?)\s*-?\s*y(?:ear)?s?\b/i.exec(plain)
  if (tenor !== null) return { type: 'tenor' as const, tenorYears: Number(tenor[1]) }
  return /^(simple |arithmetic |equal(?:ly)?[ -]weighted )?(average|mean)( of (the |all )?)?/i.test(plain) &&
    !/duration|weighted by/i.test(words)
    ? { type: 'mean' as const }
    : undefined
}

/** How income, Treasury and spread effects are computed, and whether convexity is among them. */
export const campisiText = z.string().refine((words) => {
  const said = words.toLowerCase().replace(/[\s*]+/g, '')
  return /coupon\/pricedt/.test(said) && /treasury=-ddy/.test(said) && /spread=-dds/.test(said)
}, 'are effects of another form')

/** A text that says which change is the parallel one, read. */
export const parallelText = z
  .string()
  .transform((words, context) => known(parallelReading(words), 'is no known parallel change', context))
