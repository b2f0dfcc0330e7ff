import type { HedgingCase } from '../hedging-case.ts'
import {
  creditStrategies,
  currencyStrategies,
  inflationStrategies,
  ratesStrategies,
  type StrategySet,
  unhedgedSet,
} from '../strategies/index.ts'
import type { HedgeDomain } from '../universe/index.ts'
import { type StrategyStressRecord, strategyStresses } from './strategy-stresses.ts'

/** A domain as its specialist hands it on: strategies, and how each stands up to the stresses of its group. */
export interface DomainResult {
  readonly set: StrategySet
  readonly stresses: StrategyStressRecord
}

/** The currency hedger's strategies. */
export function currencyResult(study: HedgingCase): { readonly currency: DomainResult } {
  return { currency: domainResult(study, currencyStrategies(study)) }
}

/** The interest rate specialist's strategies, for nominal rates and for inflation. */
export function ratesResult(study: HedgingCase): { readonly rates: DomainResult; readonly inflation: DomainResult } {
  return {
    rates: domainResult(study, ratesStrategies(study)),
    inflation: domainResult(study, inflationStrategies(study)),
  }
}

/** The credit analyst's strategies. */
export function creditResult(study: HedgingCase): { readonly credit: DomainResult } {
  return { credit: domainResult(study, creditStrategies(study)) }
}

/** A domain whose specialist gave no result: no hedge of its own, and the reason. */
export function domainWithout(study: HedgingCase, domain: HedgeDomain, reason: string): DomainResult {
  return domainResult(study, unhedgedSet(study, domain, [reason]))
}

function domainResult(study: HedgingCase, set: StrategySet): DomainResult {
  return { set, stresses: strategyStresses(study, set.domain, set.strategies) }
}
