import { requireFinite, TuttiError } from '../errors/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import type { BrinsonModel, InteractionTreatment, OffBenchmarkTreatment } from './brinson-attribution.ts'
import { type LinkedEffects, linkedEffects, type LinkingMethod } from './linked-effects.ts'
import { requireCount } from './require-columns.ts'

/** Holdings by period as columns of one length, in any order; a row is a holding in a period. */
export interface HoldingColumns {
  readonly periods: number
  readonly segments: number
  /** 0 to periods - 1, and 0 to segments - 1. */
  readonly period: Int32Array
  readonly segment: Int32Array
  /** Weights at the start of the period; 0 where the side does not hold it. */
  readonly portfolioWeights: Float64Array
  readonly benchmarkWeights: Float64Array
  /** Simple returns; NaN where missing. */
  readonly returns: Float64Array
  /** Where the benchmark values the holding otherwise; `returns` when left out. */
  readonly benchmarkReturns?: Float64Array
}

/** Options of `holdingsAttribution`. */
export interface HoldingsOptions {
  readonly model: BrinsonModel
  readonly interaction: InteractionTreatment
  readonly linking: LinkingMethod
  /** Segments that the benchmark does not hold; `allocation` when left out. */
  readonly offBenchmark?: OffBenchmarkTreatment
  /** A held row without return: an error (when left out), or no contribution, with its weight shown. */
  readonly missingReturns?: 'refuse' | 'no-contribution'
  /** Return of the weight that the holdings leave unassigned, one a period; 0 when left out. */
  readonly unassignedReturns?: readonly number[]
}

/** Effects by period and segment; matrices are [period * (segments + 1) + segment], the last segment what is unassigned. */
export interface HoldingsAttribution {
  readonly columns: number
  readonly portfolioWeights: Float64Array
  readonly benchmarkWeights: Float64Array
  readonly portfolioContributions: Float64Array
  readonly benchmarkContributions: Float64Array
  /** Benchmark return of the segment that its effects were taken against. */
  readonly segmentReturns: Float64Array
  readonly allocation: Float64Array
  readonly selection: Float64Array
  readonly interaction: Float64Array
  readonly portfolioReturns: Float64Array
  readonly benchmarkReturns: Float64Array
  /** Per period: excess less all effects. */
  readonly residuals: Float64Array
  /** Of the effects in the order allocation, selection, interaction, each one a segment. */
  readonly linked: LinkedEffects
  /** Weight of the portfolio without a return, by period. */
  readonly missingWeights: Float64Array
  readonly cautions: readonly AttributionCaution[]
}

/** A contribution over ten times its net weight has no return to speak of: long and short cancel. */
const EXTREME_RETURN = 10
const WEIGHT_ROUNDING = 1e-9

/**
 * Brinson attribution of holdings: one pass over the rows sums weights and contributions by period and segment, effects
 * come from the sums, and linking makes them add up over time. Contributions are used throughout, so that segments of
 * no net weight (long against short) count in full, as selection.
 *
 * Weights are never scaled: the rest of 1 is held in an unassigned segment. Throws `missing-data` for a held row without
 * return, unless the option says otherwise, and `invalid-input` for codes out of range. Cost O(rows).
 *
 * Source: Brinson & Fachler, J. Portfolio Management 11 (1985); Bacon (2008), chapters 5 and 8.
 */
