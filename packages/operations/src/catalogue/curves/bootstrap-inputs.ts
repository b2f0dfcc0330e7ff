import { TuttiError } from '@tutti/analytics/errors'
import {
  basisSwapInstrument,
  bondInstrument,
  type BootstrapInstrument,
  crossCurrencySwapInstrument,
  depositInstrument,
  futureInstrument,
  fxForwardInstrument,
  type InstrumentTerm,
  type MoneyMarketConvention,
  type QuoteContext,
  type SwapConvention,
  swapInstrument,
} from '@tutti/analytics/curves'
import { dayOf, tenorOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { tenorSchema } from '../time/calendar-input.ts'
import { isoDate, number, positive } from '../value-schemas.ts'
import {
  moneyMarketConventionOf,
  moneyMarketConventionSchema,
  moneyMarketOfIndex,
  rateIndexSchema,
  requiredConvention,
  swapConventionOf,
  swapConventionSchema,
  swapOfIndex,
} from './bootstrap-conventions.ts'

const id = z.string().min(1).optional().describe('names it in results and errors; its kind and term when left out')
const term = {
  tenor: tenorSchema.optional().describe('from the start; or give startDate and endDate'),
  forwardStart: tenorSchema.optional().describe('tenor from spot to the start; of forward starting instruments'),
  startDate: isoDate.optional(),
  endDate: isoDate.optional(),
}
const index = rateIndexSchema.optional().describe('whose conventions hold')
const moneyMarket = moneyMarketConventionSchema.optional()
const swaps = swapConventionSchema.optional()

/** What a curve can be built from, with the market's quote. */
const curveInstrumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['deposit', 'fra']),
    id,
    ...term,
    rate: number.describe('simple, decimal'),
    index,
    conventions: moneyMarket,
  }),
  z.strictObject({
    kind: z.literal('future'),
    id,
    startDate: isoDate.describe('start of the period that the rate accrues over'),
    endDate: isoDate,
    price: number.describe('100 less the rate in percent'),
    convexityAdjustment: number.describe('futures rate less forward rate, decimal'),
    index,
    conventions: moneyMarket,
  }),
  z.strictObject({
    kind: z.enum(['swap', 'ois']),
    id,
    ...term,
    rate: number.describe('par fixed rate, decimal'),
    floatingSpread: number.optional().describe('added to the floating rate, decimal'),
    index,
    conventions: swaps,
  }),
  z.strictObject({
    kind: z.literal('basis-swap'),
    id,
    ...term,
    spread: number.describe('decimal, on the leg that the new curve projects'),
    conventions: swaps,
  }),
  z.strictObject({
    kind: z.literal('fx-forward'),
    id,
    ...term,
    spot: positive.describe('domestic units per foreign unit'),
    forward: positive.optional().describe('outright'),
    points: number.optional().describe('outright less spot, in the units of spot; instead of forward'),
    conventions: moneyMarket,
  }),
  z.strictObject({
    kind: z.literal('xccy-basis-swap'),
    id,
    ...term,
    spread: number.describe('decimal, on the spread leg'),
    spreadLeg: z.enum(['foreign', 'domestic']).optional().describe('leg that pays the spread; foreign'),
    resetting: z.boolean().describe('whether the notional of a leg is reset to the FX forward each period'),
    resettingLeg: z.enum(['foreign', 'domestic']).optional().describe('leg whose notional is reset; domestic'),
    conventions: swaps,
  }),
  z.strictObject({
    kind: z.literal('bond'),
    id,
    price: positive.describe('dirty, in the units of the flows'),
    settlementDate: isoDate,
    flows: z.array(z.strictObject({ date: isoDate, amount: number })).min(1),
  }),
])

/** The instruments of a bootstrap and the conventions of each kind that has none of its own. */
export const curveInstrumentsShape = {
  instruments: z.array(curveInstrumentSchema).min(1),
  conventions: z
    .strictObject({
      deposit: moneyMarket,
      fra: moneyMarket,
      future: moneyMarket,
      swap: swaps,
      ois: swaps,
      'basis-swap': swaps,
      'fx-forward': moneyMarket,
      'xccy-basis-swap': swaps,
    })
    .optional()
    .describe('for instruments without conventions or index of their own'),
}

type CurveInstrumentInput = z.infer<typeof curveInstrumentSchema>
type KindConventions = NonNullable<z.infer<typeof curveInstrumentsShape.conventions>>

/** The instruments that the data describe, on the axis of the curve. */
export function curveInstruments(
  context: QuoteContext,
  inputs: readonly CurveInstrumentInput[],
  conventions: KindConventions = {},
): readonly BootstrapInstrument[] {
  const names = new Set<string>()
  return inputs.map((input, i) => {
    const name = input.id ?? defaultId(input)
    if (names.has(name)) {
      throw new TuttiError('invalid-input', `two instruments are named ${name}: give each an id`, {
        field: `instruments[${i}].id`,
        got: name,
        expected: 'an id of its own',
      })
    }
    names.add(name)
    return curveInstrument(context, input, name, conventions)
  })
}

