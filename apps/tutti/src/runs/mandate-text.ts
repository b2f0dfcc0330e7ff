import { readFileSync } from 'node:fs'
import { TuttiError } from '@tutti/analytics/errors'

/** The text of a mandate's file. Throws `missing-data` for a file that cannot be read; `example` is one to look at. */
export function mandateText(file: string, example: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const reason = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'no permission' }[code ?? '']
    throw new TuttiError('missing-data', `cannot read the mandate ${file}: ${reason ?? code ?? String(cause)}`, {
      file,
      expected: `a mandate in YAML, such as ${example}`,
      cause,
    })
  }
}
