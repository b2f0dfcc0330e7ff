import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { CheckReport } from './check-report.ts'
import { plantedTree } from './planted-tree.ts'
import { runProgram } from './run-program.ts'
import { testFiles, testReport } from './test-run.ts'

const head = "import assert from 'node:assert/strict'\nimport { describe, test } from 'node:test'\n"

/** The report on one planted test file. */
function reportOf(code: string): Promise<CheckReport> {
  return reportOfFiles({ 'packages/a/src/x.test.ts': head + code })
}

/** The report on planted test files; made in another process, since Node runs no test run inside a test. */
async function reportOfFiles(files: Readonly<Record<string, string>>): Promise<CheckReport> {
  const script = `import { testReport } from ${JSON.stringify(join(import.meta.dirname, 'test-run.ts'))}
    console.log(JSON.stringify(await testReport(import.meta.dirname, { kind: 'unit' })))`
  using tree = plantedTree({ ...files, 'report.mjs': script })
  const { NODE_TEST_CONTEXT: _inside, ...env } = process.env
  const { output } = await runProgram(process.execPath, ['report.mjs'], { cwd: tree.root, env })
  return JSON.parse(output) as CheckReport
}

describe('a test run', () => {
  test('counts tests, not the groups around them', async () => {
    const report = await reportOf("describe('group', () => { test('one', () => {}); test('two', () => {}) })")
    assert.deepEqual(report, { passed: 2, failed: 0, skipped: 0, output: '' })
  })

  test('shows a failure with its place and its error', async () => {
    const { failed, output } = await reportOf("test('adds', () => assert.equal(1 + 1, 3))")
    assert.equal(failed, 1)
    assert.match(output, /^packages\/a\/src\/x\.test\.ts:3: adds — FAILED\n {4}AssertionError.*\n/)
  })

  test('shows a skipped test with its reason', async () => {
    const report = await reportOf("test('needs data', { skip: 'the data is absent' }, () => {})")
    assert.equal(report.skipped, 1)
    assert.equal(report.output, 'packages/a/src/x.test.ts:3: needs data — skipped: the data is absent')
  })

  test('counts one failure for a failing test inside a test', async () => {
    const { failed, output } = await reportOf(
      "test('outer', async (t) => { await t.test('inner', () => assert.fail('no')) })",
    )
    assert.equal(failed, 1)
    assert.match(output, /inner — FAILED/)
  })

  test('counts a file that breaks as a failure and shows what it printed', async () => {
    const { failed, output } = await reportOf("console.error('about to break')\nthrow new Error('broken file')")
    assert.equal(failed, 1)
    assert.match(output, /broken file/)
  })

  test('of files that share a process names each failure by its own file and counts the tests of all', async () => {
    const { passed, failed, output } = await reportOfFiles({
      'packages/analytics/src/x.test.ts': `${head}test('adds', () => assert.equal(1 + 1, 3))`,
      'packages/analytics/src/y.test.ts': `${head}test('says where it is', () => assert.match(import.meta.filename, /y\\.test/))`,
    })
    assert.deepEqual([passed, failed], [1, 1])
    assert.match(output, /^packages\/analytics\/src\/x\.test\.ts:3: adds — FAILED\n/)
  })

  test('of files that share a process fails, naming the file, when one of them breaks', async () => {
    const { failed, output } = await reportOfFiles({
      'packages/analytics/src/x.test.ts': `${head}throw new Error('broken file')`,
      'packages/analytics/src/y.test.ts': `${head}test('is well', () => {})`,
    })
    assert.equal(failed, 1)
    assert.match(output, /packages\/analytics\/src\/x\.test\.ts[^]*broken file/)
  })

  test('that could run nothing is a failure, not a success', async () => {
    using tree = plantedTree({ 'packages/a/src/x.test.ts': head })
    assert.equal((await testReport(tree.root, { kind: 'unit' })).failed, 1)
  })

  test('fails when a file that was asked for is not there', async () => {
    using tree = plantedTree({})
    assert.equal((await testReport(tree.root, { kind: 'unit', paths: ['nowhere'] })).failed, 1)
  })
})

test('slow suites are files of their own kind, and paths choose among them', () => {
  using tree = plantedTree({
    'packages/a/src/x.test.ts': '',
    'packages/a/src/y.slow.test.ts': '',
    'packages/a/node_modules/z/z.test.ts': '',
    'apps/b/src/w.test.ts': '',
  })
  assert.deepEqual(testFiles(tree.root, 'unit'), ['apps/b/src/w.test.ts', 'packages/a/src/x.test.ts'])
  assert.deepEqual(testFiles(tree.root, 'slow'), ['packages/a/src/y.slow.test.ts'])
  assert.deepEqual(testFiles(tree.root, 'unit', ['apps/b']), ['apps/b/src/w.test.ts'])
})
