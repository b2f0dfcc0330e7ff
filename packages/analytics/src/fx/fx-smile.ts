import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { brentRoot, normalCdf } from '../math/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { fxAtmStrike, fxDelta, fxStrikeFromDelta, type AtmConvention, type DeltaConvention } from './fx-delta.ts'

/** What a butterfly quote means. */
export type ButterflyConvention = 'smile strangle' | 'market strangle'

/** Risk reversal and butterfly at one delta (0.25 or 0.10), volatilities as decimals. */
export interface WingQuote {
  /** Absolute delta of the call and the put, in (0, 0.5). */
  readonly delta: number
  /** Volatility of the call less that of the put. */
  readonly riskReversal: number
  readonly butterfly: number
}

/** The quotes of a smile at one expiry with their conventions. */
export interface FxSmileQuotes {
  readonly spot: number
  readonly expiryYears: number
  readonly discountDomestic: number
  readonly discountForeign: number
  readonly atmVol: number
  /** One wing (25 delta) or two (25 and 10), nearest to the money first. */
  readonly wings: readonly WingQuote[]
  readonly deltaConvention: DeltaConvention
  readonly atmConvention: AtmConvention
  readonly butterflyConvention: ButterflyConvention
}

/** A strike of the smile with its volatility; `name` is `10 put`, `25 put`, `atm`, `25 call`, `10 call`. */
export interface SmilePillar {
  readonly name: string
  readonly strike: number
  readonly volAnnual: number
}

/** A smile at one expiry. */
export interface FxSmile {
  readonly forward: number
  readonly expiryYears: number
  /** By increasing strike. */
  readonly pillars: readonly SmilePillar[]
  /** (vol(call) + vol(put)) / 2 - vol(atm) at each wing: the butterfly of the smile itself. */
  readonly smileStrangles: readonly number[]
  /** Volatility at a strike, see `fxSmile`. */
  volOfStrike(strike: number): number
}

/**
 * Smile from at-the-money, risk-reversal and butterfly quotes.
 *
 * `smile strangle`: vol(call) = atm + butterfly + riskReversal / 2, vol(put) = atm + butterfly - riskReversal / 2, and the
 * strikes follow from the deltas. `market strangle` (what brokers quote): call and put struck at their deltas under the
 * one volatility atm + butterfly cost as much under the smile as under that volatility; the smile strangle that achieves
 * it is found. Between and beyond the pillars ln(vol) is the polynomial through them in x = N(ln(F / K) / (atm sqrt(T))), a
 * forward delta at the at-the-money volatility, so that it is bounded in the wings.
 *
 * Throws `invalid-input` for quotes that make a volatility negative or strikes out of order, `calculation-failed` where no
 * smile reprices a market strangle. Source: Reiswich & Wystup (2010); Clark, Foreign Exchange Option Pricing (2011), ch. 3.
 */
export function fxSmile(quotes: FxSmileQuotes): FxSmile {
  const { spot, expiryYears, discountDomestic, discountForeign, atmVol, wings, deltaConvention } = quotes
  requirePositive(expiryYears, 'expiryYears')
  requirePositive(atmVol, 'atmVol')
  if (wings.length === 0) {
    throw new TuttiError('invalid-input', 'a smile needs the risk reversal and butterfly of at least one delta', {
      field: 'wings',
      got: 'none',
      expected: 'one or two wings',
    })
  }
  const rootT = Math.sqrt(expiryYears)
  const marketAt = (vol: number) => ({ spot, discountDomestic, discountForeign, totalDeviation: vol * rootT })
  const strikeOf = (type: 'call' | 'put', delta: number, vol: number): number =>
    fxStrikeFromDelta(marketAt(vol), type, type === 'call' ? delta : -delta, deltaConvention).strike
  const forward = (spot * discountForeign) / discountDomestic
  const atm = {
    name: 'atm',
    strike: fxAtmStrike(marketAt(atmVol), quotes.atmConvention, deltaConvention),
    volAnnual: atmVol,
  }
  wings.forEach(({ delta, riskReversal, butterfly }, i) => {
    requireFinite(riskReversal, `wings[${i}].riskReversal`)
    requireFinite(butterfly, `wings[${i}].butterfly`)
    const limit = i === 0 ? 0.5 : wings[i - 1].delta
    if (!(delta > 0 && delta < limit)) {
      throw new TuttiError('invalid-input', `the delta of wing ${i} must lie between 0 and ${limit}, got ${delta}`, {
        field: `wings[${i}].delta`,
        got: String(delta),
        expected: `a number in (0, ${limit})`,
      })
    }
  })
  const build = (strangles: readonly number[]): FxSmile => {
    const pillars = [atm]
    wings.forEach(({ delta, riskReversal }, i) => {
      const pillar = (type: 'call' | 'put') => {
        const volAnnual = atmVol + strangles[i] + ((type === 'call' ? 1 : -1) * riskReversal) / 2
        if (!(volAnnual > 0)) {
          throw new TuttiError('invalid-input', `the quotes make the volatility of the ${type} ${volAnnual}`, {
            field: `wings[${i}]`,
            got: String(volAnnual),
            expected: 'a positive volatility',
          })
        }
        return {
          name: `${Number((100 * delta).toPrecision(12))} ${type}`,
          strike: strikeOf(type, delta, volAnnual),
          volAnnual,
        }
      }
      pillars.unshift(pillar('put'))
      pillars.push(pillar('call'))
    })
    pillars.forEach(({ name, strike }, i) => {
      if (i > 0 && !(strike > pillars[i - 1].strike)) {
        throw new TuttiError(
          'invalid-input',
          `the strike of ${name} does not lie above that of ${pillars[i - 1].name}`,
          {
            field: 'wings',
            got: `${strike} after ${pillars[i - 1].strike}`,
            expected: 'strikes that increase from put to call; check the quotes and the conventions',
          },
        )
      }
    })
    return {
      forward,
      expiryYears,
      pillars,
      smileStrangles: strangles,
      volOfStrike: interpolatedVol(forward, atmVol * rootT, pillars),
    }
  }
  if (quotes.butterflyConvention === 'smile strangle') return build(wings.map(({ butterfly }) => butterfly))
  return build(marketStrangles(quotes, build, strikeOf))
}

