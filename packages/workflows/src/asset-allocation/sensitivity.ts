import { saltelliDesign, sobolIndices } from '@tutti/analytics/design'
import { uniformStream } from '@tutti/analytics/random'
import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { WorkflowContext } from '../workflow-context.ts'
import { averageFigures, evaluations } from './evaluation.ts'
import type { Heatmap, MainEffect, SensitivityRecord } from './result.ts'
import { configurationAt, type ParameterName, parameterNames, weightFunctionNames } from './search/search-space.ts'
import { scoreOf } from './score.ts'
import { streamOf, type Study } from './study.ts'

/** Base points of the Saltelli design: 64 (2 x 5 + 2) = 768 rules. */
const BASE_POINTS = 64
const RESAMPLES = 400
/** Rules that the design evaluates. */
export const SENSITIVITY_RULES: number = BASE_POINTS * (2 * parameterNames.length + 2)
/** Cells along a continuous parameter in heatmaps and main effects. */
const CELLS = 5
const heatmapPairs: readonly (readonly [ParameterName, ParameterName])[] = [
  ['windowMonths', 'weightFunction'],
  ['targetVolatility', 'riskAversion'],
  ['targetVolatility', 'weightFunction'],
  ['riskAversion', 'weightFunction'],
  ['windowMonths', 'targetVolatility'],
]

interface Sample {
  readonly u: readonly number[]
  readonly output: number
}

/**
 * Variance-based sensitivity of the average Sharpe ratio (over regimes, net of the rule's own cost) to the five
 * parameters: Saltelli's design evaluated by direct simulation on paths of its own, first and second order and total
 * indices, and averages over cells for the pictures.
 */
export async function sensitivityRecord(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
): Promise<SensitivityRecord> {
  return context.step('sensitivity', inputs, study.seed, async () => {
    const dimension = parameterNames.length
    const design = saltelliDesign(
      BASE_POINTS,
      dimension,
      { seed: study.seed, stream: streamOf('design', 2) },
      { secondOrder: true },
    )
    const blocks = [design.a, design.b, ...design.ab, ...(design.ba ?? [])]
    const points = blocks.flat()
    const paths = sensitivityPaths(study)
    const configurations = points.map((u): StrategyConfiguration => configurationAt(study.mandate, u))
    const results = await evaluations(context, study, configurations, {
      purpose: 'sensitivity',
      paths,
      step: 'sensitivity',
    })
    const averages = results.map((result) => averageFigures(result.regimes, study.weights))
    const outputs = averages.map((average) => average.sharpe.value)
    const names = parameterNames
    const samples = points.map((u, i) => ({ u, output: outputs[i] }))
    const common = {
      output: 'average Sharpe ratio over regimes, net of the own cost assumption',
      parameters: names,
      evaluations: points.length,
      heatmaps: heatmapPairs.map(([x, y]) => heatmap(study, samples, x, y)),
      mainEffects: names.map((name) => mainEffect(study, samples, name)),
    }
    const further: readonly (readonly [string, readonly number[]])[] = [
      ['search score', results.map((result) => scoreOf(study, result).total.value)],
      ['average volatility', averages.map((average) => average.volatility.value)],
      ['average expected maximum drawdown', averages.map((average) => average.maxDrawdown.value)],
      ['average turnover', averages.map((average) => average.turnover.value)],
    ]
    return {
      ...common,
      ...indicesOf(study, outputs),
      furtherOutputs: further.map(([output, values]) => {
        const { firstOrder, total } = indicesOf(study, values)
        return { output, firstOrder, total }
      }),
    }
  })
}

