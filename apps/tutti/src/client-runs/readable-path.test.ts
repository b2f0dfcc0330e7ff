import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { readablePath } from './readable-path.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'tutti-roots-')))
after(() => rmSync(base, { recursive: true, force: true }))
const [open, other, outside] = ['open', 'other', 'outside'].map((name) => join(base, name))
for (const folder of [open, other, outside, join(open, 'market'), join(open, 'leaky', 'deep'), join(open, '.hidden')]) {
  mkdirSync(folder, { recursive: true })
}
for (const file of ['mandate.yaml', '.env', '.hidden/key.yaml', 'market/prices.csv'])
  writeFileSync(join(open, file), 'x')
writeFileSync(join(outside, 'secret.yaml'), 'x')
writeFileSync(join(other, 'flows.csv'), 'x')
symlinkSync(join(outside, 'secret.yaml'), join(open, 'link.yaml'))
symlinkSync(outside, join(open, 'leaky', 'deep', 'way-out'))
symlinkSync(join(other, 'flows.csv'), join(open, 'flows.csv'))
symlinkSync(join(open, '.env'), join(open, 'plain.yaml'))
symlinkSync(open, join(base, 'alias'))
symlinkSync('circle', join(open, 'market', 'circle'))
writeFileSync(join(base, 'open-sesame.yaml'), 'x')

const roots = [open, other]
const code = (path: string, among: readonly string[] = roots): string => {
  try {
    readablePath(path, among, 'files.mandate')
    return 'read'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('a file or folder under a root is read, by its absolute path or by one relative to a root', () => {
  assert.equal(readablePath('mandate.yaml', roots, 'f'), join(open, 'mandate.yaml'))
  assert.equal(readablePath(join(open, 'mandate.yaml'), roots, 'f'), join(open, 'mandate.yaml'))
  assert.equal(readablePath('flows.csv', [other], 'f'), join(other, 'flows.csv'))
  assert.equal(readablePath('market', roots, 'f'), join(open, 'market'))
})

test('a link is followed within the roots, and a root may be a link itself', () => {
  assert.equal(readablePath('flows.csv', roots, 'f'), join(other, 'flows.csv'))
  assert.equal(
    readablePath(join(base, 'alias', 'mandate.yaml'), [join(base, 'alias')], 'f'),
    join(open, 'mandate.yaml'),
  )
})

test('what lies outside, leads outside, is hidden or goes upwards is refused', () => {
  for (const path of [
    join(outside, 'secret.yaml'),
    '/etc/passwd',
    join(base, 'open-sesame.yaml'),
    '../outside/secret.yaml',
    join(open, '..', 'outside', 'secret.yaml').replace('outside', 'x/../outside'),
    `${open}/../outside/secret.yaml`,
    'market/../../outside/secret.yaml',
    'market\\..\\..\\outside',
    'link.yaml',
    'leaky',
    '.env',
    '.hidden/key.yaml',
    '.hidden',
    'plain.yaml',
    'mandate.yaml\0.csv',
    '/',
  ]) {
    assert.equal(code(path), 'unauthorised', path)
  }
  assert.equal(code('flows.csv', [open]), 'unauthorised')
})

test('a refusal does not tell whether there is anything outside', () => {
  const message = (path: string) => {
    try {
      return readablePath(path, roots, 'f')
    } catch (error) {
      return (error as Error).message
    }
  }
  assert.equal(message(join(outside, 'secret.yaml')), message(join(outside, 'no-such.yaml')))
})

test('what is not there is missing, and named', () => {
  assert.throws(() => readablePath('no-such.yaml', roots, 'files.mandate'), {
    code: 'missing-data',
    details: { field: 'files.mandate', got: 'no-such.yaml' },
  })
})

test('no path of any shape gives a file that is not under a root', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '',
    'open',
    'outside',
    'secret.yaml',
    'market',
    'link.yaml',
    'leaky',
    'way-out',
    'deep',
    '%2e%2e',
    '~',
    '\0',
    base,
  )
  const path = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('/'))
  const property = fc.property(path, (text) => {
    let found: string
    try {
      found = readablePath(text, roots, 'f')
    } catch (error) {
      return ['unauthorised', 'missing-data'].includes((error as { code: string }).code)
    }
    return [open, other].some((root) => found === root || found.startsWith(`${root}/`))
  })
  fc.assert(property, { seed: 7, numRuns: 500 })
})
