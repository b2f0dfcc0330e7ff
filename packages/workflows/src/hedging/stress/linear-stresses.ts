import type { NamedStress } from '../market/hedging-market.ts'
import { hedgeDomains } from '../universe/hedge-instrument.ts'
import { type StressBook, stressChanges } from './stress-book.ts'

/** Part of a stress that the first-order effect is taken from, up and down. */
const step = 1 / 200

/** What a stress would do if all values followed its moves in proportion: first-order effect, base currency. */
export interface LinearStress {
  readonly id: string
  readonly fund: number
  /** With the examined package. */
  readonly hedged: number
  /** Share of the size of the package's first-order profits, by instrument, that options make; 0 without profits. */
  readonly optionShare: number
}

/** First-order effects of stresses along their own moves, by central differences of full revaluations. */
export function linearStresses(book: StressBook, stresses: readonly NamedStress[]): LinearStress[] {
  if (stresses.length === 0) return []
  const width = book.factors.length
  const shocks = new Float64Array(2 * stresses.length * width)
  stresses.forEach((stress, i) => {
    stress.shocks.forEach((shock, f) => {
      shocks[2 * i * width + f] = step * shock
      shocks[(2 * i + 1) * width + f] = -step * shock
    })
  })
  const optional = new Set(book.instruments.filter(({ family }) => isOption(family)).map(({ id }) => id))
  const [examined] = book.packages
  const options = {
    id: 'options',
    label: 'Options',
    trades: examined.trades.filter(({ instrument }) => optional.has(instrument)),
  }
  const changes = stressChanges({ ...book, packages: [examined, options] }, shocks)
  return stresses.map(({ id }, i) => {
    const slope = (values: Float64Array): number => (values[2 * i] - values[2 * i + 1]) / (2 * step)
    const [package_, ofOptions] = changes.packages
    const size = hedgeDomains.reduce((sum, domain) => sum + Math.abs(slope(package_.domains[domain])), 0)
    return {
      id,
      fund: slope(changes.fund),
      hedged: slope(changes.fund) + slope(package_.total),
      optionShare: size > 0 ? Math.min(1, Math.abs(slope(ofOptions.total)) / size) : 0,
    }
  })
}

/** Families whose profit is limited on one side. */
export function isOption(family: string): boolean {
  return family === 'put' || family === 'collar' || family === 'swaption'
}
