import { type BermudanOption, requireBermudanOption } from './bermudan-option.ts'
import { finiteValue } from './finite-value.ts'
import { type G2, g2Moments } from './g2.ts'
import { gridIndex, timeGrid } from './time-grid.ts'
import { type TrinomialTree, trinomialTree } from './trinomial-tree.ts'

/** Changes of the nine joint probabilities, in units of correlation / 36, for a positive correlation (down, middle, up). */
const dependence = [
  [5, -4, -1],
  [-4, 8, -4],
  [-1, -4, 5],
] as const

/**
 * Value today of a Bermudan option in G2++ on the product of two trinomial trees with about `steps` steps to the last
 * flow; discounting at x + y + phi(t) of the start of each step. It converges as 1 / steps; `g2Bermudan` is the more
 * accurate. Throws `invalid-input`. Source: Hull & White, J. Derivatives 2 (1994), 37-48; Brigo & Mercurio, appendix F.
 */
export function g2LatticeBermudan(model: G2, option: BermudanOption, steps: number): number {
  const { exercises } = requireBermudanOption(option)
  const mandatory = exercises.flatMap(({ timeYears, flows }) => [timeYears, ...flows.map((flow) => flow.timeYears)])
  const times = timeGrid(mandatory, steps)
  const treeX = trinomialTree(model.a, model.sigma, times)
  const treeY = trinomialTree(model.b, model.eta, times)
  const last = times.length - 1
  const sizeAt = (i: number): number => treeX.widths[i] * treeY.widths[i]
  const largest = times.reduce((most, _, i) => Math.max(most, sizeAt(i)), 0)
  const exerciseAt = exercises.map(({ timeYears }) => gridIndex(times, timeYears))
  const amounts = exercises.map(({ flows }) => {
    const at = new Float64Array(last + 1)
    for (const { timeYears, amount } of flows) at[gridIndex(times, timeYears)] += amount
    return at
  })
  let underlying = exercises.map((_, e) => new Float64Array(largest).fill(amounts[e][last]))
  let spare = exercises.map(() => new Float64Array(largest))
  let value = new Float64Array(largest)
  let spareValue = new Float64Array(largest)
  const exercise = (i: number): void => {
    exerciseAt.forEach((at, e) => {
      if (at === i) for (let k = 0; k < sizeAt(i); k++) value[k] = Math.max(value[k], underlying[e][k])
    })
  }
  exercise(last)
  for (let i = last - 1; i >= 0; i--) {
    const step = jointStep(model, treeX, treeY, i)
    underlying.forEach((values, e) => {
      if (exerciseAt[e] > i) return
      step(values, spare[e])
      const amount = amounts[e][i]
      if (amount !== 0) for (let k = 0; k < sizeAt(i); k++) spare[e][k] += amount
    })
    step(value, spareValue)
    ;[underlying, spare] = [spare, underlying]
    ;[value, spareValue] = [spareValue, value]
    exercise(i)
  }
  return finiteValue(value[0], 'Bermudan option')
}

/** Values of step i + 1 discounted to step i. */
function jointStep(
  model: G2,
  treeX: TrinomialTree,
  treeY: TrinomialTree,
  i: number,
): (values: Float64Array, into: Float64Array) => void {
  const dt = treeX.times[i + 1] - treeX.times[i]
  const shift = i === 0 ? model.curve.instantaneousForward(0) : g2Moments(model, treeX.times[i]).phi
  const [widthX, widthY, nextY] = [treeX.widths[i], treeY.widths[i], treeY.widths[i + 1]]
  const discountX = Float64Array.from({ length: widthX }, (_, k) =>
    Math.exp(-(shift + (treeX.lowest[i] + k) * treeX.spacing[i]) * dt),
  )
  const discountY = Float64Array.from({ length: widthY }, (_, l) =>
    Math.exp(-(treeY.lowest[i] + l) * treeY.spacing[i] * dt),
  )
  const size = Math.abs(model.rho) / 36
  const extra = dependence.map((row) => (model.rho < 0 ? row.toReversed() : [...row]).map((value) => value * size))
  const branchesX = [treeX.down[i], treeX.middle[i], treeX.up[i]]
  const branchesY = [treeY.down[i], treeY.middle[i], treeY.up[i]]
  return (values, into) => {
    for (let k = 0; k < widthX; k++) {
      const rowX = (treeX.target[i][k] - 1) * nextY
      for (let l = 0; l < widthY; l++) {
        const corner = rowX + treeY.target[i][l] - 1
        let sum = 0
        for (let p = 0; p < 3; p++) {
          const at = corner + p * nextY
          const probability = branchesX[p][k]
          const own = extra[p]
          sum +=
            (probability * branchesY[0][l] + own[0]) * values[at] +
            (probability * branchesY[1][l] + own[1]) * values[at + 1] +
            (probability * branchesY[2][l] + own[2]) * values[at + 2]
        }
        into[k * widthY + l] = discountX[k] * discountY[l] * sum
      }
    }
  }
}
