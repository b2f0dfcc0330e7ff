import { percentText } from './number-text.ts'

/** A figure of a limit in its own unit, by the limit's id. */
export function limitFigure(id: string, value: number): string {
  if (id.includes('sharpe')) return value.toFixed(2)
  if (id.includes('cost')) return `${(1e4 * value).toFixed(1)} bp`
  return percentText(value)
}
