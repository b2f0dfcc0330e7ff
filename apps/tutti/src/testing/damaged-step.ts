import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Turns one bit of the file in which the store of `folder` keeps a step. */
export function damageStep(folder: string, { hash }: { readonly hash: string }): void {
  const file = join(folder, '.tutti', 'objects', hash.slice(0, 2), `${hash}.json`)
  const bytes = readFileSync(file)
  bytes[10] ^= 1
  writeFileSync(file, bytes)
}
