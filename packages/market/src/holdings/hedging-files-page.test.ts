import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { flowColumns, memberColumns } from './checked-liabilities.ts'
import { holdingKinds, type KindColumns, portfolioColumns } from './holding-columns.ts'

const page = readFileSync(fileURLToPath(new URL('../../../../docs/hedging-files.md', import.meta.url)), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| `'))

/** Names in code quotes in a cell of a row of a table. */
const namesIn = (row: string, cell: number): string[] =>
  [...(row.split('|')[cell + 1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name)

test('the page of the fund’s files has a row for each kind with the columns that it needs and may have', () => {
  for (const [kind, columns] of Object.entries(holdingKinds)) {
    const { required, optional }: KindColumns = columns
    const row = rows.find((line) => line.startsWith(`| \`${kind}\` `))
    assert.ok(row, kind)
    assert.deepEqual(namesIn(row, 2).toSorted(), [...required].toSorted(), kind)
    assert.deepEqual(namesIn(row, 3).toSorted(), [...optional].toSorted(), kind)
  }
})

test('the page names every column and every side', () => {
  const columns = [...Object.keys(portfolioColumns), ...Object.keys(flowColumns), ...Object.keys(memberColumns)]
  const choices = Object.values(holdingKinds).flatMap(({ sides = [], options = [] }: KindColumns) => [
    ...sides,
    ...options,
  ])
  for (const name of [...columns, ...choices]) assert.ok(page.includes(`\`${name}\``), name)
})
