import { type ExposureRecord, exposureRecord, type HedgingObjectives, hedgingObjectives } from '../exposures/index.ts'
import type { HedgingCase } from '../hedging-case.ts'

/** What the portfolio manager finds before any hedge: where the fund stands, and what the others are asked for. */
export interface PortfolioManagerResult {
  readonly exposures: ExposureRecord
  readonly objectives: HedgingObjectives
}

/** Exposures on one set of curves for assets and liabilities, and the objectives that follow from them and the mandate. */
export function portfolioManagerResult(study: HedgingCase): PortfolioManagerResult {
  const exposures = exposureRecord(study)
  return { exposures, objectives: hedgingObjectives(study.mandate, exposures) }
}
