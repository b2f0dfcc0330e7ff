import { TuttiError } from '@tutti/analytics/errors'
import type { Specialist } from './specialist.ts'

/**
 * The specialists in waves: each needs only those of earlier waves. Throws `invalid-input` for two of one name, a need that
 * names no specialist, and needs that go round in a circle.
 */
export function specialistWaves<Case>(specialists: readonly Specialist<Case>[]): Specialist<Case>[][] {
  const names = specialists.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw invalidSpecialists(`two specialists are called ${twice}`, twice)
  for (const { name, needs } of specialists) {
    const unknown = needs.find((need) => !names.includes(need))
    if (unknown !== undefined) throw invalidSpecialists(`${name} needs ${unknown}, which is no specialist`, unknown)
  }
  const waves: Specialist<Case>[][] = []
  const placed = new Set<string>()
  while (placed.size < specialists.length) {
    const wave = specialists.filter(({ name, needs }) => !placed.has(name) && needs.every((need) => placed.has(need)))
    if (wave.length === 0) {
      const left = names.filter((name) => !placed.has(name)).join(', ')
      throw invalidSpecialists(`specialists wait for each other: ${left}`, left)
    }
    for (const { name } of wave) placed.add(name)
    waves.push(wave)
  }
  return waves
}

function invalidSpecialists(message: string, got: string): TuttiError {
  return new TuttiError('invalid-input', message, { field: 'specialists', got })
}
