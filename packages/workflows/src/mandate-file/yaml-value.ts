import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** Longest text that is read, characters: far beyond any mandate, and read in a moment whatever it holds. */
const LONGEST_TEXT = 200_000

/**
 * The value of a YAML (or JSON) text. Throws `invalid-input` with file and line of every problem: syntax, keys given
 * twice or called `__proto__`, unknown tags, aliases that lead nowhere or multiply beyond reason, a text of more than 200,000 characters.
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
  const problems: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    file,
    line: error.linePos?.[0].line,
    message: error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, ''),
  }))
  if (problems.length === 0) problems.push(...refusedKeys(document, lineCounter, file))
  if (problems.length > 0) throw invalidYaml(file, problems)
  try {
    return document.toJS()
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
