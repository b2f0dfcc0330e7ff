import type { OwnEvaluation } from './own-evaluation.ts'
import type { Samples } from './exported-book.ts'
import type { RivalMethod } from './rival-revaluation.ts'

/** Largest relative distance that still is agreement. */
export const agreementLimit = 1e-9

const measures = 4
const groups = 4

/**
 * Largest distance of a method's figures from ours: scenario profits of the fund relative to the largest of their view; VaR,
 * shortfall, volatility and collateral of a package relative to themselves and at least to a millionth of the largest;
 * effectiveness absolute.
 */
export function largestGap(
  own: OwnEvaluation,
  method: RivalMethod['id'],
  answer: Float64Array,
  samples: Samples,
  exposed: readonly number[],
): number {
  let at = 0
  let gap = 0
  const compare = (ours: number, scale: number): void => {
    const distance = Math.abs(ours - answer[at++]) / scale
    if (!(distance <= gap)) gap = Number.isNaN(distance) ? Infinity : distance
  }
  if (method !== 'each-package') {
    for (const profits of own.fund) {
      const largest = profits.reduce((most, profit) => Math.max(most, Math.abs(profit)), 0)
      const chosen = method === 'each-scenario' ? samples.scenarios.map((s) => profits[s]) : [...profits]
      for (const profit of chosen) compare(profit, largest === 0 ? 1 : largest)
    }
  }
  if (method === 'each-package') {
    // it has the variance in each group rather than its reduction
    for (const k of samples.packages) {
      const row = own.figures[k]
      for (let m = 0; m < 3; m++) compare(row[m], Math.abs(row[m]))
      for (const group of exposed) {
        const unhedged = variance(own.fund[1 + group])
        answer[at] = 1 - answer[at] / unhedged
        compare(row[measures + group], 1)
      }
    }
  } else if (method !== 'each-scenario') {
    const largest = Array.from({ length: measures }, (_, m) =>
      own.figures.reduce((most, row) => Math.max(most, Math.abs(row[m])), 0),
    )
    for (const row of own.figures) {
      for (let m = 0; m < measures; m++) compare(row[m], Math.max(Math.abs(row[m]), 1e-6 * largest[m]))
      for (let g = 0; g < groups; g++) compare(row[measures + g], 1)
    }
  }
  if (at !== answer.length) throw new Error(`${method} gives ${answer.length} figures, ${at} are expected`)
  return gap
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}
