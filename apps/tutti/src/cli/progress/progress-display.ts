/** Shows how a run gets on. */
export interface ProgressDisplay {
  /** Work on this step of the workflow begins or goes on. */
  phase(step: string): void
  /** Shards of the present step that are done, and the path-steps of the whole session so far. */
  shards(done: number, total: number, pathSteps: number): void
  /** What the workflow itself counts, such as configurations of a search. `total` 0: no measure. */
  progress(step: string, done: number, total: number): void
  /** Specialists at work now, by their roles. */
  atWork(roles: readonly string[]): void
  /** Takes the display off the screen; nothing is shown after it. */
  end(): void
}

/** What a display knows. */
export interface ProgressState {
  step: string
  shardsDone: number
  shardsTotal: number
  /** The step that was counted last, and how far it is; 0 of 0 before the first count. */
  countedStep: string
  counted: number
  countedTotal: number
  pathSteps: number
  /** Roles of the specialists at work; none in a plain run. */
  atWork: readonly string[]
}

export function newProgressState(): ProgressState {
  return {
    step: '',
    shardsDone: 0,
    shardsTotal: 0,
    countedStep: '',
    counted: 0,
    countedTotal: 0,
    pathSteps: 0,
    atWork: [],
  }
}

/** What was counted last, in words; empty before the first count. A search may stop before its last configuration. */
export function countedText({ countedStep, counted, countedTotal }: ProgressState): string[] {
  if (countedTotal === 0) return []
  if (countedStep === 'search') return [`${counted} of at most ${countedTotal} configurations`]
  return [`${stepWords(countedStep)} ${counted} of ${countedTotal}`]
}

/** Who is at work, beside the step; empty where nobody is, or where the step is named after the only one. */
export function atWorkText({ atWork, step }: ProgressState): string[] {
  const said = atWork.join(', ')
  return said === '' || said.toLowerCase() === stepWords(step).toLowerCase() ? [] : [said]
}

/** A step's name in words: `search/generation-2` is `Search: generation 2`. */
export function stepWords(step: string): string {
  const words = step.replaceAll('-', ' ').replaceAll('/', ': ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A display that shows nothing. */
export const silentDisplay: ProgressDisplay = {
  phase: () => undefined,
  shards: () => undefined,
  progress: () => undefined,
  atWork: () => undefined,
  end: () => undefined,
}
