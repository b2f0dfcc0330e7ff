import { jsonPointer } from '@tutti/workflows/figures'
import type { CitableFigure, SpecialistResults } from '@tutti/workflows/specialists'
import { measureHead } from './measure-words.ts'
import { isFigure, itemNames, ownValue, patternFits, pointerKeys } from './pointer-pattern.ts'

/** The items that one star of a figure's pattern stands for. */
export interface KinLevel {
  /** Key of the item that holds the figure. */
  readonly own: string
  /** Names of each item by its key; none of a list that is too long to be spoken of item by item. */
  readonly names: ReadonlyMap<string, readonly string[]>
  /** The figures that differ from this one in the item alone, this one among them; those that are missing left out. */
  readonly values: readonly number[]
}

/** What is declared and known around a figure: the items on its path, the figures beside it. */
export interface FigureKin {
  /** One for every star of its pattern. */
  readonly levels: readonly KinLevel[]
  /** Other figures of the same object in the same unit. */
  readonly fields: readonly number[]
  /** Limits that are declared for it: in the same object, or of the same measure; the value and the source of each. */
  readonly limits: readonly { readonly value: number; readonly pointer: string; readonly label: string }[]
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
    const values = inside.flatMap((item) => numberIn(valueAt(ownValue(items, item), rest)) ?? [])
    return [{ own: keys[at], names, values }]
  })
  const parent = keys.slice(0, -1)
  const holder = valueAt(result, parent)
  const isList = Array.isArray(holder) || wanted.at(-1) === '*'
  const beside = typeof holder === 'object' && holder !== null && !isList ? Object.keys(holder) : []
  const base = pointer.split('/').slice(0, keys.length).join('/')
  const fields = beside.flatMap((field) => {
    const other = `${base}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`
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
  return { levels, fields, limits, path: keys.toReversed() }
}

/** Whether a label is that of a limit. */
export function speaksOfLimit(label: string): boolean {
  return /\b(?:limit|cap|ceiling|floor|largest|least|minimum|threshold|allowed)\b/i.test(label)
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
      const figure = figures.find(({ pattern }) => patternFits(pattern, pointer))
      found.set(source, figure === undefined ? undefined : figureKin(figures, figure, results[specialist], pointer))
    }
    return found.get(source)
  }
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => ownValue(value, key), root)
}

function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : ownValue(value, 'value')
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
