import type { PathSampling } from '@tutti/analytics/allocation'
import type { PathScheme } from '@tutti/analytics/scenarios'
import { ThreadExecutor } from '@tutti/runtime'
import { agreement } from './agreement.ts'
import { ownRun } from './own-run.ts'
import type { ColumnName, ResultTable } from './result-table.ts'
import { type Spread, spread } from './spread.ts'
import { standardVariant } from './standard-job.ts'

const paths = 1024
const seeds = 24

/** Variance of an estimate with pseudo-random paths over that with Sobol paths, spread over the regimes. */
export interface VarianceRow {
  readonly scheme: PathScheme
  readonly sampling: string
  readonly figure: string
  readonly ratio: Spread
}

/** Largest distance of a regime's mean Sharpe, Sobol from pseudo-random, in standard errors: a check for bias. */
export interface BiasRow {
  readonly scheme: PathScheme
  readonly sampling: string
  readonly sharpeRegimeMean: number
}

const samplings: readonly (readonly [string, PathSampling])[] = [
  ['pseudo-random', { kind: 'pseudo-random' }],
  ['Sobol 8 x 128', { kind: 'sobol', randomisations: 8 }],
  ['Sobol 2 x 512', { kind: 'sobol', randomisations: 2 }],
]
const figures: readonly (readonly [string, ColumnName, boolean])[] = [
  ['mean return', 'annret', false],
  ['mean Sharpe', 'sharpe', false],
  ['Sharpe less its average (ranking)', 'sharpe', true],
  ['mean volatility', 'vol', false],
  ['mean drawdown', 'mdd', false],
  ['worst 5 % drawdowns', 'mdd95', false],
  ['VaR 95', 'var95', false],
  ['CVaR 95', 'cvar95', false],
]

/** Values of a column in one regime; less their average over the configurations if `centred`. */
function regimeValues(table: ResultTable, column: ColumnName, regime: number, centred: boolean): number[] {
  const { configurations, columns } = table
  const values = Array.from(columns[column].subarray(regime * configurations, (regime + 1) * configurations))
  const average = centred ? values.reduce((sum, x) => sum + x, 0) / configurations : 0
  return values.map((x) => x - average)
}

/** Variance over seeds, summed over the configurations of a regime. */
function pooledVariance(tables: readonly ResultTable[], column: ColumnName, regime: number, centred: boolean): number {
  const bySeed = tables.map((table) => regimeValues(table, column, regime, centred))
  let total = 0
  for (let c = 0; c < bySeed[0].length; c++) {
    const mean = bySeed.reduce((sum, values) => sum + values[c], 0) / bySeed.length
    total += bySeed.reduce((sum, values) => sum + (values[c] - mean) ** 2, 0) / (bySeed.length - 1)
  }
  return total
}

/**
 * Runs the job with 1,024 paths over many seeds, pseudo-random and Sobol, under both schemes: how much less the estimates
 * vary at equal paths, and whether Sobol paths shift them.
 */
export async function samplingStudy(spec: string): Promise<{ variances: VarianceRow[]; biases: BiasRow[] }> {
  const executor = new ThreadExecutor({ workers: 2 })
  const variances: VarianceRow[] = []
  const biases: BiasRow[] = []
  try {
    for (const scheme of ['euler', 'qe-m'] as const) {
      const tables: ResultTable[][] = []
      for (const [, sampling] of samplings) {
        const own: ResultTable[] = []
        for (let seed = 1; seed <= seeds; seed++) {
          own.push((await ownRun(executor, spec, { ...standardVariant, scheme, sampling, paths, seed })).table)
        }
        tables.push(own)
      }
      const [pseudo, ...others] = tables
      others.forEach((sobol, n) => {
        const sampling = samplings[n + 1][0]
        for (const [figure, column, centred] of figures) {
          const ratios = Array.from(
            { length: pseudo[0].regimes },
            (_, g) => pooledVariance(pseudo, column, g, centred) / pooledVariance(sobol, column, g, centred),
          )
          variances.push({ scheme, sampling, figure, ratio: spread(ratios) })
        }
        const sharpe = agreement(sobol, pseudo).columns.find(({ column }) => column === 'sharpe')!
        biases.push({ scheme, sampling, sharpeRegimeMean: sharpe.regimeMean })
      })
      console.error(`sampling: ${scheme} done`)
    }
  } finally {
    await executor.close()
  }
  return { variances, biases }
}
