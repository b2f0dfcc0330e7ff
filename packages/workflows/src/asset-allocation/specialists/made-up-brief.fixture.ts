import type { SpecialistResults } from '../../specialists/index.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { madeUpMandate, madeUpMarket, snapshotOf } from '../history/made-up-snapshot.fixture.ts'
import type { Estimate } from '../result.ts'
import { type AllocationAnalyses, analysisOf } from './analysis-of.ts'
import { readBrief } from './read-brief.fixture.ts'
import { workedStudy } from './tiny-study.fixture.ts'

const market = madeUpMarket(3, '2008-12-30')
const { simulation, search, search_space, regime_weights } = tinyMandate()
const mandate = madeUpMandate({ simulation, search, search_space, regime_weights })

/** Results of a tiny study with a history, to be changed into results of other kinds. */
export const { results } = await workedStudy({ mandate, snapshot: snapshotOf([market.equity], [market.curve]) })

/** A made-up figure. */
export const estimate = (value: number, standardError = 0.01): Estimate => ({ value, standardError })

/** The brief of a specialist when its result is changed. */
export function briefOf<Name extends keyof AllocationAnalyses>(
  name: Name,
  change: (result: AllocationAnalyses[Name]) => Partial<AllocationAnalyses[Name]>,
  others: SpecialistResults = results,
): string {
  const result = analysisOf(others, name)
  return readBrief(name, { ...others, [name]: { ...result, ...change(result) } })
}
