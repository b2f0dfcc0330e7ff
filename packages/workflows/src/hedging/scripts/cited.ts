import { jsonPointer, slotText, type Unit } from '../../figures/index.ts'
import type { CitableFigure } from '../../specialists/index.ts'

/** A slot into the result of a specialist: format, then the keys that lead to the value. */
type Cite = (format: string, ...keys: readonly (string | number)[]) => string

/** Slots into the result of the specialist of that name. */
export function citing(specialist: string): Cite {
  return (format, ...keys) => slotText(`${specialist}#${jsonPointer(...keys)}`, format)
}

/** Format of an amount of base currency: as many decimals of a million as show it to about three digits; none for nothing. */
export function moneyFormat(value: number): string {
  const size = Math.abs(value)
  return `money ${size === 0 || size >= 1e9 ? 0 : size >= 1e7 ? 1 : size >= 1e6 ? 2 : size >= 1e4 ? 3 : 5}`
}

/** A citable figure; `level` where its sign says nothing by itself. */
export function citable(
  pattern: string,
  label: string,
  unit: Unit,
  digits: number,
  sense: CitableFigure['sense'] = 'level',
): CitableFigure {
  return { pattern, label, unit, digits, sense }
}

/** Words as a list: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}
