import { TuttiError } from '@tutti/analytics/errors'
import { areaNames, areaOperations } from './area-operations.ts'
import type { Operation } from './operation.ts'
import { portfolioPriceOperation } from './portfolio/index.ts'

const ofAreas = await areaOperations(areaNames)

/** Every operation, by name in alphabetical order: all that the area folders export, and the pricing of whole portfolios. */
export const operations: readonly Operation[] = [...ofAreas, portfolioPriceOperation(operation)].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** The operation of that name. Throws `unsupported`, naming the closest ones, where there is none. */
export function operation(name: string): Operation {
  const found = operations.find((item) => item.name === name)
  if (found !== undefined) return found
  const near = nearNames(name)
  const areas = [...new Set(operations.map((item) => item.name.split('/')[0]))]
  const expected = near.length > 0 ? near.join(', ') : `area/name, the areas being ${areas.join(', ')}`
  throw new TuttiError(
    'unsupported',
    `there is no operation ${name}; ${near.length > 0 ? 'near it' : 'a name is'}: ${expected}`,
    {
      field: 'name',
      got: name,
      expected,
    },
  )
}

const mostNear = 12

/** The names that share most words with `name`, nearest first: the fewer other words, the nearer. */
function nearNames(name: string): readonly string[] {
  const wordsOf = (text: string): string[] =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 1)
  const wanted = new Set(wordsOf(name))
  return operations
    .map((item) => {
      const words = wordsOf(item.name)
      return { name: item.name, shared: words.filter((word) => wanted.has(word)).length, words: words.length }
    })
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || a.words - b.words)
    .slice(0, mostNear)
    .map((item) => item.name)
}