function curveInstrument(
  context: QuoteContext,
  input: CurveInstrumentInput,
  name: string,
  conventions: KindConventions,
): BootstrapInstrument {
  const moneyMarketOf = (
    own: CurveInstrumentInput & { readonly kind: keyof KindConventions },
  ): MoneyMarketConvention => {
    const shared = conventions[own.kind]
    const given = 'conventions' in own ? own.conventions : undefined
    return requiredConvention(
      name,
      given === undefined ? undefined : moneyMarketConventionOf(given as z.infer<typeof moneyMarketConventionSchema>),
      'index' in own && own.index !== undefined ? moneyMarketOfIndex(own.index) : undefined,
      shared === undefined ? undefined : moneyMarketConventionOf(shared as z.infer<typeof moneyMarketConventionSchema>),
    )
  }
  const swapOf = (own: CurveInstrumentInput & { readonly kind: keyof KindConventions }): SwapConvention => {
    const shared = conventions[own.kind]
    const given = 'conventions' in own ? own.conventions : undefined
    return requiredConvention(
      name,
      given === undefined ? undefined : swapConventionOf(given as z.infer<typeof swapConventionSchema>),
      'index' in own && own.index !== undefined ? swapOfIndex(own.index) : undefined,
      shared === undefined ? undefined : swapConventionOf(shared as z.infer<typeof swapConventionSchema>),
    )
  }
  switch (input.kind) {
    case 'deposit':
    case 'fra': {
      const quote = { id: name, kind: input.kind, rate: input.rate, term: termOf(input, name) }
      return depositInstrument(context, quote, moneyMarketOf(input))
    }
    case 'future': {
      const { price, convexityAdjustment } = input
      const start = dayOf(input.startDate, `${name}.startDate`)
      const end = dayOf(input.endDate, `${name}.endDate`)
      return futureInstrument(context, { id: name, price, convexityAdjustment, start, end }, moneyMarketOf(input))
    }
    case 'swap':
    case 'ois': {
      const { kind, rate, floatingSpread } = input
      return swapInstrument(context, { id: name, kind, rate, floatingSpread, term: termOf(input, name) }, swapOf(input))
    }
    case 'basis-swap':
      return basisSwapInstrument(context, { id: name, spread: input.spread, term: termOf(input, name) }, swapOf(input))
    case 'fx-forward': {
      const { spot, points } = input
      const forward = input.forward ?? (points === undefined ? undefined : spot + points)
      if (forward === undefined || (input.forward !== undefined && points !== undefined)) {
        throw new TuttiError('invalid-input', `fx-forward ${name} needs either forward or points`, {
          field: name,
          got: forward === undefined ? 'neither' : 'both',
          expected: 'one of them',
        })
      }
      return fxForwardInstrument(context, { id: name, spot, forward, term: termOf(input, name) }, moneyMarketOf(input))
    }
    case 'xccy-basis-swap': {
      const { spread, spreadLeg, resetting, resettingLeg } = input
      const quote = { id: name, spread, spreadLeg, resetting, resettingLeg, term: termOf(input, name) }
      return crossCurrencySwapInstrument(context, quote, swapOf(input))
    }
    case 'bond':
      return bondInstrument(context, {
        id: name,
        price: input.price,
        settlement: dayOf(input.settlementDate, `${name}.settlementDate`),
        flows: input.flows.map(({ date, amount }, i) => ({ day: dayOf(date, `${name}.flows[${i}].date`), amount })),
      })
  }
}

interface TermInput {
  readonly tenor?: string | undefined
  readonly forwardStart?: string | undefined
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
}

function termOf({ tenor, forwardStart, startDate, endDate }: TermInput, name: string): InstrumentTerm {
  if (tenor !== undefined && startDate === undefined && endDate === undefined) {
    return {
      tenor: tenorOf(tenor, `${name}.tenor`),
      forwardStart: forwardStart === undefined ? undefined : tenorOf(forwardStart, `${name}.forwardStart`),
    }
  }
  if (tenor === undefined && forwardStart === undefined && startDate !== undefined && endDate !== undefined) {
    return { start: dayOf(startDate, `${name}.startDate`), end: dayOf(endDate, `${name}.endDate`) }
  }
  throw new TuttiError('invalid-input', `${name} needs either a tenor or a start and an end date`, {
    field: name,
    expected: 'tenor (with forwardStart where it starts later), or startDate and endDate',
  })
}

function defaultId(input: CurveInstrumentInput): string {
  if (input.kind === 'bond') return `bond ${input.flows[input.flows.length - 1]?.date}`
  if (input.kind === 'future') return `future ${input.startDate}`
  const forward = 'forwardStart' in input && input.forwardStart !== undefined ? `${input.forwardStart} x ` : ''
  return `${input.kind} ${forward}${input.tenor ?? `${input.startDate} to ${input.endDate}`}`
}
