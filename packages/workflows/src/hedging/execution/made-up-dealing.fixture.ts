import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { AllocatedTrade, ExecutionInputs } from './execution-inputs.ts'

/** A mandate with the customary dealing terms; what is given replaces its execution settings. */
function dealingMandate(execution: Record<string, unknown> = {}): HedgingMandate {
  return validHedgingMandate(
    {
      counterparties: [
        { id: 'bank-a', cds_spread_bp: 60, exposure_limit: 5e8, csa: {} },
        { id: 'bank-b', cds_spread_bp: 80, exposure_limit: 3e8, csa: null, domains: ['currency'] },
      ],
      market: {
        currencies: {
          USD: { curve: 'par-curve:USD-TREASURY' },
          EUR: { curve: 'zero-curve:EUR-SWAP', fx: 'fx:EURUSD' },
          GBP: { curve: 'zero-curve:GBP-SWAP', fx: 'fx:GBPUSD' },
        },
      },
      execution,
    },
    'mandate.yaml',
  )
}

/** A hedge instrument of the customary terms; one unit is worth `notionalInBase`. */
export function dealtInstrument(
  own: Partial<HedgeInstrument> & Pick<HedgeInstrument, 'id' | 'family' | 'domain'>,
): HedgeInstrument {
  return {
    label: own.id,
    currency: 'USD',
    tenorYears: 1,
    legs: [{ instrument: { kind: 'cash', currency: own.currency ?? 'USD', amount: 1 }, weight: 1 }],
    premium: 0,
    notionalInBase: 1,
    direction: 'positive',
    carry: 0,
    roll: 0,
    dealing: { halfSpreadBp: 0.5, dailyVolume: 20e9, dailyVolatilityBp: 60, initialMarginRate: 0, cleared: false },
    ...own,
  }
}

/** Euro and sterling forwards, a swap and a future. */
export const dealtUniverse: readonly HedgeInstrument[] = [
  dealtInstrument({ id: 'forward:EUR:0.25', family: 'forward', domain: 'currency', currency: 'EUR', tenorYears: 0.25 }),
  dealtInstrument({ id: 'forward:GBP:0.25', family: 'forward', domain: 'currency', currency: 'GBP', tenorYears: 0.25 }),
  dealtInstrument({
    id: 'swap:USD:10',
    family: 'swap',
    domain: 'rates',
    tenorYears: 10,
    // 6 bp of yield a day at a duration of 8
    dealing: { halfSpreadBp: 2, dailyVolume: 6e9, dailyVolatilityBp: 48, initialMarginRate: 0.03, cleared: true },
  }),
  dealtInstrument({
    id: 'future:USD:10',
    family: 'future',
    domain: 'rates',
    tenorYears: 10,
    dealing: { halfSpreadBp: 0.5, dailyVolume: 15e9, dailyVolatilityBp: 40, initialMarginRate: 0.02, cleared: true },
  }),
]

/** Parallel moves of the dollar curve and moves of two currencies; the swap gains 8 and the future 6 for each unit of move. */
export function dealtProfits(scenarios = 8): readonly Float64Array[] {
  const move = (phase: number): Float64Array =>
    Float64Array.from({ length: scenarios }, (_, s) => ((s >> phase) & 1 ? 1 : -1) / 100)
  const rates = move(2)
  return [move(0), move(1), rates.map((x) => 8 * x), rates.map((x) => 6 * x)]
}

/** The inputs of a plan, each trade with one counterparty. */
export function dealtInputs(
  trades: readonly HedgeTrade[],
  execution: Record<string, unknown> = {},
  own: Partial<ExecutionInputs> = {},
): ExecutionInputs {
  const universe = own.universe ?? dealtUniverse
  return {
    mandate: dealingMandate(execution),
    asOf: '2026-06-30',
    trades,
    allocation: trades.map(({ instrument, quantity }): AllocatedTrade => {
      const cleared = universe.find(({ id }) => id === instrument)?.dealing.cleared ?? false
      return { instrument, quantity, counterparty: cleared ? 'cleared' : 'bank-a' }
    }),
    universe,
    unitProfits: dealtProfits(),
    assets: 25e9,
    ...own,
  }
}
