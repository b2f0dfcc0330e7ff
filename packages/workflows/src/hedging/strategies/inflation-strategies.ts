import { keyRateHedge, parallelShare, shortfallWords } from './key-rate-hedge.ts'
import { unhedgeableCurves } from './rates-strategies.ts'
import type { StrategySet } from './strategy.ts'
import type { StrategyInputs } from './strategy-inputs.ts'
import { ratioName } from './strategy-names.ts'
import { strategySet } from './strategy-set.ts'

/** Hedges of the exposure to break-even inflation by zero-coupon swaps, matched by tenor in every currency, at every ratio. */
export function inflationStrategies(inputs: StrategyInputs): StrategySet {
  const swaps = inputs.universe.filter(({ domain }) => domain === 'inflation')
  const style = 'inflation-swaps'
  return strategySet(
    inputs,
    'inflation',
    () =>
      inputs.mandate.instruments.inflation.ratios.map((ratio) => {
        const { id, percent } = ratioName(style, ratio)
        const trades = keyRateHedge(inputs, 'inflation', swaps, ratio)
        const short = shortfallWords(parallelShare(inputs, 'inflation', trades), ratio)
        const label = `Zero-coupon inflation swaps matching ${percent} of the inflation exposure${short}`
        return { id, style, label, ratio, trades }
      }),
    {
      exposed:
        'The surplus changes with break-even inflation: more is promised in real terms than is held, or the reverse.',
      unhedgeable: unhedgeableCurves(inputs, 'inflation'),
    },
  )
}
