import { countText, secondsText } from '../text/number-text.ts'
import { atWorkText, countedText, newProgressState, type ProgressDisplay, stepWords } from './progress-display.ts'

/** Shortest time between two lines of one step, and before the first of another. */
const quietMs = 2000
const newStepMs = 500

/** Plain lines for a log or a pipe: the step that begins, at most one every two seconds, two a second where steps change. */
export function lineDisplay(
  write: (line: string) => void,
  clock: () => number = () => performance.now(),
): ProgressDisplay {
  const state = newProgressState()
  const began = clock()
  let last = began
  let shown = ''
  const line = (): void => {
    const now = clock()
    if (now - last < (state.step === shown ? quietMs : newStepMs) || state.step === '') return
    last = now
    shown = state.step
    const facts = [
      stepWords(state.step),
      ...(state.shardsTotal > 0 ? [`${Math.floor((100 * state.shardsDone) / state.shardsTotal)} %`] : []),
      ...countedText(state),
      ...(state.pathSteps > 0 ? [`${countText(state.pathSteps)} path-steps`] : []),
      ...atWorkText(state),
    ]
    write(`  ${secondsText((now - began) / 1000).padStart(8)}  ${facts.join(' · ')}\n`)
  }
  return {
    phase(step) {
      if (step !== state.step) Object.assign(state, { step, shardsDone: 0, shardsTotal: 0 })
      line()
    },
    shards(done, total, pathSteps) {
      Object.assign(state, { shardsDone: done, shardsTotal: total, pathSteps })
      line()
    },
    progress(step, done, total) {
      if (total > 0) Object.assign(state, { countedStep: step, counted: done, countedTotal: total })
      else state.step = step
      line()
    },
    atWork(roles) {
      state.atWork = roles
      line()
    },
    end: () => undefined,
  }
}
