import { createHash } from 'node:crypto'

/** The SHA-256 digest of bytes, or of text in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(textOrBytes: string | Uint8Array): string {
  return createHash('sha256').update(textOrBytes).digest('hex')
}
