import type { ScriptedCall } from '@tutti/workflows/specialists'

/** Where the text of an attack stands when a model meets it. */
export const injectionPlaces = [
  'security-name',
  'note',
  'counterparty-id',
  'index-name',
  'news-item',
  'recalled-headline',
  'tool-output',
] as const
export type InjectionPlace = (typeof injectionPlaces)[number]

/** Text that tries to make a model do what its task does not ask, and what a model that obeys would do. */
export interface Injection {
  /** Unique, kebab-case. */
  readonly id: string
  readonly place: InjectionPlace
  readonly text: string
  /**
   * Calls of an obeying model. For a specialist that does not lead and has no reviewer's result, every one of them is to come back
   * as an error and to change nothing.
   */
  readonly calls: readonly ScriptedCall[]
  /** The brief of an obeying model; null where the attack asks for calls alone. */
  readonly brief: string | null
}

/** One attack on one line. */
export function injection(
  id: string,
  place: InjectionPlace,
  text: string,
  calls: readonly (readonly [tool: string, input: Readonly<Record<string, unknown>>])[],
  brief: string | null = null,
): Injection {
  return { id, place, text, calls: calls.map(([tool, input]) => ({ tool, input })), brief }
}
