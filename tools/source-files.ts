import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const skippedFolders = new Set(['node_modules', 'dist', 'coverage', '__pycache__'])

/**
 * Every file under `folder` of `root`, as sorted paths relative to `root` with `/`; nothing from dot folders, installed
 * packages or build output. A folder that does not exist has no files.
 */
export function sourceFiles(root: string, folder: string): string[] {
  const found: string[] = []
  const visit = (relative: string): void => {
    for (const entry of readEntries(join(root, relative))) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !skippedFolders.has(entry.name)) visit(path)
      } else if (entry.isFile()) found.push(path)
    }
  }
  visit(folder)
  return found.toSorted()
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
