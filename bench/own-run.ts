import { type EvaluationJob, evaluationJob, type SummaryFigure, summaryFigures } from '@tutti/analytics/allocation'
import type { Executor } from '@tutti/runtime'
import { type ColumnName, type ResultTable, resultColumns } from './result-table.ts'
import { configurationCosts, evaluationRequest, type JobVariant } from './standard-job.ts'

const kernels = import.meta.resolve('@tutti/analytics/allocation')

/** One run of a variant: seconds from the request to the finished summary, and its results. */
export interface OwnRun {
  readonly seconds: number
  readonly table: ResultTable
}

/** Runs a variant through the product's engine: its job, its kernels, its executor. */
export async function ownRun(executor: Executor, spec: string, variant: JobVariant): Promise<OwnRun> {
  const start = performance.now()
  const job = evaluationJob(evaluationRequest(spec, variant))
  const regimes = job.models.length
  await executor.map({ module: kernels, name: 'evaluatePaths' }, job, regimes * job.shardsPerRegime)
  await executor.map({ module: kernels, name: 'summarisePaths' }, job, regimes * job.table.count)
  const seconds = (performance.now() - start) / 1000
  return { seconds, table: resultTable(job, configurationCosts(spec, variant.configurations)) }
}

const figureOf: Partial<Record<ColumnName, SummaryFigure>> = {
  annret: 'annualReturn',
  vol: 'volatility',
  sharpe: 'sharpe',
  sharpe_se: 'sharpeError',
  mdd: 'maxDrawdown',
  mdd95: 'worstDrawdown',
  var95: 'valueAtRisk',
  cvar95: 'expectedShortfall',
  turnover: 'turnover',
}

/** The summary in the peers' columns, rows by regime and then configuration in the caller's order. */
function resultTable(job: EvaluationJob, costs: readonly number[]): ResultTable {
  const summary = new Float64Array(job.summary)
  const { count, order } = job.table
  const regimes = job.models.length
  const columns = Object.fromEntries(
    resultColumns.map((column) => [column, new Float64Array(regimes * count)]),
  ) as Record<ColumnName, Float64Array>
  for (let regime = 0; regime < regimes; regime++) {
    for (let row = 0; row < count; row++) {
      const from = (regime * count + row) * summaryFigures.length
      const to = regime * count + order[row]
      for (const column of resultColumns) {
        const figure = figureOf[column]
        if (figure !== undefined) columns[column][to] = summary[from + summaryFigures.indexOf(figure)]
      }
      columns.cost[to] = columns.turnover[to] * costs[order[row]]
    }
  }
  return { regimes, configurations: count, columns }
}
