import type { CitableFigure } from '@tutti/workflows/specialists'
import { ownValue, patternFits, pointerKeys, valueAt } from './pointer-pattern.ts'

/** What a specialist's script declares the figure at a pointer of its result to be; undefined where no brief may cite it. */
export function declaredFigure(
  figures: readonly CitableFigure[],
  result: unknown,
  pointer: string,
): CitableFigure | undefined {
  return figures.find((figure) => patternFits(figure.pattern, pointer) && isMeant(figure, result, pointer))
}

/** Whether the object that holds the figure says what its declaration asks for. */
export function isMeant({ pattern, when }: CitableFigure, result: unknown, pointer: string): boolean {
  if (when === undefined) return true
  const keys = pointerKeys(pointer).slice(0, pointerKeys(pattern).length - 1)
  return ownValue(valueAt(result, keys), when.field) === when.is
}
