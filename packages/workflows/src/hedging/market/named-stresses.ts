import type { FactorGroup, RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket, NamedStress } from './hedging-market.ts'
import { flooredShocks } from './level-floors.ts'

const bp = 1e-4
/** Volatilities under stress rise by half of their level. */
const volatilityRise = 0.5
/** The dollar rises when the world takes shelter. */
const reserveCurrency = 'USD'

const ratings = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'CC', 'C']

/** Change of each factor; 0 for those that a stress leaves alone. */
type Move = (factor: RiskFactor) => number

/**
 * Weight of a twist at a time: -1 at the short end, 0 at ten years, 1 from thirty years on, linear between. A steepening by
 * x moves rates by x / 2 times it, so that the curve between 0 and 30 years steepens by x; a flattening is its negative.
 */
export function twistWeight(years: number): number {
  return years <= 10 ? years / 10 - 1 : Math.min(1, (years - 10) / 20)
}

/**
 * The named stresses of the mandate (`stress`), one factor change each at once: currencies, curves, break-evens, spreads, equities,
 * volatilities, and combined ones. A stress without a factor to move is left out. Spreads and volatilities stop at their floors.
 */
export function namedStresses(mandate: HedgingMandate, market: HedgingMarket): NamedStress[] {
  const list = [
    ...currencyStresses(mandate, market),
    ...rateStresses(mandate),
    ...inflationStresses(mandate),
    ...creditStresses(mandate),
    ...equityStresses(mandate, market),
    ...combinedStresses(mandate, market),
  ]
  return list.flatMap(({ id, label, group, move }) => {
    const shocks = flooredShocks(market, Float64Array.from(market.factors, move))
    return shocks.some((shock) => shock !== 0) ? [{ id, label, group, shocks }] : []
  })
}

interface StressRule {
  readonly id: string
  readonly label: string
  readonly group: FactorGroup | null
  readonly move: Move
}

const percent = (share: number): string => `${Number((100 * share).toFixed(6))} %`

function currencyStresses({ stress, fund }: HedgingMandate, { factors }: HedgingMarket): StressRule[] {
  const size = stress.currency_move
  const moves = [
    { name: 'fall', word: 'falls', change: Math.log1p(-size) },
    { name: 'rise', word: 'rises', change: Math.log1p(size) },
  ]
  const foreign = factors.flatMap((factor) => (factor.group === 'currency' ? [factor.currency] : []))
  const each = foreign.flatMap((currency) =>
    moves.map(({ name, word, change }): StressRule => ({
      id: `currency-${currency}-${name}`,
      label: `${currency} ${word} by ${percent(size)} against ${fund.base_currency}`,
      group: 'currency',
      move: (factor) => (factor.group === 'currency' && factor.currency === currency ? change : 0),
    })),
  )
  const all = moves.map(({ name, change }): StressRule => ({
    id: `currency-all-${name}`,
    label: `All foreign currencies ${name} by ${percent(size)} against ${fund.base_currency}`,
    group: 'currency',
    move: (factor) => (factor.group === 'currency' ? change : 0),
  }))
  return foreign.length > 1 ? [...each, ...all] : each
}

function rateStresses({ stress, fund }: HedgingMandate): StressRule[] {
  const { parallel_bp: parallel, steepening_bp: twist } = stress
  const base = fund.base_currency
  const rates =
    (size: (years: number) => number, only?: string): Move =>
    (factor) =>
      factor.group === 'rates' && (only === undefined || factor.currency === only) ? size(factor.years) * bp : 0
  const rule = (id: string, label: string, move: Move): StressRule => ({ id, label, group: 'rates', move })
  return [
    rule(
      'rates-up',
      `All curves up by ${parallel} bp`,
      rates(() => parallel),
    ),
    rule(
      'rates-down',
      `All curves down by ${parallel} bp`,
      rates(() => -parallel),
    ),
    rule(
      `rates-${base}-up`,
      `${base} curve alone up by ${parallel} bp`,
      rates(() => parallel, base),
    ),
    rule(
      `rates-${base}-down`,
      `${base} curve alone down by ${parallel} bp`,
      rates(() => -parallel, base),
    ),
    rule(
      'rates-steeper',
      `All curves steeper by ${twist} bp between 0 and 30 years, about 10 years`,
      rates((years) => (twist / 2) * twistWeight(years)),
    ),
    rule(
      'rates-flatter',
      `All curves flatter by ${twist} bp between 0 and 30 years, about 10 years`,
      rates((years) => (-twist / 2) * twistWeight(years)),
    ),
  ]
}

function inflationStresses({ stress }: HedgingMandate): StressRule[] {
  const size = stress.inflation_bp
  const rule = (
    id: string,
    label: string,
    group: FactorGroup | null,
    inflation: number,
    rates: number,
  ): StressRule => ({
    id,
    label,
    group,
    move: (factor) => (factor.group === 'inflation' ? inflation : factor.group === 'rates' ? rates : 0) * bp,
  })
  return [
    rule('inflation-up', `Break-evens up by ${size} bp, nominal rates held: real rates fall`, 'inflation', size, 0),
    rule(
      'inflation-down',
      `Break-evens down by ${size} bp, nominal rates held: real rates rise`,
      'inflation',
      -size,
      0,
    ),
    rule('inflation-and-rates-up', `Break-evens and nominal rates up by ${size} bp, real rates held`, null, size, size),
    rule(
      'inflation-and-rates-down',
      `Break-evens and nominal rates down by ${size} bp, real rates held`,
      null,
      -size,
      -size,
    ),
  ]
}

