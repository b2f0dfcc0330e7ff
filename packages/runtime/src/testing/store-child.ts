/** A process that works on a run store, for the tests that need several: `node store-child.ts COMMAND DIRECTORY …`. */
import { newRun, newStep } from './new-run.ts'
import { runStep, SqliteRunStore } from '../store/index.ts'

const [command, directory, ...rest] = process.argv.slice(2) as [string, string, ...string[]]
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const store = SqliteRunStore.open(directory)

/** Keeps the process alive until it is killed. */
function wait(): void {
  setInterval(() => undefined, 1000)
}

switch (command) {
  case 'hold': {
    const { id } = store.createRun(newRun())
    store.lockRun(id)
    say(id)
    wait()
    break
  }
  case 'lock': {
    try {
      store.lockRun(rest[0]).release()
      say('locked')
    } catch (error) {
      say((error as Error).message)
    }
    break
  }
  case 'save-forever': {
    const { id } = store.createRun(newRun())
    store.lockRun(id)
    say(id)
    for (let i = 0; ; i++) {
      store.saveStep(id, newStep(`step-${i}`), { i, values: Array.from({ length: 2000 }, (_, n) => n / (i + 1)) })
      if (i === 4) say('five')
    }
  }
  case 'write-run': {
    const { id } = store.createRun(newRun({ seed: Number(rest[0]) }))
    const lock = store.lockRun(id)
    for (let i = 0; i < Number(rest[1]); i++) {
      store.saveStep(id, newStep(`step-${i}`, i % 2 === 0 ? 0 : Number(rest[0])), {
        i,
        seed: i % 2 === 0 ? 0 : Number(rest[0]),
      })
      store.appendAudit(id, { kind: 'note', detail: i })
    }
    store.finishRun(id, { status: 'completed' })
    lock.release()
    store.close()
    say(id)
    break
  }
  case 'resumable': {
    // Ten steps of which each depends on the one before; says the name of each that it computes. Hangs in step `rest[1]`.
    const id = rest[0] === '' ? store.createRun(newRun()).id : rest[0]
    const lock = store.lockRun(id)
    say(`run ${id}`)
    let value = 1
    for (let i = 0; i < 10; i++) {
      const step = { name: `step-${i}`, inputs: value, seed: 1, codeVersion: 'v1' }
      const done = await runStep(store, id, step, async () => {
        say(`computing ${i}`)
        if (String(i) === rest[1]) await new Promise(() => wait())
        return Math.sin(value) + i
      })
      value = done.value
    }
    store.finishRun(id, { status: 'completed' })
    lock.release()
    store.close()
    break
  }
  default:
    throw new Error(`unknown command ${command}`)
}
