import type { TestContext } from 'node:test'
import { MemoryRunStore, SqliteRunStore } from '../store/index.ts'
import type { RunStore } from '../store/index.ts'
import { temporaryDirectory } from './temporary-directory.ts'

type Clock = () => Date

/** Every run store, by name, as a new and empty one that is closed when the test ends. */
export const storeMakers: Record<string, (t: TestContext, clock?: Clock) => RunStore> = {
  'memory run store': (t, clock) => closing(t, new MemoryRunStore({ clock })),
  'SQLite run store': (t, clock) => closing(t, SqliteRunStore.open(temporaryDirectory(t), { clock })),
}

function closing(t: TestContext, store: RunStore): RunStore {
  t.after(() => store.close())
  return store
}
