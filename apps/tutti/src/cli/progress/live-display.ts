import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import { countText, rateText, secondsText } from '../text/number-text.ts'
import {
  atWorkText,
  countedText,
  newProgressState,
  type ProgressDisplay,
  type ProgressState,
  stepWords,
} from './progress-display.ts'

const frameMs = 100

/** Two lines on a terminal that are drawn again as the run goes on. */
export function liveDisplay(stream: WriteStream): ProgressDisplay {
  const log = createLogUpdate(stream)
  const state = newProgressState()
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  const draw = (): void =>
    log(liveLines(state, seconds(), stream.columns || 80, (text) => dim(text, stream)).join('\n'))
  const timer = setInterval(draw, frameMs)
  timer.unref()
  return {
    phase(step) {
      if (step === state.step) return
      Object.assign(state, { step, shardsDone: 0, shardsTotal: 0 })
    },
    shards(done, total, pathSteps) {
      Object.assign(state, { shardsDone: done, shardsTotal: total, pathSteps })
    },
    progress(step, done, total) {
      if (total > 0) Object.assign(state, { countedStep: step, counted: done, countedTotal: total })
      else state.step = step
    },
    atWork(roles) {
      state.atWork = roles
    },
    end() {
      clearInterval(timer)
      log.clear()
      log.done()
    },
  }
}

function dim(text: string, stream: WriteStream): string {
  return styleText('dim', text, { stream })
}

/** The lines of the display: the step with its bar, then what was done so far. */
export function liveLines(
  state: ProgressState,
  seconds: number,
  width: number,
  faint: (text: string) => string,
): string[] {
  const share = state.shardsTotal > 0 ? state.shardsDone / state.shardsTotal : 0
  const label = state.step === '' ? 'Starting' : stepWords(state.step)
  const barWidth = Math.max(10, Math.min(30, width - 46))
  const full = Math.round(share * barWidth)
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full)
  const first = `  ${label.slice(0, 34).padEnd(34)} ${bar} ${`${Math.floor(100 * share)} %`.padStart(5)}`
  const facts = [
    ...countedText(state),
    ...(state.pathSteps > 0
      ? [`${countText(state.pathSteps)} path-steps, ${rateText(state.pathSteps / Math.max(seconds, 1e-3))}`]
      : []),
    secondsText(seconds),
    ...atWorkText(state),
  ]
  return [first, faint(`  ${facts.join(' · ')}`.slice(0, width - 1))]
}
