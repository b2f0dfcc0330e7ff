import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the project: where `examples`, `fixtures` and `packages` lie. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
