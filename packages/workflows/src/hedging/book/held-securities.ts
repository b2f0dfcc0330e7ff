import { zSpread } from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { type Flow } from '@tutti/analytics/revaluation'
import { dayOf } from '@tutti/analytics/time'
import type { HoldingOf } from '@tutti/market'
import { bondTerms } from './bond-terms.ts'
import { bucketOf, curveIn, type LineContext, type UnitHeld } from './line-context.ts'
import { lookThroughFlows } from './look-through.ts'

/**
 * A bond, a unit being 1 of its nominal: at its own spread over the zero rates, at which it is worth the file's clean price
 * and the interest accrued; without a price at the spread of its bucket.
 */
export function heldBond(holding: HoldingOf<'bond'>, context: LineContext): UnitHeld {
  const { currency, nominal, cleanPrice } = holding
  const { flows, accrued } = bondTerms({ ...holding, maturity: dayOf(holding.maturity) }, context.asOf)
  const { bucket, spread } = bucketOf(holding, context)
  const curve = curveIn(context.market.curves, currency, 'curve')
  const own = cleanPrice === null ? spread : zSpread(timed(flows), curve, cleanPrice / 100 + accrued)
  return { instrument: { kind: 'fixed flows', currency, flows, spread: own, bucket }, quantity: nominal }
}

/**
 * An index-linked bond, a unit being 1 of its nominal times today's index ratio. The file's price is clean and real: per 100
 * of nominal before the index ratio.
 */
export function heldLinkedBond(holding: HoldingOf<'inflation-linked-bond'>, context: LineContext): UnitHeld {
  const { currency, nominal, cleanPrice } = holding
  const { flows, accrued } = bondTerms({ ...holding, maturity: dayOf(holding.maturity) }, context.asOf)
  const { bucket, spread } = bucketOf(holding, context)
  const curve = curveIn(context.market.curves, currency, 'curve')
  const breakEven = curveIn(context.market.breakEvens, currency, 'break-even curve')
  const expected = flows.map(({ years, amount }) => ({ years, amount: amount / breakEven.discountFactor(years) }))
  const own = cleanPrice === null ? spread : zSpread(timed(expected), curve, cleanPrice / 100 + accrued)
  const instrument = { kind: 'inflation-linked flows', currency, flows, spread: own, bucket } as const
  return { instrument, quantity: nominal * (holding.indexRatio ?? 1) }
}

/** A fund of bonds, a unit being 1 of its market value: payments of its duration, moved by its bucket. */
export function heldBondFund(
  holding: HoldingOf<'bond-fund'> | HoldingOf<'inflation-linked-bond-fund'>,
  context: LineContext,
): UnitHeld {
  const { currency, durationYears, marketValue } = holding
  const { bucket, spread } = bucketOf(holding, context)
  const curve = curveIn(context.market.curves, currency, 'curve')
  const linked = holding.kind === 'inflation-linked-bond-fund'
  const breakEven = linked ? curveIn(context.market.breakEvens, currency, 'break-even curve') : undefined
  const flows = lookThroughFlows(durationYears, curve, spread, breakEven)
  const kind = linked ? 'inflation-linked flows' : 'fixed flows'
  return { instrument: { kind, currency, flows, spread, bucket }, quantity: marketValue }
}

/** Shares, a unit being one share; or a fund of shares, a unit being 1 of its market value. */
export function heldEquity(holding: HoldingOf<'equity'> | HoldingOf<'equity-fund'>, context: LineContext): UnitHeld {
  const { currency, index } = holding
  if (!Object.hasOwn(context.market.equities, index)) {
    throw new TuttiError('missing-data', `the market has no equity index ${index}`, {
      field: 'index',
      got: index,
      expected: `one of ${Object.keys(context.market.equities).join(', ')}`,
    })
  }
  const [amount, quantity] = holding.kind === 'equity' ? [holding.price, holding.quantity] : [1, holding.marketValue]
  return { instrument: { kind: 'equity', currency, amount, index, beta: holding.beta ?? 1 }, quantity }
}

const timed = (flows: readonly Flow[]) => flows.map(({ years, amount }) => ({ timeYears: years, amount }))
