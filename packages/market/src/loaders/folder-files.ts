import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { readFault } from './read-unchanged.ts'

const deepest = 8
const most = 100_000

/**
 * Paths of the files under `directory`, with `/`, sorted. Hidden entries are left out; a linked folder is entered once, so
 * links in a circle end. A link that leads nowhere or to itself is listed, so that reading it says so if it is needed.
 *
 * @throws `invalid-input` when the folder is missing, no folder, or cannot be read, or holds more than 100,000 files.
 */
export async function folderFiles(directory: string): Promise<string[]> {
  const files: string[] = []
  const entered = new Set<string>()
  await enter('', 0)
  return files.sort()

  async function enter(inside: string, depth: number): Promise<void> {
    const real = await asked(inside, () => realpath(join(directory, inside)))
    if (entered.has(real) || depth > deepest) return
    entered.add(real)
    const entries = await asked(inside, () => readdir(real, { withFileTypes: true }))
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(directory, path))))
      if (isFolder) await enter(path, depth + 1)
      else files.push(path)
      if (files.length > most) {
        throw new TuttiError('invalid-input', `the market folder holds more than ${most} files; name a narrower one`, {
          field: 'directory',
          got: directory,
        })
      }
    }
  }

  async function asked<T>(inside: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      const fault = readFault(error)
      const missing = fault === 'there is no such file' ? 'there is no such folder' : fault
      const path = inside === '' ? directory : `${directory}/${inside}`
      const problem = { file: path, message: missing, expected: 'a folder with market data that can be read' }
      throw new TuttiError('invalid-input', `cannot read the market folder ${path}: ${missing}`, {
        ...problem,
        field: 'directory',
        problems: [problem],
        cause: error,
      })
    }
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false // A broken or circular link: not a folder to enter. Reading it as a file reports it.
  }
}
