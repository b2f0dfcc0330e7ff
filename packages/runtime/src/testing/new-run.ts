import { contentHash, sha256 } from '../hashing/index.ts'
import type { NewRun, NewStep } from '../store/index.ts'

/** A run to create, with changes. */
export function newRun(changes: Partial<NewRun> = {}): NewRun {
  return {
    workflow: 'demo',
    inputs: { market: { hash: sha256('prices'), bytes: 6, path: 'data/prices.csv' } },
    arguments: { paths: 100 },
    seed: 42,
    codeVersion: 'v1',
    machine: { cpus: 2 },
    ...changes,
  }
}

/** A step to save, whose key comes from its name and inputs. */
export function newStep(name: string, inputs: number = 0): NewStep {
  return { name, key: contentHash({ name, inputs }), inputs }
}
