import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import type { HedgeTrade, LimitCheck } from '../strategies/strategy.ts'

/** A simulated figure with its error. */
export interface SimulatedFigure {
  readonly value: number
  readonly standardError: number
  /** Scenarios or paths that it rests on. */
  readonly count: number
}

/** A combination of one strategy for each domain, or what the optimiser found beyond them. */
export interface HedgePackage {
  /** `p001` … in order of the grid; `optimised` for the optimiser's. */
  readonly id: string
  /** Strategy ids by domain; null for the optimiser's. */
  readonly strategies: Readonly<Record<HedgeDomain, string>> | null
  /** One entry for each instrument, in the order of the universe. */
  readonly trades: readonly HedgeTrade[]
}

/** Charges for counterparties' and own default, funding and margin of a package: present values today, costs positive. */
export interface ValuationCharges {
  readonly cva: SimulatedFigure
  /** Benefit: lowers the cost. */
  readonly dva: SimulatedFigure
  readonly fva: SimulatedFigure
  readonly mva: SimulatedFigure
  /** cva - dva + fva + mva. */
  readonly total: SimulatedFigure
}

/** Effectiveness under one named stress. */
export interface StressEffectiveness {
  readonly value: number
  /** Id of the stress. */
  readonly stress: string
}

/** What is known of a package. Money in base currency. */
export interface PackageFigures {
  /** Value at risk of the surplus at the mandate's confidence and horizon, as a loss. */
  readonly fundedStatusAtRisk: SimulatedFigure
  readonly expectedShortfall: SimulatedFigure
  readonly surplusVolatility: SimulatedFigure
  /** By group; null where the fund has no exposure to it. */
  readonly effectiveness: Readonly<Record<'rates' | 'inflation' | 'currency' | 'credit', SimulatedFigure | null>>
  /** 1 - FSaR / FSaR unhedged; null where the unhedged fund has no funded-status-at-risk. */
  readonly riskReduction: number | null
  /**
   * Under the worst adverse named stress of each group as a whole: 1 - |change of the surplus hedged| / |unhedged|, and the stress;
   * null where no stress of the group costs the fund a basis point of its assets.
   */
  readonly stressEffectiveness: Readonly<
    Record<'rates' | 'inflation' | 'currency' | 'credit', StressEffectiveness | null>
  >
  readonly durationGapYears: number
  /** A year; positive is earned. */
  readonly carry: number
  readonly roll: number
  /** Once: spreads and impact of entering. */
  readonly executionCost: number
  readonly initialMargin: number
  /** Variation margin and initial margin that the stressed scenarios call for: the mandate's confidence. */
  readonly collateralNeed: SimulatedFigure
  readonly charges: ValuationCharges
  /** Those by the year, each over the life of its trades. */
  readonly annualCharges: SimulatedFigure
  /**
   * A year: carry and roll as they count + execution / holding period + the charges of a year. What a trade pays in carry and roll
   * counts in full, what it earns at the mandate's credit for it. The funding of initial margin is in these, as
   * the margin adjustment, and is not counted twice.
   */
  readonly annualCost: number
  /** annualCost + cost of capital x fundedStatusAtRisk: what is minimised. */
  readonly score: number
  readonly limits: readonly LimitCheck[]
  readonly feasible: boolean
}
