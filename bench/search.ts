/**
 * Adaptive search against pure Latin hypercube sampling at equal budget, on the same paths, over several seeds and two
 * mandates: the document's own, which no rule meets, and a relaxed one that many meet.
 *
 *     node tools/bootstrap.mjs node bench/search.ts [--seeds 12]
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ThreadExecutor } from '@tutti/runtime'
import { studyOf, validMandate } from '@tutti/workflows/asset-allocation'
import type { WorkflowContext } from '@tutti/workflows'
import { adaptiveSearch } from '../packages/workflows/src/asset-allocation/search/adaptive-search.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '12' } } })
const executor = new ThreadExecutor({ workers: 2 })
const context: WorkflowContext = {
  signal: new AbortController().signal,
  map: (kernel, job, shards) => executor.map(kernel, job, shards),
  step: (_name, _inputs, _seed, compute) => compute(),
  elapsedSeconds: () => 0,
  progress: () => undefined,
}
const settings = {
  simulation: { paths: 400, years: 10 },
  search: { maximum_iterations: 100, first_generation: 40, generation_size: 10, convergence_improvement: 0 },
}
const mandates = {
  'document mandate': {},
  'relaxed mandate': {
    performance_targets: { minimum_sharpe_ratio: 0.3, maximum_drawdown_tolerance: -0.35 },
    risk_constraints: { value_at_risk_95: 0.15, conditional_var_95: 0.2 },
    robustness_requirements: { stress_scenario_performance: false },
  },
}
const rows: { mandate: string; seed: number; adaptive: number; pure: number; trialsToPureBest: number | null }[] = []
for (const [mandate, limits] of Object.entries(mandates)) {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const study = studyOf(validMandate({ ...limits, ...settings }, 'bench'), seed)
    const { record } = await adaptiveSearch(context, study, {})
    const adaptive = record.convergence.at(-1)?.best ?? NaN
    const pure = record.pureSamplingBest ?? NaN
    const reached = record.convergence.findIndex((point) => point.best >= pure) + 1
    rows.push({ mandate, seed, adaptive, pure, trialsToPureBest: reached === 0 ? null : reached })
    console.log(`${mandate}, seed ${seed}: adaptive ${adaptive.toFixed(4)}, pure sampling ${pure.toFixed(4)}`)
  }
}
await executor.close()
const summary = Object.keys(mandates).map((mandate) => {
  const mine = rows.filter((row) => row.mandate === mandate)
  const differences = mine.map((row) => row.adaptive - row.pure)
  const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length
  const deviation = Math.sqrt(differences.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (differences.length - 1))
  const trials = mine.map((row) => row.trialsToPureBest ?? Infinity).sort((a, b) => a - b)
  return {
    mandate,
    seeds: mine.length,
    wins: differences.filter((x) => x > 0).length,
    meanDifference: mean,
    standardError: deviation / Math.sqrt(differences.length),
    medianTrialsToPureBest: trials[Math.floor(trials.length / 2)],
  }
})
console.table(summary)
writeFileSync(
  new URL('results/search.json', import.meta.url),
  `${JSON.stringify({ settings, summary, rows }, null, 2)}\n`,
)
