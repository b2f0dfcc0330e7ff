/**
 * The cycles of a graph of imports (file → files it imports): one per group of files that reach each other, each a path
 * that ends where it began. Edges to files outside the graph are ignored. Tarjan (1972), strongly connected components.
 */
export function importCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const visit = (file: string): void => {
    const index = order.size
    order.set(file, index)
    lowest.set(file, index)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!))
    }
    if (lowest.get(file) !== index) return
    const group = new Set(stack.splice(stack.indexOf(file)))
    if (group.size > 1 || graph.get(file)!.includes(file)) cycles.push(shortestCycle(graph, file, group))
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return cycles
}

/** The shortest way from `start` back to itself within `group`, by breadth-first search. */
function shortestCycle(
  graph: ReadonlyMap<string, readonly string[]>,
  start: string,
  group: ReadonlySet<string>,
): string[] {
  const paths = [[start]]
  const seen = new Set<string>()
  for (const path of paths) {
    for (const next of graph.get(path.at(-1)!) ?? []) {
      if (next === start) return [...path, start]
      if (!group.has(next) || seen.has(next)) continue
      seen.add(next)
      paths.push([...path, next])
    }
  }
  return [start]
}
