import { TuttiError } from '@tutti/analytics/errors'
import type { Valuation } from '@tutti/analytics/sensitivity'
import * as bonds from '../bonds/index.ts'
import * as credit from '../credit/index.ts'
import * as curves from '../curves/index.ts'
import * as equity from '../equity/index.ts'
import * as fx from '../fx/index.ts'
import * as models from '../models/index.ts'
import type { Operation } from '../operation.ts'
import { portfolioPriceOperation } from '../portfolio/index.ts'
import * as rates from '../rates/index.ts'
import * as volatility from '../volatility/index.ts'

/** An operation of the catalogue with the figure of its result that is the value of the position. */
export interface PricedOperation {
  /** Name of an operation of the pricing areas, such as `models/black-scholes`, or `portfolio/price`. */
  readonly operation: string
  readonly input: unknown
  /** JSON pointer to the value in the result, such as `/presentValue`. */
  readonly value: string
}

const ofPositions: readonly Operation[] = [bonds, credit, curves, equity, fx, models, rates, volatility].flatMap(
  (area): Operation[] => Object.values(area),
)

const pricing: readonly Operation[] = [...ofPositions, portfolioPriceOperation((name) => named(name, ofPositions))]

function named(name: string, operations: readonly Operation[]): Operation {
  const found = operations.find((operation) => operation.name === name)
  if (found !== undefined) return found
  throw new TuttiError('unsupported', `there is no pricing operation ${name}`, {
    field: 'operation',
    got: name,
    expected: operations.map((operation) => operation.name).join(', '),
  })
}

/** The levels of the factors, named by JSON pointers into the input. */
export function factorLevels(priced: PricedOperation, factors: readonly string[]): readonly number[] {
  return factors.map((pointer) => numberAt(priced.input, pointer, 'factor'))
}

/** The value of the position as a function of its factors' levels. Never changes the input that it is given. */
export function valuationOf(priced: PricedOperation, factors: readonly string[]): Valuation {
  const operation = named(priced.operation, pricing)
  factorLevels(priced, factors)
  return (levels) => {
    const input: unknown = structuredClone(priced.input)
    factors.forEach((pointer, i) => setNumber(input, pointer, levels[i]))
    const result = operation.run(input)
    requireWhole(result)
    return numberAt(result, priced.value, 'value')
  }
}

/** A portfolio prices what it can; its risk needs every position. */
function requireWhole(result: unknown): void {
  const { failed = 0, outcomes = [] } = result as PortfolioResult
  if (failed === 0) return
  const bad = outcomes.flatMap(({ id, error }) => (error === undefined ? [] : [{ field: id, message: error.message }]))
  throw new TuttiError(
    'calculation-failed',
    `${failed} positions of the portfolio cannot be priced; the first: ${bad[0]?.message}`,
    {
      field: bad[0]?.field,
      expected: 'positions that can all be priced, under the factors as moved too',
      problems: bad,
    },
  )
}

interface PortfolioResult {
  readonly failed?: number
  readonly outcomes?: readonly { readonly id: string; readonly error?: { readonly message: string } }[]
}

/** The keys of a JSON pointer. Source: RFC 6901. */
function keysOf(pointer: string): readonly string[] {
  if (pointer.startsWith('/')) {
    return pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  throw new TuttiError('invalid-input', `${pointer} is not a JSON pointer`, {
    field: pointer,
    got: pointer,
    expected: 'a path such as /curve/zeroRates/0',
  })
}

function numberAt(root: unknown, pointer: string, what: 'factor' | 'value'): number {
  let place: unknown = root
  for (const key of keysOf(pointer)) {
    place = typeof place === 'object' && place !== null ? Reflect.get(place, key) : undefined
  }
  if (typeof place === 'number') return place
  throw new TuttiError(
    'invalid-input',
    `the ${what} ${pointer} is not a number of the ${what === 'factor' ? 'input' : 'result'}`,
    {
      field: pointer,
      got: place === undefined ? 'nothing' : JSON.stringify(place).slice(0, 60),
      expected: 'a pointer to a number',
    },
  )
}

function setNumber(root: unknown, pointer: string, level: number): void {
  const keys = keysOf(pointer)
  let place: unknown = root
  for (const key of keys.slice(0, -1)) place = Reflect.get(place as object, key)
  Reflect.set(place as object, keys[keys.length - 1], level)
}
