import type { Cell } from './document.ts'
import type { Text } from './text.ts'
import { figureAt, type FigureValue, jsonPointer, slotText, type Unit } from '@tutti/workflows/figures'

export type Keys = readonly (string | number)[]

/** Reads figures and slots out of one result by the keys that lead to them. */
export interface ResultReading {
  /** The figure at `keys`: a number, an estimate or null. Throws `missing-data` where the keys lead nowhere. */
  readonly figure: (keys: Keys, unit: Unit, digits: number, missing?: string) => FigureValue
  /** The same in a table cell. */
  readonly cell: (keys: Keys, unit: Unit, digits: number, missing?: string) => Cell
  /** A slot of a template. */
  readonly slot: (format: string, ...keys: Keys) => Text
}

/** The reading of a result. */
export function resultReading(result: unknown): ResultReading {
  const figure: ResultReading['figure'] = (keys, unit, digits, missing) =>
    figureAt(result, jsonPointer(...keys), unit, digits, missing)
  return {
    figure,
    cell: (keys, unit, digits, missing) => ({ kind: 'figure', figure: figure(keys, unit, digits, missing) }),
    slot: (format, ...keys) => slotText(jsonPointer(...keys), format),
  }
}

/** A cell of plain words. */
export function textCell(text: Text): Cell {
  return { kind: 'text', text }
}
