/** Starts a run of the made-up workflow in the folder given, or approves the run given, and says how it gets on; for tests that kill it. */
import { madeUpRequest, madeUpService } from './made-up-service.fixture.ts'

const [folder, run] = process.argv.slice(2)
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const { service } = madeUpService(folder, { onCompute: (name) => say(`computing ${name}`), slowMs: 300 })
const follow = (event: { readonly kind: string }): void => say(event.kind)
const { signal } = new AbortController()
if (run === undefined) {
  const started = await service.start(madeUpRequest(folder), follow, signal)
  say(`run ${started.run}`)
  say((await started.ended).status)
} else {
  const change = { kind: 'set-weight', terms: { weight: 0.2 } }
  const said = { by: 'First trustee', account: 'first', verdict: 'edited', reason: null, change } as const
  say((await service.approve(run, said, follow, signal)).status)
}
setInterval(() => undefined, 1000) // stays until it is killed