/** Sobol indices of one output at the points of the design. An output that does not vary has none: all are zero. */
function indicesOf(
  study: Study,
  outputs: readonly number[],
): Pick<SensitivityRecord, 'firstOrder' | 'total' | 'secondOrder'> {
  const dimension = parameterNames.length
  const block = (index: number) => outputs.slice(index * BASE_POINTS, (index + 1) * BASE_POINTS)
  const values = {
    a: block(0),
    b: block(1),
    ab: parameterNames.map((_, i) => block(2 + i)),
    ba: parameterNames.map((_, i) => block(2 + dimension + i)),
  }
  if (new Set(outputs).size === 1) {
    const none = parameterNames.map(() => ({ value: 0, standardError: null }))
    return { firstOrder: none, total: none, secondOrder: parameterNames.map(() => parameterNames.map(() => null)) }
  }
  const uniform = uniformStream(study.seed, streamOf('bootstrap', 0), 0)
  const indices = sobolIndices(values, { resamples: RESAMPLES, confidence: 0.95, uniform })
  const estimates = (list: typeof indices.first) =>
    list.map(({ value, standardError }) => ({ value, standardError: standardError ?? null }))
  return {
    firstOrder: estimates(indices.first),
    total: estimates(indices.total),
    secondOrder: parameterNames.map((_, i) => parameterNames.map((_, j) => indices.second?.[i]?.[j]?.value ?? null)),
  }
}

/** Fewer paths than the study's: indices compare rules on the same paths, so path noise is common to all. */
export function sensitivityPaths(study: Study): number {
  if (study.sampling.kind === 'sobol') return study.paths
  return Math.min(study.paths, 250)
}

function axis(study: Study, name: ParameterName): { labels: string[]; cell: (u: readonly number[]) => number } {
  const column = parameterNames.indexOf(name)
  const space = study.mandate.search_space
  if (name === 'weightFunction') {
    const labels = space.weight_functions.map((f) => weightFunctionNames[f])
    return { labels, cell: (u) => Math.min(labels.length - 1, Math.floor(u[column] * labels.length)) }
  }
  const ends = (cell: number) =>
    [cell / CELLS, (cell + 1) / CELLS - 1e-9].map((u) => configurationAt(study.mandate, filled(column, u))[name])
  const text = (value: number | string): string => {
    if (typeof value === 'string') return value
    return name === 'targetVolatility' ? `${Math.round(value * 1000) / 10}` : `${Math.round(value * 10) / 10}`
  }
  const unit = { targetVolatility: ' %', windowMonths: ' months', riskAversion: '', costBp: ' bp' }[name]
  const labels = Array.from({ length: CELLS }, (_, cell) => {
    const [from, to] = ends(cell).map(text)
    return from === to ? `${from}${unit}` : `${from}–${to}${unit}`
  })
  return { labels, cell: (u) => Math.min(CELLS - 1, Math.floor(u[column] * CELLS)) }
}

function filled(column: number, value: number): number[] {
  return parameterNames.map((_, i) => (i === column ? value : 0.5))
}

function cellMeans(
  count: number,
  samples: readonly Sample[],
  cell: (u: readonly number[]) => number,
): (number | null)[] {
  const sums = new Array<number>(count).fill(0)
  const counts = new Array<number>(count).fill(0)
  for (const { u, output } of samples) {
    const at = cell(u)
    sums[at] += output
    counts[at]++
  }
  return sums.map((sum, i) => (counts[i] === 0 ? null : sum / counts[i]))
}

function mainEffect(study: Study, samples: readonly Sample[], name: ParameterName): MainEffect {
  const { labels, cell } = axis(study, name)
  return { parameter: name, labels, means: cellMeans(labels.length, samples, cell) }
}

function heatmap(study: Study, samples: readonly Sample[], x: ParameterName, y: ParameterName): Heatmap {
  const across = axis(study, x)
  const down = axis(study, y)
  const width = across.labels.length
  const means = cellMeans(width * down.labels.length, samples, (u) => down.cell(u) * width + across.cell(u))
  return {
    x,
    y,
    xLabels: across.labels,
    yLabels: down.labels,
    values: down.labels.map((_, row) => means.slice(row * width, (row + 1) * width)),
  }
}