export function holdingsAttribution(holdings: HoldingColumns, options: HoldingsOptions): HoldingsAttribution {
  const { periods, segments } = holdings
  const columns = segments + 1
  const cells = periods * columns
  const { sums, missingWeights, missing, shorts } = summedCells(holdings, options.missingReturns ?? 'refuse')
  const matrix = (): Float64Array => new Float64Array(cells)
  const result = {
    portfolioWeights: matrix(),
    benchmarkWeights: matrix(),
    portfolioContributions: matrix(),
    benchmarkContributions: matrix(),
    segmentReturns: matrix(),
    allocation: matrix(),
    selection: matrix(),
    interaction: matrix(),
  }
  const portfolioReturns = new Float64Array(periods)
  const benchmarkReturns = new Float64Array(periods)
  const residuals = new Float64Array(periods)
  const seen = { outside: 0, absent: 0, extreme: 0, unassigned: 0, borrowed: 0 }
  for (let t = 0; t < periods; t++) {
    const cash = requireFinite(options.unassignedReturns?.[t] ?? 0, `unassignedReturns[${t}]`)
    const first = t * columns
    const rest = first + segments
    let [portfolioSum, benchmarkSum] = [0, 0]
    for (let cell = first; cell < rest; cell++) {
      result.portfolioWeights[cell] = sums[4 * cell]
      result.benchmarkWeights[cell] = sums[4 * cell + 1]
      result.portfolioContributions[cell] = sums[4 * cell + 2]
      result.benchmarkContributions[cell] = sums[4 * cell + 3]
      portfolioSum += sums[4 * cell]
      benchmarkSum += sums[4 * cell + 1]
      portfolioReturns[t] += sums[4 * cell + 2]
      benchmarkReturns[t] += sums[4 * cell + 3]
    }
    const open = [1 - portfolioSum, 1 - benchmarkSum].map((gap) => (Math.abs(gap) <= WEIGHT_ROUNDING ? 0 : gap))
    ;[result.portfolioWeights[rest], result.benchmarkWeights[rest]] = open
    result.portfolioContributions[rest] = open[0] * cash
    result.benchmarkContributions[rest] = open[1] * cash
    portfolioReturns[t] += open[0] * cash
    benchmarkReturns[t] += open[1] * cash
    if (open[0] !== 0 || open[1] !== 0) seen.unassigned++
    if (open[0] < 0 || open[1] < 0) seen.borrowed++

    const total = benchmarkReturns[t]
    const hurdle = options.model === 'brinson-fachler' ? total : 0
    let explained = 0
    for (let cell = first; cell <= rest; cell++) {
      const w = result.portfolioWeights[cell]
      const v = result.benchmarkWeights[cell]
      const own = result.portfolioContributions[cell]
      const theirs = result.benchmarkContributions[cell]
      const isCash = cell === rest
      const ownReturn = Math.abs(own) > EXTREME_RETURN * Math.abs(w) || w === 0 ? undefined : own / w
      const itsReturn = Math.abs(theirs) > EXTREME_RETURN * Math.abs(v) || v === 0 ? undefined : theirs / v
      const outside = itsReturn === undefined && v === 0 && theirs === 0
      const b = isCash
        ? cash
        : (itsReturn ?? (outside && options.offBenchmark !== 'selection' ? (ownReturn ?? total) : total))
      // Selection with interaction, in contributions: exact also where a net weight is zero.
      const active = own - w * b - (theirs - v * b)
      const pure = ownReturn === undefined || outside ? active : v * (ownReturn - b) - (theirs - v * b)
      const crossed = active - pure
      const allocated = (w - v) * (b - hurdle)
      result.segmentReturns[cell] = b
      result.allocation[cell] = options.interaction === 'in-allocation' ? allocated + crossed : allocated
      result.selection[cell] = options.interaction === 'in-selection' ? active : pure
      result.interaction[cell] = options.interaction === 'separate' ? crossed : 0
      explained += allocated + active
      if (isCash) continue
      if (outside && w !== 0) seen.outside++
      if (w === 0 && v !== 0) seen.absent++
      if ((ownReturn === undefined && own !== 0) || (itsReturn === undefined && theirs !== 0)) seen.extreme++
    }
    residuals[t] = portfolioReturns[t] - benchmarkReturns[t] - explained
  }
  const parts = [result.allocation, result.selection, result.interaction]
  const effects = Array.from({ length: periods }, (_, t) =>
    parts.flatMap((part) => Array.from(part.subarray(t * columns, (t + 1) * columns))),
  )
  const linked = linkedEffects(effects, [...portfolioReturns], [...benchmarkReturns], options.linking)
  const cautions = [...seenCautions(seen, missing, missingWeights, shorts), ...linked.cautions]
  return {
    columns,
    ...result,
    portfolioReturns,
    benchmarkReturns,
    residuals,
    linked,
    missingWeights,
    cautions,
  }
}

/** Linked effects of single holdings. */
export interface HoldingEffects {
  /** Selection with interaction: over all holdings, that of all segments. */
  readonly selection: Float64Array
  /** Portfolio less benchmark contribution: over all holdings, the excess return but for what is unassigned. */
  readonly activeContribution: Float64Array
}

/**
 * Effects of single holdings over all periods, linked by the factors of `attribution`. `holding` gives the code of each
 * row's holding, 0 to count - 1. A row without return counts as zero, as it did there.
 */
export function holdingEffects(
  holdings: HoldingColumns,
  attribution: HoldingsAttribution,
  holding: Int32Array,
  count: number,
): HoldingEffects {
  requireCount(holding.length, holdings.period.length, 'holding')
  const selection = new Float64Array(requireWhole(count, 1, 10_000_000, 'count'))
  const activeContribution = new Float64Array(count)
  const { period, segment, portfolioWeights: w, benchmarkWeights: v, returns } = holdings
  const theirs = holdings.benchmarkReturns ?? returns
  const factors = Float64Array.from(attribution.linked.periodFactors)
  const { segmentReturns, columns } = attribution
  for (let i = 0; i < holding.length; i++) {
    const code = holding[i]
    if (code >>> 0 >= count) throw outOfRange('holding', i, code, count)
    const factor = factors[period[i]]
    const b = segmentReturns[period[i] * columns + segment[i]]
    const own = w[i] === 0 || returns[i] !== returns[i] ? 0 : w[i] * returns[i]
    const its = v[i] === 0 || theirs[i] !== theirs[i] ? 0 : v[i] * theirs[i]
    selection[code] += factor * (own - its - (w[i] - v[i]) * b)
    activeContribution[code] += factor * (own - its)
  }
  return { selection, activeContribution }
}

