import type { HedgePackage, PackageFigures, PackageSearch, SimulatedFigure } from '../packages/index.ts'

/**
 * A package as the result lists it: its strategies say what it trades (the optimiser's own trades stand apart). Money in base
 * currency; costs a year but for those of entering.
 */
export interface PackageRow {
  readonly id: string
  readonly strategies: HedgePackage['strategies']
  readonly fundedStatusAtRisk: Pick<SimulatedFigure, 'value' | 'standardError'>
  readonly expectedShortfall: Pick<SimulatedFigure, 'value' | 'standardError'>
  /** By group, value alone; null where the fund has no exposure to it. */
  readonly effectiveness: Readonly<Record<keyof PackageFigures['effectiveness'], number | null>>
  readonly durationGapYears: number
  readonly carry: number
  readonly roll: number
  readonly executionCost: number
  readonly initialMargin: number
  readonly collateralNeed: number
  /** Valuation adjustments, present value. */
  readonly charges: number
  readonly annualCost: number
  readonly score: number
  /** Of the fund's assets: funded-status-at-risk as a share, annual cost and score in basis points. */
  readonly ofAssets: {
    readonly fundedStatusAtRisk: Pick<SimulatedFigure, 'value' | 'standardError'>
    readonly annualCostBp: number
    readonly scoreBp: number
  }
  readonly feasible: boolean
}

/** All packages that were compared, in the order of the grid, the optimiser's last. */
export function packageTable({ packages, figures }: PackageSearch, assets: number): PackageRow[] {
  return packages.map(({ id, strategies }, i) => packageRow(id, strategies, figures[i], assets))
}

function packageRow(
  id: string,
  strategies: HedgePackage['strategies'],
  figures: PackageFigures,
  assets: number,
): PackageRow {
  const { rates, inflation, currency, credit } = figures.effectiveness
  const estimate = ({ value, standardError }: SimulatedFigure) => ({ value, standardError })
  return {
    id,
    strategies,
    fundedStatusAtRisk: estimate(figures.fundedStatusAtRisk),
    expectedShortfall: estimate(figures.expectedShortfall),
    effectiveness: {
      rates: rates?.value ?? null,
      inflation: inflation?.value ?? null,
      currency: currency?.value ?? null,
      credit: credit?.value ?? null,
    },
    durationGapYears: figures.durationGapYears,
    carry: figures.carry,
    roll: figures.roll,
    executionCost: figures.executionCost,
    initialMargin: figures.initialMargin,
    collateralNeed: figures.collateralNeed.value,
    charges: figures.charges.total.value,
    annualCost: figures.annualCost,
    score: figures.score,
    ofAssets: {
      fundedStatusAtRisk: {
        value: figures.fundedStatusAtRisk.value / assets,
        standardError: figures.fundedStatusAtRisk.standardError / assets,
      },
      annualCostBp: (figures.annualCost / assets) * 1e4,
      scoreBp: (figures.score / assets) * 1e4,
    },
    feasible: figures.feasible,
  }
}
