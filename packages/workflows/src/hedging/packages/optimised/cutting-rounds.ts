import { TuttiError } from '@tutti/analytics/errors'
import { type Programme, type ProgrammeOutcome, solvedProgramme } from '@tutti/analytics/programming'
import type { HedgingMandate } from '../../mandate/index.ts'
import { deviationRatio, type HedgeCut, impactCut, shareLosses, tailCut } from './hedge-cuts.ts'
import type { HedgeModel } from './hedge-model.ts'
import { bp, heldRatio, type HedgeProgramme, hedgeProgramme, type ProgrammeState } from './hedge-programme.ts'

/** What the convex functions are worth at a point; bp of assets but for the ratios. */
export interface ConvexValues {
  readonly losses: Float64Array
  /** Quantile of the losses at the confidence, share of assets. */
  readonly level: number
  /** Cost of capital times the conditional value at risk. */
  readonly riskCost: number
  /** Of each column. */
  readonly impact: Float64Array
  /** Deviation hedged over unhedged of each group. */
  readonly ratios: readonly number[]
}

/** The convex functions at the shares `x` of the columns. */
export function convexValues(model: HedgeModel, x: ArrayLike<number>, confidence: number): ConvexValues {
  const losses = shareLosses(model, x)
  const sorted = losses.slice().sort()
  const n = sorted.length
  const edge = Math.min(n - 1, Math.max(0, Math.ceil(n * confidence - 1e-9) - 1))
  let excess = 0
  for (let s = edge + 1; s < n; s++) excess += sorted[s] - sorted[edge]
  return {
    losses,
    level: sorted[edge],
    riskCost: bp * model.costOfCapital * (sorted[edge] + excess / (n * (1 - confidence))),
    impact: Float64Array.from(model.columns, ({ impact }, j) => bp * impact * x[j] ** 1.5),
    ratios: model.groups.map((group) => deviationRatio(group, x).value),
  }
}

/** Cuts that are tight at a point. */
export function cutsAt(model: HedgeModel, x: ArrayLike<number>, confidence: number): HedgeCut[] {
  const { losses, level } = convexValues(model, x, confidence)
  return [
    tailCut(model, losses, level),
    ...model.groups.flatMap((group, g): HedgeCut[] => {
      const { slope, constant } = deviationRatio(group, x)
      return slope === null ? [] : [{ kind: 'deviation', group: g, constant, slope }]
    }),
    ...model.columns.flatMap(({ impact }, j) => (x[j] > 0 && impact > 0 ? [impactCut(j, impact, x[j])] : [])),
  ]
}

/** Tangents of the impact of every column, about the size that it has at a point, or a fiftieth of the largest it may have. */
export function impactTangents({ columns }: HedgeModel, x: ArrayLike<number>): HedgeCut[] {
  return columns.flatMap(({ impact, cap }, j) =>
    impact === 0
      ? []
      : [0.3, 1, 3].map((share) => impactCut(j, impact, Math.min(cap, share * Math.max(x[j], cap / 50)))),
  )
}

/** Where the rounds ended. */
export interface RoundsEnd {
  /** Share of each column of the model. */
  readonly x: Float64Array
  /** Of the last programme: no point of its kind is better; bp of assets, penalties included. */
  readonly bound: number
  /** The objective of the point itself, without penalties. */
  readonly objective: number
  /** Relative gap of the last programme with whole numbers; null without. */
  readonly mixedIntegerGap: number | null
  /** Limits that give, as shares of their size. */
  readonly given: readonly { readonly id: string; readonly name: string; readonly by: number }[]
  readonly rounds: number
  /** Whether the point meets the convex functions to the tolerance. */
  readonly converged: boolean
}

/** When to stop. */
export interface RoundsPlan {
  readonly rounds: number
  /** Relative gap of the objective at which a point stands. */
  readonly tolerance: number
  /** Relative gap of a programme with whole numbers. */
  readonly mixedIntegerGap?: number
}

/** Error of a deviation ratio beyond its limit that is left alone. */
const ratioTolerance = 1e-3
/** Slack, as a share of a limit, that is rounding. */
const negligibleSlack = 1e-6

/**
 * Solves the programme, adds the cuts that its point breaks, and again, until it breaks none or the rounds are over. New cuts are
 * appended to `cuts`; they hold for every other programme of the model too. Undefined where the programme is infeasible, or the
 * solver has no answer to the first round. Where it cannot answer a later round to its standard, the rounds end with the point of
 * the one before; as they do where it calls a programme infeasible whose limits give and whose cost has no cap, or unbounded: cuts
 * alone make none so, only figures too far apart in size for it.
 */
