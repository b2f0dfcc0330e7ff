import { type Programme, solvedProgramme } from '../programming/index.ts'
import type { HoldingLimits } from './holding-limits.ts'
import { limitRows, type PortfolioLimits, purchaseCount } from './portfolio-limits.ts'

/** Seconds after which a search for some portfolio is given up. */
const longestSearch = 5

/**
 * Some portfolio within limits (finite bounds of the weights) and limits on holdings, by a mixed-integer programme with a
 * switch for each asset; `none` where there is none, `unknown` where the search was given up. Assets that cannot be zero are
 * held whatever their size.
 */
export function heldPortfolio(limits: PortfolioLimits, holdings: HoldingLimits): Float64Array | 'none' | 'unknown' {
  const { minWeights, maxWeights } = limits
  const size = minWeights.length
  const trades = purchaseCount(limits)
  const first = size + trades
  const isNeeded = (i: number): boolean => minWeights[i] > 0 || maxWeights[i] < 0
  const switches = Array.from({ length: size }, (_, i) => first + i)
  const rows = limitRows(limits)
  if (rows.some((row) => row.lower > row.upper) || minWeights.some((low, i) => low > maxWeights[i])) return 'none'
  const least = (i: number): number => (minWeights[i] < 0 || isNeeded(i) ? minWeights[i] : holdings.minHolding)
  const link = (i: number, factor: number) => ({ indices: [i, first + i], coefficients: [1, -factor] })
  const programme: Programme = {
    cost: new Float64Array(first + size),
    lower: [...minWeights, ...new Array<number>(trades).fill(0), ...minWeights.map((_, i) => (isNeeded(i) ? 1 : 0))],
    upper: [
      ...maxWeights,
      ...new Array<number>(trades).fill(Infinity),
      ...maxWeights.map((high, i) => (isNeeded(i) || high >= least(i) ? 1 : 0)),
    ],
    integers: switches,
    rows: [
      ...rows,
      ...minWeights.flatMap((_, i) => [
        { name: `most of ${i}`, ...link(i, maxWeights[i]), lower: -Infinity, upper: 0 },
        { name: `least of ${i}`, ...link(i, least(i)), lower: 0, upper: Infinity },
      ]),
      {
        name: 'number of switches',
        indices: switches,
        coefficients: switches.map(() => 1),
        lower: -Infinity,
        upper: holdings.maxHoldings,
      },
    ],
  }
  const found = solvedProgramme(programme, { timeLimitSeconds: longestSearch })
  if (found.status === 'infeasible') return 'none'
  if (found.status !== 'optimal') return 'unknown'
  // With the switches settled, the weights are those of a linear programme: none is left over by rounding.
  const settle = (values: ArrayLike<number>): number[] =>
    Array.from(values, (value, j) => (j < first ? value : Math.round(found.solution.x[j])))
  const { integers: _, ...linear } = programme
  const settled = solvedProgramme({ ...linear, lower: settle(programme.lower), upper: settle(programme.upper) })
  return settled.status === 'optimal' ? settled.solution.x.slice(0, size) : 'unknown'
}
