import { TuttiError } from '../errors/index.ts'

/** Points (x, y) of a tabulated function, x increasing. */
export type Tabulated = readonly (readonly [number, number])[]

/** A line of a stress that grows with duration: base + slope (duration - from), up to the next line. */
export interface DurationLine {
  readonly from: number
  readonly base: number
  readonly slope: number
}

/** Articles 137 to 143: relative changes unless said otherwise. */
export interface LifeStresses {
  readonly mortality: number
  readonly longevity: number
  readonly disabilityFirstYear: number
  readonly disabilityLater: number
  readonly disabilityRecovery: number
  readonly expense: number
  readonly expenseInflation: number
  readonly revision: number
  readonly lapse: number
  /** A fall of a lapse rate is at most this many percentage points, as a decimal. */
  readonly lapseDownAtMost: number
  readonly massLapse: number
  readonly massLapseGroup: number
  /** Added to the mortality rates of the next year. */
  readonly catastrophe: number
}

/** A part of the parameters that a caution is about. */
export type Solvency2Part =
  | 'interest'
  | 'concentration'
  | 'correlations'
  | 'counterparty'
  | 'life'
  | 'revision'
  | 'non-life'
  | 'operational'
  | 'risk-margin'

/** Parameters of the standard formula that hold from a date on, with the articles that they come from. */
export interface Solvency2Parameters {
  /** First day, ISO. */
  readonly validFrom: string
  /** Last day, ISO. */
  readonly validTo: string
  readonly source: string
  /** What is not held, or could be confirmed in one public place only. */
  readonly cautions: readonly { readonly about: readonly Solvency2Part[]; readonly text: string }[]
  /** Articles 166 and 167, by maturity in years. */
  readonly interest: {
    /** Parts of the rate. */
    readonly increase: Tabulated
    readonly decrease: Tabulated
    /** Added after the relative increase, taken off after the relative decrease; absolute. */
    readonly increaseShift: Tabulated
    readonly decreaseShift: Tabulated
    /** Absolute; `null` where there is none. */
    readonly leastIncrease: number | null
    /** Whether rates of zero and below fall too. */
    readonly negativeRatesFall: boolean
    /** Lowest rate after a decrease, by maturity; `null` where there is none. */
    readonly decreaseFloor: Tabulated | null
  }
  /**
   * Articles 168 to 172: falls in value; the symmetric adjustment is added to the types 1 and 2, within its bounds.
   * `null` for a class that the version does not know.
   */
  readonly equity: {
    readonly type1: number
    readonly type2: number
    readonly strategic: number
    readonly longTerm: number | null
    readonly infrastructure: number | null
    readonly infrastructureCorporate: number | null
    readonly correlation: number
    /** Part of the symmetric adjustment that infrastructure takes. */
    readonly infrastructureAdjustment: number
    readonly infrastructureCorporateAdjustment: number
    readonly symmetricAdjustmentBound: number
  }
  /** Article 174. */
  readonly property: number
  /** Article 176: falls in value of bonds by credit quality step (0 to 6) and unrated, by modified duration in years. */
  readonly spread: { readonly bySteps: readonly (readonly DurationLine[])[]; readonly unrated: readonly DurationLine[] }
  /** Article 188. */
  readonly currency: number
  /** Articles 184 to 186: thresholds and factors by weighted credit quality step, 0 to 6. */
  readonly concentration: { readonly thresholds: readonly number[]; readonly factors: readonly number[] } | null
  readonly life: LifeStresses | null
  /** Articles 199 to 201: one-year default probabilities of type 1 exposures by credit quality step, 0 to 6. */
  readonly counterparty: { readonly defaultProbabilities: readonly number[] } | null
  /** Annex II: standard deviations of gross premium and of reserve risk by segment, 1 to 12; Annex IV their correlations. */
  readonly nonLife: {
    readonly premium: readonly number[]
    readonly reserve: readonly number[]
    readonly segmentCorrelations: readonly (readonly number[])[]
  } | null
  /** Article 204. */
  readonly operational: {
    readonly lifePremium: number
    readonly nonLifePremium: number
    readonly lifeProvision: number
    readonly nonLifeProvision: number
    readonly growthOver: number
    readonly capOfBscr: number
    readonly unitLinkedExpense: number
  } | null
  /** Articles 37 to 39 and the Directive's Article 77: yearly rate, and the tapering of the capital in t years. */
  readonly riskMargin: {
    readonly costOfCapital: number
    /** Factor by which the capital counts less for each year ahead, 1 for none, and the least that it falls to. */
    readonly taperPerYear: number
    readonly leastTaper: number
  }
  /** Articles 164, 136, 114 and the Directive's Annex IV. Orders of rows as in the module lists. */
  readonly correlations: {
    /** interest, equity, property, spread, concentration, currency, where the fall of rates binds (A = 1/2). */
    readonly marketDown: readonly (readonly number[])[]
    /** The same where the rise binds (A = 0). */
    readonly marketUp: readonly (readonly number[])[]
    /** mortality, longevity, disability, expense, revision, lapse, catastrophe. */
    readonly life: readonly (readonly number[])[]
    /** premium and reserve, catastrophe, lapse. */
    readonly nonLife: readonly (readonly number[])[]
    /** market, counterparty, life, health, non-life. */
    readonly basic: readonly (readonly number[])[]
  }
}

/**
 * The version of the parameters in force on an ISO date. Throws `missing-data` for a date before the first version or
 * after the last one.
 */
export function solvency2ParametersOn(versions: readonly Solvency2Parameters[], date: string): Solvency2Parameters {
  const found = versions.findLast(({ validFrom, validTo }) => validFrom <= date && date <= validTo)
  if (found !== undefined) return found
  throw new TuttiError('missing-data', `there are no parameters of the standard formula for ${date}`, {
    field: 'date',
    got: date,
    expected: versions.map(({ validFrom, validTo }) => `${validFrom} to ${validTo}`).join(', '),
  })
}

/** A part of the parameters. Throws `missing-data` where the version does not hold it. */
export function heldPart<T>(p: Solvency2Parameters, part: T | null, name: string): T {
  if (part !== null) return part
  throw new TuttiError('missing-data', `the parameters for ${p.validFrom} to ${p.validTo} have no part for ${name}`, {
    field: name,
    got: 'none held',
    expected: 'another date, or a calculation without it',
  })
}
