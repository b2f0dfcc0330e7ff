import { requirePositive, requireSample } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Segments in several currencies over one period, each with its exchange rates into the base currency. */
export interface HedgedSegments {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  /** Forwards by currency, as a share of the portfolio: positive bought, negative sold; they sum to 0 when funded. */
  readonly portfolioHedgeWeights: readonly number[]
  readonly benchmarkHedgeWeights: readonly number[]
  /** In the base currency, simple, unhedged. */
  readonly portfolioReturns: readonly number[]
  readonly benchmarkReturns: readonly number[]
  /** Base currency per unit of the segment's, at the start, at the end, and forward at the start for the end. */
  readonly spotStart: readonly number[]
  readonly spotEnd: readonly number[]
  readonly forward: readonly number[]
}

/** Effects by segment that add up to the excess return of the hedged portfolio over the hedged benchmark. */
export interface AnkrimHensel {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly excessReturn: number
  readonly allocation: readonly number[]
  readonly selection: readonly number[]
  readonly interaction: readonly number[]
  readonly currencyManagement: readonly number[]
  readonly forwardPremium: readonly number[]
  readonly totals: {
    readonly allocation: number
    readonly selection: number
    readonly interaction: number
    readonly currencyManagement: number
    readonly forwardPremium: number
  }
  /** Not zero only where weights do not sum to 1 or hedges to 0. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Attribution with currency after Ankrim and Hensel: the currency return (spot end / spot start - 1) is a forward premium
 * d = F / S - 1, known at the start, and a surprise e. Returns less both are attributed by Brinson-Fachler; the premium by
 * the active weights against its benchmark average; currency management is (w - W)(e - E) + (h - H)(f - E), h the hedge
 * weights, f the return of a forward, spot end / F - 1, E the benchmark's average surprise at its asset weights.
 *
 * Source: Ankrim & Hensel, Financial Analysts J. 50 (1994); Bacon (2008), chapter 6.
 */
export function ankrimHensel(segments: HedgedSegments): AnkrimHensel {
  const { portfolioWeights: w, benchmarkWeights: v, portfolioHedgeWeights: h, benchmarkHedgeWeights: g } = segments
  const n = requireSample(w, 1, 'portfolioWeights').length
  for (const [field, column] of Object.entries(segments)) requireColumn(column, n, field)
  for (const field of ['spotStart', 'spotEnd', 'forward'] as const) {
    segments[field].forEach((rate, i) => requirePositive(rate, `${field}[${i}]`))
  }
  const premium = segments.forward.map((rate, i) => rate / segments.spotStart[i] - 1)
  const surprise = segments.spotEnd.map((rate, i) => (rate - segments.forward[i]) / segments.spotStart[i])
  const forwardReturn = segments.spotEnd.map((rate, i) => rate / segments.forward[i] - 1)
  const own = segments.portfolioReturns.map((r, i) => r - premium[i] - surprise[i])
  const theirs = segments.benchmarkReturns.map((b, i) => b - premium[i] - surprise[i])
  const [meanOwn, meanPremium, meanSurprise] = [theirs, premium, surprise].map((values) => weightedSum(v, values))
  const allocation = w.map((weight, i) => (weight - v[i]) * (theirs[i] - meanOwn))
  const selection = v.map((weight, i) => weight * (own[i] - theirs[i]))
  const interaction = w.map((weight, i) => (weight - v[i]) * (own[i] - theirs[i]))
  const currencyManagement = w.map(
    (weight, i) => (weight - v[i]) * (surprise[i] - meanSurprise) + (h[i] - g[i]) * (forwardReturn[i] - meanSurprise),
  )
  const forwardPremium = w.map((weight, i) => (weight - v[i]) * (premium[i] - meanPremium))
  const totals = {
    allocation: compensatedSum(allocation),
    selection: compensatedSum(selection),
    interaction: compensatedSum(interaction),
    currencyManagement: compensatedSum(currencyManagement),
    forwardPremium: compensatedSum(forwardPremium),
  }
  const portfolioReturn = weightedSum(w, segments.portfolioReturns) + weightedSum(h, forwardReturn)
  const benchmarkReturn = weightedSum(v, segments.benchmarkReturns) + weightedSum(g, forwardReturn)
  const excessReturn = portfolioReturn - benchmarkReturn
  const residual = compensatedSum([excessReturn, ...Object.values(totals).map((total) => -total)])
  const openWeights = compensatedSum(w) - compensatedSum(v)
  const openHedges = compensatedSum(h) - compensatedSum(g)
  const cautions: AttributionCaution[] = []
  if (Math.abs(openHedges) > 1e-9) {
    cautions.push(
      caution('hedges-not-funded', `the hedge weights of portfolio and benchmark differ by ${openHedges} in sum`),
    )
  }
  if (Math.abs(openWeights) > 1e-9) {
    cautions.push(
      caution('unassigned-weight', `the weights of portfolio and benchmark differ by ${openWeights} in sum`),
    )
  }
  return {
    portfolioReturn,
    benchmarkReturn,
    excessReturn,
    allocation,
    selection,
    interaction,
    currencyManagement,
    forwardPremium,
    totals,
    residual,
    cautions,
  }
}
