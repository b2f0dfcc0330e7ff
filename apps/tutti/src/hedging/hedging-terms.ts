import type { RunTerms } from '../runs/workflow-runner.ts'

/** What a run of multi-asset hedging can be started with. */
export const hedgingTerms: RunTerms = {
  name: 'hedging',
  description: 'multi-asset hedging: exposures, packages, stress, accounting, execution',
  inputs: [
    { name: 'portfolio', kind: 'file', required: false, description: 'what the fund holds (.csv, .xlsx, .json)' },
    { name: 'liabilities', kind: 'file', required: false, description: 'what it owes (.csv, .xlsx, .json)' },
    { name: 'mandate', kind: 'file', required: false, description: 'objectives and limits (YAML)' },
    { name: 'market', kind: 'folder', required: false, description: 'folder with market data' },
  ],
  overrides: [
    {
      name: 'scenarios',
      description: 'joint scenarios, in place of those of the mandate',
      integer: true,
      from: 200,
      to: 50_000,
    },
  ],
  remarks: `
Examples:
  tutti run hedging                          the simulated example fund
  tutti run hedging --portfolio portfolio.xlsx --liabilities flows.csv \\
      --mandate mandate.yaml --market data --as-of 2025-12-31

The fund's own files belong together: give all four of --portfolio,
--liabilities, --mandate and --market, or none for the example in
examples/04-hedging. docs/hedging-files.md says what they hold. Beside the
report lie the orders, as CSV and as FIX messages; nothing is ever sent.
Without an execution plan there are none, and the decision says so.`,
}
