import type { FunctionTool } from '@strands-agents/sdk'
import { z } from 'zod'
import { answeringTool } from './answering-tool.ts'
import { byteLength } from './bounded-view.ts'
import { figureView } from './figure-view.ts'
import type { Toolbox } from './toolbox.ts'

const input = z.strictObject({
  prefix: z.string().max(500).optional().describe('start of the source, such as specialist#/path'),
  search: z.string().max(200).optional().describe('words that the figure’s description or path holds'),
  from: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(50).default(25),
})

/** Bytes of one page: less than what any answer may have, so that no row is cut. */
const pageBytes = 9000

/** Lists the figures that may be cited, with their slots and how they will read. */
export function listFiguresTool({ citables, onCall }: Toolbox): FunctionTool {
  return answeringTool({
    name: 'list_figures',
    description:
      'Lists figures that may be cited: what each is, the slot to copy into the brief, and how it will read. Filter by prefix or search; page with from.',
    input,
    forLess: 'Shortened: ask for fewer figures with limit.',
    onCall,
    answer: ({ prefix, search, from, limit }) => {
      const { rows, total } = citables.list({
        from,
        limit,
        ...(prefix === undefined ? {} : { prefix }),
        ...(search === undefined ? {} : { search }),
      })
      const figures: ReturnType<typeof figureView>[] = []
      let bytes = 0
      let taken = 0
      for (const row of rows) {
        const figure = figureView(row)
        const size = byteLength(figure)
        // a figure whose path is absurdly long is passed over: it would fill the page by itself
        if (size <= pageBytes / 4) {
          if (bytes + size > pageBytes) break
          bytes += size
          figures.push(figure)
        }
        taken++
      }
      const next = from + taken
      return { total, from, figures, next: next < total ? `from ${next}` : 'no more' }
    },
  })
}
