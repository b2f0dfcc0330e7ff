import type { ChangeEffect, MeasuredFigure } from '@tutti/workflows/changes'
import { figureText, type Unit } from '@tutti/workflows/figures'

/** Most figures that are shown beside the measure. */
const mostFigures = 12

/** What a change does to its measure and to the other figures that it alters, before and after, one a line; at most a dozen. */
export function effectFigures({ measure, figures }: ChangeEffect): string[] {
  const altered = figures.filter(({ before, after }) => before?.value !== after.value)
  return [...(measure === null ? [] : [measure]), ...altered.slice(0, mostFigures)].map(effectFigure)
}

/** A figure with its name, before and after a change: `utility: 1.20 % before, 1.40 % after`. */
export function effectFigure(figure: {
  readonly name: string
  readonly unit: Unit
  readonly before: MeasuredFigure | null
  readonly after: MeasuredFigure
}): string {
  const { name, unit, before, after } = figure
  const text = ({ value, standardError }: MeasuredFigure): string =>
    figureText({ pointer: '', value, standardError, unit, digits: unit === 'percent' ? 2 : 3 })
  return `${name}: ${before === null ? '' : `${text(before)} before, `}${text(after)} after`
}
