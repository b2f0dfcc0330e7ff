// Imports each file named on the command line and tells its parent how it went. See run-doc-blocks.ts.
import { pathToFileURL } from 'node:url'
import type { ExampleMessage } from './run-doc-blocks.ts'

function tell(message: ExampleMessage): Promise<void> {
  return new Promise((sent) => {
    process.send?.(message, () => sent())
  })
}

for (const [index, file] of process.argv.slice(2).entries()) {
  try {
    await import(pathToFileURL(file).href)
    await tell({ index })
  } catch (error) {
    await tell({ index, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
process.exit(0)
