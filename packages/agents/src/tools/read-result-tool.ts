import type { FunctionTool } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import { jsonPointer } from '@tutti/workflows/figures'
import { z } from 'zod'
import { answeringTool, mostAnswerBytes } from './answering-tool.ts'
import { boundedView, type Citation } from './bounded-view.ts'
import { encodedKeys, inertSlot, valueAtEncoded } from './encoded-keys.ts'
import { inertText } from './inert-text.ts'
import type { Toolbox } from './toolbox.ts'

const input = z.strictObject({
  at: z.string().max(2000).describe('what to read: specialist#/json/pointer; specialist# is the whole result'),
  depth: z.number().int().min(1).max(8).default(2).describe('levels that are opened'),
  from: z.number().int().min(0).default(0).describe('first entry of a list or section'),
  limit: z.number().int().min(1).max(500).default(50).describe('most entries of a list or section'),
})

/** Reads the results that a specialist may read, level by level; a number that may be cited comes with its slot. */
export function readResultTool({ results, citables, onCall }: Toolbox): FunctionTool {
  const names = Object.keys(results)
  return answeringTool({
    name: 'read_result',
    description: `Reads a result: a number, a text, a list or a section of it, at full precision. A number that may be cited comes with its slot. Long lists are shown in part: page with from and limit; open deeper levels by a longer pointer. Results: ${names.map((name) => `${name}#`).join(', ')}.`,
    input,
    forLess: 'Shortened: read a longer pointer, fewer levels (depth) or fewer entries (limit).',
    onCall,
    answer: ({ at, depth, from, limit }) => {
      const { name, pointer } = place(at, results)
      const { value, pointer: found } = valueAtEncoded(results[name], pointer)
      const citation = (keys: readonly (string | number)[]): Citation | null => {
        const row = citables.find(`${name}#${found}${jsonPointer(...keys)}`)
        return row === undefined ? null : { slot: inertSlot(row.slot), shown: inertText(row.text, 60) }
      }
      const view = boundedView(value, {
        bytes: mostAnswerBytes - 1500,
        depth,
        from,
        limit,
        citation,
        place: (keys) => `${name}#${inertText(pointer, 300)}${encodedKeys(keys)}`,
      })
      return { at: inertText(at, 300), is: kindOf(value), value: view.value }
    },
  })
}

function place(at: string, results: Toolbox['results']): { readonly name: string; readonly pointer: string } {
  const cut = at.indexOf('#')
  const name = cut < 0 ? at : at.slice(0, cut)
  if (Object.hasOwn(results, name)) return { name, pointer: cut < 0 ? '' : at.slice(cut + 1) }
  throw new TuttiError('invalid-input', `there is no result "${name}" to read`, {
    field: 'at',
    got: name,
    expected: Object.keys(results)
      .map((known) => `${known}#`)
      .join(' | '),
  })
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value === null) return 'null'
  return typeof value === 'object' ? `a section of ${Object.keys(value).length}` : `a ${typeof value}`
}
