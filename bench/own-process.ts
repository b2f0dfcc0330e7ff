/**
 * The product's engine in a process of its own, as the peers run: repeats a variant and prints one line of JSON with the
 * seconds and processor seconds of the last repetition and the peak memory. Arguments: the variant as JSON, then --spec, --workers, --reps.
 */
import { parseArgs } from 'node:util'
import { ThreadExecutor } from '@tutti/runtime'
import { ownRun } from './own-run.ts'
import type { JobVariant } from './standard-job.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { spec: { type: 'string' }, workers: { type: 'string' }, reps: { type: 'string' } },
})
const variant = JSON.parse(positionals[0]) as JobVariant
const executor = new ThreadExecutor({ workers: Number(values.workers) })
let seconds = NaN
let busy = NaN
for (let rep = 0; rep < Number(values.reps); rep++) {
  const before = process.cpuUsage()
  seconds = (await ownRun(executor, values.spec ?? '', variant)).seconds
  const used = process.cpuUsage(before)
  busy = (used.user + used.system) / 1e6
}
await executor.close()
console.log(JSON.stringify({ seconds, busy, peakMiB: process.resourceUsage().maxRSS / 1024 }))
