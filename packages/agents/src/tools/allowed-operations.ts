import { TuttiError } from '@tutti/analytics/errors'
import type { Operation } from '@tutti/operations'
import { areaOperations } from '@tutti/operations/by-area'
import { toolName } from '@tutti/operations/description'

/**
 * The operations that a script allows, in the order of the catalogue: each entry is a name, or an area with a closing slash such
 * as `rates/`. Throws `invalid-input` with every entry that names none, so that a misspelt permission is not a silent lack.
 */
export function allowedOperations(entries: readonly string[], catalogue: readonly Operation[]): readonly Operation[] {
  const unknown = entries.filter((entry) => !catalogue.some(({ name }) => fits(entry, name)))
  if (unknown.length > 0) {
    throw new TuttiError('invalid-input', `no operation goes by ${unknown.map((entry) => `"${entry}"`).join(', ')}`, {
      field: 'operations',
      problems: unknown.map((entry) => ({
        field: 'operations',
        message: 'no operation and no area goes by this name',
        got: entry,
        expected: 'area/name, or an area with a closing slash',
      })),
    })
  }
  return catalogue.filter(({ name }) => entries.some((entry) => fits(entry, name)))
}

/** Those of the operations that a script allows whose tools it calls itself; the rest of the catalogue is not loaded. */
export async function calledOperations(
  entries: readonly string[],
  tools: readonly string[],
): Promise<readonly Operation[]> {
  const inAreas = await areaOperations(tools.map((tool) => tool.split('_')[0]))
  return inAreas.filter(({ name }) => tools.includes(toolName(name)) && entries.some((entry) => fits(entry, name)))
}

function fits(entry: string, name: string): boolean {
  return entry.endsWith('/') ? name.startsWith(entry) : name === entry
}
