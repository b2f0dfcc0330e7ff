import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Operation, operation, operations } from '@tutti/operations'
import { fieldTable, inputSchema, type JsonSchema, referencePage } from '@tutti/operations/description'
import { verifyReference } from '@tutti/operations/loaders'
import { verificationMarkdown } from '@tutti/operations/reference'

const begin = '<!-- made from the validation pack: npm run docs -->'
const end = '<!-- end of what is made -->'

/** The text of every page that is made from the code, by its path from the root. */
export function madePages(root: string): ReadonlyMap<string, string> {
  const areas = [...new Set(operations.map(({ name }) => name.split('/')[0]))]
  const contents = areas.map((area) => {
    const own = operations.filter(({ name }) => name.startsWith(`${area}/`))
    return `| [${area}](${area}.md) | ${own.length} | ${own.map(({ title }) => title).join(', ')} |`
  })
  const index = [
    '# Operations',
    'Made from the catalogue by `npm run docs`. Each operation is a command (`tutti calc NAME`), an HTTP endpoint (`POST /operations/NAME`), an MCP tool, a tool of an agent, and a function in TypeScript.',
    ['| area | operations | what they compute |', '| --- | --: | --- |', ...contents].join('\n'),
    '## A discount curve as data',
    'Wherever a field is a *discount curve*, it has one of these forms. Times are years from the date of the curve, rates continuous decimals. The `curve` of a result of `curves/bootstrap` is one of them.',
    fieldTable((inputSchema(operation('curves/discount-curve')).properties as Record<string, JsonSchema>).curve),
  ]
  return new Map([
    ['docs/reference/README.md', `${index.join('\n\n')}\n`],
    ...areas.map((area): [string, string] => [`docs/reference/${area}.md`, referencePage(area, operations)]),
    ['docs/validation.md', validationPage(root)],
  ])
}

function validationPage(root: string): string {
  const page = readFileSync(join(root, 'docs', 'validation.md'), 'utf8')
  const [before, rest] = [page.slice(0, page.indexOf(begin)), page.slice(page.indexOf(end))]
  if (!page.includes(begin) || !page.includes(end)) throw new Error(`docs/validation.md lacks "${begin}" or "${end}"`)
  const reached = new Set<string>()
  const recorded = operations.map((each) => recordedRun(each, reached))
  const report = verifyReference(join(root, 'fixtures', 'reference'), {})
  for (const restore of recorded) restore()
  return `${before}${begin}\n\n${verificationMarkdown(report)}\n${unreachedText(reached)}\n${rest}`
}

/** Has `operation` note its name in `reached` when it runs; the result undoes it. */
function recordedRun(each: Operation, reached: Set<string>): () => void {
  const open = each as { run: Operation['run'] }
  const { run } = each
  open.run = (input) => {
    reached.add(each.name)
    return run(input)
  }
  return () => {
    open.run = run
  }
}

/** The operations that no case of the pack goes through. */
function unreachedText(reached: ReadonlySet<string>): string {
  const left = operations.map(({ name }) => name).filter((name) => !reached.has(name))
  const areas = [...new Set(left.map((name) => name.split('/')[0]))]
  const rows = areas.map((area) => {
    const names = left.filter((name) => name.startsWith(`${area}/`)).map((name) => `\`${name.slice(area.length + 1)}\``)
    return `- ${area}: ${names.join(', ')}`
  })
  const head = `The pack goes through ${reached.size} of the ${operations.length} operations. No case of it goes through these; what they are checked against stands in the tests beside their code:`
  return `${head}\n\n${rows.join('\n')}\n`
}
