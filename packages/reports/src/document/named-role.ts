import type { Text } from './text.ts'

/** A specialist as far as its name and role go. */
interface RoleBearer {
  readonly name: string
  readonly role: string
}

/** A specialist's role, with its name where another has the same role. `role` and `name` are the slots that show them. */
export function namedRole(bearer: RoleBearer, all: readonly RoleBearer[], role: Text, name: Text): Text {
  const shared = all.some((other) => other.name !== bearer.name && other.role === bearer.role)
  return shared ? `${role} (${name})` : role
}
