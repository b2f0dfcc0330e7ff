import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { sha256 } from './sha256.ts'

/**
 * The code version of the folders `roots`: the SHA-256 over every `.ts` source below them (tests and node_modules left
 * out), as path relative to its root and content, in path order. Moving the whole checkout or editing a test keeps it;
 * editing, adding, removing or renaming a source changes it. The order of `roots` counts.
 * Throws `missing-data` for a root that is not a folder or holds no source.
 */
export function sourceVersion(roots: readonly string[]): string {
  const lines: string[] = []
  roots.forEach((root, position) => {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new TuttiError('missing-data', `the code version needs the folder ${root}, which is not there`, {
        file: root,
      })
    }
    const sources = sourcesBelow(root)
    if (sources.length === 0) {
      throw new TuttiError('missing-data', `the folder ${root} holds no .ts source to take a code version from`, {
        file: root,
      })
    }
    for (const path of sources) lines.push(`${position} ${path} ${sha256(readFileSync(join(root, path)))}`)
  })
  return sha256(lines.join('\n'))
}

/** Paths of the sources below `root`, with `/` on every system, in the order of their UTF-16 code units. */
function sourcesBelow(root: string): string[] {
  const found: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(path)
      } else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) {
        found.push(path)
      }
    }
  }
  walk('')
  return found.sort()
}
