// Writes the SIMULATED market and fund of this example again, to the same bytes, here or into the folder given:
//   node tools/bootstrap.mjs node examples/04-hedging/generate-example.ts [FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleFiles } from './example-files.ts'

const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url))
mkdirSync(join(folder, 'market'), { recursive: true })
for (const [file, text] of exampleFiles()) {
  writeFileSync(join(folder, file), text)
  console.log(`${file}: ${text.length} bytes`)
}