export function cuttingRounds(
  model: HedgeModel,
  mandate: HedgingMandate,
  fundGap: number,
  given: Omit<ProgrammeState, 'cuts'>,
  cuts: HedgeCut[],
  { rounds, tolerance, mixedIntegerGap = 1e-2 }: RoundsPlan,
): RoundsEnd | undefined {
  let last: RoundsEnd | undefined
  for (let round = 1; ; round++) {
    const built = hedgeProgramme(model, mandate, fundGap, { ...given, cuts })
    const outcome = answered(built.programme, mixedIntegerGap)
    if (outcome === undefined || outcome.status === 'unbounded') return last
    if (outcome.status === 'infeasible') return given.elastic && given.costCap === undefined ? last : undefined
    const { solution } = outcome
    const point = readPoint(model, built, given, solution.x)
    const values = convexValues(model, point.x, given.confidence)
    const missing = missingCuts(model, values, point, tolerance)
    const converged = missing.length === 0
    last = {
      x: point.x,
      bound: solution.objective,
      objective: objectiveOf(model, point.x, values),
      mixedIntegerGap: solution.residuals.mipGap,
      given: point.given,
      rounds: round,
      converged,
    }
    if (converged || round >= rounds) return last
    cuts.push(...missing)
  }
}

/** The answer of the solver; undefined where none meets its standard of optimality. */
function answered(programme: Programme, relativeMipGap: number): ProgrammeOutcome | undefined {
  try {
    return solvedProgramme(programme, { relativeMipGap })
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-converged') return undefined
    throw error
  }
}

interface ProgrammePoint {
  readonly x: Float64Array
  readonly impact: Float64Array
  readonly ratios: Float64Array
  readonly level: number
  readonly riskCost: number
  readonly given: RoundsEnd['given']
}

function readPoint(
  model: HedgeModel,
  { at, limits }: HedgeProgramme,
  { active, confidence, elastic }: Omit<ProgrammeState, 'cuts'>,
  found: Float64Array,
): ProgrammePoint {
  const x = new Float64Array(model.columns.length)
  const impact = new Float64Array(model.columns.length)
  active.forEach((j, k) => {
    x[j] = found[k]
    impact[j] = bp * found[at.impact + k]
  })
  const given = elastic ? limits.map(({ id, name }, l) => ({ id, name, by: found[at.slack + l] })) : []
  return {
    x,
    impact,
    ratios: found.slice(at.deviation, at.level),
    level: found[at.level],
    riskCost: bp * model.costOfCapital * (found[at.level] + found[at.shortfall] / (1 - confidence)),
    given: given.filter(({ by }) => by > negligibleSlack),
  }
}

function objectiveOf({ columns }: HedgeModel, x: Float64Array, { riskCost, impact }: ConvexValues): number {
  return columns.reduce(
    (sum, { tradeCost, otherCost }, j) => sum + bp * (tradeCost + otherCost) * x[j] + impact[j],
    riskCost,
  )
}

function missingCuts(model: HedgeModel, values: ConvexValues, point: ProgrammePoint, tolerance: number): HedgeCut[] {
  const room = tolerance * Math.max(Math.abs(objectiveOf(model, point.x, values)), 1e-6)
  const cuts: HedgeCut[] = []
  if (values.riskCost - point.riskCost > room / 2) {
    cuts.push(tailCut(model, values.losses, values.level))
    if (point.level !== values.level) cuts.push(tailCut(model, values.losses, point.level))
  }
  const missed = model.columns.map((_, j) => values.impact[j] - point.impact[j])
  const missedTotal = missed.reduce((sum, miss) => sum + Math.max(0, miss), 0)
  const impactTotal = values.impact.reduce((sum, value) => sum + value, 0)
  if (missedTotal > Math.min(room / 2, tolerance * impactTotal)) {
    missed.forEach((miss, j) => {
      if (miss > 0 && point.x[j] > 0) cuts.push(impactCut(j, model.columns[j].impact, point.x[j]))
    })
  }
  model.groups.forEach((group, g) => {
    const held = (group.limit + heldRatio(group.limit)) / 2
    const allowed = point.ratios[g] < held ? held : point.ratios[g] + ratioTolerance
    const { value, slope, constant } = deviationRatio(group, point.x)
    if (value > allowed && slope !== null) cuts.push({ kind: 'deviation', group: g, constant, slope })
  })
  return cuts
}
