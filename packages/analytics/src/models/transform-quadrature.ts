import { writeBatesTransform, type TransformParameters } from './bates-transform.ts'
import type { OptionVolQuote } from './option-vol-quotes.ts'

/** Prices of the quotes of many expiries in Bates's or Heston's model, with the nodes of each expiry shared by its strikes. */
export interface TransformQuadrature {
  /**
   * Writes (model price - Black price at the quoted volatility) / sqrt(forward strike) of each quote, undiscounted, and
   * where `gradient` is given its derivatives, `gradient[i * parameters.length + p]`. False where an expiry needs more
   * nodes than are spent, so that its figures are only near.
   */
  readonly writePriceErrors: (parameters: TransformParameters, out: Float64Array, gradient?: Float64Array) => boolean
}

const CHUNK = 64
const LARGEST_COUNT = 4096
/** Width of the log-return that the step must resolve beyond the farthest strike, in deviations of the dearest quote. */
const REACH = 26
const NEGLIGIBLE = 1e-9

interface ExpiryTable {
  readonly expiryYears: number
  readonly quotes: readonly number[]
  readonly logMoneyness: Float64Array
  readonly step: number
  /** cos and sin of (node times log-moneyness), chunk by chunk: [node within chunk * quotes + quote]. */
  readonly cosines: Float64Array[]
  readonly sines: Float64Array[]
  /** The same sum of each quote in Black's model at its quoted volatility. */
  readonly black: Float64Array
}

/**
 * Quadrature of Lewis's formula, undiscounted price = min(F, K)-part less sqrt(F K) / pi times the integral of
 * Re[e^(-i u k) phi(u - i/2)] / (u^2 + 1/4), less the same for Black's model at the quoted volatility. The midpoint rule
 * with a step that resolves the width of the distribution converges faster than any power; nodes are added until what
 * remains is negligible. Absolute error about 1e-9 of sqrt(F K) for parameters that are not far from the quotes.
 * Sources: A. Lewis, Option Valuation under Stochastic Volatility (2000); Andersen & Andreasen, Wilmott (Jan 2002) (the
 * control by Black's model).
 */
export function transformQuadrature(quotes: readonly OptionVolQuote[], parameterCount: 5 | 8): TransformQuadrature {
  const tables = expiryTables(quotes)
  const node = new Float64Array(2 + 2 * parameterCount)
  return {
    writePriceErrors: (parameters, out, gradient) => {
      let isSettled = true
      for (const table of tables) {
        const count = table.quotes.length
        const sums = new Float64Array(count)
        const slopes = new Float64Array(gradient === undefined ? 0 : count * parameterCount)
        let at = 0
        for (let chunk = 0; ; chunk++) {
          fillChunk(table, chunk)
          const cosines = table.cosines[chunk]
          const sines = table.sines[chunk]
          let largest = 0
          for (let j = 0; j < CHUNK; j++, at++) {
            const u = (at + 0.5) * table.step
            const weight = table.step / (u * u + 0.25)
            writeBatesTransform(parameters, table.expiryYears, u, node)
            const re = weight * node[0]
            const im = weight * node[1]
            if (j >= CHUNK - 2) largest = Math.max(largest, Math.abs(re) + Math.abs(im))
            const offset = j * count
            for (let i = 0; i < count; i++) sums[i] += cosines[offset + i] * re + sines[offset + i] * im
            if (gradient === undefined) continue
            for (let p = 0; p < parameterCount; p++) {
              const slopeRe = weight * node[2 + 2 * p]
              const slopeIm = weight * node[3 + 2 * p]
              const base = p * count
              for (let i = 0; i < count; i++) {
                slopes[base + i] += cosines[offset + i] * slopeRe + sines[offset + i] * slopeIm
              }
            }
          }
          if (largest < NEGLIGIBLE) break
          if (at >= LARGEST_COUNT) {
            isSettled = false
            break
          }
        }
        for (let i = 0; i < count; i++) {
          const quote = table.quotes[i]
          out[quote] = (table.black[i] - sums[i]) / Math.PI
          if (gradient === undefined) continue
          for (let p = 0; p < parameterCount; p++) {
            gradient[quote * parameterCount + p] = -slopes[p * count + i] / Math.PI
          }
        }
      }
      return isSettled
    },
  }
}

function expiryTables(quotes: readonly OptionVolQuote[]): ExpiryTable[] {
  const byExpiry = new Map<number, number[]>()
  quotes.forEach(({ expiryYears }, i) => {
    const group = byExpiry.get(expiryYears)
    if (group === undefined) byExpiry.set(expiryYears, [i])
    else group.push(i)
  })
  return [...byExpiry].map(([expiryYears, group]) => {
    const logMoneyness = Float64Array.from(group, (i) => Math.log(quotes[i].strike / quotes[i].forward))
    const variances = Float64Array.from(group, (i) => quotes[i].volAnnual ** 2 * expiryYears)
    const farthest = logMoneyness.reduce((most, k) => Math.max(most, Math.abs(k)), 0)
    const largest = variances.reduce((most, variance) => Math.max(most, variance), 0)
    const step = (2 * Math.PI) / (farthest + REACH * Math.sqrt(largest))
    const black = Float64Array.from(logMoneyness, (k, i) => {
      let sum = 0
      for (let j = 0; ; j++) {
        const u = (j + 0.5) * step
        const size = (step * Math.exp(-0.5 * variances[i] * (u * u + 0.25))) / (u * u + 0.25)
        sum += Math.cos(u * k) * size
        if (size < 1e-14) return sum
      }
    })
    return { expiryYears, quotes: group, logMoneyness, step, cosines: [], sines: [], black }
  })
}

function fillChunk({ cosines, sines, logMoneyness, step }: ExpiryTable, chunk: number): void {
  if (chunk < cosines.length) return
  const count = logMoneyness.length
  const cosine = new Float64Array(CHUNK * count)
  const sine = new Float64Array(CHUNK * count)
  for (let j = 0; j < CHUNK; j++) {
    const u = (chunk * CHUNK + j + 0.5) * step
    for (let i = 0; i < count; i++) {
      cosine[j * count + i] = Math.cos(u * logMoneyness[i])
      sine[j * count + i] = Math.sin(u * logMoneyness[i])
    }
  }
  cosines.push(cosine)
  sines.push(sine)
}