/** The smile strangles with which each market strangle costs what it is quoted at, found wing by wing in turns. */
function marketStrangles(
  { atmVol, wings, expiryYears }: FxSmileQuotes,
  build: (strangles: readonly number[]) => FxSmile,
  strikeOf: (type: 'call' | 'put', delta: number, vol: number) => number,
): readonly number[] {
  const rootT = Math.sqrt(expiryYears)
  const strangles = wings.map(({ butterfly }) => butterfly)
  const excess = (wing: number, strangle: number): number => {
    const { delta, butterfly } = wings[wing]
    const smile = build(strangles.with(wing, strangle))
    const single = atmVol + butterfly
    return (['call', 'put'] as const).reduce((sum, type) => {
      const strike = strikeOf(type, delta, single)
      const price = (vol: number): number => blackForwardPrice(type, smile.forward, strike, vol * rootT) / smile.forward
      return sum + price(smile.volOfStrike(strike)) - price(single)
    }, 0)
  }
  for (let round = 0; round < 60; round++) {
    let change = 0
    wings.forEach((wing, i) => {
      const found = strangleRoot((strangle) => excess(i, strangle), strangles[i], atmVol, wing)
      change = Math.max(change, Math.abs(found - strangles[i]))
      strangles[i] = found
    })
    if (wings.length === 1 || change < 1e-13) return strangles
  }
  throw new TuttiError('calculation-failed', 'no smile reprices all market strangles together; check the wings', {
    field: 'wings',
  })
}

function strangleRoot(excess: (strangle: number) => number, start: number, atmVol: number, wing: WingQuote): number {
  const attempt = (strangle: number): number | undefined => {
    try {
      return excess(strangle)
    } catch (error) {
      if (error instanceof TuttiError && error.code === 'invalid-input') return undefined
      throw error
    }
  }
  const first = attempt(start)
  for (let width = 0.01 * atmVol; width < 4 * atmVol; width *= 1.5) {
    if (first === undefined) break
    const end = start + (first > 0 ? -width : width)
    const value = attempt(end)
    if (value === undefined) break
    if (value > 0 !== first > 0) {
      return brentRoot(excess, Math.min(start, end), Math.max(start, end), { tolerance: 1e-14 })
    }
  }
  throw new TuttiError(
    'calculation-failed',
    `no smile reprices the market strangle of delta ${wing.delta} with risk reversal ${wing.riskReversal} and butterfly ${wing.butterfly}`,
    { field: 'wings', expected: 'a risk reversal that is small against the volatility, or a smile strangle' },
  )
}

/** exp of the polynomial of ln(vol) through the pillars (Lagrange form) in the bounded moneyness. */
function interpolatedVol(forward: number, atmDeviation: number, pillars: readonly SmilePillar[]) {
  const coordinate = (strike: number): number => normalCdf(Math.log(forward / strike) / atmDeviation)
  const nodes = pillars.map(({ strike }) => coordinate(strike))
  const logs = pillars.map(({ volAnnual }) => Math.log(volAnnual))
  return (strike: number): number => {
    const x = coordinate(requirePositive(strike, 'strike'))
    let sum = 0
    for (let i = 0; i < nodes.length; i++) {
      let weight = logs[i]
      for (let j = 0; j < nodes.length; j++) if (j !== i) weight *= (x - nodes[j]) / (nodes[i] - nodes[j])
      sum += weight
    }
    return Math.exp(sum)
  }
}

/** A strike of a smile, found by its delta under its own volatility. */
export function smileStrikeOfDelta(
  smile: FxSmile,
  market: { readonly spot: number; readonly discountDomestic: number; readonly discountForeign: number },
  type: 'call' | 'put',
  delta: number,
  convention: DeltaConvention,
): SmilePillar {
  const rootT = Math.sqrt(smile.expiryYears)
  const deltaAt = (strike: number): number =>
    fxDelta({ ...market, totalDeviation: smile.volOfStrike(strike) * rootT }, type, strike, convention)
  // Strike and volatility are solved in turns; each strike is the market's branch of a premium-adjusted call.
  let vol = smile.volOfStrike(smile.forward)
  for (let round = 0; round < 200; round++) {
    const { strike } = fxStrikeFromDelta({ ...market, totalDeviation: vol * rootT }, type, delta, convention)
    const next = smile.volOfStrike(strike)
    if (Math.abs(next - vol) <= 1e-15 * vol || Math.abs(deltaAt(strike) - delta) <= 1e-15) {
      return { name: `${Number(Math.abs(100 * delta).toPrecision(12))} ${type}`, strike, volAnnual: next }
    }
    vol = round < 50 ? next : (vol + next) / 2
  }
  throw new TuttiError('not-converged', `no strike of the smile with the delta ${delta} was found`, {
    field: 'delta',
    got: String(delta),
  })
}
