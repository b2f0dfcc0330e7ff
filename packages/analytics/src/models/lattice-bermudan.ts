import { requireBermudanOption, type BermudanOption } from './bermudan-option.ts'
import { finiteValue } from './finite-value.ts'
import { type LatticeModel, shortRateLattice, stepBack } from './short-rate-lattice.ts'
import { gridIndex, timeGrid } from './time-grid.ts'

/**
 * Value today of a Bermudan option on a trinomial lattice with about `steps` steps to the last flow; the flows are valued
 * on the lattice too. It converges as 1 / steps. Throws `invalid-input`.
 * Source: Hull & White (1994); Brigo & Mercurio (2006), 3.5.
 */
export function latticeBermudan(model: LatticeModel, option: BermudanOption, steps: number): number {
  const { exercises } = requireBermudanOption(option)
  const mandatory = exercises.flatMap(({ timeYears, flows }) => [timeYears, ...flows.map((flow) => flow.timeYears)])
  const times = timeGrid(mandatory, steps)
  const lattice = shortRateLattice(model, times)
  const last = times.length - 1
  const widest = lattice.tree.widths.reduce((most, width) => Math.max(most, width))
  const exerciseAt = exercises.map(({ timeYears }) => gridIndex(times, timeYears))
  const amounts = exercises.map(({ flows }) => {
    const at = new Float64Array(last + 1)
    for (const { timeYears, amount } of flows) at[gridIndex(times, timeYears)] += amount
    return at
  })
  // One array of values an exercise, rolled back from the end to it; and the option itself.
  let underlying = exercises.map((_, e) => new Float64Array(widest).fill(amounts[e][last]))
  let value = new Float64Array(widest)
  let spare = underlying.map(() => new Float64Array(widest))
  let spareValue = new Float64Array(widest)
  const exercise = (i: number): void => {
    exerciseAt.forEach((at, e) => {
      if (at !== i) return
      for (let k = 0; k < lattice.tree.widths[i]; k++) value[k] = Math.max(value[k], underlying[e][k])
    })
  }
  exercise(last)
  for (let i = last - 1; i >= 0; i--) {
    const width = lattice.tree.widths[i]
    underlying.forEach((values, e) => {
      if (exerciseAt[e] > i) return
      stepBack(lattice, i, values, spare[e])
      const amount = amounts[e][i]
      if (amount !== 0) for (let k = 0; k < width; k++) spare[e][k] += amount
    })
    stepBack(lattice, i, value, spareValue)
    ;[underlying, spare] = [spare, underlying]
    ;[value, spareValue] = [spareValue, value]
    exercise(i)
  }
  return finiteValue(value[0], 'Bermudan option')
}
