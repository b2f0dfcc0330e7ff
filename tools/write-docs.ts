// Writes the pages that are made from the code: `docs/reference` from the catalogue, and the tables of `docs/validation.md`
// from the project's own validation pack. `--check` writes nothing and fails where a page is not what it would write.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { madePages } from './made-pages.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const pages = madePages(root)
const folder = join(root, 'docs', 'reference')
mkdirSync(folder, { recursive: true })
const left = readdirSync(folder).filter((file) => !pages.has(`docs/reference/${file}`))
const stale = [...pages].filter(([path, text]) => textOf(join(root, path)) !== text)
for (const path of [...stale.map(([path]) => path), ...left.map((file) => `docs/reference/${file}`)]) {
  console.log(`${check ? 'not up to date' : 'written'}: ${path}`)
}
if (check) process.exitCode = stale.length + left.length > 0 ? 1 : 0
else {
  for (const [path, text] of stale) writeFileSync(join(root, path), text)
  for (const file of left) rmSync(join(folder, file))
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
