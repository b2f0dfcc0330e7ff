import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { madePages } from './made-pages.ts'

const root = join(import.meta.dirname, '..')

test('the pages made from the code are up to date: npm run docs writes them', () => {
  const pages = madePages(root)
  for (const [path, text] of pages) {
    let written = ''
    try {
      written = readFileSync(join(root, path), 'utf8')
    } catch {
      // not there is as bad as old
    }
    assert.ok(written === text, `${path} is not what npm run docs would write`)
  }
  for (const file of readdirSync(join(root, 'docs', 'reference'))) {
    assert.ok(pages.has(`docs/reference/${file}`), `docs/reference/${file} belongs to no area`)
  }
})
