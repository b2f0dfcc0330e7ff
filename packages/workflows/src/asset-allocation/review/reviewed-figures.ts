import type { MeasuredFigure } from '../../changes/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { analysisOf } from '../specialists/analysis-of.ts'
import { judgementOf } from '../specialists/judgement.ts'
import { REVIEW_PATHS, REVIEW_SHARD, reviewFigures, reviewJob } from './review-job.ts'

const module = import.meta.resolve('./review-paths.kernel.ts')
/** Groups of paths from which the errors of tail measures are read. */
const BATCHES = 12
const TAIL = 0.05

/** Figures that the reviewer simulates anew. */
const simulatedFigures = [...reviewFigures, 'valueAtRisk', 'expectedShortfall'] as const
export type SimulatedFigure = (typeof simulatedFigures)[number]

/** The winner's figures on the reviewer's own paths, averaged over the regimes. */
export type ReviewedFigures = Readonly<Record<SimulatedFigure, MeasuredFigure>>

const underWay = new WeakMap<SpecialistResults, Promise<ReviewedFigures>>()

/** The reviewer's figures, simulated once for all challenges of a review. */
export function reviewedFigures(
  allocation: AllocationCase,
  results: SpecialistResults,
  context: WorkflowContext,
): Promise<ReviewedFigures> {
  const known = underWay.get(results)
  if (known !== undefined) return known
  const figures = simulatedAnew(allocation, results, context)
  underWay.set(results, figures)
  return figures
}

async function simulatedAnew(
  allocation: AllocationCase,
  results: SpecialistResults,
  context: WorkflowContext,
): Promise<ReviewedFigures> {
  const robustness = analysisOf(results, 'robustness-analyst')
  const { study } = judgementOf(allocation.study, robustness.accepted)
  const job = reviewJob(study, robustness)
  await context.map(
    { module, name: 'reviewPaths' },
    job,
    (study.regimes.length * REVIEW_PATHS) / REVIEW_SHARD,
    'review',
  )
  const figures = new Float64Array(job.figures)
  const yearly = new Float64Array(job.yearly)
  const width = reviewFigures.length
  const regimes = study.regimes.map((_, g) => {
    const paths = Array.from({ length: REVIEW_PATHS }, (__, p) => g * REVIEW_PATHS + p)
    const losses = paths.map((at) => Array.from(yearly.subarray(at * study.years, (at + 1) * study.years), (r) => -r))
    return {
      ...Object.fromEntries(reviewFigures.map((name, f) => [name, meanOf(paths.map((at) => figures[at * width + f]))])),
      valueAtRisk: batched(losses, tailQuantile),
      expectedShortfall: batched(losses, tailMean),
    } as Record<SimulatedFigure, MeasuredFigure>
  })
  return Object.fromEntries(
    simulatedFigures.map((name) => [
      name,
      weighted(
        regimes.map((regime) => regime[name]),
        study.weights,
      ),
    ]),
  ) as Record<SimulatedFigure, MeasuredFigure>
}

function meanOf(values: readonly number[]): MeasuredFigure {
  const n = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, standardError: Math.sqrt(squares / (n * (n - 1))) }
}

function weighted(figures: readonly MeasuredFigure[], weights: readonly number[]): MeasuredFigure {
  const value = figures.reduce((sum, figure, g) => sum + weights[g] * figure.value, 0)
  return { value, standardError: Math.hypot(...figures.map((figure, g) => weights[g] * figure.standardError!)) }
}

/** A measure of the yearly losses of all paths, its error from groups of paths. */
function batched(
  losses: readonly (readonly number[])[],
  measure: (losses: readonly number[]) => number,
): MeasuredFigure {
  const size = losses.length / BATCHES
  const groups = Array.from({ length: BATCHES }, (_, b) => measure(losses.slice(b * size, (b + 1) * size).flat()))
  return { value: measure(losses.flat()), standardError: meanOf(groups).standardError }
}

/** The quantile by linear interpolation between the order statistics around it (definition 7 of Hyndman and Fan 1996). */
function tailQuantile(losses: readonly number[]): number {
  const sorted = losses.toSorted((a, b) => a - b)
  const at = (1 - TAIL) * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}

/** Expected shortfall as the minimum over a of a + E[(loss - a)+] / 5 %, taken at the quantile (Rockafellar and Uryasev 2000). */
function tailMean(losses: readonly number[]): number {
  const a = tailQuantile(losses)
  const excess = losses.reduce((sum, loss) => sum + Math.max(0, loss - a), 0)
  return a + excess / (TAIL * losses.length)
}
