import { z } from 'zod'
import type { ChangeEffect, ChangeKind } from '../../changes/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { selectionOf } from './chosen-hedge.ts'
import { type GroupMoves, shockedSurplus } from './shocked-surplus.ts'

const bp = z.number().min(-1000).max(1000).default(0)
const percent = z.number().min(-90).max(200).default(0)

/** A stress of the proposer's own, on the fund with and without the chosen package. */
export const furtherStress: ChangeKind<HedgingCase> = {
  kind: 'further-stress',
  description:
    'A stress of all factors of each group at once, fully revalued without and with the chosen package: `rates_bp` and `break_evens_bp` and `spreads_bp` in basis points, `currency_percent` (all foreign currencies against the base currency) and `equity_percent` in percent. Break-evens move with nominal rates held.',
  terms: z
    .strictObject({
      rates_bp: bp,
      break_evens_bp: bp,
      currency_percent: percent,
      spreads_bp: bp,
      equity_percent: percent,
    })
    .refine((moves) => Object.values(moves).some((move) => move !== 0), 'at least one group has to move'),
  example: { rates_bp: -150, spreads_bp: 100, equity_percent: -25 },
  takenBy: null,
  effect: async (study, results, terms) => {
    const { chosen } = selectionOf(results)
    const shocked = shockedSurplus(study, chosen.trades, terms as GroupMoves)
    const hedged = shocked.unhedged + shocked.hedge
    const row = (name: string, unit: 'money' | 'percent', before: number, after: number) => ({
      name,
      unit,
      before: { value: before, standardError: null },
      after: { value: after, standardError: null },
    })
    return {
      verdict: 'evidence',
      reasons: [stressWords(shocked.unhedged, hedged), 'The first figure is without new hedges, the second with them.'],
      measure: null,
      figures: [
        row('change of the surplus', 'money', shocked.unhedged, hedged),
        row('funded ratio after it', 'percent', shocked.fundedRatioUnhedged, shocked.fundedRatio),
      ],
    } satisfies ChangeEffect
  },
}

function stressWords(unhedged: number, hedged: number): string {
  if (unhedged >= 0) return 'The surplus gains or stays without a hedge: there is no loss to take away.'
  if (hedged >= 0) return 'The package makes the whole loss good.'
  return hedged > unhedged ? 'The package takes a part of the loss away.' : 'The package does not lessen the loss.'
}
