import type { Challenge } from '../../review/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { historicalStresses, namedStresses } from '../market/index.ts'
import { rounding } from './fund-challenges.ts'
import { largestOf } from './largest-of.ts'
import { repricedFund } from './repriced-fund.ts'

/** What central differences of a basis point miss, share of what is differenced. */
const differenceError = 1e-5
const bp = 1e-4

const selectionOf = (results: Readonly<Record<string, unknown>>) => results['hedge-selection'] as HedgeSelection

/** The chosen package in a stress, in its duration and with its counterparties. */
export const dealingChallenges: readonly Challenge<HedgingCase>[] = [
  {
    id: 'worst-stress',
    label: 'change of the surplus with the chosen package in the stress that hurts the fund most',
    method:
      'fund and hedges priced anew, instrument by instrument, on the stressed market, instead of the revaluation of the compiled book',
    unit: 'money',
    at: (results) => `hedge-selection#/stress/rows/${worstRow(selectionOf(results))}/hedged`,
    recompute: async (study, results) => {
      const selection = selectionOf(results)
      const place = worstRow(selection)
      if (place < 0) return null
      const { id } = selection.stress.rows[place]
      const { mandate, market } = study
      const known = [...namedStresses(mandate, market), ...historicalStresses(mandate, market)]
      const stress = known.find((each) => each.id === id)
      if (stress === undefined) return null
      const { trades } = selection.chosen
      const [before, after] = [repricedFund(study, trades, null), repricedFund(study, trades, stress.shocks)]
      const worth = ({ assets, liabilities, trades: hedge }: typeof before): number => assets + liabilities + hedge
      return {
        figure: { value: worth(after) - worth(before), standardError: null },
        allowed: rounding * (before.gross + after.gross),
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'duration-gap',
    label: 'duration gap with the chosen package',
    method:
      'all nominal curves moved in parallel and fund and hedges priced anew by their own pricers, instead of the sum of derivatives by key rate',
    unit: 'years',
    at: () => 'hedge-selection#/chosenFigures/durationGapYears',
    recompute: async (study, results) => {
      const { trades } = selectionOf(results).chosen
      const moved = (size: number) =>
        repricedFund(
          study,
          trades,
          study.market.factors.map(({ group }) => (group === 'rates' ? size : 0)),
        )
      const [down, up] = [moved(-bp), moved(bp)]
      const change = down.assets + down.liabilities + down.trades - up.assets - up.liabilities - up.trades
      const { assetsValue, liabilitiesValue, assets, liabilities } = study.sensitivities
      const steep = Math.max(
        ...[assets, liabilities].map((side) => side.reduce((sum, value) => sum + Math.abs(value), 0)),
      )
      return {
        figure: { value: change / (2 * bp) / assetsValue, standardError: null },
        allowed: (differenceError * steep + rounding * (assetsValue + liabilitiesValue)) / assetsValue,
        why: 'what central differences of a basis point miss',
      }
    },
  },
  {
    id: 'tickets',
    label: 'notional of the largest trade of the chosen package, in base currency',
    method:
      'the tickets of its counterparties, each at the notional of a unit of the instrument, summed: the same split by other sums',
    unit: 'money',
    at: (results) => `hedge-selection#/afterHedge/trades/${largestTrade(selectionOf(results))}/notional`,
    recompute: async ({ universe }, results) => {
      const selection = selectionOf(results)
      const trade = selection.afterHedge.trades[largestTrade(selection)]
      if (trade === undefined) return null
      const { notionalInBase } = universe.find(({ id }) => id === trade.instrument)!
      const value = selection.counterparties.tickets.reduce(
        (sum, { instrument, quantity }) => (instrument === trade.instrument ? sum + quantity * notionalInBase : sum),
        0,
      )
      return {
        figure: { value, standardError: null },
        allowed: rounding * Math.abs(trade.notional),
        why: 'rounding of the sums',
      }
    },
  },
  {
    id: 'counterparty-share',
    label: 'largest share of one counterparty in the notional that is not cleared',
    method: 'the notionals of the same tickets added up anew by counterparty',
    unit: 'percent',
    at: (results) =>
      `hedge-selection#/counterparties/concentration/byCounterparty/${largestShare(selectionOf(results))}/share`,
    recompute: async ({ universe }, results) => {
      const selection = selectionOf(results)
      const place = largestShare(selection)
      if (place < 0) return null
      const { counterparty } = selection.counterparties.concentration.byCounterparty[place]
      const notionals = selection.counterparties.tickets
        .filter((ticket) => ticket.counterparty !== 'cleared')
        .map((ticket) => ({
          own: ticket.counterparty === counterparty,
          size: Math.abs(ticket.quantity * universe.find(({ id }) => id === ticket.instrument)!.notionalInBase),
        }))
      const all = notionals.reduce((sum, { size }) => sum + size, 0)
      if (all === 0) return null
      const own = notionals.reduce((sum, { own: is, size }) => (is ? sum + size : sum), 0)
      return { figure: { value: own / all, standardError: null }, allowed: rounding, why: 'rounding of the sums' }
    },
  },
]

/** Place of the stress that hurts the unhedged fund most; -1 where none does. */
function worstRow({ stress: { rows } }: HedgeSelection): number {
  return rows.reduce((worst, { unhedged }, i) => (unhedged < (rows[worst]?.unhedged ?? 0) ? i : worst), -1)
}

function largestTrade({ afterHedge: { trades } }: HedgeSelection): number {
  return largestOf(trades.map(({ notional }) => Math.abs(notional)))
}

function largestShare({ counterparties: { concentration } }: HedgeSelection): number {
  return largestOf(concentration.byCounterparty.map(({ share }) => share))
}
