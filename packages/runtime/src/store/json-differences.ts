import { canonicalJson, pointerTo } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'

/** A place where two JSON values differ; a side that has nothing there leaves its value out. */
export interface LeafDifference {
  readonly pointer: string
  readonly a?: Json
  readonly b?: Json
}

export interface JsonDifferences {
  /** The first `limit` differences, in the order of keys and indices. */
  readonly leaves: readonly LeafDifference[]
  /** Number of all differences. */
  readonly total: number
}

/** The leaves in which `a` and `b` differ: numbers bit for bit, objects key by key, arrays index by index. */
export function jsonDifferences(a: Json, b: Json, limit: number): JsonDifferences {
  const leaves: LeafDifference[] = []
  let total = 0
  const compare = (left: Json | undefined, right: Json | undefined, path: (string | number)[]): void => {
    const keys = sharedKeys(left, right)
    if (keys !== undefined) {
      for (const key of keys) compare(member(left, key), member(right, key), [...path, key])
      return
    }
    if (left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right)) return
    total++
    if (leaves.length >= limit) return
    leaves.push({
      pointer: pointerTo(path),
      ...(left === undefined ? {} : { a: left }),
      ...(right === undefined ? {} : { b: right }),
    })
  }
  compare(a, b, [])
  return { leaves, total }
}

/** The keys to descend into when both sides are objects, or both arrays. */
function sharedKeys(a: Json | undefined, b: Json | undefined): readonly (string | number)[] | undefined {
  if (Array.isArray(a) && Array.isArray(b)) return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i)
  if (!isObject(a) || !isObject(b)) return undefined
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  return Object.hasOwn(value as object, key) ? (value as Record<string | number, Json>)[key] : undefined
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
