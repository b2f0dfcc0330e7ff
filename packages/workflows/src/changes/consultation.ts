import type { Proposal } from './proposal.ts'

/** What an analysis asks the agent of its specialist in the middle of its work, such as before the next generation of a search. */
export interface Consultation {
  /** Kebab-case with a number: `generation-3`. Unique in the analysis. */
  readonly id: string
  /** The question, in words; figures as slots into `state`: `{{state#/best/score | ratio 3}}`. */
  readonly question: string
  /** What is known so far, plain JSON. */
  readonly state: unknown
  /** Kinds of changes that an answer may be made of. */
  readonly kinds: readonly string[]
  /** At most so many proposals are taken. */
  readonly most: number
  /** Results of specialists by their names. */
  readonly results: Readonly<Record<string, unknown>>
}

/** Answers a consultation; no proposal at all is an answer. */
export type Consult = (consultation: Consultation) => Promise<readonly Proposal[]>
