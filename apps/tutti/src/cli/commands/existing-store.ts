import { TuttiError } from '@tutti/analytics/errors'
import type { RunStore } from '@tutti/runtime'
import { openStore, storeExists, storeHome } from '../../compose.ts'

/** Gives the store to `work` and closes it. Throws `missing-data` when there is no store yet: reading makes none. */
export async function withExistingStore<T>(work: (store: RunStore) => T | Promise<T>): Promise<T> {
  if (!storeExists()) {
    throw new TuttiError('missing-data', `there are no runs in ${storeHome()}; tutti start makes the first one`, {
      file: storeHome(),
    })
  }
  const store = openStore()
  try {
    return await work(store)
  } finally {
    store.close()
  }
}
