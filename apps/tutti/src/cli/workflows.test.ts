import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cli } from '../testing/cli-process.ts'
import { studyFolder } from '../testing/small-study.ts'

test('the description of a workflow has the terms of its changes in words, within the width of the terminal', async (t) => {
  const folder = studyFolder(t)
  const { status, out, err } = await cli(folder, ['workflows', 'hedging'])
  assert.equal(status, 0, err)
  assert.match(out, /^ {8}group\? +"currency", "rates", "inflation", "credit"\n {8}factor +number >= 0 and <= 5$/m)
  assert.doesNotMatch(out, /"type":/)
  assert.deepEqual(
    out.split('\n').filter((line) => line.length > 80),
    [],
  )
  const unknown = await cli(folder, ['workflows', 'hedgin'])
  assert.equal(unknown.status, 5)
  assert.match(unknown.err, /there is no workflow "hedgin"/)
})
