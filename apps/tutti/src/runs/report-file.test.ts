import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { reportPlace, requireReportPlace, writeReport, writtenFiles } from './report-file.ts'

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-report-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a path that takes a report passes, and nothing is left behind by the look', (t) => {
  const folder = emptyFolder(t)
  requireReportPlace(join(folder, 'a', 'b', 'report.html'))
  assert.deepEqual(readdirSync(folder), [])
  writeFileSync(join(folder, 'old.html'), 'old')
  requireReportPlace(join(folder, 'old.html'))
  assert.equal(readFileSync(join(folder, 'old.html'), 'utf8'), 'old')
})

test('a path that can hold no report is refused, with what is wrong and what to do', (t) => {
  const folder = emptyFolder(t)
  writeFileSync(join(folder, 'file'), '')
  mkdirSync(join(folder, 'folder'))
  symlinkSync('/dev/null', join(folder, 'device'))
  const refused = (file: string, code: string, message: RegExp): void => {
    assert.throws(() => requireReportPlace(file), { code, message }, file)
  }
  refused(join(folder, 'folder'), 'invalid-input', /folder is a folder; give another path with --report FILE/)
  refused('', 'invalid-input', /is a folder/)
  refused(join(folder, 'file', 'report.html'), 'invalid-input', /file is a file, not a folder/)
  refused(join(folder, 'file', 'deep', 'report.html'), 'invalid-input', /file is a file, not a folder/)
  refused(join(folder, 'device'), 'invalid-input', /is no plain file/)
  refused(join(folder, 'x'.repeat(300)), 'invalid-input', /too long/)
})

test(
  'a folder that takes no files ends in an error, in the look and in the writing',
  { skip: process.platform !== 'linux' },
  () => {
    assert.throws(() => requireReportPlace('/proc/x/report.html'), {
      code: 'unauthorised',
      message: /\/proc cannot be written to/,
    })
    assert.throws(() => writeReport('/proc/x/y/report.html', '', 'run-1'), { code: 'unauthorised' })
  },
)

test('a report that cannot be written in the end says how to write it from its run', (t) => {
  const folder = emptyFolder(t)
  writeFileSync(join(folder, 'file'), '')
  const file = join(folder, 'file', 'report.html')
  assert.throws(() => writeReport(file, '', 'run-1'), {
    code: 'unauthorised',
    message: /tutti runs report run-1 --report FILE/,
  })
  writeReport(join(folder, 'a', 'b', 'report.html'), 'words', 'run-1')
  assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['report.html'])
})

test('a file that a run has not is taken away beside its report, so that no other run’s is read as its own', (t) => {
  const folder = emptyFolder(t)
  const report = join(folder, 'hedging.html')
  const files = (content: string | null) => [{ name: 'orders.csv', content }]
  assert.deepEqual(writtenFiles(report, files(null), 'run-1'), [])
  assert.deepEqual(writtenFiles(report, files('buy'), 'run-1'), [join(folder, 'hedging-orders.csv')])
  assert.deepEqual(writtenFiles(report, files(null), 'run-2'), [])
  assert.deepEqual(readdirSync(folder), [])
  mkdirSync(join(folder, 'hedging-orders.csv'))
  assert.throws(() => writtenFiles(report, files(null), 'run-2'), {
    code: 'unauthorised',
    message: /cannot be taken away/,
  })
})

test('a run has its report where it was asked for, else where those of its workflow go', () => {
  const machine = { platform: 'linux', report: '/somewhere/report.html' }
  assert.equal(reportPlace({ workflow: 'hedging', machine }), '/somewhere/report.html')
  assert.equal(reportPlace({ workflow: 'hedging', machine: null }), 'reports/hedging.html')
})
