import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { docExamplesReport } from './check-doc-examples.ts'
import { plantedTree } from './planted-tree.ts'

const fence = '```'

async function outputOf(files: Readonly<Record<string, string>>): Promise<string> {
  using tree = plantedTree(files)
  return (await docExamplesReport(tree.root)).output
}

const docstring = (example: string): string =>
  ['/**', ' * A thing.', ...example.split('\n').map((line) => ` * ${line}`), ' */', 'export const x = 1'].join('\n')

describe('docstring examples', () => {
  const at = 'packages/a/src/x.ts'

  test('run with assert at hand and pass', async () => {
    const example = `@example\n${fence}ts\nassert.equal(1 + 1, 2)\n${fence}`
    assert.equal(await outputOf({ [at]: docstring(example) }), '')
  })

  test('fail by file and line when they throw', async () => {
    const example = `@example\n${fence}ts\nconst sum: number = 1 + 1\nassert.equal(sum, 3)\n${fence}`
    const output = await outputOf({ [at]: docstring(example) })
    assert.match(output, /^packages\/a\/src\/x\.ts:5: the example fails: /)
    assert.match(output, /packages\/a\/src\/x\.ts:6:8/)
  })

  test('fail when they end the process, and the ones after them still run', async () => {
    const example = `@example\n${fence}ts\nprocess.exit(0)\n${fence}\n@example\n${fence}ts\nthrow new Error('second')\n${fence}`
    const output = await outputOf({ [at]: docstring(example) })
    assert.match(output, /x\.ts:5: the example fails: ended the process/)
    assert.match(output, /x\.ts:9: the example fails: Error: second/)
  })

  test('without a ts block are refused', async () => {
    assert.match(await outputOf({ [at]: docstring('@example thing(1)') }), /x\.ts:3: @example without/)
  })

  test('are not looked for in strings, nor in fences without @example', async () => {
    const code = `export const text = '@example'\n${docstring(`${fence}ts\nthrow 1\n${fence}`)}`
    assert.equal(await outputOf({ [at]: code }), '')
  })
})

describe('pages', () => {
  test('run only the blocks marked run', async () => {
    const page = `# Page\n${fence}ts\nthrow new Error('not run')\n${fence}\n${fence}ts run\nassert.ok(false, 'ran')\n${fence}\n`
    const output = await outputOf({ 'README.md': page })
    assert.match(output, /^README\.md:6: the example fails: .*ran/)
    assert.doesNotMatch(output, /not run/)
  })

  test('run shell blocks from the root, with a store of their own, under this Node', async () => {
    const shell = `test -f docs/page.md\ntest -d "$TUTTI_HOME"\ntest "$(node --version)" = ${process.version}`
    assert.equal(await outputOf({ 'docs/page.md': `${fence}sh run\n${shell}\n${fence}\n` }), '')
  })

  test('fail by file and line with what a shell block printed, at its first failing command', async () => {
    const output = await outputOf({ 'docs/page.md': `Text\n${fence}sh run\necho said\nfalse\necho never\n${fence}\n` })
    assert.match(output, /^docs\/page\.md:3: the commands fail:\nsaid$/)
  })
})

describe('links', () => {
  test('to files, pictures and headings that exist are fine, and so are those to other sites', async () => {
    const readme = [
      '# Title',
      '[a](docs/a.md) [b](docs/a.md#two-words-here) [c](#title) [d](https://example.org/x) ![p](docs/p.svg)',
      `${fence}\n[in code](nowhere.md)\n${fence}`,
      '`[in code](nowhere.md)`',
    ].join('\n')
    assert.equal(
      await outputOf({ 'README.md': readme, 'docs/a.md': '## Two words, here\n[up](../README.md)', 'docs/p.svg': '' }),
      '',
    )
  })

  test('that lead nowhere are refused by file and line', async () => {
    const output = await outputOf({ 'README.md': 'x\n[a](docs/none.md) [b](#none) [c](../out.md)\n<img src="p.png">' })
    assert.match(output, /README\.md:2: the link docs\/none\.md leads nowhere: there is no docs\/none\.md/)
    assert.match(output, /README\.md:2: the link #none leads nowhere: README\.md has no such heading/)
    assert.match(output, /README\.md:2: the link \.\.\/out\.md leads nowhere: it leaves the project/)
    assert.match(output, /README\.md:3: the link p\.png leads nowhere/)
  })
})
