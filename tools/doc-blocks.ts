import { parseSync } from 'oxc-parser'

/** A piece of code in the documentation that is to be run. */
export interface DocBlock {
  readonly file: string
  /** Line of the first line of code, 1-based. */
  readonly line: number
  readonly language: 'ts' | 'sh'
  readonly code: string
}

interface Line {
  readonly text: string
  readonly number: number
}

interface Fence {
  readonly info: string
  readonly line: number
  readonly code: string
}

/** The blocks of a Markdown page marked `ts run` or `sh run`. */
export function markdownBlocks(file: string, text: string): DocBlock[] {
  const lines = text.split('\n').map((line, index) => ({ text: line, number: index + 1 }))
  return fences(lines).flatMap(({ info, line, code }) => {
    const [language, mark] = info.split(/\s+/)
    return (language === 'ts' || language === 'sh') && mark === 'run' ? [{ file, line, language, code }] : []
  })
}

/** The fenced `ts` blocks after each `@example` of a file's docstrings, and the lines of examples that have none. */
export function docstringBlocks(file: string, text: string): { blocks: DocBlock[]; without: number[] } {
  const blocks: DocBlock[] = []
  const without: number[] = []
  for (const comment of parseSync(file, text).comments) {
    if (comment.type !== 'Block' || !comment.value.startsWith('*')) continue
    for (const example of exampleSections(comment.value, text.slice(0, comment.start).split('\n').length)) {
      const found = fences(example).filter(({ info }) => info === 'ts' || info === 'typescript')
      if (found.length === 0) without.push(example[0].number)
      blocks.push(...found.map(({ line, code }) => ({ file, line, language: 'ts' as const, code })))
    }
  }
  return { blocks, without }
}

/** Parts of a docstring from each `@example` up to the next tag, without the leading stars. */
function exampleSections(comment: string, firstLine: number): Line[][] {
  const sections: Line[][] = []
  let section: Line[] | undefined
  let fenced = false
  for (const [index, raw] of comment.split('\n').entries()) {
    const line = { text: raw.replace(/^\s*\* ?/, ''), number: firstLine + index }
    if (line.text.trimStart().startsWith('```')) fenced = !fenced
    if (!fenced && /^\s*@\w/.test(line.text)) {
      section = /^\s*@example\b/.test(line.text) ? [] : undefined
      if (section !== undefined) sections.push(section)
    }
    section?.push(line)
  }
  return sections
}

/** The fenced blocks of some lines; an indented fence takes its indentation off its code. */
export function fences(lines: readonly Line[]): Fence[] {
  const found: Fence[] = []
  let open: { marker: string; indent: number; info: string; line: number; code: string[] } | undefined
  for (const { text, number } of lines) {
    if (open !== undefined) {
      if (text.trim() === open.marker) {
        found.push({ info: open.info, line: open.line, code: open.code.join('\n') })
        open = undefined
      } else open.code.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)))
      continue
    }
    const start = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(text)
    if (start !== null) {
      open = { indent: start[1].length, marker: start[2], info: start[3].trim(), line: number + 1, code: [] }
    }
  }
  return found
}
