import type { Problem } from '@tutti/analytics/errors'

/** Problems of one file as they are found; listed in order of line. */
export interface ProblemList {
  add(problem: Omit<Problem, 'file'>): void
  readonly count: number
  /** True once so many problems were found that reading on would teach nothing. */
  readonly full: boolean
  problems(): Problem[]
}

const enough = 1000

/** An empty list of problems of `file`, which names `listed` of them and counts the others. */
export function problemList(file: string, listed = 50): ProblemList {
  const found: Problem[] = []
  return {
    add: (problem) => {
      if (found.length < enough) found.push({ file, ...problem })
    },
    get count() {
      return found.length
    },
    get full() {
      return found.length >= enough
    },
    problems: () => {
      const sorted = found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      if (sorted.length <= listed) return sorted
      const more = sorted.length - listed
      const atLeast = found.length >= enough ? 'at least ' : ''
      return [...sorted.slice(0, listed), { file, message: `and ${atLeast}${more} more in this file` }]
    },
  }
}
