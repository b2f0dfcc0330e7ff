import { readdirSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'

const mostEntries = 100_000

/**
 * The real path of a file or folder that a client named, which lies under one of `roots` with every link resolved, and from
 * which no link leads out of them. A relative path is looked for under each root in turn. Outside the roots nothing is looked at,
 * so that a refusal does not tell what is there. Throws `unauthorised` for `..`, hidden names, and what lies outside or leads
 * out; `missing-data` for what is not there.
 */
export function readablePath(path: string, roots: readonly string[], field: string): string {
  const real = roots.map((root) => realpathSync(root))
  const parts = path.split(/[\\/]/)
  if (path.includes('\0') || parts.includes('..')) throw refused(path, field, '".." is not allowed in a path')
  const candidates = isAbsolute(path)
    ? [resolve(path)].filter((absolute) => [...roots, ...real].some((root) => isWithin(absolute, resolve(root))))
    : real.map((root) => join(root, path))
  if (candidates.length === 0) throw refused(path, field, 'it is outside the folders that this server may read')
  const found = candidates.map(realPathOf).find((candidate) => candidate !== undefined)
  if (found === undefined) {
    throw new TuttiError(
      'missing-data',
      'there is no such file or folder under the folders that this server may read',
      {
        field,
        got: path,
      },
    )
  }
  requireInside(found, real, path, field)
  if (statSync(found).isDirectory()) requireNoWayOut(found, real, path, field)
  return found
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function requireInside(found: string, roots: readonly string[], path: string, field: string): void {
  const root = roots.find((candidate) => isWithin(found, candidate))
  if (root === undefined) throw refused(path, field, 'a link leads out of the folders that this server may read')
  const hidden = relative(root, found)
    .split(sep)
    .some((part) => part.startsWith('.'))
  if (hidden) throw refused(path, field, 'files and folders whose name begins with a dot are not read')
}

/** Every link in a folder stays within the roots; readers of folders follow links. */
function requireNoWayOut(folder: string, roots: readonly string[], path: string, field: string): void {
  const waiting = [folder]
  const seen = new Set(waiting)
  let entries = 0
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (++entries > mostEntries) throw refused(path, field, `the folder holds more than ${mostEntries} files`)
      if (entry.name.startsWith('.')) continue
      const inside = join(at, entry.name)
      const real = entry.isSymbolicLink() ? realPathOf(inside) : inside
      if (real === undefined) continue
      if (entry.isSymbolicLink()) requireInside(real, roots, path, field)
      if ((entry.isDirectory() || statSync(real).isDirectory()) && !seen.has(real)) {
        seen.add(real)
        waiting.push(real)
      }
    }
  }
}

const isWithin = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

const refused = (path: string, field: string, why: string): TuttiError =>
  new TuttiError('unauthorised', `this path is not read: ${why}`, {
    field,
    got: path.replaceAll('\0', '\\0'),
    expected: 'a file or folder under those that the server was started with (--root)',
  })
