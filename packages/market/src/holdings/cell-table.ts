/** A cell as its file has it: text, a number, true or false, or a day of a workbook; null where it is empty. */
export type Cell = string | number | boolean | { readonly day: string } | null

/** A table as it was read, nothing yet known of what its columns mean. */
export interface CellTable {
  /** Names in the header, trimmed; of an array of objects, all their keys. */
  readonly columns: readonly string[]
  readonly rows: readonly CellRow[]
  /** Whether numbers are written as text, as in CSV; elsewhere a text in a column of numbers is a fault. */
  readonly numbersAreText: boolean
  /** Whether the last row has no line end, so that its last cell may be cut short. */
  readonly openEnd: boolean
}

export interface CellRow {
  /** 1-based: line of a CSV and row of a sheet (the header is 1), place of an object in its array. */
  readonly line: number
  readonly cells: ReadonlyMap<string, Cell>
}

/** Most rows of a table of holdings or liabilities. */
export const mostRows = 200_000
/** Most bytes of a JSON file or workbook, and of a workbook's sheet once it is unpacked. */
export const mostBytes = 64 << 20

/** All of a file's bytes, or undefined when there are more than `mostBytes`. */
export async function boundedBytes(bytes: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A cell as text, for messages. */
export function shownCell(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? cell.day : String(cell)
}
