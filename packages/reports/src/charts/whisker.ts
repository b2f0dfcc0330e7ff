/** What a custom series draws for one item: a few lines. */
export type CustomItem = ReturnType<typeof whisker>

/** A straight line between two points with a cap of half-width `cap` at either end, as drawing instruction of a custom series. */
export function whisker(x1: number, y1: number, x2: number, y2: number, cap: number, colour: string) {
  const along = x1 === x2
  const caps = along
    ? [
        { x1: x1 - cap, y1, x2: x1 + cap, y2: y1 },
        { x1: x2 - cap, y1: y2, x2: x2 + cap, y2 },
      ]
    : [
        { x1, y1: y1 - cap, x2: x1, y2: y1 + cap },
        { x1: x2, y1: y2 - cap, x2, y2: y2 + cap },
      ]
  const style = { stroke: colour, lineWidth: 1, fill: 'none' }
  return {
    type: 'group' as const,
    children: [{ x1, y1, x2, y2 }, ...(cap > 0 ? caps : [])].map((shape) => ({ type: 'line' as const, shape, style })),
  }
}
