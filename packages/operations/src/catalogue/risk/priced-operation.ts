import { TuttiError } from '@tutti/analytics/errors'
import type { Valuation } from '@tutti/analytics/sensitivity'
import * as bonds from '../bonds/index.ts'
import * as credit from '../credit/index.ts'
import * as curves from '../curves/index.ts'
import * as equity from '../equity/index.ts'
import * as fx from '../fx/index.ts'
import * as models from '../models/index.ts'
import type { Operation } from '../operation.ts'
import * as rates from '../rates/index.ts'
import * as volatility from '../volatility/index.ts'

/** An operation of the catalogue with the figure of its result that is the value of the position. */
export interface PricedOperation {
  /** Name of an operation of the pricing areas, such as `models/black-scholes`. */
  readonly operation: string
  readonly input: unknown
  /** JSON pointer to the value in the result, such as `/presentValue`. */
  readonly value: string
}

const pricing: readonly Operation[] = [bonds, credit, curves, equity, fx, models, rates, volatility].flatMap(
  (area): Operation[] => Object.values(area),
)

/** The levels of the factors, named by JSON pointers into the input. */
export function factorLevels(priced: PricedOperation, factors: readonly string[]): readonly number[] {
  return factors.map((pointer) => numberAt(priced.input, pointer, 'factor'))
}

/** The value of the position as a function of its factors' levels. Never changes the input that it is given. */
export function valuationOf(priced: PricedOperation, factors: readonly string[]): Valuation {
  const operation = pricing.find(({ name }) => name === priced.operation)
  if (operation === undefined) {
    throw new TuttiError('unsupported', `there is no pricing operation ${priced.operation}`, {
      field: 'operation',
      got: priced.operation,
      expected: pricing.map(({ name }) => name).join(', '),
    })
  }
  factorLevels(priced, factors)
  return (levels) => {
    const input: unknown = structuredClone(priced.input)
    factors.forEach((pointer, i) => setNumber(input, pointer, levels[i]))
    return numberAt(operation.run(input), priced.value, 'value')
  }
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
