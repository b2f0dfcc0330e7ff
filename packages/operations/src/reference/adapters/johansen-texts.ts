import { z } from 'zod'

type JohansenTerms = 'none' | 'restricted-constant' | 'constant' | 'restricted-trend' | 'trend'

/** Johansen's terms as plain words: "cointegration" stands for its space, relations or vectors, articles are left out. */
const johansenWordings: readonly (readonly [RegExp, JohansenTerms])[] = [
  [/^(none|no deterministic terms?|no constant( no trend)?)$/, 'none'],
  [/^(constant (restricted )?cointegration|restricted constant( cointegration)?|ecdet const)$/, 'restricted-constant'],
  [
    /^((unrestricted constant|constant unrestricted|constant)( no trend)?|constant outside cointegration|ecdet none)$/,
    'constant',
  ],
  [
    /^(trend (restricted )?cointegration|restricted trend( cointegration)?)( (and |with |plus )?(unrestricted constant|constant unrestricted))?$/,
    'restricted-trend',
  ],
  [
    /^unrestricted constant (and |with |plus )?(restricted trend( cointegration)?|trend (restricted )?cointegration)$/,
    'restricted-trend',
  ],
  [/^ecdet trend$/, 'restricted-trend'],
  [/^(unrestricted trend|unrestricted constant and (unrestricted )?trend)$/, 'trend'],
]

const plainJohansen = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .replaceAll(/\bintercept\b/g, 'constant')
    .replaceAll(/\b(cointegrating|cointegration)( (space|relations?|vectors?))?\b/g, 'cointegration')
    .replaceAll(/\b(the|an?|is|linear|to|in|urca)\b/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()

const seasonalText =
  /,?\s*(?:plus|and|with)?\s*(?:\b(three|3|eleven|11)\s+)?cent(?:red|ered)\s+(?:(quarterly|monthly)\s+)?seasonal dummies\s*$/i
const cycles = { three: 4, '3': 4, quarterly: 4, eleven: 12, '11': 12, monthly: 12 } as const

/** Johansen's deterministic terms in words, with or without seasonal dummies. */
export const johansenDeterministics = z.string().transform((text, context) => {
  const seasonal = seasonalText.exec(text)
  const base = plainJohansen(seasonal === null ? text : text.slice(0, seasonal.index))
  const found = johansenWordings.find(([wording]) => wording.test(base))
  const said = (seasonal ?? []).slice(1).filter((part) => part !== undefined)
  const lengths = new Set(said.map((part) => cycles[part.toLowerCase() as keyof typeof cycles]))
  if (found === undefined || (seasonal !== null && lengths.size !== 1)) {
    context.addIssue({ code: 'custom', message: 'deterministic terms that are not known' })
    return z.NEVER
  }
  const [seasons] = lengths
  return { terms: found[1], ...(seasons === undefined ? {} : { seasons }) }
})
