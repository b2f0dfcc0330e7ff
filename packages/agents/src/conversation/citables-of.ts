import type { SpecialistResults } from '@tutti/workflows/specialists'
import { type Citables, citableFigures } from '../briefs/index.ts'
import { type AgentDesk, specialistOf } from '../graph/agent-desk.ts'

/** What may be cited of the results of specialists; `more` are results that belong to none, such as the state of a search. */
export function citablesOf<Case>(
  desk: AgentDesk<Case>,
  results: SpecialistResults,
  more: SpecialistResults = {},
): Citables {
  const scripts = Object.keys(results).map((name) => [name, specialistOf(desk, name).script] as const)
  return citableFigures(Object.fromEntries(scripts), { ...results, ...more })
}
