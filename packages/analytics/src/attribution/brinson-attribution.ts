import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { requireColumn, requireCount } from './require-columns.ts'
import { WEIGHT_ROUNDING, weightGap } from './weight-gap.ts'

/** Allocation against the segment's own benchmark return, or against its excess over the whole benchmark. */
export type BrinsonModel = 'brinson-hood-beebower' | 'brinson-fachler'

/** Where interaction goes: its own column, selection (a top-down process) or allocation (a bottom-up one). */
export type InteractionTreatment = 'separate' | 'in-selection' | 'in-allocation'

/** Where the excess return of a segment outside the benchmark goes. */
export type OffBenchmarkTreatment = 'allocation' | 'selection'

/** Segments of a portfolio and its benchmark over one period; weights at its start. */
export interface BrinsonSegments {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  /** Simple returns, decimals; `null` where there is none, which is an error unless the weight is zero. */
  readonly portfolioReturns: readonly (number | null)[]
  readonly benchmarkReturns: readonly (number | null)[]
}

/** Options of `brinsonAttribution`. */
export interface BrinsonOptions {
  readonly model: BrinsonModel
  readonly interaction: InteractionTreatment
  /** For a segment without benchmark weight and without benchmark return; `allocation` when left out. */
  readonly offBenchmark?: OffBenchmarkTreatment
  /** Return of what the weights leave unassigned (1 less their sum): cash; 0 when left out. */
  readonly unassignedReturn?: number
}

