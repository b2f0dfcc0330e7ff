import type { RunEvent } from '../../runs/run-service.ts'
import type { ProgressDisplay } from './progress-display.ts'

/** Hands the events of a run to a display: steps, counts, and which specialists are at work. */
export function eventDisplay(display: ProgressDisplay): (event: RunEvent) => void {
  const atWork = new Map<string, string>()
  return (event) => {
    if (event.kind === 'progress') {
      const { of, step, done, total, pathSteps } = event
      if (of === 'items') display.progress(step, done, total)
      else if (of === 'shards') display.shards(done, total, pathSteps)
      else display.phase(step)
    } else if (event.kind === 'node-started') {
      atWork.set(event.specialist, event.role)
      display.atWork([...atWork.values()])
    } else if (event.kind === 'node-ended') {
      atWork.delete(event.specialist)
      display.atWork([...atWork.values()])
    }
  }
}
