import { TuttiError } from '@tutti/analytics/errors'
import { type Paint, paintFor, textWidth } from './text/index.ts'

/** Where the command line writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: Paint
  readonly width: number
}

/** The terminal, pipes or files that this process was started with. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    paint: paintFor(process.stdout),
    width: textWidth(process.stdout),
  }
}

/**
 * A reader that stops early (`| head`) ends the output without a word; a run that is under way goes on. Any other failure to
 * write the output throws `conflict` (uncaught, since it comes after the write).
 */
export function watchOutput(): void {
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') return
    throw new TuttiError('conflict', `the output cannot be written: ${cause.message}`, { cause })
  })
  process.stderr.on('error', () => undefined)
}

export { commandLine } from './text/command-text.ts'
