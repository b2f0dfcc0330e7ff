import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface PlantedTree extends Disposable {
  readonly root: string
}

/** A temporary folder with the given files (text as it is, anything else as JSON), removed when it goes out of scope. */
export function plantedTree(files: Readonly<Record<string, unknown>>, parent: string = tmpdir()): PlantedTree {
  const root = mkdtempSync(join(parent, 'planted-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
