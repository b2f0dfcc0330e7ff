import { statSync } from 'node:fs'
import { TuttiError } from '@tutti/analytics/errors'

/** Throws `invalid-input` unless each of the folders that clients may read is a folder. */
export function requireRoots(roots: readonly string[]): void {
  for (const root of roots) {
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === true) continue
    throw new TuttiError('invalid-input', 'runs can only read files under a folder that is there', {
      field: '--root',
      got: root,
      expected: 'a folder',
    })
  }
}
