/** Where a value was read from: kept beside it, since a plain value does not say. */
export interface ValueSource {
  /** Line (1-based) of the key or entry at a path, or of the nearest around it; undefined where only the whole file is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined
  /** Whether the text said nothing at all. */
  readonly isEmpty: boolean
}

const sources = new WeakMap<object, ValueSource>()

/** Keeps the source of a value that was read from text; returns the value. */
export function withSource<T>(value: T, source: ValueSource): T {
  if (typeof value === 'object' && value !== null) sources.set(value, source)
  return value
}

/** The source of a value that was read from text; undefined for one that was made otherwise, and for text or a number. */
export function sourceOf(value: unknown): ValueSource | undefined {
  return typeof value === 'object' && value !== null ? sources.get(value) : undefined
}
