import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableBlock } from '../document/document.ts'
import { resultReading, textCell } from '../document/result-reading.ts'
import { blockHtml } from './block-html.ts'
import { pageContext } from './page-context.ts'

const result = { name: '<i>', cost: { value: 0.0123, standardError: 0.002 }, none: null }
const page = pageContext(result, () => 'made up')
const { slot, cell } = resultReading(result)
const table: TableBlock = {
  kind: 'table',
  id: 't',
  caption: 'Costs',
  columns: ['Name', 'Cost', 'Other'],
  rows: [{ cells: [textCell(slot('text', 'name')), cell(['cost'], 'percent', 1), textCell('none')] }],
}

test('a compact table keeps pointers and values of figures and leaves notes and errors out', () => {
  const html = blockHtml({ ...table, compact: true }, page, '')
  assert.match(html, /<td><data value="0\.0123" data-pointer="\/cost\/value">1\.2\u202f%<\/data><\/td>/)
  assert.match(html, /<th scope="row">&lt;i&gt;<\/th>/)
  assert.doesNotMatch(html, /title=|class="se"/)
  assert.match(blockHtml(table, page, ''), /title="[^"]*standard error 0\.002; made up"/)
})

test('a missing figure in a compact table still says why', () => {
  const row = { cells: [textCell('a'), cell(['none'], 'ratio', 1, 'not known')] }
  assert.match(blockHtml({ ...table, compact: true, rows: [row] }, page, ''), /n\/a[^]*not known/)
})

test('plain words stand to the right in a column of figures', () => {
  const rows = [table.rows[0], { cells: [textCell('b'), textCell('a gain'), textCell('')] }]
  assert.match(blockHtml({ ...table, rows }, page, ''), /<td class="n">a gain<\/td>/)
})

test('a detail block is closed, with its blocks inside', () => {
  const html = blockHtml({ kind: 'detail', id: 'more', title: slot('text', 'name'), blocks: [table] }, page, '')
  assert.match(html, /^<details class="detail" id="more"><summary>.*&lt;i&gt;.*<\/summary><div class="table" id="t">/)
  assert.doesNotMatch(html, /<details[^>]* open/)
})
