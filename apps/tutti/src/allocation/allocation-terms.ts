import type { RunTerms } from '../runs/workflow-runner.ts'

/** What a run of dynamic asset allocation can be started with. */
export const allocationTerms: RunTerms = {
  name: 'asset-allocation',
  description: 'dynamic asset allocation: search, robustness, evidence, decision',
  inputs: [
    {
      name: 'mandate',
      kind: 'file',
      required: false,
      description: 'objectives and limits (YAML)',
    },
    { name: 'market', kind: 'folder', required: false, description: 'folder with market data' },
  ],
  overrides: [
    { name: 'paths', description: 'paths for each regime', integer: true, from: 200, to: 1e6 },
    {
      name: 'iterations',
      description: 'most configurations that the search evaluates',
      integer: true,
      from: 4,
      to: 5000,
    },
    {
      name: 'time-limit',
      description: 'stop the search after the generation in which so many seconds passed',
      integer: false,
      from: 0,
      to: 1e6,
    },
  ],
  remarks: `
Examples:
  tutti run asset-allocation --mandate mandate.yaml
  tutti run asset-allocation --mandate mandate.yaml --market data \\
      --as-of 2024-12-31 --seed 7
  tutti run asset-allocation --paths 200 --iterations 20      a quick look

Without --mandate the standard mandate applies; without --market there is no
walk through history. --paths, --iterations and --time-limit replace what the
mandate says; a first generation that does not fit into fewer iterations
shrinks with them.
Exit status 1: the tests of the paths failed, so the headline is withheld.`,
}
