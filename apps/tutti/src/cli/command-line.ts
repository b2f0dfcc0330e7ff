import { CommanderError } from 'commander'
import { errorReport, doorStatusOf } from '../errors/index.ts'
import { tuttiProgram } from './program.ts'
import { watchOutput } from './terminal.ts'
import { printable } from './text/index.ts'

/** Runs the command that this process was called with; errors become text on standard error and an exit status. */
export async function runCommandLine(): Promise<void> {
  watchOutput()
  process.on('uncaughtException', (error) => {
    fail(error)
    process.exit()
  })
  try {
    const program = tuttiProgram()
    if (process.argv.length === 2) program.outputHelp()
    else await program.parseAsync()
  } catch (error) {
    // the parser has printed what was wrong, or the help that was asked for
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? 0 : doorStatusOf['invalid-input'].exit
    else fail(error)
  }
}

function fail(error: unknown): void {
  const { text, exitStatus } = errorReport(error, process.argv.includes('--debug'))
  process.stderr.write(`error: ${printable(text)}\n`)
  process.exitCode = exitStatus
}
