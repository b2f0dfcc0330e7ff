import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { operations } from './operations.ts'

const root = join(import.meta.dirname, '../../../..')
const documents = join(root, '../shared/spec')
const page = readFileSync(join(root, 'docs/spec-map.md'), 'utf8')

interface Row {
  readonly section: string
  readonly name: string
  readonly counterpart: string
  readonly status: string
}

/** The rows of the tables under each heading; those of the heading and the rule begin with no backtick. */
function rowsOf(text: string): Row[] {
  let section = ''
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) section = line.slice(3).trim()
    if (!line.startsWith('| `')) return []
    const cells = line.split('|').map((cell) => cell.trim())
    assert.equal(cells.length, 6, `a row has four cells: ${line}`)
    return [{ section, name: cells[1].replaceAll('`', ''), counterpart: cells[3], status: cells[4] }]
  })
}

const rows = rowsOf(page)
const sections: Readonly<Record<string, string>> = {
  'dynamic-asset-allocation.md': 'Dynamic asset allocation',
  'alternative-risk-premia.md': 'Alternative risk premia',
  'multi-asset-hedging.md': 'Multi-asset hedging',
  'multi-manager-fixed-income.md': 'Multi-manager fixed income',
}

const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code)
const operationsIn = (text: string): string[] => codeIn(text).filter((code) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(code))
const filesIn = (text: string): string[] => codeIn(text).filter((code) => /^(apps|packages|docs)\/.+\.\w+$/.test(code))
const functionsIn = (text: string) =>
  [...text.matchAll(/`(\w+)`\s+of\s+`@tutti\/([\w/]+)`/g)].map(([, name, workspace]) => ({ name, workspace }))

/** Whether a source file of the workspace or of its folder exports the name. */
function isExported(name: string, workspace: string): boolean {
  const [first, ...rest] = workspace.split('/')
  const folder = join(root, 'packages', first, 'src', ...rest)
  if (!existsSync(folder)) return false
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .some((file) =>
      new RegExp(`^export (?:async )?(?:function|const) ${name}\\b`, 'm').test(
        readFileSync(join(folder, file), 'utf8'),
      ),
    )
}

const known = new Set(operations.map(({ name }) => name))

test('every operation, function and file that the map names exists', () => {
  assert.deepEqual(
    operationsIn(page).filter((name) => !known.has(name)),
    [],
  )
  assert.deepEqual(
    filesIn(page).filter((file) => !existsSync(join(root, file))),
    [],
  )
  const functions = functionsIn(page)
  assert.ok(functions.length >= 3)
  assert.deepEqual(
    functions.filter(({ name, workspace }) => !isExported(name, workspace)),
    [],
  )
})

test('every row has a status, and one that is here or in part names a counterpart that exists', () => {
  for (const { name, counterpart, status } of rows) {
    assert.match(status, /^(here|in part|later)\b/, `status of ${name}`)
    if (!status.startsWith('here')) assert.match(status, /^[^:]+: \S/, `${name} says what is missing`)
    if (status.startsWith('later')) continue
    const found = [...operationsIn(counterpart), ...filesIn(counterpart), ...functionsIn(counterpart)]
    assert.ok(found.length > 0, `${name} is ${status} and names no counterpart`)
  }
})

test('no name has two rows in a section', () => {
  const keys = rows.map(({ section, name }) => `${section}: ${name}`)
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  )
})

/** `nx.a`, `nx.A.b`, `numerix_tools.a.b`, `numerix.A.B`; a host name such as api.numerix.com is none. */
const sdkName = /(?<![\w./-])(?:nx|numerix_tools|numerix)(?:\.[A-Za-z_]\w*)+/g

test('every name of the SDK in the documents has a row, and every row such a name', (t) => {
  if (!existsSync(documents)) {
    assert.notEqual(process.env.TUTTI_REQUIRE_SHARED, '1', `${documents} is absent`)
    t.skip('../shared/spec is absent')
    return
  }
  const files = readdirSync(documents).filter((file) => file.endsWith('.md'))
  assert.deepEqual(files.toSorted(), Object.keys(sections).toSorted())
  for (const file of files) {
    const names = new Set(readFileSync(join(documents, file), 'utf8').match(sdkName) ?? [])
    const mapped = new Set(rows.filter(({ section }) => section === sections[file]).map(({ name }) => name))
    assert.ok(names.size > 0, `${file} has names`)
    assert.deepEqual([...names].filter((name) => !mapped.has(name)).toSorted(), [], `${file}: without a row`)
    assert.deepEqual([...mapped].filter((name) => !names.has(name)).toSorted(), [], `${file}: not in the document`)
  }
})
