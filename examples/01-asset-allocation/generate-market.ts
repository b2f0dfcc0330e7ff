// Writes the SIMULATED market of this example again, to the same bytes, into market/ or the folder given:
//   node tools/bootstrap.mjs node examples/01-asset-allocation/generate-market.ts [FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { simulatedMarket } from './simulated-market.ts'

const folder = process.argv[2] ?? fileURLToPath(new URL('market', import.meta.url))
mkdirSync(folder, { recursive: true })
for (const [file, text] of simulatedMarket()) {
  writeFileSync(join(folder, file), text)
  console.log(`${file}: ${text.length} bytes`)
}
