import { TuttiError } from '@tutti/analytics/errors'
import { figureAt, figureText, slotText } from '@tutti/workflows/figures'
import type { CitableFigure, SpecialistResults, SpecialistScript } from '@tutti/workflows/specialists'
import { declaredFigure, isMeant } from './declared-figure.ts'
import { type FigureKin, kinFinder } from './figure-kin.ts'
import { type PatternHit, patternHits } from './pointer-pattern.ts'
import { type ResultNames, resultNames } from './result-names.ts'

/** A figure that a brief may cite. */
export interface CitableRow {
  /** What to write into a brief: `{{specialist#/pointer | unit digits}}`. */
  readonly slot: string
  /** `specialist#/pointer`. */
  readonly source: string
  readonly label: string
  /** What the stars of its pattern stand for: words of the result; empty without a star. */
  readonly of: string
  readonly unit: CitableFigure['unit']
  readonly digits: number
  readonly sense: CitableFigure['sense']
  /** The figure as it is shown, with its standard error. */
  readonly text: string
}

/** Which rows to list: all of them without a filter. */
export interface CitableQuery {
  /** Start of the source: `fx-hedger#/currency`. */
  readonly prefix?: string
  /** Words that label, source or name hold, in any order and case. */
  readonly search?: string
  /** First row, from zero. */
  readonly from?: number
  /** Rows at most; 50 when not given, 200 at most. */
  readonly limit?: number
}

/** What a brief may cite of the results that its specialist reads. */
export interface Citables {
  readonly list: (query?: CitableQuery) => {
    readonly rows: readonly CitableRow[]
    readonly total: number
    /** Figures beyond the first 20 000 of a result are not listed; a slot for one is accepted all the same. */
    readonly cut: boolean
  }
  /** The figure at `specialist#/pointer`; undefined where there is none that may be cited. */
  readonly find: (source: string) => CitableRow | undefined
  /** The items on the path of a citable figure and the figures beside it; undefined where there is no such figure. */
  readonly kin: (source: string) => FigureKin | undefined
  /** What the figures of the results are called, each label once. */
  readonly labels: readonly string[]
  /** Whether there is any figure to cite in a specialist's result; walks no further than the first. */
  readonly any: (specialist: string) => boolean
  /** Strings of the results that hold digits: ids, labels, tenors, names of scenarios. */
  readonly names: readonly string[]
  /** ISO dates and years that stand in the results as text. */
  readonly dates: readonly string[]
  readonly results: SpecialistResults
  /** Names and dates in the forms that the checker compares. */
  readonly known: ResultNames
}

const mostHits = 20_000

/**
 * The figures that the scripts declare in the results of the specialists that a brief may read. Nothing is walked before it is
 * asked for; a listing walks each result once.
 */
export function citableFigures(
  scripts: Readonly<Record<string, SpecialistScript>>,
  results: SpecialistResults,
): Citables {
  const declared = (name: string): readonly CitableFigure[] =>
    Object.hasOwn(scripts, name) && Object.hasOwn(results, name) ? scripts[name].figures : []
  const allHits = once(() => {
    const found: { readonly name: string; readonly figure: CitableFigure; readonly hit: PatternHit }[] = []
    let cut = false
    for (const name of Object.keys(results)) {
      let count = 0
      const seen = new Set<string>()
      for (const figure of declared(name)) {
        for (const hit of patternHits(results[name], figure.pattern)) {
          if (seen.has(hit.pointer) || !isMeant(figure, results[name], hit.pointer)) continue
          if (count >= mostHits) {
            cut = true
            break
          }
          seen.add(hit.pointer)
          found.push({ name, figure, hit })
          count++
        }
      }
    }
    return { found, cut }
  })
  const known = once(() => resultNames(results))
  const labels = once(() => [
    ...new Set(Object.keys(results).flatMap((name) => declared(name).map(({ label }) => label))),
  ])
  const kin = kinFinder(declared, results)
  return {
    list: ({ prefix = '', search = '', from = 0, limit = 50 } = {}) => {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean)
      const { found, cut } = allHits()
      const fitting = found.filter(({ name, figure, hit }) => {
        const source = `${name}#${hit.pointer}`
        const text = `${source} ${figure.label} ${hit.of}`.toLowerCase()
        return source.startsWith(prefix) && words.every((word) => text.includes(word))
      })
      const first = Math.max(0, Math.trunc(from))
      const rows = fitting
        .slice(first, first + Math.min(200, Math.max(1, Math.trunc(limit))))
        .map(({ name, figure, hit }) => row(name, figure, hit, results[name]))
      return { rows, total: fitting.length, cut }
    },
    find: (source) => {
      const { specialist, pointer } = sourceParts(source)
      const figure = declaredFigure(declared(specialist), results[specialist], pointer)
      if (figure === undefined) return undefined
      try {
        return row(specialist, figure, { pointer, of: '' }, results[specialist])
      } catch (error) {
        if (error instanceof TuttiError) return undefined
        throw error
      }
    },
    kin: (source) => {
      const { specialist, pointer } = sourceParts(source)
      return kin(specialist, pointer)
    },
    any: (name) => declared(name).some(({ pattern }) => patternHits(results[name], pattern).next().done === false),
    get labels() {
      return labels()
    },
    get names() {
      return known().names
    },
    get dates() {
      return known().dates
    },
    get known() {
      return known()
    },
    results,
  }
}

/** A source cut into the specialist's name and the pointer into its result; without a `#` the pointer is empty. */
export function sourceParts(source: string): { readonly specialist: string; readonly pointer: string } {
  const at = source.indexOf('#')
  return at < 0
    ? { specialist: source, pointer: '' }
    : { specialist: source.slice(0, at), pointer: source.slice(at + 1) }
}

function row(
  name: string,
  { label, unit, digits, sense }: CitableFigure,
  hit: PatternHit,
  result: unknown,
): CitableRow {
  const source = `${name}#${hit.pointer}`
  const text = figureText(figureAt(result, hit.pointer, unit, digits))
  return { slot: slotText(source, `${unit} ${digits}`), source, label, of: hit.of, unit, digits, sense, text }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
