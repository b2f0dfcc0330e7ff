/** A process with telemetry as its variables say: a run in a span, or, with SHOW_LOADED, says which modules it loaded. */
import { registerHooks } from 'node:module'

const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
const { inSpan, startedTelemetry } = await import('./index.ts')
const telemetry = await startedTelemetry(process.env)
if (process.env.SHOW_LOADED !== undefined) {
  process.stdout.write(JSON.stringify(loaded))
} else {
  const run = {
    'tutti.run.id': 'id',
    'tutti.run.key': 'key',
    'tutti.workflow': 'made-up',
    'tutti.seed': 1,
    'tutti.code_version': 'v1',
  }
  await inSpan('tutti.run', run, async () => undefined)
  process.stdout.write('the result\n')
}
await telemetry.end()
