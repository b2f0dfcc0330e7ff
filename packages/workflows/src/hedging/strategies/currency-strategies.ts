import type { HedgeFamily, HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { StrategyDesign } from './assessed-strategy.ts'
import { leastVariance } from './least-variance.ts'
import { covarianceOf } from './profit-covariance.ts'
import type { HedgeTrade, StrategySet } from './strategy.ts'
import { netExposure, type StrategyInputs } from './strategy-inputs.ts'
import { namedTogether, ratioName, tenorName } from './strategy-names.ts'
import { tenorWords } from '../universe/tenor-words.ts'
import { strategySet } from './strategy-set.ts'

const words = {
  forward: 'Forwards',
  put: 'Bought puts',
  collar: 'Collars',
  'cross-currency-swap': 'Cross-currency swaps',
} as const
type CurrencyFamily = keyof typeof words

/**
 * Hedges of the surplus's net exposure to each foreign currency, existing hedges included: every allowed kind and tenor at
 * every ratio of the mandate, and the forwards of least variance on scenarios in which only exchange rates move. Forwards
 * and swaps are sized by their sensitivity to the exchange rate, options by their notional. Options bought only protect
 * what is held: a currency that more is owed in than held is left out of puts and collars. What cancels is not hedged.
 */
export function currencyStrategies(inputs: StrategyInputs): StrategySet {
  const net = exposures(inputs)
  const hedgeable = new Set(
    inputs.universe.filter(({ domain }) => domain === 'currency').map(({ currency }) => currency),
  )
  return strategySet(inputs, 'currency', () => [...families(inputs, net), ...leastVarianceForwards(inputs, net)], {
    exposed:
      'The surplus changes with exchange rates: assets and liabilities, with the hedges in place, differ by currency.',
    unhedgeable: namedTogether(
      [...net.keys()].filter((currency) => !hedgeable.has(currency)),
      (several) => `the mandate allows no instrument on ${several ? 'these currencies' : 'this currency'}.`,
    ),
  })
}

/** Net exposure by currency, base currency for a move of 1.00 in the logarithm of its rate; those that cancel are left out. */
function exposures({ sensitivities }: StrategyInputs): Map<string, number> {
  const net = netExposure(sensitivities, 'currency')
  return new Map(
    sensitivities.factors.flatMap((factor, k) =>
      factor.group === 'currency' && net[k] !== 0 ? [[factor.currency, net[k]] as const] : [],
    ),
  )
}

function families(inputs: StrategyInputs, net: Map<string, number>): StrategyDesign[] {
  const own = inputs.universe.filter(({ domain }) => domain === 'currency')
  const kinds = [...new Map(own.map((one) => [`${one.family} ${one.tenorYears}`, one])).values()]
  return kinds
    .toSorted((a, b) => order(a.family) - order(b.family))
    .flatMap(({ family, tenorYears }) =>
      inputs.mandate.instruments.currency.ratios.map((ratio) => {
        const same = own.filter((one) => one.family === family && one.tenorYears === tenorYears)
        const trades = same.flatMap((instrument) =>
          sized(inputs, instrument, ratio * (net.get(instrument.currency) ?? 0)),
        )
        const { id, percent } = ratioName(`${family}-${tenorName(tenorYears)}`, ratio)
        const label = `${words[family as CurrencyFamily]} of ${tenorWords(tenorYears)} on ${percent} of the net exposure`
        return { id, style: family, label, ratio, trades }
      }),
    )
}

const order = (family: HedgeFamily): number => Object.keys(words).indexOf(family)

/** The trade that takes away `exposure`; none where it would have to be on the side that is not allowed. */
function sized(
  { sensitivities, universe }: StrategyInputs,
  instrument: HedgeInstrument,
  exposure: number,
): HedgeTrade[] {
  if (exposure === 0) return []
  const unit = sensitivities.units[universe.indexOf(instrument)]
  const place = sensitivities.factors.findIndex(
    (factor) => factor.group === 'currency' && factor.currency === instrument.currency,
  )
  const optional = instrument.family === 'put' || instrument.family === 'collar'
  const quantity = optional ? exposure / instrument.notionalInBase : -exposure / unit[place]
  if (instrument.direction === 'positive' && quantity < 0) return []
  return [{ instrument: instrument.id, quantity }]
}

/** Forwards of the shortest tenor on all currencies at once; the ratio scales them. */
function leastVarianceForwards(inputs: StrategyInputs, net: Map<string, number>): StrategyDesign[] {
  const { universe, profits, mandate } = inputs
  const all = universe.filter(({ family, currency }) => family === 'forward' && net.has(currency))
  const shortest = Math.min(...all.map(({ tenorYears }) => tenorYears))
  const forwards = all.filter(({ tenorYears }) => tenorYears === shortest)
  if (forwards.length === 0) return []
  const { covariance, withExposure } = covarianceOf(
    forwards.map((one) => profits.units.currency[universe.indexOf(one)]),
    profits.fund.currency,
  )
  const quantities = leastVariance({
    covariance,
    withExposure,
    lower: forwards.map(() => -Infinity),
    upper: forwards.map(() => Infinity),
  })
  const style = 'minimum-variance'
  return mandate.instruments.currency.ratios.map((ratio) => {
    const { id, percent } = ratioName(style, ratio)
    const label = `Forwards of least variance across currencies, ${percent} of them`
    const trades = forwards.map((one, i) => ({ instrument: one.id, quantity: ratio * quantities[i] }))
    return { id, style, label, ratio, trades }
  })
}
