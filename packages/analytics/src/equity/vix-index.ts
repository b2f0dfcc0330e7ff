import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { vixVariance } from '../models/index.ts'

/** Bid and ask, >= 0, of the call and the put at one strike. */
export interface OptionChainRow {
  readonly strike: number
  readonly callBid: number
  readonly callAsk: number
  readonly putBid: number
  readonly putAsk: number
}

/** The option chain of one expiry, strikes increasing. */
export interface OptionChain {
  readonly maturityYears: number
  readonly rateContinuous: number
  readonly rows: readonly OptionChainRow[]
}

/** Model-free variance of one expiry with what it was made of. */
export interface ChainVariance {
  readonly variance: number
  readonly forward: number
  /** K0: the highest strike at or below the forward. */
  readonly centreStrike: number
  /** The strikes that were used, ends included. */
  readonly lowestStrike: number
  readonly highestStrike: number
  readonly strikesUsed: number
}

/** Strikes on one side of the centre, walking outwards: zero bids are left out, two in a row end the walk. */
function walk(rows: readonly OptionChainRow[], bid: (row: OptionChainRow) => number): readonly OptionChainRow[] {
  const used: OptionChainRow[] = []
  let zeros = 0
  for (const row of rows) {
    if (bid(row) > 0) {
      used.push(row)
      zeros = 0
    } else if (++zeros === 2) break
  }
  return used
}

/**
 * Model-free variance of one expiry from a chain of bids and asks by the rules of the VIX: the forward from put-call
 * parity where call and put mid differ least, out-of-the-money mids walking outwards from K0, options without a bid left
 * out and all beyond two such in a row. Throws `invalid-input` for unsorted strikes or negative quotes, `missing-data` where
 * too few options have a bid. Source: Cboe, Volatility Index Methodology (2019).
 */
export function chainVariance(chain: OptionChain): ChainVariance {
  const { rows, maturityYears, rateContinuous } = chain
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(rateContinuous, 'rateContinuous')
  rows.forEach((row, i) => {
    const quotes = [row.callBid, row.callAsk, row.putBid, row.putAsk]
    const ordered = i === 0 || row.strike > rows[i - 1].strike
    const consistent = row.callBid <= row.callAsk && row.putBid <= row.putAsk
    if (!(row.strike > 0 && ordered && consistent && quotes.every((quote) => quote >= 0 && quote < Infinity))) {
      throw new TuttiError('invalid-input', `row ${i} of the chain is not usable`, {
        field: `rows[${i}]`,
        got: `strike ${row.strike}, call ${row.callBid} / ${row.callAsk}, put ${row.putBid} / ${row.putAsk}`,
        expected: 'strikes that increase and quotes with 0 <= bid <= ask',
      })
    }
  })
  const call = (row: OptionChainRow): number => (row.callBid + row.callAsk) / 2
  const put = (row: OptionChainRow): number => (row.putBid + row.putAsk) / 2
  const gap = (row: OptionChainRow): number => Math.abs(call(row) - put(row))
  const quoted = rows.filter((row) => row.callBid > 0 && row.putBid > 0)
  if (quoted.length === 0) throw fewOptions(0)
  const nearest = quoted.reduce((best, row) => (gap(row) < gap(best) ? row : best))
  const forward = nearest.strike + Math.exp(rateContinuous * maturityYears) * (call(nearest) - put(nearest))
  const centre = rows.findLastIndex((row) => row.strike <= forward)
  if (centre < 0) throw fewOptions(0)
  const used = [
    ...walk(rows.slice(0, centre).toReversed(), (row) => row.putBid).toReversed(),
    rows[centre],
    ...walk(rows.slice(centre + 1), (row) => row.callBid),
  ]
  if (used.length < 3) throw fewOptions(used.length)
  const variance = vixVariance({
    forward,
    maturityYears,
    rateContinuous,
    options: used.map((row) => ({ strike: row.strike, call: call(row), put: put(row) })),
  })
  return {
    variance,
    forward,
    centreStrike: rows[centre].strike,
    lowestStrike: used[0].strike,
    highestStrike: used[used.length - 1].strike,
    strikesUsed: used.length,
  }
}

function fewOptions(got: number): TuttiError {
  return new TuttiError('missing-data', 'the chain has too few options with a bid around the forward', {
    field: 'rows',
    got: `${got} strikes`,
    expected: 'at least three, one on either side of the forward',
  })
}

/** A variance of one term. */
export interface TermVariance {
  readonly timeYears: number
  /** Annual variance to that time. */
  readonly variance: number
}

/**
 * Annual variance to `targetYears` from those of two terms around it: total variance is linear in time (30 days are
 * 30 / 365 years for the VIX, which is 100 times its square root). Throws `invalid-input` where the target lies outside or
 * total variance is negative. Source: Cboe, Volatility Index Methodology (2019).
 */
export function interpolatedVariance(near: TermVariance, next: TermVariance, targetYears: number): number {
  requirePositive(near.timeYears, 'near.timeYears')
  requireFinite(near.variance, 'near.variance')
  requireFinite(next.variance, 'next.variance')
  if (!(near.timeYears < next.timeYears && targetYears >= near.timeYears && targetYears <= next.timeYears)) {
    throw new TuttiError('invalid-input', `the target of ${targetYears} years must lie between the two terms`, {
      field: 'targetYears',
      got: String(targetYears),
      expected: `a time in [${near.timeYears}, ${next.timeYears}], terms increasing`,
    })
  }
  const weight = (next.timeYears - targetYears) / (next.timeYears - near.timeYears)
  const total = weight * near.timeYears * near.variance + (1 - weight) * next.timeYears * next.variance
  return requirePositive(total / targetYears, 'interpolated variance')
}
