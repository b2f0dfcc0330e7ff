import type { HedgingResult } from '@tutti/workflows/hedging'
import { fixedText } from '@tutti/workflows/figures'

/** Where a figure came from, by its pointer. */
export function figureOrigin({ study, selection }: HedgingResult): (pointer: string) => string {
  const count = (value: number): string => fixedText(value, 0)
  const market = study.origin === 'simulated' ? 'simulated' : 'real'
  const scenarios = `${count(study.scenarios.count)} joint scenarios; seed ${study.seed}`
  const paths = `${count(study.exposurePaths)} exposure paths; seed ${study.seed}`
  const valued = `valuation on the ${market} market of ${study.asOf}`
  const origins: readonly (readonly [RegExp, string])[] = [
    [/^\/(study|objectives)\//, 'input of the study'],
    [/^\/exposures\/risk\//, scenarios],
    [/^\/exposures\//, valued],
    [/^\/domains\/[^/]+\/stresses\//, `full revaluation under the stress, ${market} market`],
    [/[cC]harges\//, paths],
    [/^\/selection\/afterHedge\//, valued],
    [/^\/selection\/counterparties\//, paths],
    [/^\/selection\/collateral\//, `full revaluation under the move of yields, ${market} market`],
    [/^\/selection\/stress\//, `full revaluation under the stress, ${market} market`],
    [/^\/selection\/correlation\//, `${count(selection.correlation.scenarios)} scenarios; seed ${study.seed}`],
    [/^\/selection\/creditEvents\//, `${count(selection.creditEvents.scenarios)} credit scenarios; seed ${study.seed}`],
    [/^\/selection\/(replays|drawdowns|accounting)\//, `${market} history`],
    [/^\/selection\/selection\/fresh\//, 'scenarios that played no part in the choice'],
    [/^\/execution\/plan\/.*fundedStatusAtRisk/, scenarios],
    [/^\/execution\//, 'dealing terms of the mandate'],
    [/^\/decision\/limits\/\d+\/limit$/, 'input of the study'],
  ]
  return (pointer) => origins.find(([pattern]) => pattern.test(pointer))?.[1] ?? scenarios
}
