/** A process that writes to a SQLite decision memory: `node memory-child.fixture.ts DIRECTORY NAME COUNT`. */
import { SqliteDecisionMemory } from './index.ts'
import { memoryEntry } from './memory-entry.fixture.ts'

const [directory, name, count] = process.argv.slice(2) as [string, string, string]
const memory = SqliteDecisionMemory.open(directory)
for (let i = 0; i < Number(count); i++) {
  await memory.remember(memoryEntry({ runId: `${name}-${i}`, content: { name, i } }))
  await memory.remember(memoryEntry({ runId: 'shared', content: { name, i } }))
}
await memory.close()
