import { linearZeroCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import { compiledBook, factorName, type RiskFactor, type ValuationMarket } from '@tutti/analytics/revaluation'
import { z } from 'zod'
import { currency } from '../fx/fx-inputs.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { instrumentOf, marketName, paymentCount, type PositionInput } from './instrument-schema.ts'

const zeroPoints = z.strictObject({
  timesYears: z.array(nonNegative).min(1).max(500).describe('increasing'),
  zeroRates: z
    .array(number)
    .min(1)
    .max(500)
    .describe('continuously compounded, decimal, one a time; linear between, flat outside'),
})

/** Everything that instruments are valued on, as of one date. */
const marketSchema = z.strictObject({
  baseCurrency: currency.describe('values come in it'),
  curves: z
    .record(currency, zeroPoints)
    .describe(
      'nominal zero curve of each currency: {timesYears, increasing; zeroRates, continuous decimals, one a time}, linear between, flat outside',
    ),
  breakEvens: z
    .record(currency, zeroPoints)
    .optional()
    .describe('break-even inflation of each currency in the same form: the index ratio expected at t is exp(rate x t)'),
  fx: z
    .record(currency, positive)
    .optional()
    .describe('value of one unit of each currency in the base currency, which itself is 1'),
  basis: z
    .record(currency, number)
    .optional()
    .describe('cross-currency basis against the base currency, continuous, decimal; 0 where absent'),
  equities: z
    .record(
      marketName,
      z.strictObject({
        level: positive,
        currency,
        dividendYield: number.describe('continuously compounded, a year, decimal'),
      }),
    )
    .optional()
    .describe('each index: {level, currency, dividendYield (continuously compounded, a year, decimal)}'),
  spreads: z.record(marketName, number).optional().describe('of each bucket of issuers, continuous, decimal'),
  volatilities: z
    .record(marketName, nonNegative)
    .optional()
    .describe(
      'implied, a year, decimal: equity:INDEX, fx:CUR against the base and fx:CUR/OTHER lognormal, rate:CUR normal',
    ),
})

const keyYears = nonNegative.describe('key rate; between key rates linear in the years, flat outside')

/** One thing that moves. */
const factorSchema = z.discriminatedUnion('group', [
  z
    .strictObject({ group: z.literal('rates'), currency, years: keyYears })
    .describe('absolute change of the continuously compounded zero rate'),
  z
    .strictObject({ group: z.literal('inflation'), currency, years: keyYears })
    .describe('absolute change of the continuously compounded zero break-even rate'),
  z
    .strictObject({ group: z.literal('currency'), currency })
    .describe('change of the logarithm of its value in the base currency'),
  z.strictObject({ group: z.literal('credit'), bucket: marketName }).describe('absolute change of the spread'),
  z.strictObject({ group: z.literal('equity'), index: marketName }).describe('change of the logarithm of the level'),
  z
    .strictObject({ group: z.literal('volatility'), surface: marketName })
    .describe('absolute change of the implied volatility'),
])

/** The market, and what moves on it. */
export const marketFields = {
  market: marketSchema,
  factors: z.array(factorSchema).min(1).max(500).describe('what moves; anything else stays as it is'),
}

/** Scenarios of the factors. */
export const shocksSchema = z
  .array(z.array(number).min(1).max(500))
  .min(1)
  .max(20_000)
  .describe('one row a scenario: the change of each factor, in its own unit')

/** Failures of a valuation. */
export const valuationFailures = [
  {
    code: 'missing-data' as const,
    when: 'the market lacks a curve, exchange rate, spread or volatility, or a running swap its fixing',
  },
  { code: 'calculation-failed' as const, when: 'a scenario moves a value beyond all numbers' },
]

/** Payments x scenarios that one call revalues: about two seconds. */
const mostPaymentScenarios = 200_000_000
/** Values that one answer lists. */
const mostValues = 2_000_000

/** The market that the data describe. */
function marketOf(input: z.infer<typeof marketSchema>): ValuationMarket {
  const curvesOf = (points: Readonly<Record<string, z.infer<typeof zeroPoints>>>) =>
    Object.fromEntries(
      Object.entries(points).map(([name, { timesYears, zeroRates }]) => [name, linearZeroCurve(timesYears, zeroRates)]),
    )
  return {
    baseCurrency: input.baseCurrency,
    curves: curvesOf(input.curves),
    breakEvens: curvesOf(input.breakEvens ?? {}),
    fx: { [input.baseCurrency]: 1, ...input.fx },
    basis: input.basis ?? {},
    equities: input.equities ?? {},
    spreads: input.spreads ?? {},
    volatilities: input.volatilities ?? {},
  }
}

/**
 * The book of the positions and then the hedge, one unit each, for `scenarios` revaluations. Throws `invalid-input` for a book too large to
 * revalue in one call or a factor of something that the market does not have.
 */
export function bookOf(
  positions: readonly PositionInput[],
  { market, factors }: { readonly market: z.infer<typeof marketSchema>; readonly factors: readonly RiskFactor[] },
  scenarios: number,
  hedge: readonly PositionInput[] = [],
) {
  const payments = [...positions, ...hedge].reduce((sum, { instrument }) => sum + paymentCount(instrument), 0)
  requireAtMost('positions', Math.ceil(payments) * scenarios, mostPaymentScenarios, 'payments x scenarios')
  const valuationMarket = marketOf(market)
  factors.forEach((factor, i) => requireKnown(valuationMarket, factor, `factors[${i}]`))
  const instruments = [...positions, ...hedge].map(({ instrument }) => instrumentOf(instrument))
  try {
    return compiledBook(instruments, valuationMarket, factors)
  } catch (error) {
    if (error instanceof TuttiError) throw withInputFields(error, positions.length)
    throw error
  }
}

/** The error with its places in the input: the instruments are those of the positions, then those of the hedge. */
function withInputFields(error: TuttiError, positions: number): TuttiError {
  const renamed = (text: string): string =>
    text.replaceAll(/\binstruments\[(\d+)\]/g, (_, place: string) =>
      Number(place) < positions ? `positions[${place}].instrument` : `hedge[${Number(place) - positions}].instrument`,
    )
  const { field, problems, ...details } = error.details
  return new TuttiError(error.code, renamed(error.message), {
    ...details,
    ...(field === undefined ? {} : { field: renamed(field) }),
    ...(problems === undefined
      ? {}
      : { problems: problems.map((one) => (one.field === undefined ? one : { ...one, field: renamed(one.field) })) }),
  })
}

/** The shocks as one array, row by row. Throws `invalid-input` for a row of another length than the factors have. */
export function shocksOf(rows: readonly (readonly number[])[], factors: number): Float64Array {
  const shocks = new Float64Array(rows.length * factors)
  rows.forEach((row, s) => {
    if (row.length !== factors) {
      throw new TuttiError('invalid-input', `scenario ${s} has ${row.length} changes for ${factors} factors`, {
        field: `shocks[${s}]`,
        got: `${row.length} changes`,
        expected: `${factors} changes`,
      })
    }
    shocks.set(row, s * factors)
  })
  return shocks
}

/** Refuses an answer of more values than a reader can hold. */
export const requireListable = (positions: number, scenarios: number): void =>
  requireAtMost('shocks', positions * scenarios, mostValues, 'positions x scenarios')

function requireAtMost(field: string, count: number, most: number, what: string): void {
  if (count <= most) return
  throw new TuttiError('invalid-input', `${what} are at most ${most} in one call`, {
    field,
    got: `${count} ${what}`,
    expected: `at most ${most}`,
  })
}

/** A factor that moves nothing is a mistake in its name. */
function requireKnown(market: ValuationMarket, factor: RiskFactor, field: string): void {
  const [part, name] = placeOf(factor)
  const known = Object.keys(market[part])
  if (known.includes(name)) return
  throw new TuttiError(
    'invalid-input',
    `the factor ${factorName(factor)} moves nothing: the market has no ${part}.${name}`,
    {
      field,
      got: factorName(factor),
      expected: `one of ${known.sort().join(', ') || `${part}, of which the market has none`}`,
    },
  )
}

function placeOf(factor: RiskFactor): readonly [Exclude<keyof ValuationMarket, 'baseCurrency'>, string] {
  switch (factor.group) {
    case 'rates':
      return ['curves', factor.currency]
    case 'inflation':
      return ['breakEvens', factor.currency]
    case 'currency':
      return ['fx', factor.currency]
    case 'credit':
      return ['spreads', factor.bucket]
    case 'equity':
      return ['equities', factor.index]
    case 'volatility':
      return ['volatilities', factor.surface]
  }
}
