import { isUtf8 } from 'node:buffer'
import type { ProblemList } from './problem-list.ts'

/** Consecutive complete lines, without their line ends (LF or CRLF). */
export interface LineBatch {
  /** 1-based number of the first line of `text`. */
  readonly firstLine: number
  /** The lines, joined by LF. */
  readonly text: string
  /** False when the last line of `text` is the file's last and has no line end. */
  readonly terminated: boolean
}

/** Longest line read when the caller says nothing, in bytes. */
export const defaultMaxLineBytes = 1 << 20

const lineFeed = 10
const magics: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a UTF-16 text file', [0xff, 0xfe]],
  ['a UTF-16 text file', [0xfe, 0xff]],
  ['a gzip file', [0x1f, 0x8b]],
  ['a zip or Excel file', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a zstandard file', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a PDF file', [0x25, 0x50, 0x44, 0x46]],
]
const utf8Mark = [0xef, 0xbb, 0xbf]

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte)
}

/**
 * The lines of a UTF-8 text in batches. No more than one chunk of `bytes` and one line of `maxLineBytes` are held; a longer
 * line, a binary file or another encoding adds a problem and ends the reading there.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  problems: ProblemList,
  maxLineBytes: number = defaultMaxLineBytes,
): AsyncGenerator<LineBatch> {
  let carried: Uint8Array[] = []
  let carriedBytes = 0
  let line = 1
  let start = true
  for await (const piece of bytes) {
    let chunk = piece
    if (start && chunk.length > 0) {
      const magic = magics.find(([, mark]) => startsWith(chunk, mark))
      if (magic !== undefined) {
        problems.add({ line: 1, message: `this is ${magic[0]}`, got: magic[0], expected: 'a UTF-8 text file (CSV)' })
        return
      }
      if (startsWith(chunk, utf8Mark)) chunk = chunk.subarray(utf8Mark.length)
      start = false
    }
    const lastEnd = chunk.lastIndexOf(lineFeed)
    const longest = longestRun(chunk, carriedBytes)
    if (longest.bytes > maxLineBytes || longest.trailing > maxLineBytes) {
      const at = longest.bytes > maxLineBytes ? line + longest.index : line + longest.ends
      addTooLong(problems, at, maxLineBytes)
      return
    }
    if (lastEnd < 0) {
      carried.push(chunk)
      carriedBytes += chunk.length
      continue
    }
    const batch = Buffer.concat([...carried, chunk.subarray(0, lastEnd)])
    if (!checkText(batch, line, problems)) return
    yield { firstLine: line, text: textOf(batch), terminated: true }
    line += longest.ends
    carried = [chunk.subarray(lastEnd + 1)]
    carriedBytes = chunk.length - lastEnd - 1
  }
  if (carriedBytes === 0) return
  const rest = Buffer.concat(carried)
  if (checkText(rest, line, problems)) yield { firstLine: line, text: textOf(rest), terminated: false }
}

/** Of a chunk that follows `carried` bytes of an unfinished line: its line ends, longest finished line, unfinished rest. */
function longestRun(
  chunk: Uint8Array,
  carried: number,
): { bytes: number; index: number; ends: number; trailing: number } {
  let from = 0
  let ends = 0
  let bytes = 0
  let index = 0
  for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
    const length = at - from + (ends === 0 ? carried : 0)
    if (length > bytes) {
      bytes = length
      index = ends
    }
    ends++
    from = at + 1
  }
  return { bytes, index, ends, trailing: chunk.length - from + (ends === 0 ? carried : 0) }
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replace(/\r$/, '') : text
}

function addTooLong(problems: ProblemList, line: number, maxLineBytes: number): void {
  problems.add({
    line,
    message: 'the line is too long; reading stopped here',
    got: `more than ${maxLineBytes} bytes without a line end`,
    expected: `lines of at most ${maxLineBytes} bytes (option maxLineBytes)`,
  })
}

function checkText(bytes: Buffer, firstLine: number, problems: ProblemList): boolean {
  const nul = bytes.indexOf(0)
  if (nul >= 0) {
    problems.add({
      line: firstLine + linesBefore(bytes, nul),
      message: 'a NUL byte; this is no text file, or one in UTF-16',
      expected: 'a UTF-8 text file (CSV)',
    })
    return false
  }
  if (!isUtf8(bytes)) {
    problems.add({
      line: firstLine + linesBefore(bytes, firstInvalidByte(bytes)),
      message: 'the text is not UTF-8 (Latin-1 or Windows-1252?)',
      expected: 'a UTF-8 text file (CSV)',
    })
    return false
  }
  return true
}

function linesBefore(bytes: Uint8Array, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0 && at < end; at = bytes.indexOf(lineFeed, at + 1)) lines++
  return lines
}

function firstInvalidByte(bytes: Buffer): number {
  let from = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
    if (!isUtf8(bytes.subarray(from, at))) return from
    from = at + 1
  }
  return from
}
