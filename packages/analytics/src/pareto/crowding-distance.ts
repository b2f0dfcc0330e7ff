import { columnRanges, type ObjectiveTable } from './objective-table.ts'

/**
 * How far apart the neighbours of each alternative lie, summed over the objectives in units of their range: what keeps a
 * front spread out. Infinite at the best and worst of each objective, and for fewer than three alternatives. An
 * objective without spread adds nothing. Source: Deb, Pratap, Agarwal & Meyarivan (2002), section III.B.
 */
export function crowdingDistance(values: ObjectiveTable): Float64Array {
  const count = values.length
  const distance = new Float64Array(count)
  if (count === 0) return distance
  if (count < 3) return distance.fill(Infinity)
  const { best, worst } = columnRanges(values)
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let k = 0; k < best.length; k++) {
    const range = worst[k] - best[k]
    if (!(range > 0)) continue
    order.sort((a, b) => values[a][k] - values[b][k] || a - b)
    distance[order[0]] = Infinity
    distance[order[count - 1]] = Infinity
    for (let r = 1; r < count - 1; r++) {
      distance[order[r]] += (values[order[r + 1]][k] - values[order[r - 1]][k]) / range
    }
  }
  return distance
}
