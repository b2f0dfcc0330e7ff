import { jsonPointer } from '@tutti/workflows/figures'
import type { CitableFigure, SpecialistResults } from '@tutti/workflows/specialists'
import type { KinLevel } from './kin-level.ts'
import { type LimitRecord, limitRecords } from './limit-records.ts'
import { measureHead, singularOf } from './measure-words.ts'
import { siblingLevels } from './sibling-levels.ts'
import type { State } from './state-words.ts'
import { declaredFigure } from './declared-figure.ts'
import { isFigure, itemNames, numberIn, ownValue, patternFits, pointerKeys, valueAt } from './pointer-pattern.ts'

/** What is declared and known around a figure: the items on its path, the figures beside it. */
export interface FigureKin {
  /** One for every star of its pattern, and one for what is declared beside it key by key. */
  readonly levels: readonly KinLevel[]
  /** Other figures of the same object in the same unit. */
  readonly fields: readonly number[]
  /** Limits that are declared for it: in the same object, or of the same measure; the value and the source of each. */
  readonly limits: readonly { readonly value: number; readonly pointer: string; readonly label: string }[]
  /** The states of the figures that differ from it in what they are before or after. */
  readonly states: readonly State[]
  /** What the result itself says of it and its limit. */
  readonly records: readonly LimitRecord[]
  /** The words of its path, the last one first. */
  readonly path: readonly string[]
}

const mostNamed = 500

/** The kin of a figure that a pattern leads to; each list is walked once for the names and once for each measure. */
function figureKin(figures: readonly CitableFigure[], own: CitableFigure, result: unknown, pointer: string): FigureKin {
  const { pattern, unit } = own
  const wanted = pointerKeys(pattern)
  const keys = pointerKeys(pointer).slice(0, wanted.length)
  const levels = wanted.flatMap((key, at) => {
    if (key !== '*') return []
    const items = valueAt(result, keys.slice(0, at))
    if (typeof items !== 'object' || items === null) return []
    const rest = keys.slice(at + 1)
    const inside = Object.keys(items).filter((item) => isFigure(valueAt(ownValue(items, item), rest)))
    const names = new Map(
      inside.length > mostNamed
        ? []
        : inside.map((item): [string, string[]] => [item, itemNames(ownValue(items, item), item)]),
    )
    const kind = at === 0 ? '' : singularOf(keys[at - 1])
    for (const [item, role] of rolesOf(valueAt(result, keys.slice(0, Math.max(0, at - 1))), items, kind))
      if (names.has(item)) names.set(item, [...names.get(item)!, role])
    const values = inside.flatMap((item) => numberIn(valueAt(ownValue(items, item), rest)) ?? [])
    return [{ own: keys[at], names, values, kind }]
  })
  const parent = keys.slice(0, -1)
  const holder = valueAt(result, parent)
  const isList = Array.isArray(holder) || wanted.at(-1) === '*'
  const beside = typeof holder === 'object' && holder !== null && !isList ? Object.keys(holder) : []
  const fields = beside.flatMap((field) => {
    const other = jsonPointer(...parent, field)
    return figures.some((one) => one.unit === unit && patternFits(one.pattern, other))
      ? (numberIn(ownValue(holder, field)) ?? [])
      : []
  })
  const limits = figures.flatMap((figure) => {
    if (figure === own || figure.unit !== unit || !speaksOfLimit(figure.label) || speaksOfLimit(own.label)) return []
    const other = pointerKeys(figure.pattern)
    const isBeside = other.length === wanted.length && other.slice(0, -1).join('/') === wanted.slice(0, -1).join('/')
    const isOfMeasure =
      !figure.pattern.includes('*') && ` ${figure.label} `.includes(` ${measureHead(own.label).at(-1)} `)
    if (!isBeside && !isOfMeasure) return []
    const at = isBeside ? [...keys.slice(0, -1), ...other.slice(-1)] : other
    const value = numberIn(valueAt(result, at))
    return value === undefined ? [] : [{ value, pointer: jsonPointer(...at), label: figure.label }]
  })
  const holders = parent.map((_, at) => valueAt(result, keys.slice(0, at + 1)))
  const records = limitRecords(holders, numberIn(valueAt(result, keys)))
  const siblings = siblingLevels(figures, own, keys, (at) => numberIn(valueAt(result, at)))
  return {
    levels: [...levels, ...siblings.levels],
    fields,
    states: siblings.states,
    limits,
    records,
    path: keys.toReversed(),
  }
}

/** Whether a label is that of a limit: "limit on the cost", "least effectiveness allowed", but not "what is left of a limit". */
export function speaksOfLimit(label: string): boolean {
  const [head] = label.split(/,| (?:of|in|on|under|against|over|with|at|by|that)\b/i)
  return (
    /\b(?:limit|cap|ceiling|floor|minimum|threshold)$/i.test(head) || /\b(?:allowed|permitted|tolerated)$/i.test(label)
  )
}

/** Kin by source, each worked out once. */
export function kinFinder(
  declared: (name: string) => readonly CitableFigure[],
  results: SpecialistResults,
): (specialist: string, pointer: string) => FigureKin | undefined {
  const found = new Map<string, FigureKin | undefined>()
  return (specialist, pointer) => {
    const source = `${specialist}#${pointer}`
    if (!found.has(source)) {
      const figures = declared(specialist)
      const figure = declaredFigure(figures, results[specialist], pointer)
      found.set(source, figure === undefined ? undefined : figureKin(figures, figure, results[specialist], pointer))
    }
    return found.get(source)
  }
}

/** Roles that the object around a list gives to its items by their ids: "recommended strategy" of `recommended` beside `strategies`. */
function rolesOf(holder: unknown, items: object, kind: string): [string, string][] {
  if (typeof holder !== 'object' || holder === null || kind === '') return []
  return Object.entries(holder).flatMap(([role, id]) =>
    typeof id !== 'string'
      ? []
      : Object.entries(items).flatMap(([key, item]): [string, string][] =>
          ownValue(item, 'id') === id ? [[key, `${role} ${kind}`]] : [],
        ),
  )
}
