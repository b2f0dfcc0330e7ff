import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { withSource } from './value-source.ts'

/** Longest text that is read, characters: far beyond any mandate, and read in a moment whatever it holds. */
const LONGEST_TEXT = 200_000

/**
 * The value of a YAML (or JSON) text. Throws `invalid-input` with file and line of every problem: syntax, keys given
 * twice or called `__proto__`, unknown tags, aliases that lead nowhere or multiply beyond reason, a text of more than 200,000 characters.
 * A text that says nothing is an empty section. `sourceOf` the value knows its lines.
 */
export function yamlValue(text: string, file: string): unknown {
  if (text.length > LONGEST_TEXT) {
    throw new TuttiError('invalid-input', `${file} is too long to be a mandate: give the mandate's YAML alone`, {
      file,
      got: `${text.length} characters`,
      expected: `at most ${LONGEST_TEXT} characters`,
    })
  }
  const lineCounter = new LineCounter()
  // the parser's own check for keys given twice takes time in the square of their number
  const document = parseDocument(text, { uniqueKeys: false, lineCounter, logLevel: 'error' })
  const faults = [...document.errors, ...document.warnings]
  const tab = faults.find(({ code }) => code === 'TAB_AS_INDENT')
  if (tab !== undefined) {
    const message = 'a tab stands where the line is indented; YAML is indented with spaces'
    throw invalidYaml(file, [{ file, line: tab.linePos?.[0].line, message }])
  }
  const problems: Problem[] = faults.map((error) => ({
    file,
    line: error.linePos?.[0].line,
    message: error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, ''),
  }))
  if (problems.length === 0) problems.push(...refusedKeys(document, lineCounter, file))
  if (problems.length > 0) throw invalidYaml(file, problems)
  try {
    const isEmpty = document.contents === null || (isScalar(document.contents) && document.contents.value === null)
    const value: unknown = isEmpty ? {} : document.toJS()
    return withSource(value, { isEmpty, lineOf: (path) => lineAt(document, path, lineCounter) })
  } catch (cause) {
    // the library's words: an alias without its anchor, or aliases that multiply
    throw invalidYaml(file, [{ file, message: (cause as Error).message }])
  }
}

function invalidYaml(file: string, problems: readonly Problem[]): TuttiError {
  const [first] = problems
  const place = first.line === undefined ? '' : ` at line ${first.line}`
  return new TuttiError('invalid-input', `${file} is not valid YAML${place}: ${first.message}`, { file, problems })
}

function refusedKeys(document: Document, lineCounter: LineCounter, file: string): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        const offset = key.range?.[0]
        const line = offset === undefined ? undefined : lineCounter.linePos(offset).line
        if (seen.has(name)) problems.push({ file, line, message: `the key ${name} is given twice` })
        // the schema would pass over it in silence
        if (name === '__proto__') problems.push({ file, line, message: `the key ${name} means nothing here` })
        seen.add(name)
      }
    },
  })
  return problems
}

/** Line of the last key or entry of a path that the document has. */
function lineAt(document: Document, path: readonly PropertyKey[], lineCounter: LineCounter): number | undefined {
  let at: unknown = document.contents
  let offset: number | undefined
  for (const key of path) {
    let place: unknown
    if (isMap(at)) {
      const pair = at.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      place = pair?.key
      at = pair?.value
    } else {
      place = isSeq(at) ? at.items[Number(key)] : undefined
      at = place
    }
    if (!isNode(place) || !place.range) break
    offset = place.range[0]
  }
  return offset === undefined ? undefined : lineCounter.linePos(offset).line
}
