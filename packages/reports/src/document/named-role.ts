import type { Text } from './text.ts'

/** A specialist as far as its name and role go. */
export interface RoleBearer {
  readonly name: string
  readonly role: string
}

/**
 * A specialist's role, with its name where the role does not say it: another has the same role, or the name is not the role's
 * words. `role` and `name` are the slots that show them.
 */
export function namedRole(bearer: RoleBearer, all: readonly RoleBearer[], role: Text, name: Text): Text {
  const shared = all.some((other) => other.name !== bearer.name && other.role === bearer.role)
  const spoken = bearer.role.toLowerCase().replaceAll(' ', '-') === bearer.name
  return spoken && !shared ? role : `${role} (${name})`
}
