import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { SimulatedFigure } from '../packages/hedge-package.ts'

/** What a curve moves: assets, liabilities and their difference. Money in base currency. */
export interface CurveExposure {
  readonly assets: number
  /** What the liabilities gain in value, positive. */
  readonly liabilities: number
  /** assets - liabilities: the surplus's gain. */
  readonly net: number
  /** assets / liabilities; null without liabilities. */
  readonly hedgeRatio: number | null
}

/** Sensitivity to one curve by key rate; the sum over them is the sensitivity to a parallel move. */
export interface CurveLadder {
  readonly currency: string
  readonly keyRates: readonly (CurveExposure & { readonly years: number })[]
  readonly parallel: CurveExposure
}

/** What is held and owed in a currency, base currency; sensitivity to its exchange rate where derivatives are concerned. */
export interface CurrencyExposure {
  readonly currency: string
  /** Without derivatives. */
  readonly assets: number
  /** Positive. */
  readonly liabilities: number
  /** Existing derivatives. */
  readonly derivatives: number
  /** assets + derivatives - liabilities. */
  readonly net: number
  /** Of the assets of the fund. */
  readonly netShareOfAssets: number
}

/** What is lost when spreads are 1 bp wider. */
export interface SpreadExposure {
  /** A rating, sector or bucket; `unrated`, `unassigned` where a line names none. */
  readonly name: string
  readonly cs01: number
}

/** Part of the funded-status-at-risk that a group of factors is responsible for. */
export interface RiskContribution {
  /** `interaction`: what groups do together beyond the sum of each alone. */
  readonly group: FactorGroup | 'interaction'
  readonly contribution: number
  readonly standardError: number
  /** Of the funded-status-at-risk. */
  readonly share: number
  /** Value at risk with only this group moved; null for the interaction. */
  readonly alone: SimulatedFigure | null
  /** Variance of the surplus with only this group moved over that with all; null for the interaction. */
  readonly varianceShare: number | null
}

/** Standing with one counterparty before new hedges, base currency. */
export interface CounterpartyStanding {
  readonly counterparty: string
  readonly lines: number
  /** Positive is owed to the fund. */
  readonly markToMarket: number
  readonly collateralised: boolean
  /** Simple measure of what could be owed at the horizon, or over the margin period under a credit support annex. */
  readonly potentialExposure: number
  readonly limit: number
  readonly slack: number
  readonly within: boolean
}

/** The fund before new hedges, on one set of curves for assets, liabilities and hedges. Money in base currency. */
export interface ExposureRecord {
  readonly asOf: string
  readonly baseCurrency: string
  readonly assets: number
  /** Positive. */
  readonly liabilities: number
  readonly surplus: number
  readonly fundedRatio: number
  /** The base currency last. */
  readonly currencies: readonly CurrencyExposure[]
  /** Gains for rates 1 bp lower (PV01). */
  readonly rates: readonly CurveLadder[]
  /** Gains for break-even inflation 1 bp higher (IE01). */
  readonly inflation: readonly CurveLadder[]
  readonly credit: {
    readonly total: number
    readonly byRating: readonly SpreadExposure[]
    readonly bySector: readonly SpreadExposure[]
    readonly byBucket: readonly SpreadExposure[]
  }
  readonly equity: {
    /** Beta-adjusted delta: gain for a rise of all indices by 100 %, to first order. */
    readonly total: number
    readonly byIndex: readonly { readonly index: string; readonly delta: number }[]
  }
  /** Gain for a volatility higher by a point (`fx`, `equity`: 0.01; `rate`: 1 bp). */
  readonly volatility: readonly { readonly surface: string; readonly vega: number }[]
  readonly duration: {
    /** -dA/dr / A for a parallel move of all curves, years; of liabilities the same. */
    readonly assetsYears: number
    readonly liabilitiesYears: number
    /** Money duration of assets less that of liabilities, over assets. */
    readonly gapYears: number
    /** d²A/dr² / A, years². */
    readonly assetsConvexity: number
    readonly liabilitiesConvexity: number
  }
  readonly risk: {
    readonly confidence: number
    readonly horizonYears: number
    readonly fundedStatusAtRisk: SimulatedFigure
    readonly expectedShortfall: SimulatedFigure
    readonly surplusVolatility: SimulatedFigure
    /** Sum to the funded-status-at-risk. */
    readonly contributions: readonly RiskContribution[]
  }
  /** Groups whose variance is at least the mandate's share of the surplus variance, largest first. */
  readonly major: readonly FactorGroup[]
  readonly counterparties: readonly CounterpartyStanding[]
}
