import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** A started child: its lines as they come, and what ends it. */
export interface StoreChild {
  readonly process: ChildProcessByStdio<null, Readable, null>
  /** The next line it prints. */
  line(): Promise<string>
  /** All further lines, once it has ended by itself. */
  rest(): Promise<string[]>
  /** Kills it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts `store-child.ts` with arguments. */
export function startStoreChild(...args: string[]): StoreChild {
  const script = fileURLToPath(new URL('./store-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    async line() {
      const next = await lines.next()
      if (next.done === true) throw new Error(`the child ended without a further line (${args.join(' ')})`)
      return next.value
    },
    async rest() {
      const found: string[] = []
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) found.push(next.value)
      const [code] = await closed
      if (code !== 0) throw new Error(`the child ended with ${code} (${args.join(' ')})`)
      return found
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
