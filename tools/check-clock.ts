import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CallExpression, type NewExpression, parseSync, Visitor } from 'oxc-parser'
import { type CheckReport, endWith, problemReport } from './check-report.ts'
import { sourceFiles } from './source-files.ts'

/** Where a date is always an argument. The linter refuses `Date.now` and `Math.random` there; this, the clock of `Date`. */
const clocklessFolders = ['packages/analytics/src', 'packages/workflows/src']

/** Fails on `new Date()` and `Date()`, which read the clock, in code whose results must not depend on it. */
export function clockReport(root: string): CheckReport {
  const files = clocklessFolders.flatMap((folder) => sourceFiles(root, folder))
  return problemReport(
    files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) =>
        clockLines(file, readFileSync(join(root, file), 'utf8')).map(
          (line) => `${file}:${line}: the clock is read here; take the date as an argument`,
        ),
      ),
  )
}

function clockLines(file: string, text: string): number[] {
  const lines: number[] = []
  const check = (node: CallExpression | NewExpression): void => {
    if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || node.arguments.length > 0) return
    lines.push(text.slice(0, node.start).split('\n').length)
  }
  new Visitor({ NewExpression: check, CallExpression: check }).visit(parseSync(file, text).program)
  return lines
}

if (import.meta.main) endWith(clockReport(join(import.meta.dirname, '..')))
