import type { ReferenceCase } from './reference-case.ts'

/** One expected leaf against what was computed for it. */
export interface ComparedElement {
  /** Where it stands in the expected results, such as `calls[2]`. */
  readonly path: string
  readonly expected: unknown
  readonly computed: unknown
  /** |computed - expected|; `null` where they are not both finite numbers. */
  readonly deviation: number | null
  /** The largest deviation that passes; `null` where equality is asked for. */
  readonly allowed: number | null
  /** Deviation over what is allowed, 0 when equal, `null` when infinite or not a number. */
  readonly ratio: number | null
  readonly pass: boolean
}

/** The comparison of one case. */
export interface ComparedResults {
  readonly elements: readonly ComparedElement[]
  /** Expected keys for which nothing was computed. */
  readonly missing: readonly string[]
}

/**
 * Compares computed results with the expected ones, element by element: |x - e| <= abs + rel |e|, where a tolerance
 * named like the expected key replaces both for everything under that key; strings, dates, booleans and `null` must be
 * equal. An expected key `x_published` repeats `x` as the source prints it and takes the computed `x`.
 */
export function comparedResults(
  { expected, tolerance }: Pick<ReferenceCase, 'expected' | 'tolerance'>,
  computed: Readonly<Record<string, unknown>>,
): ComparedResults {
  const elements: ComparedElement[] = []
  const missing: string[] = []
  for (const [key, value] of Object.entries(expected)) {
    const name = computedKey(key, computed)
    if (name === undefined) {
      missing.push(key)
      continue
    }
    const own = Object.hasOwn(tolerance, key) ? tolerance[key] : undefined
    const allowance: Allowance =
      own === undefined ? { abs: tolerance['abs'] ?? 0, rel: tolerance['rel'] ?? 0 } : { abs: own, rel: 0 }
    compare(computed[name], value, allowance, key, elements)
  }
  return { elements, missing }
}

interface Allowance {
  readonly abs: number
  readonly rel: number
}

/** The computed key that answers an expected one: itself, or what a `_published` key repeats. */
export function computedKey(key: string, computed: Readonly<Record<string, unknown>>): string | undefined {
  const full = key.replace(/_published(_\d+dp)?$/, '')
  return [key, full].find((name) => Object.hasOwn(computed, name) && computed[name] !== undefined)
}

function compare(
  computed: unknown,
  expected: unknown,
  allowance: Allowance,
  path: string,
  into: ComparedElement[],
): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(computed) || computed.length !== expected.length) {
      into.push(unequal(path, shape(computed), `${expected.length} elements`))
      return
    }
    expected.forEach((part, i) => compare(computed[i], part, allowance, `${path}[${i}]`, into))
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, part] of Object.entries(expected)) {
      const inside = typeof computed === 'object' && computed !== null && Object.hasOwn(computed, key)
      if (inside) compare((computed as Record<string, unknown>)[key], part, allowance, `${path}.${key}`, into)
      else into.push(unequal(`${path}.${key}`, 'nothing', shape(part)))
    }
  } else if (typeof expected === 'number') {
    into.push(comparedNumber(computed, expected, allowance, path))
  } else {
    const pass = computed === expected
    into.push({ path, expected, computed, deviation: null, allowed: null, ratio: pass ? 0 : null, pass })
  }
}

function comparedNumber(computed: unknown, expected: number, { abs, rel }: Allowance, path: string): ComparedElement {
  const allowed = abs + rel * Math.abs(expected)
  if (typeof computed !== 'number' || !Number.isFinite(computed)) {
    const got = typeof computed === 'number' ? String(computed) : (computed ?? 'nothing')
    return { path, expected, computed: got, deviation: null, allowed, ratio: null, pass: false }
  }
  const deviation = Math.abs(computed - expected)
  const ratio = deviation === 0 ? 0 : allowed === 0 ? null : deviation / allowed
  return { path, expected, computed, deviation, allowed, ratio, pass: deviation <= allowed }
}

const unequal = (path: string, computed: unknown, expected: unknown): ComparedElement => ({
  path,
  expected,
  computed,
  deviation: null,
  allowed: null,
  ratio: null,
  pass: false,
})

/** What a value looks like, where two values differ in shape. */
function shape(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} elements`
  if (value === undefined) return 'nothing'
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value)
}

/** The element that uses up most of its tolerance: a failed one before any that passes. */
export function worstElement(elements: readonly ComparedElement[]): ComparedElement | undefined {
  const weight = ({ pass, ratio }: ComparedElement): number => (ratio ?? Infinity) + (pass ? 0 : 1)
  return elements.reduce<ComparedElement | undefined>(
    (worst, element) => (worst === undefined || weight(element) > weight(worst) ? element : worst),
    undefined,
  )
}
