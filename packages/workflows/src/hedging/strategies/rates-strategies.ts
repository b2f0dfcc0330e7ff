import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { StrategyDesign } from './assessed-strategy.ts'
import { keyRateHedge, parallelShare, shortfallWords } from './key-rate-hedge.ts'
import type { HedgeTrade, StrategySet } from './strategy.ts'
import { factorPlaces, netExposure, type StrategyInputs } from './strategy-inputs.ts'
import { namedTogether, ratioName } from './strategy-names.ts'
import { strategySet } from './strategy-set.ts'

/** Share of the swaps' sensitivity that the overlay has in receiver swaptions instead. */
const swaptionShare = 0.25

/** A way to build the match, in order of plainness. */
interface Style {
  readonly style: string
  readonly label: string
  readonly trades: (ratio: number) => HedgeTrade[]
}

/**
 * Hedges of the surplus's exposure to the nominal curves, matched by key rate in every currency: par swaps; swaps that start
 * later, with par swaps up to where they start; par swaps with a quarter of their sensitivity replaced by at-the-money
 * receiver swaptions of the same tenor; par swaps and bond futures together; bond futures. Each at every ratio of the mandate.
 */
export function ratesStrategies(inputs: StrategyInputs): StrategySet {
  const own = inputs.universe.filter(({ domain }) => domain === 'rates')
  return strategySet(inputs, 'rates', () => ratesDesigns(inputs, own), {
    exposed: 'The surplus changes with interest rates: assets and liabilities differ in amount along the curves.',
    unhedgeable: unhedgeableCurves(inputs, 'rates'),
  })
}

function ratesDesigns(inputs: StrategyInputs, own: readonly HedgeInstrument[]): StrategyDesign[] {
  const of = (family: HedgeInstrument['family']): HedgeInstrument[] => own.filter((one) => one.family === family)
  const swaps = of('swap')
  const later = of('forward-starting-swap')
  const latestStart = Math.max(0, ...inputs.mandate.instruments.rates.forward_starts_years)
  const near = swaps.filter(({ tenorYears }) => tenorYears <= latestStart)
  const matched = (candidates: readonly HedgeInstrument[]) => (ratio: number) =>
    keyRateHedge(inputs, 'rates', candidates, ratio)
  const styles: Style[] = [
    ...(swaps.length > 0 ? [{ style: 'swaps', label: 'Par swaps', trades: matched(swaps) }] : []),
    ...(later.length > 0
      ? [{ style: 'forward-starting', label: 'Forward-starting swaps', trades: matched([...near, ...later]) }]
      : []),
    ...(swaps.length > 0 && of('swaption').length > 0
      ? [
          {
            style: 'swaption-overlay',
            label: 'Par swaps and receiver swaptions',
            trades: (ratio: number) => withSwaptions(inputs, matched(swaps)(ratio)),
          },
        ]
      : []),
    ...(swaps.length > 0 && of('future').length > 0
      ? [
          {
            style: 'swaps-and-futures',
            label: 'Par swaps and bond futures',
            trades: matched([...swaps, ...of('future')]),
          },
        ]
      : []),
    ...(of('future').length > 0 ? [{ style: 'futures', label: 'Bond futures', trades: matched(of('future')) }] : []),
  ]
  return styles.flatMap(({ style, label, trades }) =>
    inputs.mandate.instruments.rates.ratios.map((ratio) => {
      const { id, percent } = ratioName(style, ratio)
      const found = trades(ratio)
      const short = shortfallWords(parallelShare(inputs, 'rates', found), ratio)
      return { id, style, label: `${label} matching ${percent} of the key-rate exposure${short}`, ratio, trades: found }
    }),
  )
}

/** A quarter of each receiver swap replaced by a swaption into the same tenor of equal sensitivity to a parallel move. */
function withSwaptions({ universe, sensitivities }: StrategyInputs, swaps: readonly HedgeTrade[]): HedgeTrade[] {
  const places = factorPlaces(sensitivities.factors, ({ group }) => group === 'rates')
  const parallel = (i: number): number => places.reduce((sum, k) => sum + sensitivities.units[i][k], 0)
  return swaps.flatMap((trade) => {
    const at = universe.findIndex(({ id }) => id === trade.instrument)
    const swap = universe[at]
    const option = universe.findIndex(
      ({ family, currency, legs: [{ instrument }] }) =>
        family === 'swaption' &&
        currency === swap.currency &&
        instrument.kind === 'swaption' &&
        instrument.tenorYears === swap.tenorYears,
    )
    if (option === -1 || trade.quantity <= 0) return [trade]
    const quantity = (swaptionShare * trade.quantity * parallel(at)) / parallel(option)
    return [
      { ...trade, quantity: (1 - swaptionShare) * trade.quantity },
      { instrument: universe[option].id, quantity },
    ]
  })
}

/** Currencies to whose curve the surplus is exposed, and that no allowed instrument of the domain is on. */
export function unhedgeableCurves(
  { sensitivities, universe }: Pick<StrategyInputs, 'sensitivities' | 'universe'>,
  domain: 'rates' | 'inflation',
): string[] {
  const net = netExposure(sensitivities, domain)
  const exposed = sensitivities.factors.flatMap((factor, k) =>
    factor.group === domain && net[k] !== 0 ? [factor.currency] : [],
  )
  const what = domain === 'rates' ? 'interest rates' : 'inflation'
  const open = [...new Set(exposed)].filter(
    (currency) => !universe.some((one) => one.domain === domain && one.currency === currency),
  )
  return namedTogether(
    open,
    (several) => `the mandate allows no instrument on ${what} in ${several ? 'these currencies' : 'this currency'}.`,
  )
}
