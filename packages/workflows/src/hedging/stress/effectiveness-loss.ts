import { effectivenessMeasure } from '../packages/scenario-measures.ts'
import type { SimulatedFigure } from '../packages/hedge-package.ts'

/** Instruments whose profits are combinations of others' to this share of their variance add nothing. */
const dependentShare = 1e-10

/** Profits on common scenarios that only one group of factors moves, base currency. */
export interface GroupProfits {
  /** The fund before hedges. */
  readonly fund: Float64Array
  /** The package's trades of the group's own domain, and all its others. */
  readonly own: Float64Array
  readonly others: Float64Array
  /** One unit of every instrument that the package trades in the domain, and of every one that is allowed. */
  readonly traded: readonly Float64Array[]
  readonly allowed: readonly Float64Array[]
}

/**
 * What keeps effectiveness below 1, as shares of the fund's variance under the group: `1 = effectiveness + basis +
 * instruments + size`.
 */
export interface EffectivenessLoss {
  readonly effectiveness: SimulatedFigure
  /** 1 - least variance with any quantities of all allowed instruments: what none of them follows. */
  readonly bestAttainable: number
  readonly basis: number
  /** What the traded ones cannot follow and the others allowed can. */
  readonly instruments: number
  /** Quantities other than those of least variance in the traded instruments. */
  readonly size: number
  /** What to multiply the domain's trades by for the least variance; null where they do not move. */
  readonly bestMultiple: number | null
}

/**
 * Effectiveness under one group of factors and the parts that it lacks. Least variances are by regression on the scenarios (the
 * package's trades of other domains stay), with the degrees of freedom that they take given back (adjusted R squared).
 * The fund must vary. Source: Ederington, J. of Finance 34 (1979).
 */
export function effectivenessLoss({ fund, own, others, traded, allowed }: GroupProfits): EffectivenessLoss {
  const before = centred(fund)
  const variance = dot(before, before)
  const item = centred(fund.map((profit, s) => profit + others[s]))
  const hedge = centred(own)
  const hedged = fund.map((profit, s) => profit + own[s] + others[s])
  const effectiveness = effectivenessMeasure(hedged, fund)
  const left = (units: readonly Float64Array[]): number => unexplained(item, units) / variance
  // Neither more instruments nor other quantities leave more: the adjustment may say so by its rounding.
  const leftByTraded = Math.min(left(traded), 1 - effectiveness.value)
  const leftByAllowed = Math.min(left(allowed), leftByTraded)
  const moves = dot(hedge, hedge)
  return {
    effectiveness,
    bestAttainable: 1 - leftByAllowed,
    basis: leftByAllowed,
    instruments: leftByTraded - leftByAllowed,
    size: 1 - effectiveness.value - leftByTraded,
    bestMultiple: moves > 0 ? -dot(item, hedge) / moves : null,
  }
}

/** Sum of squares of `item` that the columns do not explain, each degree of freedom taken by a column given back. */
function unexplained(item: Float64Array, columns: readonly Float64Array[]): number {
  const rest = item.slice()
  const basis: Float64Array[] = []
  for (const column of columns) {
    const own = centred(column)
    const size = dot(own, own)
    // twice, so that what is left is orthogonal to rounding
    for (let pass = 0; pass < 2; pass++) for (const axis of basis) addTo(own, -dot(own, axis), axis)
    const fresh = dot(own, own)
    if (!(fresh > dependentShare * size) || basis.length >= item.length - 2) continue
    const axis = own.map((value) => value / Math.sqrt(fresh))
    addTo(rest, -dot(rest, axis), axis)
    basis.push(axis)
  }
  return (dot(rest, rest) * (item.length - 1)) / (item.length - 1 - basis.length)
}

function centred(values: Float64Array): Float64Array {
  let sum = 0
  for (let s = 0; s < values.length; s++) sum += values[s]
  const mean = sum / values.length
  return values.map((value) => value - mean)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let s = 0; s < a.length; s++) sum += a[s] * b[s]
  return sum
}

function addTo(into: Float64Array, factor: number, values: Float64Array): void {
  for (let s = 0; s < into.length; s++) into[s] += factor * values[s]
}
