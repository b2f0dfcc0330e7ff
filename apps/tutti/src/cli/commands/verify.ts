import { join } from 'node:path'
import type { Command } from 'commander'
import { projectRoot } from '../../compose.ts'
import { exitStatus } from '../../errors/index.ts'
import { processTerminal } from '../terminal.ts'

interface VerifyOptions {
  readonly area?: readonly string[]
  readonly name?: string
  readonly all: boolean
  readonly json: boolean
}

/** `tutti verify [DIR]` */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('compute reference cases and compare: the validation pack')
    .helpGroup('Analytics:')
    .argument('[dir]', 'folder with reference cases (default: those of the project)')
    .option('--area <area...>', 'only these areas')
    .option('--name <part>', 'only cases whose name contains this')
    .option('--all', 'every case, not only those that fail', false)
    .option('--json', 'print the whole report as JSON', false)
    .addHelpText('after', '\nExit status 1: a case that an operation serves fails, or a file cannot be read.')
    .action(async (directory: string | undefined, { area, name, all, json }: VerifyOptions) => {
      const { verifyReference } = await import('@tutti/operations/loaders')
      const { verificationText } = await import('@tutti/operations/reference')
      const folder = directory ?? join(projectRoot, 'fixtures', 'reference')
      const report = verifyReference(folder, { areas: area, nameContains: name })
      processTerminal().out(json ? `${JSON.stringify(report)}\n` : verificationText(report, { all }))
      if (!report.ok) process.exitCode = exitStatus.checkFailed
    })
}
