import { canonicalJson } from './canonical-json.ts'
import type { Json } from './json.ts'
import { sha256 } from './sha256.ts'

/** The content address of a JSON value: the SHA-256 of its canonical text. Throws `invalid-input` if not plain JSON. */
export function contentHash(value: Json): string {
  return sha256(canonicalJson(value))
}
