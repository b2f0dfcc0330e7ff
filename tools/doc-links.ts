import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fences } from './doc-blocks.ts'

/** Relative links and pictures of a Markdown page that lead nowhere: no such file, or no such heading in it. */
export function brokenLinks(root: string, file: string, text: string): string[] {
  return linkTargets(text).flatMap(({ target, line }) => {
    const [path = '', anchor] = target.split('#')
    const page = path === '' ? file : posix.join(dirname(file), decodeURIComponent(path))
    const problem = `${file}:${line}: the link ${target} leads nowhere`
    if (page.startsWith('../')) return [`${problem}: it leaves the project`]
    if (!existsSync(join(root, page))) return [`${problem}: there is no ${page}`]
    if (anchor === undefined || anchor === '' || !page.endsWith('.md')) return []
    const headings = headingAnchors(readFileSync(join(root, page), 'utf8'))
    return headings.has(anchor) ? [] : [`${problem}: ${page} has no such heading`]
  })
}

function linkTargets(text: string): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = []
  for (const [index, line] of withoutCode(text).entries()) {
    const inline = line.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)
    const others = line.matchAll(/^\s*\[[^\]]+\]:\s+(\S+)|<(?:img|a)\b[^>]*?\b(?:src|href)="([^"]+)"/g)
    for (const match of [...inline, ...others]) {
      const target = match[1] ?? match[2]
      if (!/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) found.push({ target, line: index + 1 })
    }
  }
  return found
}

/** The lines of a page with fenced blocks emptied and inline code taken out. */
function withoutCode(text: string): string[] {
  const lines = text.split('\n')
  const numbered = lines.map((line, index) => ({ text: line, number: index + 1 }))
  const fenced = new Set<number>()
  for (const { line, code } of fences(numbered)) {
    for (let offset = 0; offset < code.split('\n').length; offset++) fenced.add(line + offset)
  }
  return lines.map((line, index) => (fenced.has(index + 1) ? '' : line.replaceAll(/`[^`]*`/g, '')))
}

/** Anchors of a page's headings as the common renderers make them: lower case, no punctuation, hyphens for spaces. */
function headingAnchors(text: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const line of text.split('\n')) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (heading === undefined) continue
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '')
    const slug = words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
    seen.set(slug, times + 1)
  }
  return anchors
}
