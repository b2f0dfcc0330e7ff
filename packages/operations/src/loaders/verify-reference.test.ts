import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { problemText, TuttiError } from '@tutti/analytics/errors'
import { verificationText } from '../reference/index.ts'
import { loadReferenceFolder } from './load-reference-folder.ts'
import { verifyReference } from './verify-reference.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const ownPack = join(root, 'fixtures', 'reference')
const sharedPack = join(root, '..', 'shared', 'reference')

const good = {
  name: 'risk/scaled',
  inputs: { function: 'var_scaling', daily_var: 100, days: 4, autocorrelation: 0 },
  expected: { iid: 200 },
  tolerance: { abs: 1e-9 },
  source: 'square root of four',
}

function folderWith(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-verify-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

/** Areas of the shared values, of which every case is served; the pack has `skill` besides. */
const servedAreas = [
  'actuarial',
  'attribution',
  'bonds',
  'credit',
  'curves',
  'fx',
  'models',
  'optimisation',
  'performance',
  'random',
  'rates',
  'risk',
  'statistics',
]

test('every case of the pack in the project passes', () => {
  const report = verifyReference(ownPack)
  assert.ok(report.ok, verificationText(report))
  assert.equal(report.counts.pass, report.counts.cases)
  assert.deepEqual(
    report.areas.map(({ area }) => area),
    [...servedAreas, 'skill'].sort(),
  )
})

test('no case of the shared reference values fails, and every case of the areas that are whole is served', (t) => {
  if (!existsSync(sharedPack)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', '../shared/reference is absent')
    t.skip('../shared/reference is absent')
    return
  }
  const report = verifyReference(sharedPack)
  assert.ok(report.ok, verificationText(report))
  for (const area of servedAreas) {
    const row = report.areas.find((item) => item.area === area)
    assert.equal(row?.pass, row?.cases, `${area}: ${JSON.stringify(row)}`)
  }
})

test('an expected figure moved beyond its tolerance makes any case of the pack fail', () => {
  const { cases } = loadReferenceFolder(ownPack)
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved)
    if (typeof value === 'number') return value === 0 ? 1 : value * 1.5 + Math.sign(value)
    if (typeof value === 'string') return `${value}0`
    if (typeof value !== 'object' || value === null) return value === null ? 0 : value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved(part)]))
  }
  const folder = mkdtempSync(join(tmpdir(), 'tutti-verify-'))
  try {
    const wrong = cases.map(({ file: _file, ...item }) => ({ ...item, expected: moved(item.expected) }))
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify(wrong))
    const report = verifyReference(folder)
    assert.deepEqual(
      report.cases.filter(({ verdict }) => verdict !== 'fail').map(({ name }) => name),
      [],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('options choose areas and cases, and a choice that leaves nothing is refused with what there is', () => {
  const report = verifyReference(ownPack, { areas: ['models'], nameContains: 'heston' })
  assert.ok(report.counts.cases > 5 && report.ok)
  assert.ok(report.cases.every(({ name }) => name.startsWith('models/') && name.includes('heston')))
  assert.throws(() => verifyReference(ownPack, { areas: ['astrology'] }), {
    code: 'invalid-input',
    message: /none of the \d+ cases/,
  })
})

test('faulty files and cases are problems of the report, and the other cases still run', (t) => {
  const folder = folderWith(t, {
    'a.json': JSON.stringify([good, { ...good, name: 'risk/other', source: undefined }]),
    'b.json': '[',
    'c.json': JSON.stringify([good]),
    'forms.json': JSON.stringify({ kupiec: { area: 'risk', forms: [] } }),
    'notes.txt': 'not read',
  })
  mkdirSync(join(folder, 'below.json'))
  const report = verifyReference(folder)
  assert.equal(report.counts.pass, 2)
  assert.equal(report.ok, false)
  const texts = report.problems.map(problemText)
  assert.equal(texts.length, 3)
  assert.match(texts[0], /^a\.json: risk\/other: source: /)
  assert.match(texts[1], /^b\.json: is not JSON/)
  assert.match(texts[2], /^c\.json: risk\/scaled: another case in a\.json has the same name/)
})

test('a folder without case files, or that is not there, says what is expected', (t) => {
  const empty = folderWith(t, { 'README.md': 'nothing here' })
  for (const folder of [empty, join(empty, 'absent'), join(empty, 'README.md')]) {
    assert.throws(
      () => verifyReference(folder),
      (error: unknown) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'missing-data')
        assert.match(error.details.expected ?? '', /NAME\.json, each an array of cases/)
        return true
      },
    )
  }
})
