import { TuttiError } from '@tutti/analytics/errors'
import { compensatedSum } from '@tutti/analytics/statistics'
import { z } from 'zod'
import { caseOutcome, casesOfCsv, outcomeError, type OutcomeError } from '../../tabular/index.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { withMarket } from './with-market.ts'

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters such as EUR')

const positionSchema = z.strictObject({
  id: z.string().min(1),
  operation: z.string().min(1).describe('the pricer, such as bonds/fixed-rate-bond'),
  quantity: number.default(1).describe('units held; negative for a short position'),
  currency: currency.optional().describe('of the present value'),
  input: z
    .record(z.string(), z.unknown())
    .describe('of the pricer; the text "@name.path" stands for an entry of market'),
})

type Position = z.infer<typeof positionSchema>

const errorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  problems: z.array(z.record(z.string(), z.unknown())),
})

const outcomeSchema = z.strictObject({
  id: z.string(),
  line: z.int().optional().describe('of the CSV'),
  operation: z.string(),
  quantity: number.optional().describe('absent for a row that is no position'),
  currency: currency.optional(),
  status: z.enum(['ok', 'error']),
  unitValue: number.optional().describe('present value of one unit'),
  presentValue: number.optional().describe('quantity x unit value'),
  result: z.record(z.string(), z.unknown()).optional().describe('of the pricer, whole'),
  error: errorSchema.optional(),
})

/**
 * Prices positions of any kind in one call, `find` being the catalogue that the pricers are taken from. It is made by the
 * catalogue itself, of which it is a part.
 */
export const portfolioPriceOperation = (find: (name: string) => Operation) =>
  defineOperation({
    name: 'portfolio/price',
    title: 'Price a portfolio',
    description:
      'Prices a list or a CSV of mixed positions, each by the operation that it names, against shared market data. Gives an outcome for each position (a bad one never sinks the rest) and totals by currency of those that were priced.',
    source: 'sum of the present values of the positions',
    input: z
      .strictObject({
        market: z
          .record(z.string(), z.unknown())
          .default({})
          .describe('named inputs that positions share, such as curves'),
        positions: z.array(positionSchema).min(1).optional(),
        positionsCsv: z
          .string()
          .optional()
          .describe(
            'instead of positions: columns id, operation, quantity, currency, and inputs by path (input.quantity where a pricer has a quantity of its own); empty cells are left out',
          ),
        reporting: z
          .strictObject({
            currency,
            base: currency
              .optional()
              .describe('currency that the rates are quoted in; the reporting currency unless given'),
            fxRates: z.record(currency, positive).describe('units of the base currency for one of the other'),
          })
          .optional(),
        detail: z.enum(['full', 'values']).default('full').describe('values leaves out the results of the pricers'),
      })
      .refine(({ positions, positionsCsv }) => (positions === undefined) !== (positionsCsv === undefined), {
        path: ['positions'],
        message: 'give either positions or positionsCsv',
      }),
    output: z.strictObject({
      outcomes: z.array(outcomeSchema),
      priced: z.int(),
      failed: z.int(),
      totals: z.array(z.strictObject({ currency: currency.nullable(), presentValue: number, positions: z.int() })),
      reportingTotal: z.strictObject({ currency, presentValue: number, positions: z.int() }).nullable(),
      reportingError: errorSchema
        .nullable()
        .describe('why there is no total in the reporting currency that was asked for'),
    }),
    cost: 'medium',
    example: {
      market: { usd: { kind: 'flat', rateContinuous: 0.04 } },
      positions: [
        {
          id: 'option',
          operation: 'models/black-scholes',
          quantity: 10,
          currency: 'USD',
          input: {
            type: 'call',
            spot: 100,
            strike: 105,
            maturityYears: 1,
            rateContinuous: '@usd.rateContinuous',
            dividendYieldContinuous: 0,
            volAnnual: 0.2,
          },
        },
      ],
      detail: 'values' as const,
    },
    compute: ({ market, positions, positionsCsv, reporting, detail }) => {
      const entries: readonly Entry[] =
        positions === undefined ? positionsOf(positionsCsv ?? '') : positions.map((position) => ({ position }))
      const outcomes = entries.map((entry) => {
        if ('error' in entry) {
          return { ...entry.position, line: entry.line, status: 'error' as const, error: plainError(entry.error) }
        }
        const { line } = entry
        const { input, ...facts } = entry.position
        const outcome = caseOutcome(() => unitResult(find(facts.operation), withMarket(input, market), facts.operation))
        const lead = { ...facts, ...(line === undefined ? {} : { line }), status: outcome.status }
        if (outcome.status === 'error') return { ...lead, error: plainError(outcome.error) }
        const { result, unitValue } = outcome.result as { result: Record<string, unknown>; unitValue: number }
        const values = { unitValue, presentValue: unitValue * facts.quantity }
        return { ...lead, ...values, ...(detail === 'full' ? { result } : {}) }
      })
      const priced = outcomes.flatMap((outcome) =>
        'presentValue' in outcome ? [{ currency: outcome.currency, presentValue: outcome.presentValue }] : [],
      )
      const totals = totalsByCurrency(priced)
      return {
        outcomes,
        priced: priced.length,
        failed: outcomes.length - priced.length,
        totals,
        ...reportingOutcome(totals, reporting),
      }
    },
  })

