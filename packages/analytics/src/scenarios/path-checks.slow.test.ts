import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnosticsJob } from './diagnostics-job.ts'
import { pathChecks } from './path-checks.ts'
import { pathDiagnostics } from './path-diagnostics.kernel.ts'
import { pathModel } from './path-model.ts'
import type { Regime } from './regime.ts'
import { specRegimes } from './spec-regimes.ts'

function failures(regimes: readonly Regime[], paths: number, warmupMonths: number, seed: number): string[] {
  const job = diagnosticsJob({
    models: regimes.map((regime) => pathModel(regime, { months: 120, warmupMonths }, 'qe-m')),
    streams: regimes.map((_, g) => g + 1),
    seed,
    paths,
    sampling: { kind: 'pseudo-random' },
  })
  const kernel = pathDiagnostics(job)
  for (let shard = 0; shard < regimes.length * job.shardsPerRegime; shard++) kernel(shard)
  return pathChecks(job, regimes)
    .filter(({ passed }) => !passed)
    .map(({ id, z }) => `${id}: z = ${z}`)
}

test('twenty thousand qe-m paths of ten years pass every check in the five regimes', () => {
  assert.deepEqual(failures(specRegimes, 20_000, 24, 3), [])
})

test('twenty thousand qe-m paths of ten years pass in the hard cases I to III of Andersen (2008), table 1', () => {
  const hard = (
    id: string,
    varianceReversion: number,
    volOfVariance: number,
    equityVariance: number,
    vol: number,
  ): Regime => ({
    ...specRegimes[0],
    id,
    name: id,
    equity: { drift: 0, volatility: vol, varianceReversion, volOfVariance },
    correlation: { equityVariance, equityRate: -0.3, varianceRate: -0.3 * equityVariance },
  })
  const cases = [hard('I', 0.5, 1, -0.9, 0.2), hard('II', 0.3, 0.9, -0.5, 0.2), hard('III', 1, 1, -0.3, 0.3)]
  assert.deepEqual(failures(cases, 20_000, 0, 5), [])
})

test('forty runs with a thousand paths raise no more false alarms than the level allows', () => {
  // one run in a thousand may fail; two failures in forty have probability 0.0008
  const runs = Array.from({ length: 40 }, (_, i) => failures(specRegimes, 1000, 24, 1000 + i))
  assert.ok(runs.filter((ids) => ids.length > 0).length <= 1, runs.flat().join(', '))
})
