import type { CitableRow, Citables } from '../briefs/index.ts'
import { figureView } from '../tools/figure-view.ts'

/** Figures that a prompt offers, and whether there are more. */
interface FigureMenu {
  readonly figures: readonly ReturnType<typeof figureView>[]
  readonly more: boolean
}

/** Most bytes of the menu as JSON. */
const mostBytes = 16_000

/**
 * The figures most likely to be cited: two of three places for the first specialist, the rest shared by the others in their
 * order, each in the order of its script, one of every kind before a second of any.
 */
export function figureMenu(citables: Citables, specialists: readonly string[], most: number): FigureMenu {
  const [own, ...others] = specialists
  const share = Math.max(1, Math.floor(most / 3 / Math.max(1, others.length)))
  let total = 0
  const chosen = [own, ...others].flatMap((name, place) => {
    const listed = citables.list({ prefix: `${name}#`, limit: 200 })
    total += listed.total
    return byTurns(listed.rows).slice(0, place === 0 ? most - share * others.length : share)
  })
  const figures: ReturnType<typeof figureView>[] = []
  let bytes = 0
  for (const row of chosen.slice(0, most)) {
    const figure = figureView(row)
    bytes += Buffer.byteLength(JSON.stringify(figure))
    if (bytes > mostBytes) break
    figures.push(figure)
  }
  return { figures, more: figures.length < total }
}

/** Rows with the first of every label first, then the second of each, and so on. */
function byTurns(rows: readonly CitableRow[]): CitableRow[] {
  const turns = new Map<string, number>()
  return rows
    .map((row) => {
      const turn = turns.get(row.label) ?? 0
      turns.set(row.label, turn + 1)
      return { row, turn }
    })
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ row }) => row)
}
