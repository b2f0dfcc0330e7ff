import canonicalize from 'canonicalize'
import { requireJson } from './json.ts'
import type { Json } from './json.ts'

/**
 * The one JSON text of a value (RFC 8785, JSON Canonicalization Scheme): keys in UTF-16 order, no white space, numbers
 * as ECMAScript writes them (so -0 becomes 0). Equal values give equal text, whatever the order of their keys.
 * Throws `invalid-input` with the JSON pointer of anything that is not plain JSON.
 */
export function canonicalJson(value: Json): string {
  return canonicalize(requireJson(value))!
}
