import { writeFileSync } from 'node:fs'
import { allocationReport } from './index.ts'
import { simulatedResult } from './testing/index.ts'
const c = { runKey: 'run-7f3a91', codeVersion: '0.1.0', producedBy: 'tutti run asset-allocation', telemetry: { pathSteps: 13230000, seconds: 3.21, pathStepsPerSecond: 4121495, workers: 4, machine: '8 cores, Linux x64', peakMemoryMb: 412 } }
const v: [string, object][] = [['standard', {}], ['infeasible', { feasible: false, history: false }], ['withheld', { withheld: true }], ['one', { regimes: 'one', history: false }], ['hostile', { regimes: 'hostile', feasible: false }]]
for (const [n, o] of v) { const t = performance.now(); const h = allocationReport(simulatedResult(o), c); writeFileSync(`/tmp/rep/${n}.html`, h); console.log(n, h.length, performance.now() - t) }
