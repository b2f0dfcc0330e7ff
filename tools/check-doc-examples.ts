import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckReport, endWith, problemReport } from './check-report.ts'
import { type DocBlock, docstringBlocks, markdownBlocks } from './doc-blocks.ts'
import { brokenLinks } from './doc-links.ts'
import { runShellBlocks, runTypescriptBlocks } from './run-doc-blocks.ts'
import { sourceFiles } from './source-files.ts'

/**
 * Runs the documentation: the `ts` block of each docstring `@example` in `packages`, and in README.md and `docs` the
 * blocks marked `ts run` and `sh run`. Also checks that relative links lead somewhere.
 */
export async function docExamplesReport(root: string): Promise<CheckReport> {
  const problems: string[] = []
  const blocks: DocBlock[] = []
  for (const file of sourceFiles(root, 'packages')) {
    if (!/^packages\/[^/]+\/src\/.*\.ts$/.test(file) || file.endsWith('.test.ts')) continue
    const found = docstringBlocks(file, readFileSync(join(root, file), 'utf8'))
    blocks.push(...found.blocks)
    problems.push(...found.without.map((line) => `${file}:${line}: @example without a \`\`\`ts block is never run`))
  }
  for (const file of markdownPages(root)) {
    const text = readFileSync(join(root, file), 'utf8')
    blocks.push(...markdownBlocks(file, text))
    problems.push(...brokenLinks(root, file, text))
  }
  const ofLanguage = (language: DocBlock['language']) => blocks.filter((block) => block.language === language)
  problems.push(...(await runTypescriptBlocks(root, ofLanguage('ts'))))
  problems.push(...(await runShellBlocks(root, ofLanguage('sh'))))
  return problemReport(problems)
}

function markdownPages(root: string): string[] {
  const pages = ['docs', 'examples', 'packages', 'apps', 'bench', 'fixtures'].flatMap((folder) =>
    sourceFiles(root, folder),
  )
  const found = pages.filter((file) => file.endsWith('.md'))
  return existsSync(join(root, 'README.md')) ? ['README.md', ...found] : found
}

if (import.meta.main) endWith(await docExamplesReport(join(import.meta.dirname, '..')))