/** Weight and contribution of both sides by cell: [4 * cell + (w, v, w r, v b)]. */
function summedCells(holdings: HoldingColumns, policy: 'refuse' | 'no-contribution') {
  const { period, segment, portfolioWeights, benchmarkWeights, returns } = holdings
  const periods = requireWhole(holdings.periods, 1, 100_000, 'periods')
  const segments = requireWhole(holdings.segments, 1, 1_000_000, 'segments')
  const rows = requireWhole(period.length, 1, 2 ** 31, 'rows')
  const theirs = holdings.benchmarkReturns ?? returns
  requireCount(segment.length, rows, 'segment')
  requireCount(portfolioWeights.length, rows, 'portfolioWeights')
  requireCount(benchmarkWeights.length, rows, 'benchmarkWeights')
  requireCount(returns.length, rows, 'returns')
  requireCount(theirs.length, rows, 'benchmarkReturns')
  const columns = segments + 1
  const sums = new Float64Array(4 * periods * columns)
  const missingWeights = new Float64Array(periods)
  let missing = 0
  let shorts = 0
  for (let i = 0; i < rows; i++) {
    const t = period[i]
    const s = segment[i]
    if (t >>> 0 >= periods) throw outOfRange('period', i, t, periods)
    if (s >>> 0 >= segments) throw outOfRange('segment', i, s, segments)
    const w = portfolioWeights[i]
    const v = benchmarkWeights[i]
    const at = 4 * (t * columns + s)
    let own = w * returns[i]
    let its = v * theirs[i]
    // NaN and the infinities alone fail this.
    if (!(Math.abs(own + its) < Infinity)) {
      requireFinite(w, `portfolioWeights[${i}]`)
      requireFinite(v, `benchmarkWeights[${i}]`)
      own = knownContribution(w, returns[i], `returns[${i}]`, policy)
      its = knownContribution(v, theirs[i], `benchmarkReturns[${i}]`, policy)
      if (own !== own || its !== its) missing++
      if (own !== own) missingWeights[t] += w
      own = own !== own ? 0 : own
      its = its !== its ? 0 : its
    }
    if (w < 0 || v < 0) shorts++
    sums[at] += w
    sums[at + 1] += v
    sums[at + 2] += own
    sums[at + 3] += its
  }
  return { sums, missingWeights, missing, shorts }
}

/** Weight times return, NaN where a held row has none and the policy lets it pass. */
function knownContribution(weight: number, value: number, field: string, policy: 'refuse' | 'no-contribution'): number {
  if (weight === 0) return 0
  if (!Number.isNaN(value)) return requireFinite(weight * requireFinite(value, field), field)
  if (policy === 'no-contribution') return Number.NaN
  throw new TuttiError(
    'missing-data',
    `${field} is missing for a row of weight ${weight}; give it, or let missing returns count as no contribution`,
    { field, got: 'no return', expected: 'a number' },
  )
}

function outOfRange(column: string, row: number, code: number, count: number): TuttiError {
  return new TuttiError('invalid-input', `${column}[${row}] is ${code}, beyond the ${count} that there are`, {
    field: `${column}[${row}]`,
    got: String(code),
    expected: `a whole number in [0, ${count - 1}]`,
  })
}

function seenCautions(
  seen: { outside: number; absent: number; extreme: number; unassigned: number; borrowed: number },
  missing: number,
  missingWeights: Float64Array,
  shorts: number,
): AttributionCaution[] {
  const found: AttributionCaution[] = []
  const note = (count: number, code: AttributionCaution['code'], message: string): void => {
    if (count > 0) found.push(caution(code, message))
  }
  const most = missingWeights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0)
  note(missing, 'missing-return', `${missing} held rows have no return (up to ${most} of a period): no contribution`)
  note(
    seen.unassigned,
    'unassigned-weight',
    `in ${seen.unassigned} periods the weights do not sum to 1: see unassigned`,
  )
  note(seen.borrowed, 'leverage', `in ${seen.borrowed} periods a side holds more than 1: the rest is borrowed cash`)
  note(shorts, 'short-position', `${shorts} rows are short; they keep their sign`)
  note(seen.outside, 'off-benchmark', `${seen.outside} segments in a period are held outside the benchmark`)
  note(seen.absent, 'absent-from-portfolio', `${seen.absent} benchmark segments in a period are not held`)
  note(
    seen.extreme,
    'extreme-segment-return',
    `${seen.extreme} segments in a period have a contribution but hardly a net weight: counted as selection`,
  )
  return found
}
