import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { TuttiError } from '@tutti/analytics/errors'
import { selectionOf } from './chosen-hedge.ts'
import { type GroupMoves, noMoves, shockedSurplus } from './shocked-surplus.ts'

const groups = ['rates', 'inflation', 'currency', 'credit', 'equity'] as const

interface View {
  readonly group: (typeof groups)[number]
  readonly move: number
  readonly conviction: number
  readonly currency?: string
}

const moved: Readonly<Record<View['group'], keyof GroupMoves>> = {
  rates: 'rates_bp',
  inflation: 'break_evens_bp',
  currency: 'currency_percent',
  credit: 'spreads_bp',
  equity: 'equity_percent',
}

/** Somebody's view of a group of factors: what the chosen package would bring under it. */
export const view: ChangeKind<HedgingCase> = {
  kind: 'view',
  description:
    'A view: the factors of a `group` move by `move` (basis points for rates, inflation and credit; percent for currency and equity), held with `conviction` from 0 to 1; `currency` keeps it to one currency’s curve or exchange rate. It shows what the fund and the chosen package would gain; the mandate’s measure has no view of its own, so a person decides.',
  terms: z
    .strictObject({
      group: z.enum(groups),
      move: z.number().min(-1000).max(1000),
      conviction: z.number().min(0).max(1),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional(),
    })
    .refine(({ group, move }) => moved[group].endsWith('_bp') || (move > -100 && move <= 200), 'percent: above -100'),
  example: { group: 'rates', move: 50, conviction: 0.6 },
  takenBy: null,
  effect: async (study, results, terms) => {
    const { chosen } = selectionOf(results)
    const { group, move, conviction, currency } = terms as View
    requireFactors(study, group, currency)
    const { unhedged, hedge } = shockedSurplus(
      study,
      chosen.trades,
      { ...noMoves, [moved[group]]: move },
      (factor) =>
        factor.group === group && (currency === undefined || !('currency' in factor) || factor.currency === currency),
    )
    const figure = (value: number) => ({ value: conviction * value + 0, standardError: null })
    return {
      verdict: 'needs-person',
      reasons: [
        hedge >= 0
          ? 'Under the view the chosen package gains, or does not lose.'
          : 'Under the view the chosen package loses: hedging less would earn more, at more risk.',
        'The mandate’s measure holds no views: the expected amounts are the move’s, times the conviction.',
      ],
      measure: null,
      figures: [
        {
          name: 'expected change of the surplus, unhedged and with the package',
          unit: 'money',
          before: figure(unhedged),
          after: figure(unhedged + hedge),
        },
        { name: 'expected profit of the package', unit: 'money', before: null, after: figure(hedge) },
      ],
    }
  },
}

/** Throws `invalid-input` where a view is about nothing that the study knows. */
function requireFactors({ market }: HedgingCase, group: View['group'], currency: string | undefined): void {
  const own = market.factors.filter((factor) => factor.group === group)
  const currencies = [...new Set(own.flatMap((factor) => ('currency' in factor ? [factor.currency] : [])))]
  if (own.length > 0 && (currency === undefined || currencies.includes(currency))) return
  throw new TuttiError(
    'invalid-input',
    `the study has no factors of ${group}${currency === undefined ? '' : ` in ${currency}`}`,
    {
      field: currency === undefined ? 'group' : 'currency',
      got: currency ?? group,
      expected:
        own.length === 0
          ? [...new Set(market.factors.map((factor) => factor.group))].join(' | ')
          : currencies.join(' | '),
    },
  )
}
