import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileSizeReport } from './check-file-size.ts'
import { plantedTree } from './planted-tree.ts'

const lines = (count: number): string => 'x\n'.repeat(count)

function reportOf(files: Readonly<Record<string, string>>, exceptions: Readonly<Record<string, string>> = {}) {
  using tree = plantedTree(files)
  return fileSizeReport(tree.root, exceptions)
}

describe('the file-size check', () => {
  test('accepts 400 lines, warns over 400, fails over 600', () => {
    const at = (count: number) => reportOf({ 'packages/a/src/curve.ts': lines(count) })
    assert.deepEqual(at(400), { passed: 1, failed: 0, skipped: 0, output: '' })
    assert.match(at(401).output, /^warning: .*curve\.ts: 401 lines, over 400$/)
    assert.equal(at(600).failed, 0)
    assert.match(at(601).output, /curve\.ts: 601 lines, over 600/)
    assert.equal(at(601).failed, 1)
  })

  test('counts a last line without an end', () => {
    assert.equal(reportOf({ 'tools/a.ts': `${lines(600)}y` }).failed, 1)
  })

  test('lets a listed file be long, and refuses a listed file that is gone', () => {
    const exceptions = { 'packages/a/src/table.ts': 'a data table' }
    assert.equal(reportOf({ 'packages/a/src/table.ts': lines(900) }, exceptions).failed, 0)
    assert.match(reportOf({}, exceptions).output, /there is no such file/)
  })

  test('leaves installed packages, build output and data alone', () => {
    const report = reportOf({
      'packages/a/node_modules/b/utils.ts': lines(900),
      'packages/a/dist/Big.js': lines(900),
      'fixtures/series.json': lines(900),
    })
    assert.equal(report.output, '')
  })

  for (const path of ['packages/a/src/utils.ts', 'apps/a/helpers/x.ts', 'docs/misc.md', 'tools/common.test.ts']) {
    test(`refuses the name ${path}`, () => assert.match(reportOf({ [path]: '' }).output, /the name says nothing/))
  }

  for (const path of ['packages/a/src/ParRate.ts', 'packages/a/src/par_rate.ts', 'packages/a/myCurves/x.ts']) {
    test(`refuses the name ${path}`, () => assert.match(reportOf({ [path]: '' }).output, /not kebab-case/))
  }

  for (const path of [
    'packages/a/src/par-rate.slow.test.ts',
    'packages/a/README.md',
    'docs/decisions/0001-floors.md',
  ]) {
    test(`accepts the name ${path}`, () => assert.equal(reportOf({ [path]: '' }).output, ''))
  }
})
