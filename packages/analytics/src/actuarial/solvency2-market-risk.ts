import { requireInRange, TuttiError } from '../errors/index.ts'
import { type DurationLine, heldPart, type Solvency2Parameters } from './solvency2-parameters.ts'

/** Exposures in equity, by the kinds of Articles 168 and 169, market values. */
export interface EquityExposures {
  readonly type1: number
  readonly type2: number
  readonly strategicType1: number
  readonly strategicType2: number
  readonly longTermType1: number
  readonly longTermType2: number
  readonly infrastructure: number
  readonly infrastructureCorporate: number
}

/** Capital for the fall of equities, of the two groups and together. */
export interface EquityCapital {
  readonly type1: number
  readonly other: number
  readonly total: number
}

/**
 * Capital requirement for equity risk: falls by kind with the symmetric adjustment (decimal, held within its bounds),
 * type 1 against the rest with correlation 3/4. Throws `missing-data` for a class that the version does not know.
 */
export function equityCapital(
  p: Solvency2Parameters,
  exposures: EquityExposures,
  symmetricAdjustment: number,
): EquityCapital {
  const e = p.equity
  requireInRange(symmetricAdjustment, -1, 1, 'symmetricAdjustment')
  const adjustment = Math.min(e.symmetricAdjustmentBound, Math.max(-e.symmetricAdjustmentBound, symmetricAdjustment))
  for (const [field, value] of Object.entries(exposures)) requireInRange(value as number, 0, 1e300, field)
  /** Fall of a class; one that the version does not know is refused where there is any of it. */
  const falling = (kind: keyof EquityExposures, fall: number | null, part: number): number =>
    exposures[kind] === 0 ? 0 : exposures[kind] * (heldPart(p, fall, kind) + part * adjustment)
  const type1 =
    falling('type1', e.type1, 1) + falling('strategicType1', e.strategic, 0) + falling('longTermType1', e.longTerm, 0)
  const other =
    falling('type2', e.type2, 1) +
    falling('strategicType2', e.strategic, 0) +
    falling('longTermType2', e.longTerm, 0) +
    falling('infrastructure', e.infrastructure, e.infrastructureAdjustment) +
    falling('infrastructureCorporate', e.infrastructureCorporate, e.infrastructureCorporateAdjustment)
  return { type1, other, total: Math.sqrt(type1 * type1 + 2 * e.correlation * type1 * other + other * other) }
}

/**
 * Symmetric adjustment of the equity charge: half of the index's distance from its mean of the last three years less
 * 8 %, within its bounds. Source: Delegated Regulation (EU) 2015/35, Article 172.
 */
export function symmetricAdjustment(p: Solvency2Parameters, currentLevel: number, averageLevel: number): number {
  requireInRange(currentLevel, 1e-12, 1e300, 'currentLevel')
  requireInRange(averageLevel, 1e-12, 1e300, 'averageLevel')
  const bound = p.equity.symmetricAdjustmentBound
  return Math.min(bound, Math.max(-bound, 0.5 * ((currentLevel - averageLevel) / averageLevel - 0.08)))
}

/** Fall in value of a bond for spread risk: by credit quality step (0 to 6, `null` for unrated) and modified duration. */
export function spreadStress(p: Solvency2Parameters, creditQualityStep: number | null, durationYears: number): number {
  requireInRange(durationYears, 0, 200, 'durationYears')
  if (creditQualityStep !== null && p.spread.bySteps[creditQualityStep] === undefined) {
    throw new TuttiError(
      'invalid-input',
      `a credit quality step is a whole number from 0 to 6, got ${creditQualityStep}`,
      {
        field: 'creditQualityStep',
        got: String(creditQualityStep),
        expected: '0 to 6, or null',
      },
    )
  }
  const lines: readonly DurationLine[] =
    creditQualityStep === null ? p.spread.unrated : p.spread.bySteps[creditQualityStep]
  // durations count as one year at least; a line holds beyond its start, up to and with that of the next
  const duration = Math.max(1, durationYears)
  const line = lines.findLast(({ from }) => duration > from) ?? lines[0]
  return Math.min(1, line.base + line.slope * (duration - line.from))
}

/** A single-name exposure for concentration risk. */
export interface SingleNameExposure {
  readonly exposure: number
  /** Weighted average credit quality step, 0 to 6. */
  readonly creditQualityStep: number
}

/** Capital for concentrations: root of the sum of squares of factor times exposure above its threshold. */
export function concentrationCapital(
  p: Solvency2Parameters,
  names: readonly SingleNameExposure[],
  assets: number,
): number {
  requireInRange(assets, 0, 1e300, 'assets')
  if (names.length === 0) return 0
  const { thresholds, factors } = heldPart(p, p.concentration, 'concentration')
  return Math.sqrt(
    names.reduce((sum, { exposure, creditQualityStep: step }, i) => {
      requireInRange(exposure, 0, 1e300, `names[${i}].exposure`)
      const factor = factors[requireInRange(step, 0, 6, `names[${i}].creditQualityStep`)]
      if (factor === undefined) {
        throw new TuttiError('invalid-input', 'a credit quality step is a whole number', { field: `names[${i}]` })
      }
      return sum + (factor * Math.max(0, exposure - thresholds[step] * assets)) ** 2
    }, 0),
  )
}
