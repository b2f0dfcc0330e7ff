import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { layerReport } from './check-layers.ts'
import { layerExceptions, layers } from './layers.ts'
import { plantedTree } from './planted-tree.ts'

const manifests = {
  'package.json': { name: 'house', devDependencies: { 'fast-check': '1.0.0' } },
  'packages/analytics/package.json': { name: '@tutti/analytics', dependencies: { 'ml-matrix': '1.0.0' } },
  'packages/runtime/package.json': { name: '@tutti/runtime', dependencies: { '@tutti/analytics': '1.0.0' } },
  'packages/market/package.json': {
    name: '@tutti/market',
    dependencies: { '@tutti/analytics': '1.0.0', '@tutti/operations': '1.0.0', yaml: '1.0.0' },
  },
  'packages/operations/package.json': { name: '@tutti/operations', dependencies: { '@tutti/market': '1.0.0' } },
}

/** The problems of a tree that has the manifests above and `files`, one a line. */
function problemsOf(files: Readonly<Record<string, unknown>>): string {
  using tree = plantedTree({ ...manifests, ...files })
  return layerReport(tree.root).output
}

const refused: readonly [what: string, file: string, code: string, message: RegExp][] = [
  [
    'an upward import',
    'packages/market/src/a.ts',
    "import { x } from '@tutti/operations'",
    /a\.ts:1: '@tutti\/operations' is not below packages\/market/,
  ],
  ['an upward import of an entry', 'packages/market/src/a.ts', "import '@tutti/operations/catalogue'", /is not below/],
  ['an upward type import', 'packages/market/src/a.ts', "import type { X } from '@tutti/operations'", /is not below/],
  ['an upward re-export', 'packages/market/src/a.ts', "export * from '@tutti/operations'", /is not below/],
  ['an upward named re-export', 'packages/market/src/a.ts', "export { x } from '@tutti/operations'", /is not below/],
  [
    'an upward dynamic import',
    'packages/market/src/a.ts',
    "\nawait import('@tutti/operations')",
    /a\.ts:2: .*is not below/,
  ],
  ['an upward import in a type', 'packages/market/src/a.ts', "type X = import('@tutti/operations').X", /is not below/],
  ['an upward import in a test', 'packages/market/src/a.test.ts', "import '@tutti/operations'", /is not below/],
  [
    'a workspace without a floor below',
    'packages/runtime/src/a.ts',
    "import '@tutti/analytics'",
    /is not below packages\/runtime/,
  ],
  ['a builtin in pure code', 'packages/analytics/src/a.ts', "import { readFileSync } from 'node:fs'", /Node builtin/],
  ['a builtin without its prefix in pure code', 'packages/analytics/src/a.ts', "import 'fs'", /Node builtin/],
  ['another package in pure code', 'packages/analytics/src/a.ts', "import 'yaml'", /not among the packages.*ml-matrix/],
  ['an unreadable import in pure code', 'packages/analytics/src/a.ts', 'await import(name)', /not a plain string/],
  [
    'a relative path out of the workspace',
    'packages/market/src/a.ts',
    "import '../../analytics/src/index.ts'",
    /leaves the workspace/,
  ],
  [
    'a file loaded from another workspace',
    'packages/market/src/a.ts',
    "new URL('../../analytics/src/k.ts', import.meta.url)",
    /leaves the workspace/,
  ],
  [
    'an undeclared package',
    'packages/market/src/a.ts',
    "import 'zod'",
    /'zod' is not a dependency in packages\/market\/package\.json/,
  ],
  [
    'an undeclared workspace',
    'packages/operations/src/a.ts',
    "import '@tutti/analytics'",
    /'@tutti\/analytics' is not a dependency/,
  ],
  [
    'a development package outside tests',
    'packages/market/src/a.ts',
    "import 'fast-check'",
    /'fast-check' is not a dependency/,
  ],
  ['a fixture outside tests', 'packages/market/src/a.ts', "import './b.fixture.ts'", /only tests may import it/],
  ['its own package name', 'packages/market/src/a.ts', "import '@tutti/market'", /this workspace itself/],
  ['a file that cannot be parsed', 'packages/market/src/a.ts', 'import {', /cannot be parsed/],
]

describe('the layer check refuses', () => {
  for (const [what, file, code, message] of refused) {
    test(what, () => assert.match(problemsOf({ [file]: code }), message))
  }

  test('a cycle between files, and names its way', () => {
    const problems = problemsOf({
      'packages/market/src/a.ts': "import './b.ts'",
      'packages/market/src/b.ts': "import type { X } from './deep/c.ts'",
      'packages/market/src/deep/c.ts': "export * from '../a.ts'",
    })
    assert.match(problems, /cycle: .*src\/a\.ts → .*src\/b\.ts → .*src\/deep\/c\.ts → .*src\/a\.ts$/)
  })

  test('a workspace that has no floor', () => {
    assert.match(problemsOf({ 'apps/new/package.json': { name: '@tutti/new' } }), /apps\/new: no floor is set/)
  })
})

describe('the layer check accepts', () => {
  test('downward imports, declared packages, builtins outside pure code, and the listed exception', () => {
    const problems = problemsOf({
      'packages/analytics/src/a.ts': "import { Matrix } from 'ml-matrix'\nimport './b.ts'",
      'packages/analytics/src/b.ts': 'export {}',
      'packages/market/src/a.ts': "import 'node:fs'\nimport '@tutti/analytics/curves'\nimport 'yaml'\nimport './b.ts'",
      'packages/market/src/b.ts': "new URL('https://example.org', import.meta.url)",
      'packages/runtime/src/a.ts': "import { TuttiError } from '@tutti/analytics/errors'",
    })
    assert.equal(problems, '')
  })

  test('builtins, development packages and fixtures in tests of pure code', () => {
    const code = "import 'node:test'\nimport 'fast-check'\nimport '../../../fixtures/black-1976.json'"
    assert.equal(problemsOf({ 'packages/analytics/src/a.test.ts': code }), '')
  })

  test('fixtures in tests and fixtures, and in them what tests may import', () => {
    const problems = problemsOf({
      'packages/market/src/a.test.ts': "import './b.fixture.ts'",
      'packages/market/src/b.fixture.ts': "import 'fast-check'\nimport './c.fixture.ts'",
      'packages/market/src/c.fixture.ts': "new URL('../../../fixtures/black-1976.json', import.meta.url)",
    })
    assert.equal(problems, '')
  })

  test('imports that stand in comments and strings', () => {
    const code = "// import '@tutti/operations'\nexport const text = \"import '@tutti/operations'\""
    assert.equal(problemsOf({ 'packages/market/src/a.ts': code }), '')
  })
})

test('the table itself points down only, and each exception says why', () => {
  const floors = new Map(layers.map((layer) => [layer.folder.replace('packages/', '@tutti/'), layer.floor]))
  for (const layer of layers) {
    for (const name of layer.mayImport) assert.ok(floors.get(name)! < layer.floor, `${layer.folder} → ${name}`)
  }
  for (const { reason } of layerExceptions) assert.ok(reason.length > 20)
})