/** Effects that add up to the excess return; decimals of the portfolio. */
export interface BrinsonAttribution {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly excessReturn: number
  readonly allocation: readonly number[]
  readonly selection: readonly number[]
  /** Zeros unless the interaction is `separate`. */
  readonly interaction: readonly number[]
  /** Weights that no segment holds (negative: borrowed) and their allocation effect. */
  readonly unassigned: {
    readonly portfolioWeight: number
    readonly benchmarkWeight: number
    readonly allocation: number
  }
  /** Sums over the segments and what is unassigned. */
  readonly totals: { readonly allocation: number; readonly selection: number; readonly interaction: number }
  /** Excess return less all effects: rounding alone. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Arithmetic attribution of one period by segment. With portfolio weights and returns w, r and the benchmark's W, b:
 * allocation (w - W) b (Brinson, Hood and Beebower) or (w - W)(b - B) (Brinson and Fachler), selection W (r - b),
 * interaction (w - W)(r - b); B the return of the benchmark.
 *
 * Weights are never scaled: what they leave of 1 is held as unassigned cash and shown. Shorts and leverage keep their
 * signs. Throws `missing-data` for a segment that has a weight and no return.
 *
 * Source: Brinson, Hood & Beebower, Financial Analysts J. 42 (1986); Brinson & Fachler, J. Portfolio Management 11
 * (1985); Bacon (2008), chapter 5.
 */
export function brinsonAttribution(segments: BrinsonSegments, options: BrinsonOptions): BrinsonAttribution {
  const { portfolioWeights: w, benchmarkWeights: v } = segments
  const n = requireSample(w, 1, 'portfolioWeights').length
  requireColumn(v, n, 'benchmarkWeights')
  requireCount(segments.portfolioReturns.length, n, 'portfolioReturns')
  requireCount(segments.benchmarkReturns.length, n, 'benchmarkReturns')
  const cash = requireFinite(options.unassignedReturn ?? 0, 'unassignedReturn')
  const portfolioGap = weightGap(w)
  const benchmarkGap = weightGap(v)
  const given = (values: readonly (number | null)[], weights: readonly number[], field: string): (number | null)[] =>
    values.map((value, i) => knownReturn(value, weights[i], `${field}[${i}]`))
  const own = given(segments.portfolioReturns, w, 'portfolioReturns')
  const theirs = given(segments.benchmarkReturns, v, 'benchmarkReturns')
  const total = (weights: readonly number[], values: readonly (number | null)[], rest: number): number =>
    compensatedSum([...weights.map((weight, i) => weight * (values[i] ?? 0)), rest * cash])
  const portfolioReturn = total(w, own, portfolioGap)
  const benchmarkReturn = total(v, theirs, benchmarkGap)

  const cautions = [
    ...weightCautions('portfolio', w, portfolioGap, cash),
    ...weightCautions('benchmark', v, benchmarkGap, cash),
  ]
  const hurdle = options.model === 'brinson-fachler' ? benchmarkReturn : 0
  const allocation: number[] = []
  const selection: number[] = []
  const interaction: number[] = []
  for (let i = 0; i < n; i++) {
    const outside = theirs[i] === null
    const b = theirs[i] ?? (options.offBenchmark === 'selection' ? benchmarkReturn : (own[i] ?? benchmarkReturn))
    const r = own[i] ?? b
    if (v[i] === 0 && w[i] !== 0) cautions.push(caution('off-benchmark', outsideText(i, outside, options.offBenchmark)))
    if (w[i] === 0 && v[i] !== 0) {
      cautions.push(caution('absent-from-portfolio', `the portfolio holds nothing of segment ${i}: allocation alone`))
    }
    if (w[i] === 0 && own[i] !== null && own[i] !== b) {
      cautions.push(
        caution('return-at-zero-weight', `segment ${i} has a portfolio return of ${r} at no weight: no effect in sum`),
      )
    }
    // A segment without benchmark return has no selection of its own to interact with.
    const picked = outside ? w[i] * (r - b) : v[i] * (r - b)
    const crossed = outside ? 0 : (w[i] - v[i]) * (r - b)
    const allocated = (w[i] - v[i]) * (b - hurdle)
    allocation.push(options.interaction === 'in-allocation' ? allocated + crossed : allocated)
    selection.push(options.interaction === 'in-selection' ? picked + crossed : picked)
    interaction.push(options.interaction === 'separate' ? crossed : 0)
  }
  const unassigned = {
    portfolioWeight: portfolioGap,
    benchmarkWeight: benchmarkGap,
    allocation: (portfolioGap - benchmarkGap) * (cash - hurdle),
  }
  const totals = {
    allocation: compensatedSum([...allocation, unassigned.allocation]),
    selection: compensatedSum(selection),
    interaction: compensatedSum(interaction),
  }
  const excessReturn = portfolioReturn - benchmarkReturn
  const residual = compensatedSum([excessReturn, -totals.allocation, -totals.selection, -totals.interaction])
  return {
    portfolioReturn,
    benchmarkReturn,
    excessReturn,
    allocation,
    selection,
    interaction,
    unassigned,
    totals,
    residual,
    cautions,
  }
}

/** The return, or `null` where there is none and none is needed. */
function knownReturn(value: number | null, weight: number, field: string): number | null {
  if (value !== null && !Number.isNaN(value)) return requireFinite(value, field)
  if (weight === 0) return null
  throw new TuttiError(
    'missing-data',
    `${field} is missing for a segment of weight ${weight}; give it, or its weight 0`,
    {
      field,
      got: 'no return',
      expected: 'a number',
    },
  )
}

function weightCautions(
  side: 'portfolio' | 'benchmark',
  weights: readonly number[],
  rest: number,
  cash: number,
): AttributionCaution[] {
  const found: AttributionCaution[] = []
  if (rest !== 0) {
    found.push(
      caution('unassigned-weight', `the ${side} weights leave ${rest} of 1: held as unassigned at a return of ${cash}`),
    )
  }
  const short = weights.reduce((sum, weight) => sum + Math.min(weight, 0), 0)
  if (short < 0) found.push(caution('short-position', `the ${side} is short ${-short} in whole segments`))
  const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
  if (gross > 1 + WEIGHT_ROUNDING) found.push(caution('leverage', `the ${side} has a gross weight of ${gross}`))
  return found
}

function outsideText(i: number, unknown: boolean, treatment: OffBenchmarkTreatment | undefined): string {
  if (!unknown) return `segment ${i} is outside the benchmark: its given benchmark return is used`
  return treatment === 'selection'
    ? `segment ${i} is outside the benchmark: its excess over the whole benchmark counts as selection`
    : `segment ${i} is outside the benchmark: its excess over the whole benchmark counts as allocation`
}
