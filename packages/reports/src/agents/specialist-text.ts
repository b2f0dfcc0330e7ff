import type { Keys } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import { namedRole } from '../document/named-role.ts'
import type { AgentsReading } from './agents-reading.ts'

/** Role, and name where it says more, of the specialist whose `role` and `specialist` stand at these keys of the record. */
export function specialistText(
  { record, specialists, slot }: AgentsReading,
  bearer: { readonly specialist: string; readonly role: string },
  at: Keys,
): Text {
  const named = (each: { readonly specialist: string; readonly role: string }) => ({
    name: each.specialist,
    role: each.role,
  })
  const all = specialists.length > 0 ? specialists : [...record.briefs, ...record.missing].map(named)
  return namedRole(named(bearer), all, slot('text', ...at, 'role'), slot('text', ...at, 'specialist'))
}
