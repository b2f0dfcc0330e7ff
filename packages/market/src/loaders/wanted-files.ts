import type { Problem } from '@tutti/analytics/errors'
import type { CurveHistoryId, SeriesId } from '../ids/index.ts'
import type { FilePlan, Target } from '../layouts/index.ts'
import { providerOf } from '../layouts/index.ts'
import { marketYamlName } from './market-yaml.ts'

/** A file to read, and what to take from it. */
export interface WantedFile {
  readonly plan: FilePlan
  readonly targets: readonly Target[]
}

/** Ids named in an error before the others are counted. */
const listedIds = 40

/**
 * Which file gives which of `ids`, in order of path. A required id that no file provides is added to `missing`, an id that
 * several provide to `ambiguous`.
 */
export function wantedFiles(
  plans: readonly FilePlan[],
  ids: readonly (SeriesId | CurveHistoryId)[],
  required: ReadonlySet<SeriesId | CurveHistoryId>,
  missing: Problem[],
  ambiguous: Problem[],
): WantedFile[] {
  const targetsByPlan = new Map<FilePlan, Target[]>()
  for (const id of ids) {
    const givers = plans.filter((plan) => plan.targets.some((target) => target.id === id))
    if (givers.length === 0 && required.has(id)) {
      const message = `the folder has no file that provides ${id}`
      missing.push({ field: id, message, got: idsThere(plans), expected: providerOf(id) })
    }
    if (givers.length > 1) {
      ambiguous.push({
        file: givers[1].file,
        field: id,
        message: `several files provide ${id}; say in ${marketYamlName} which one to take`,
        got: givers.map((plan) => plan.file).join(', '),
        expected: 'one file',
      })
    }
    if (givers.length !== 1) continue
    const targets = targetsByPlan.get(givers[0]) ?? []
    targets.push(...givers[0].targets.filter((target) => target.id === id))
    targetsByPlan.set(givers[0], targets)
  }
  return [...targetsByPlan]
    .map(([plan, targets]) => ({ plan, targets }))
    .sort((a, b) => (a.plan.file < b.plan.file ? -1 : 1))
}

function idsThere(plans: readonly FilePlan[]): string {
  const there = [...new Set(plans.flatMap((plan) => plan.targets.map((target) => target.id)))].sort()
  if (there.length === 0) return 'a folder without a file that is recognised'
  const more = there.length - listedIds
  return there.slice(0, listedIds).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
