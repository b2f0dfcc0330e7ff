import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type CheckReport, endWith, problemReport } from './check-report.ts'
import { sourceFiles } from './source-files.ts'

const failOverLines = 600
const warnOverLines = 400

/** Folders whose names are checked, and the endings of the files whose lines are counted. */
const checkedFolders = ['packages', 'apps', 'tools', 'bench', 'examples', 'fixtures', 'docs', '.ci']
const countedEndings = /\.(ts|tsx|mts|js|mjs|cjs|css|py|sh)$/

/** Files that may be longer: path from the root, and why. Data tables belong here. */
const longFiles: Readonly<Record<string, string>> = {
  'packages/analytics/src/random/sobol-table.ts': 'a data table: the published direction numbers, row by row',
}

const emptyNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc'])
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Names that other programs give, and so need not be kebab-case. */
const givenNames = new Set(['README.md', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'Dockerfile', '__init__.py'])

/** Fails on files over 600 lines without a listed reason and on names that say nothing; warns over 400 lines. */
export function fileSizeReport(root: string, exceptions: Readonly<Record<string, string>> = longFiles): CheckReport {
  const problems: string[] = []
  const warnings: string[] = []
  const names = new Set<string>()
  const files = checkedFolders.flatMap((folder) => sourceFiles(root, folder))
  for (const file of files) {
    const parts = file.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join('/')
      if (names.has(path)) continue
      names.add(path)
      const problem = nameProblem(basename(path), depth === parts.length)
      if (problem !== undefined) problems.push(`${path}: ${problem}`)
    }
    if (!countedEndings.test(file) || Object.hasOwn(exceptions, file)) continue
    const lines = lineCount(readFileSync(join(root, file), 'utf8'))
    if (lines > failOverLines) {
      problems.push(`${file}: ${lines} lines, over ${failOverLines}; divide it, or list it with a reason`)
    } else if (lines > warnOverLines) warnings.push(`${file}: ${lines} lines, over ${warnOverLines}`)
  }
  for (const file of Object.keys(exceptions)) {
    if (!files.includes(file)) problems.push(`${file}: listed as a long file, but there is no such file`)
  }
  return problemReport(problems, warnings)
}

function nameProblem(name: string, isFile: boolean): string | undefined {
  if (givenNames.has(name) || name.startsWith('.')) return undefined
  const stems = isFile ? name.split('.') : [name]
  if (stems.some((stem) => emptyNames.has(stem))) return 'the name says nothing; name it after what it holds'
  if (!stems.every((stem) => kebabCase.test(stem))) return 'the name is not kebab-case'
  return undefined
}

function lineCount(text: string): number {
  const ends = text.split('\n').length
  return text.endsWith('\n') ? ends - 1 : ends
}

if (import.meta.main) endWith(fileSizeReport(join(import.meta.dirname, '..')))