function creditStresses({ stress, market }: HedgingMandate): StressRule[] {
  const size = stress.spread_bp
  const buckets = Object.entries(market.spreads)
  const rule = (id: string, label: string, names: readonly string[], change: number): StressRule => {
    const moved = new Set(names)
    const move: Move = (factor) => (factor.group === 'credit' && moved.has(factor.bucket) ? change * bp : 0)
    return { id, label, group: 'credit', move }
  }
  const all = buckets.map(([name]) => name)
  const terms = buckets.map(([name, { rating, sector }]) => ({
    name,
    rating: rating ?? termsIn(name).rating,
    sector: (sector ?? termsIn(name).sector)?.toUpperCase(),
  }))
  const parts = [
    ...partition(
      'rating',
      terms.map(({ name, rating }) => [name, rating]),
    ),
    ...partition(
      'sector',
      terms.map(({ name, sector }) => [name, sector]),
    ),
    ...all.map((name) => ({ kind: 'bucket', value: name, names: [name] })),
  ].filter(({ names }) => names.length < all.length)
  const known = new Set<string>()
  const distinct = parts.filter(({ names }) => {
    const key = names.join('|')
    return !known.has(key) && known.add(key)
  })
  return [
    rule('spreads-wider', `All spreads wider by ${size} bp`, all, size),
    rule('spreads-tighter', `All spreads tighter by ${size} bp`, all, -size),
    ...distinct.map(({ kind, value, names }) =>
      rule(`spreads-wider-${kind}-${value}`, `Spreads of the ${kind} ${value} alone wider by ${size} bp`, names, size),
    ),
  ]
}

/** Rating and sector in the name of a bucket, as in `USD-BBB` and `EUR-A-FINANCIALS`. */
function termsIn(bucket: string): { readonly rating?: string; readonly sector?: string } {
  const [, rating, ...sector] = bucket.split('-')
  if (!ratings.includes(rating)) return {}
  return sector.length === 0 ? { rating } : { rating, sector: sector.join('-') }
}

/** Buckets by a property of theirs; those without it are in no part. */
function partition(
  kind: string,
  buckets: readonly (readonly [name: string, value: string | undefined])[],
): { kind: string; value: string; names: string[] }[] {
  const values = new Set(buckets.flatMap(([, value]) => value ?? []))
  return [...values].map((value) => ({
    kind,
    value,
    names: buckets.flatMap(([name, own]) => (own === value ? [name] : [])),
  }))
}

function equityStresses({ stress }: HedgingMandate, { valuation }: HedgingMarket): StressRule[] {
  return [
    {
      id: 'equities-fall',
      label: `All equity indices fall by ${percent(stress.equity_fall)}`,
      group: 'equity',
      move: (factor) => (factor.group === 'equity' ? Math.log1p(-stress.equity_fall) : 0),
    },
    {
      id: 'volatility-up',
      label: `All implied volatilities that move rise by ${percent(volatilityRise)} of their level`,
      group: 'volatility',
      move: (factor) => (factor.group === 'volatility' ? volatilityRise * valuation.volatilities[factor.surface] : 0),
    },
  ]
}

/** Changes by group, all at once. */
function combinedStresses({ stress, fund }: HedgingMandate, { valuation }: HedgingMarket): StressRule[] {
  const { parallel_bp: parallel, spread_bp: spread, inflation_bp: inflation, equity_fall: fall } = stress
  const dollarUp: Move = (factor) => {
    if (factor.group !== 'currency') return 0
    if (fund.base_currency === reserveCurrency) return Math.log1p(-stress.currency_move)
    return factor.currency === reserveCurrency ? Math.log1p(stress.currency_move) : 0
  }
  const rule = (
    id: string,
    label: string,
    sizes: { rates: number; inflation: number; spreads: number; dollarUp: boolean },
  ): StressRule => ({
    id,
    label,
    group: null,
    move: (factor) => {
      if (factor.group === 'rates') return sizes.rates * bp
      if (factor.group === 'inflation') return sizes.inflation * bp
      if (factor.group === 'credit') return sizes.spreads * bp
      if (factor.group === 'equity') return Math.log1p(-fall)
      if (factor.group === 'volatility') return volatilityRise * valuation.volatilities[factor.surface]
      return sizes.dollarUp ? dollarUp(factor) : 0
    },
  })
  const tail = `equities down by ${percent(fall)}, volatilities up by ${percent(volatilityRise)}`
  const dollar = `the dollar up by ${percent(stress.currency_move)}`
  return [
    rule(
      'flight-to-quality',
      `Flight to quality: curves down by ${parallel / 2} bp, spreads wider by ${spread} bp, ${dollar}, ${tail}`,
      { rates: -parallel / 2, inflation: 0, spreads: spread, dollarUp: true },
    ),
    rule(
      'deflation',
      `Deflation: curves down by ${parallel} bp, break-evens down by ${inflation} bp, spreads wider by ${spread / 2} bp, ${tail}`,
      { rates: -parallel, inflation: -inflation, spreads: spread / 2, dollarUp: false },
    ),
    rule(
      'stagflation',
      `Stagflation: curves up by ${parallel} bp, break-evens up by ${inflation} bp, spreads wider by ${spread / 2} bp, ${tail}`,
      { rates: parallel, inflation, spreads: spread / 2, dollarUp: false },
    ),
  ]
}