/** A position, or a row that is none and why. */
type Entry =
  | { readonly position: Position; readonly line?: number }
  | { readonly position: Pick<Position, 'id' | 'operation'>; readonly line: number; readonly error: OutcomeError }

const plainError = ({ code, message, problems }: OutcomeError) => ({
  code,
  message,
  problems: problems.map((problem) => ({ ...problem })),
})

interface Priced {
  readonly currency?: string | undefined
  readonly presentValue: number
}

const leadColumns = ['id', 'operation', 'quantity', 'currency']

function positionsOf(csv: string): Entry[] {
  return casesOfCsv(csv, { textColumns: ['id', 'operation', 'currency'] }).map(({ line, input: row, fault }) => {
    if (fault !== undefined) {
      return { line, position: { id: `line ${line}`, operation: '' }, error: outcomeError(fault) }
    }
    const { input: own = {}, ...fields } = row
    const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !leadColumns.includes(name)))
    const input = { ...rest, ...(own as object) }
    const facts = Object.fromEntries(Object.entries(row).filter(([name]) => leadColumns.includes(name)))
    const parsed = positionSchema.safeParse({ id: `line ${line}`, ...facts, input })
    if (parsed.success) return { position: parsed.data, line }
    const [issue] = parsed.error.issues
    return {
      line,
      position: { id: textOr(facts.id, `line ${line}`), operation: textOr(facts.operation, '') },
      error: outcomeError(
        new TuttiError('invalid-input', `line ${line} is no position: ${issue.path.join('.')}: ${issue.message}`, {
          line,
          field: issue.path.join('.'),
          expected: 'columns id and operation, with quantity a number and currency such as EUR where they are given',
        }),
      ),
    }
  })
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

function unitResult(pricer: Operation, input: unknown, name: string) {
  const result = pricer.run(input) as Record<string, unknown>
  const unitValue = result.presentValue ?? result.price
  if (typeof unitValue !== 'number') {
    throw new TuttiError('not-applicable', `${name} computes no single present value, so it cannot price a position`, {
      field: 'operation',
      got: name,
      expected: 'a pricer whose output has presentValue or price',
    })
  }
  return { result, unitValue }
}

function totalsByCurrency(priced: readonly Priced[]) {
  const currencies = [...new Set(priced.map((outcome) => outcome.currency))]
  return currencies.map((unit) => {
    const values = priced.filter((outcome) => outcome.currency === unit).map(({ presentValue }) => presentValue)
    return { currency: unit ?? null, presentValue: compensatedSum(values), positions: values.length }
  })
}

type Totals = ReturnType<typeof totalsByCurrency>

interface Reporting {
  readonly currency: string
  readonly base?: string | undefined
  readonly fxRates: Readonly<Record<string, number>>
}

/** The total in the reporting currency, or why there is none: the positions keep their values either way. */
function reportingOutcome(totals: Totals, reporting: Reporting | undefined) {
  if (reporting === undefined) return { reportingTotal: null, reportingError: null }
  const outcome = caseOutcome(() => reportingTotal(totals, reporting))
  if (outcome.status === 'error') return { reportingTotal: null, reportingError: plainError(outcome.error) }
  return { reportingTotal: outcome.result as ReturnType<typeof reportingTotal>, reportingError: null }
}

function reportingTotal(totals: Totals, { currency: unit, base = unit, fxRates }: Reporting) {
  /** Units of the base currency for one of `other`. */
  const rateOf = (other: string): number => {
    const quoted = fxRates[other] as number | undefined
    if (other === base && (quoted === undefined || quoted === 1)) return 1
    if (other === base) {
      throw new TuttiError(
        'invalid-input',
        `one ${other} is ${quoted} ${base} by the rates: say in which currency they are`,
        {
          field: 'reporting.base',
          got: `a rate of ${quoted} for ${other}, the base currency unless another is given`,
          expected: 'base: the currency that the rates are quoted in',
        },
      )
    }
    if (quoted !== undefined) return quoted
    throw new TuttiError('missing-data', `positions in ${other} cannot be reported in ${unit}: there is no rate`, {
      field: 'reporting.fxRates',
      got: Object.keys(fxRates).join(', '),
      expected: `a rate for ${other} in ${base}`,
    })
  }
  const values = totals.map(({ currency: own, presentValue }) => {
    if (own === null) {
      throw new TuttiError('missing-data', `positions without a currency cannot be reported in ${unit}`, {
        field: 'currency',
        expected: 'a currency for each position',
      })
    }
    return own === unit ? presentValue : (presentValue * rateOf(own)) / rateOf(unit)
  })
  const positions = totals.reduce((sum, total) => sum + total.positions, 0)
  return { currency: unit, presentValue: compensatedSum(values), positions }
}
