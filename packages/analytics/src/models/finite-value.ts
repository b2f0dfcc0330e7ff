import { TuttiError } from '../errors/index.ts'

/** `value` if it is finite. Throws `calculation-failed` for a model whose values overflow. */
export function finiteValue(value: number, what: string): number {
  if (Number.isFinite(value)) return value
  throw new TuttiError(
    'calculation-failed',
    `the value of the ${what} overflows with these parameters; check that volatility and mean reversion are annual decimals`,
    { got: String(value), expected: 'a finite value' },
  )
}
