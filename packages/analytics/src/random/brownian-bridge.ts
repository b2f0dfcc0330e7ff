import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'

/**
 * Plan of a Brownian bridge over `size` times: step i sets the path at `position[i]` to
 * leftWeight * W(left) + rightWeight * W(right) + deviation * z_i. A `left` or `right` of -1 is W(0) = 0 or unused.
 */
export interface BrownianBridge {
  readonly size: number
  readonly position: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly leftWeight: Float64Array
  readonly rightWeight: Float64Array
  readonly deviation: Float64Array
}

/**
 * Brownian bridge over increasing positive `times` (years, evenly spaced or not): the first normal sets the last time,
 * the next ones halve the remaining gaps breadth first (for four times: 4th, 2nd, 1st, 3rd), so that the first
 * coordinates of a Sobol point carry most of the variance.
 * Throws `invalid-input` unless the times are positive and strictly increasing.
 * Source: Moskowitz & Caflisch (1996); Glasserman, Monte Carlo Methods in Financial Engineering (2003), 3.1.
 */
export function brownianBridge(times: ArrayLike<number>): BrownianBridge {
  requireSample(times, 1, 'times')
  const size = times.length
  requirePositive(times[0], 'times[0]')
  for (let i = 1; i < size; i++) {
    if (times[i] <= times[i - 1]) {
      throw new TuttiError('invalid-input', `times must increase: times[${i}] is ${times[i]} after ${times[i - 1]}`, {
        field: `times[${i}]`,
        got: String(times[i]),
        expected: `a time after ${times[i - 1]}`,
      })
    }
  }
  const bridge = {
    size,
    position: new Int32Array(size),
    left: new Int32Array(size).fill(-1),
    right: new Int32Array(size).fill(-1),
    leftWeight: new Float64Array(size),
    rightWeight: new Float64Array(size),
    deviation: new Float64Array(size),
  }
  bridge.position[0] = size - 1
  bridge.deviation[0] = Math.sqrt(times[size - 1])
  const gaps: Array<readonly [left: number, right: number]> = [[-1, size - 1]]
  let step = 1
  for (let g = 0; g < gaps.length; g++) {
    const [left, right] = gaps[g]
    if (right - left < 2) continue
    const middle = left + ((right - left) >> 1)
    const start = left < 0 ? 0 : times[left]
    const before = times[middle] - start
    const after = times[right] - times[middle]
    bridge.position[step] = middle
    bridge.left[step] = left
    bridge.right[step] = right
    bridge.leftWeight[step] = after / (before + after)
    bridge.rightWeight[step] = before / (before + after)
    bridge.deviation[step] = Math.sqrt((before * after) / (before + after))
    step++
    gaps.push([left, middle], [middle, right])
  }
  return bridge
}

/**
 * Brownian path W at the bridge's times from `size` independent standard normals, written to `path` (which may not be
 * the same array). No allocation.
 */
export function fillBridgePath(bridge: BrownianBridge, normals: ArrayLike<number>, path: Float64Array): void {
  const { size, position, left, right, leftWeight, rightWeight, deviation } = bridge
  path[position[0]] = deviation[0] * normals[0]
  for (let i = 1; i < size; i++) {
    const before = left[i] < 0 ? 0 : leftWeight[i] * path[left[i]]
    path[position[i]] = before + rightWeight[i] * path[right[i]] + deviation[i] * normals[i]
  }
}

/** Brownian path at the bridge's times, as a new array; see `fillBridgePath`. */
export function bridgePath(bridge: BrownianBridge, normals: ArrayLike<number>): Float64Array {
  requireSample(normals, bridge.size, 'normals')
  const path = new Float64Array(bridge.size)
  fillBridgePath(bridge, normals, path)
  return path
}

/** The normals that `bridgePath` would turn into `path`: its inverse. */
export function bridgeNormals(bridge: BrownianBridge, path: ArrayLike<number>): Float64Array {
  requireSample(path, bridge.size, 'path')
  const { size, position, left, right, leftWeight, rightWeight, deviation } = bridge
  const normals = new Float64Array(size)
  normals[0] = path[position[0]] / deviation[0]
  for (let i = 1; i < size; i++) {
    const before = left[i] < 0 ? 0 : leftWeight[i] * path[left[i]]
    normals[i] = (path[position[i]] - before - rightWeight[i] * path[right[i]]) / deviation[i]
  }
  return normals
}
