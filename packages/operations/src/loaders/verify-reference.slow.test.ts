import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { comparedResults } from '../reference/index.ts'
import { loadReferenceFolder } from './load-reference-folder.ts'

const ownPack = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'reference')

/** Scripts that take minutes: a quadrature in two dimensions for each node of a grid. */
const minutes = new Set(['independent-bermudan.py'])

const needed = 'numpy, scipy, mpmath, QuantLib, statsmodels, cvxopt'
const scripts = readdirSync(ownPack).filter((name) => name.endsWith('.py'))
/** What scripts share. */
const modules = scripts.filter((name) => !name.startsWith('independent-'))

const pythons = ['python3', '/usr/bin/python3']
const pythonWith = (packages: string): string | undefined =>
  pythons.find((python) => spawnSync(python, ['-c', `import ${packages}`]).status === 0)

for (const script of scripts.filter((name) => name.startsWith('independent-'))) {
  test(`${script} computes the values that the pack has of it`, (t) => {
    const python = pythonWith(needed)
    if (python === undefined || minutes.has(script)) {
      t.skip(python === undefined ? `no python3 with ${needed}` : 'takes minutes')
      return
    }
    const folder = mkdtempSync(join(tmpdir(), 'tutti-independent-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    for (const name of [...modules, script]) copyFileSync(join(ownPack, name), join(folder, name))
    const run = spawnSync(python, [script], { cwd: folder, encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    const file = script.replace(/\.py$/, '.json')
    const committed = loadReferenceFolder(ownPack).cases.filter((item) => item.file === file)
    const computed = loadReferenceFolder(folder).cases
    assert.deepEqual(
      computed.map(({ name }) => name),
      committed.map(({ name }) => name),
    )
    for (const [i, item] of committed.entries()) {
      const tolerance = { abs: 1e-9, rel: 1e-9, ...item.tolerance }
      const { elements, missing } = comparedResults({ ...item, tolerance }, computed[i].expected)
      assert.deepEqual(missing, [])
      assert.deepEqual(
        elements.filter(({ pass }) => !pass),
        [],
        item.name,
      )
      // Inputs that a script computes may differ in their last digit between releases of its packages.
      const inputs = comparedResults(
        { expected: item.inputs, tolerance: { rel: 1e-12, abs: 1e-15 } },
        computed[i].inputs,
      )
      assert.ok(inputs.elements.every(({ pass }) => pass) && inputs.missing.length === 0, `${item.name}: inputs`)
    }
  })
}
