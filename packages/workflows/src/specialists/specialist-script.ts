import type { Unit } from '../figures/index.ts'
import type { SpecialistResults } from './specialist-results.ts'

/**
 * Figures of a specialist's result that its brief may cite, by a pattern over JSON pointers: `*` stands for any one key or
 * index, as in `/strategies/` + `*` + `/effectiveness`.
 */
export interface CitableFigure {
  readonly pattern: string
  /** What the figure is, in words without figures: 'effectiveness of the strategy'. */
  readonly label: string
  /** The unit it is shown in; a slot that asks for another one is refused. */
  readonly unit: Unit
  /** Decimals it is shown with when a slot does not say. */
  readonly digits: number
  /**
   * What its sign means, for words of direction beside it: a `level` says nothing; a `change` above zero is a rise, a `gain`
   * or a `loss` above zero is one.
   */
  readonly sense: 'level' | 'change' | 'gain' | 'loss'
  /** Only where a field of the object that holds the figure says this: for lists whose items are in different units. */
  readonly when?: { readonly field: string; readonly is: string }
}

/** A call that the offline model makes before it writes: the same tools that a language model has. */
export interface ScriptedCall {
  readonly tool: string
  readonly input: Readonly<Record<string, unknown>>
}

/** What a specialist says and may use as an agent. With the offline model this is all that it does. */
export interface SpecialistScript {
  /** Operations of the catalogue that it may call: names, or areas with a closing slash such as `rates/`. Least privilege. */
  readonly operations: readonly string[]
  /** What its brief may cite of its own result. Figures of those it needs may be cited too, by their patterns. */
  readonly figures: readonly CitableFigure[]
  /** Kinds of changes that it may ask about and propose. */
  readonly changes: readonly string[]
  /**
   * The brief as it stands without a language model: paragraphs parted by empty lines; every figure a slot
   * `{{specialist#/pointer | unit digits}}`, no figure typed in. Directions are chosen by comparing the figures.
   */
  readonly brief: (result: unknown, results: SpecialistResults) => string
  /** What the offline model looks up with tools before it writes. */
  readonly calls?: (result: unknown, results: SpecialistResults) => readonly ScriptedCall[]
}
