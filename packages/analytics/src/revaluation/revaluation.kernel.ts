import { TuttiError } from '../errors/index.ts'
import { formulas, parameterStride } from './book-table.ts'
import {
  creditDefaultSwapValue,
  exchangeOptionValue,
  smallestVolatility,
  swaptionFormulaValue,
} from './formula-values.ts'
import type { RevaluationJob } from './revaluation-job.ts'
import { movingParts } from './moving-parts.ts'
import { scaledExponentials } from './scaled-exponentials.ts'

/** Scenarios side by side in one pass over the book. */
const lanes = 4

/**
 * Kernel of a full revaluation: shard s values every instrument in its scenarios and writes their rows of `values`. A
 * scenario's row depends on its shocks alone, so that the same bits come out however shards are spread and ordered. What
 * no shock of the shard moves is computed once for the shard: the same bits again, as e^0 is 1 exactly.
 * Throws `calculation-failed` naming instrument and scenario where a value is not finite.
 */
export function revalueScenarios(job: RevaluationJob): (shard: number) => void {
  const { book, shocks, values, scenarios, shardScenarios } = job
  const { pointValues, pointYears, runStarts, loadingStarts, loadingFactors, loadingWeights } = book
  const { legStarts, legPoints, legAmounts, firstLegs, parameters, levelFactors, instruments } = book
  const factorCount = book.factors.length
  const runCount = runStarts.length - 1
  const legCount = legStarts.length - 1
  /** Shock of factor f, value of point p, of leg g in lane l at 4 f + l, 4 p + l, 4 g + l. */
  const moves = new Float64Array(lanes * factorCount)
  const points = new Float64Array(lanes * pointValues.length)
  const legs = new Float64Array(lanes * legCount)
  const standing = new Float64Array(instruments)
  const moving = movingParts(book)
  /** Runs whose points hold exponents that are yet to be taken. */
  const pending = new Uint8Array(runCount)
  const one = Float64Array.of(1)
  const growth = new Float64Array(lanes)

  const fillPoints = (): void => {
    for (let r = 0; r < runCount; r++) {
      if (moving.runs[r] === 0) continue
      let a0 = 0
      let a1 = 0
      let a2 = 0
      let a3 = 0
      let b0 = 0
      let b1 = 0
      let b2 = 0
      let b3 = 0
      let c0 = 0
      let c1 = 0
      let c2 = 0
      let c3 = 0
      const lastLoading = loadingStarts[r + 1]
      for (let k = loadingStarts[r]; k < lastLoading; k++) {
        const at = lanes * loadingFactors[k]
        const m0 = moves[at]
        const m1 = moves[at + 1]
        const m2 = moves[at + 2]
        const m3 = moves[at + 3]
        const constant = loadingWeights[3 * k]
        const linear = loadingWeights[3 * k + 1]
        const square = loadingWeights[3 * k + 2]
        a0 += constant * m0
        a1 += constant * m1
        a2 += constant * m2
        a3 += constant * m3
        b0 += linear * m0
        b1 += linear * m1
        b2 += linear * m2
        b3 += linear * m3
        c0 += square * m0
        c1 += square * m1
        c2 += square * m2
        c3 += square * m3
      }
      const lastPoint = runStarts[r + 1]
      // without the years in it, one exponential does for the run
      const isLevel = b0 === 0 && b1 === 0 && b2 === 0 && b3 === 0 && c0 === 0 && c1 === 0 && c2 === 0 && c3 === 0
      pending[r] = isLevel ? 0 : 1
      if (isLevel) {
        growth[0] = a0
        growth[1] = a1
        growth[2] = a2
        growth[3] = a3
        scaledExponentials(one, growth)
        for (let p = runStarts[r]; p < lastPoint; p++) {
          const value = pointValues[p]
          const to = lanes * p
          points[to] = value * growth[0]
          points[to + 1] = value * growth[1]
          points[to + 2] = value * growth[2]
          points[to + 3] = value * growth[3]
        }
        continue
      }
      for (let p = runStarts[r]; p < lastPoint; p++) {
        const years = pointYears[p]
        const to = lanes * p
        points[to] = a0 + years * (b0 + years * c0)
        points[to + 1] = a1 + years * (b1 + years * c1)
        points[to + 2] = a2 + years * (b2 + years * c2)
        points[to + 3] = a3 + years * (b3 + years * c3)
      }
    }
    for (let r = 0; r < runCount; r++) {
      if (pending[r] === 0) continue
      // runs that lie side by side in one go
      const first = runStarts[r]
      while (r + 1 < runCount && pending[r + 1] === 1) r++
      scaledExponentials(pointValues, points, first, runStarts[r + 1])
    }
  }

  const fillLegs = (all: boolean): void => {
    for (let g = 0; g < legCount; g++) {
      if (!all && moving.legs[g] === 0) continue
      let v0 = 0
      let v1 = 0
      let v2 = 0
      let v3 = 0
      const end = legStarts[g + 1]
      for (let k = legStarts[g]; k < end; k++) {
        const amount = legAmounts[k]
        const at = lanes * legPoints[k]
        v0 += amount * points[at]
        v1 += amount * points[at + 1]
        v2 += amount * points[at + 2]
        v3 += amount * points[at + 3]
      }
      const to = lanes * g
      legs[to] = v0
      legs[to + 1] = v1
      legs[to + 2] = v2
      legs[to + 3] = v3
    }
  }

  /** Value of an instrument that is not the sum of one leg. */
  const formulaValue = (i: number, lane: number): number => {
    const formula = book.formulas[i]
    const leg = lanes * firstLegs[i] + lane
    const at = parameterStride * i
    const first = legs[leg]
    const second = legs[leg + lanes]
    if (formula === formulas.future) return legs[leg + 2 * lanes] * (first / second - parameters[at])
    const factor = levelFactors[i]
    const level = parameters[at + 1] + (factor < 0 ? 0 : moves[lanes * factor + lane])
    if (formula === formulas.creditDefaultSwap) {
      const hazard = (level > 0 ? level : 0) / parameters[at + 3]
      return creditDefaultSwapValue(book, i, points, lanes, lane, hazard)
    }
    const deviation = (level > smallestVolatility ? level : smallestVolatility) * parameters[at + 2]
    if (formula === formulas.exchangeOption) return exchangeOptionValue(parameters[at], first, second, deviation)
    return swaptionFormulaValue(parameters[at], first, second, parameters[at + 3], deviation)
  }

  /** Everything as the market stands, in all lanes, before the scenarios from `scenario` on. */
  const reset = (scenario: number): void => {
    moves.fill(0)
    pending.fill(0)
    for (let p = 0; p < pointValues.length; p++) {
      const value = pointValues[p]
      for (let lane = 0; lane < lanes; lane++) points[lanes * p + lane] = value
    }
    fillLegs(true)
    for (let i = 0; i < instruments; i++) {
      standing[i] = book.formulas[i] === formulas.sum ? legs[lanes * firstLegs[i]] : formulaValue(i, 0)
      if (!Number.isFinite(standing[i])) refuseValue(standing[i], i, scenario)
    }
  }

  const writeValues = (scenario: number, count: number): void => {
    for (let lane = 0; lane < count; lane++) values.set(standing, (scenario + lane) * instruments)
    for (let i = 0; i < instruments; i++) {
      if (moving.instruments[i] === 0) continue
      const isSum = book.formulas[i] === formulas.sum
      const leg = lanes * firstLegs[i]
      for (let lane = 0; lane < count; lane++) {
        const value = isSum ? legs[leg + lane] : formulaValue(i, lane)
        // not finite: its difference to itself is no number
        if (value - value !== 0) refuseValue(value, i, scenario + lane)
        values[(scenario + lane) * instruments + i] = value
      }
    }
  }

  return (shard) => {
    const from = shard * shardScenarios
    const to = Math.min(from + shardScenarios, scenarios)
    if (moving.mark(shocks.subarray(factorCount * from, factorCount * to))) reset(from)
    for (let s = from; s < to; s += lanes) {
      for (let lane = 0; lane < lanes; lane++) {
        // Lanes beyond the last scenario repeat it, and are not written.
        const row = factorCount * Math.min(s + lane, scenarios - 1)
        for (let f = 0; f < factorCount; f++) moves[lanes * f + lane] = shocks[row + f]
      }
      fillPoints()
      fillLegs(false)
      writeValues(s, Math.min(lanes, to - s))
    }
  }
}

function refuseValue(value: number, instrument: number, scenario: number): never {
  throw new TuttiError(
    'calculation-failed',
    `instrument ${instrument} has the value ${value} in scenario ${scenario}: its shocks are beyond what can be valued`,
    { field: `instruments[${instrument}]`, got: String(value), expected: 'a finite value' },
  )
}
