import {
  annualCost,
  costOfCapital,
  type HedgePackage,
  type PackageFigures,
  packageFigures,
  type PackageStudy,
  type ScoreDifference,
  scoreDifferences,
  tradeCosts,
} from '../packages/index.ts'
import type { HedgingCost, Saving } from './hedging-cost.ts'
import { naivePackage } from './naive-package.ts'
import { type SavingsRow, savingsRows } from './savings-rows.ts'

/** The chosen hedge against no hedge and against a naive full one. Plain JSON, base currency. */
export interface SavingsRecord {
  readonly assets: number
  readonly costOfCapital: number
  readonly unhedged: HedgingCost
  readonly naive: HedgingCost
  readonly chosen: HedgingCost
  readonly naivePackage: HedgePackage
  readonly againstUnhedged: Saving
  readonly againstNaive: Saving
  /** Every line of the arithmetic, each from the lines above it. */
  readonly rows: readonly SavingsRow[]
  /** Words without figures. */
  readonly notes: readonly string[]
}

/**
 * Savings of the chosen package a year: total cost (annual cost + cost of capital x funded-status-at-risk) of no hedge and of
 * the naive full hedge less its own, with standard errors of the paired differences.
 */
export function savingsRecord(study: PackageStudy, chosen: HedgePackage): SavingsRecord {
  const naive = naivePackage(study)
  const nothing: HedgePackage = { id: 'unhedged', strategies: null, trades: [] }
  const packages = [nothing, naive.package, chosen]
  const figures = packageFigures(study, packages)
  const [unhedged, full, own] = packages.map((item, i) => hedgingCost(study, item, figures[i]))
  const differences = scoreDifferences(study, packages, figures, 2)
  const { assets } = study.fund
  const againstUnhedged = saving(differences[0], assets)
  const againstNaive = saving(differences[1], assets)
  const price = costOfCapital(study)
  return {
    assets,
    costOfCapital: price,
    unhedged,
    naive: full,
    chosen: own,
    naivePackage: naive.package,
    againstUnhedged,
    againstNaive,
    rows: savingsRows(study.mandate, {
      assets,
      price,
      unhedged,
      naive: full,
      chosen: own,
      againstUnhedged,
      againstNaive,
    }),
    notes: naive.notes,
  }
}

function hedgingCost(study: PackageStudy, { trades }: HedgePackage, figures: PackageFigures): HedgingCost {
  const price = costOfCapital(study)
  const { value, standardError } = figures.fundedStatusAtRisk
  return {
    annualCost: annualCost(tradeCosts(study, trades), figures.annualCharges.value),
    fundedStatusAtRisk: value,
    riskCost: price * value,
    total: figures.score,
    standardErrors: {
      annualCost: figures.annualCharges.standardError,
      riskCost: price * standardError,
      total: Math.hypot(price * standardError, figures.annualCharges.standardError),
    },
    feasible: figures.feasible,
  }
}

function saving({ total, cost, risk, standardError, tied }: ScoreDifference, assets: number): Saving {
  return {
    money: total,
    bp: (total / assets) * 1e4,
    cost,
    risk,
    standardError,
    standardErrorBp: (standardError / assets) * 1e4,
    tied,
  }
}
