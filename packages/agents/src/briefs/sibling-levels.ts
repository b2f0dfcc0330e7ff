import type { CitableFigure } from '@tutti/workflows/specialists'
import type { KinLevel } from './kin-level.ts'
import { pointerKeys } from './pointer-pattern.ts'
import { type State, stateIn } from './state-words.ts'

/** Figures that are declared one by one and differ from one another in a single key. */
interface Siblings {
  /** Each of them an item, named by its key and by what its label says otherwise than theirs: the charges, the risk groups. */
  readonly levels: readonly KinLevel[]
  /** The state that the others are in: of today, or after a change. */
  readonly states: readonly State[]
}

const opening = /^(?:(?:of|on|in|by|for|with|against|under|to|the|an?|crossing)\s+)+/i
/** Of several of them: no item beside the others. */
const whole = /^(?:total|all|sum|net)$/i

/**
 * The figures beside one whose pattern differs from its own in one plain key and whose labels differ in one stretch: "effectiveness on
 * inflation of the package" and "effectiveness on currency of the package" are a family as the items of a list are one.
 */
export function siblingLevels(
  figures: readonly CitableFigure[],
  own: CitableFigure,
  keys: readonly string[],
  valueOf: (keys: readonly string[]) => number | undefined,
): Siblings {
  const wanted = pointerKeys(own.pattern)
  const found = wanted.flatMap((key, at) => {
    if (key === '*') return []
    const others = figures.flatMap((figure) => {
      const other = pointerKeys(figure.pattern)
      const isBeside =
        figure !== own &&
        figure.unit === own.unit &&
        other.length === wanted.length &&
        other[at] !== '*' &&
        other.every((one, i) => (one === wanted[i]) === (i !== at))
      return isBeside ? [{ key: other[at], label: figure.label }] : []
    })
    return others.length === 0 ? [] : [{ at, key, items: [{ key, label: own.label }, ...others] }]
  })
  const levels: KinLevel[] = []
  const states: State[] = []
  for (const { at, key, items } of found) {
    const said = items.map((item) => stateIn([item.key, item.label]))
    if (said.some((state) => state !== undefined)) {
      states.push(...said.slice(1).flatMap((state) => state ?? []))
      continue
    }
    const alike = items.filter(({ label }) => firstWord(label) === firstWord(own.label))
    if (alike.length < 2) continue
    const spans = differing(alike.map(({ label }) => label))
    const names = new Map(
      alike.map((item, i) => [item.key, [spans[i], item.key].filter((name) => name !== '')] as const),
    )
    const values = alike.flatMap((item) =>
      whole.test(item.key) ? [] : (valueOf(keys.map((one, i) => (i === at ? item.key : one))) ?? []),
    )
    levels.push({ own: key, names, values, kind: '' })
  }
  return { levels, states }
}

function firstWord(label: string): string {
  return label.split(/[^\p{L}]+/u)[0]
}

/** What labels say between the words that all of them begin and end with. */
function differing(labels: readonly string[]): string[] {
  const words = labels.map((label) => label.split(' '))
  const shortest = Math.min(...words.map(({ length }) => length))
  const isShared = (place: (all: readonly string[]) => string): boolean =>
    words.every((all) => place(all) === place(words[0]))
  let first = 0
  while (first < shortest && isShared((all) => all[first])) first++
  let last = 0
  while (last < shortest - first && isShared((all) => all[all.length - 1 - last])) last++
  return words.map((all) =>
    all
      .slice(first, all.length - last)
      .join(' ')
      .replace(/,$/, '')
      .replace(opening, ''),
  )
}
