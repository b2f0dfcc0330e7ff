/** A result without `readonly`, its typed arrays as plain ones: what JSON makes of it. */
export type PlainCopy<T> = T extends Float64Array | Int32Array
  ? number[]
  : T extends readonly (infer Item)[]
    ? PlainCopy<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: PlainCopy<T[Key]> }
      : T

/** A copy of a result as plain arrays and objects. */
export function plainCopy<T>(value: T): PlainCopy<T> {
  return copied(value) as PlainCopy<T>
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, copied)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]))
}
