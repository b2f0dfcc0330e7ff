import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text as streamText } from 'node:stream/consumers'
import { TuttiError } from '@tutti/analytics/errors'

/** The text of an input option, where it came from in words, and what it holds. */
export interface InputText {
  readonly text: string
  readonly place: string
  readonly kind: 'json' | 'csv'
}

/**
 * What `--input` stands for: text that begins like JSON is JSON, `-` or nothing is standard input, all else names a file,
 * whose ending (`.csv`) says what it holds unless `format` does. Standard input without a `format` is JSON where it begins
 * like it. Throws `missing-data` for a file that cannot be read, and where nothing is given and standard input is a terminal.
 */
export async function inputText(input: string | undefined, format: 'json' | 'csv' | undefined): Promise<InputText> {
  if (input !== undefined && looksLikeJson(input)) return { text: input, place: '--input', kind: 'json' }
  if (input === undefined || input === '-') {
    if (input === undefined && process.stdin.isTTY) {
      throw new TuttiError('missing-data', 'there is no input: give --input, or pipe it in', {
        field: '--input',
        expected: 'JSON such as {"rate": 0.05}, the path of a file, or - for standard input',
      })
    }
    const text = await streamText(process.stdin)
    return { text, place: 'standard input', kind: format ?? (looksLikeJson(text) ? 'json' : 'csv') }
  }
  return {
    text: fileText(input, '--input is neither JSON nor a file that can be read'),
    place: input,
    kind: format ?? (input.toLowerCase().endsWith('.csv') ? 'csv' : 'json'),
  }
}

const looksLikeJson = (text: string): boolean => /^\uFEFF?\s*[[{]/.test(text)

/** The text of a file given as `--input` or as an argument. Throws `missing-data` where it cannot be read. */
export function fileText(path: string, fault = 'the file cannot be read'): string {
  // npm starts programs in the root of the project and tells where the user stands
  const folder = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD
  try {
    return readFileSync(resolve(folder ?? '.', path), 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new TuttiError('missing-data', `${fault}: ${path}`, {
      file: path,
      got: (cause as NodeJS.ErrnoException).code,
      expected: 'the path of a readable file',
      cause,
    })
  }
}
