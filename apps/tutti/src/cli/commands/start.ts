import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { projectRoot } from '../../compose.ts'
import { standardReport } from '../../runs/report-file.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { commandLine, processTerminal } from '../terminal.ts'

const standardSeed = 1

/** `tutti start` */
export function addStart(program: Command): void {
  const start = program.command('start').description('run the standard study').helpGroup('Studies:')
  addSessionOptions(start).action(async (options: SessionOptions) => {
    const { runStudy } = await import('../run-study.ts')
    const terminal = processTerminal()
    const example = join(projectRoot, 'examples', '01-asset-allocation')
    const files = { mandate: join(example, 'mandate.yaml'), market: join(example, 'market') }
    const present = Object.fromEntries(Object.entries(files).filter(([, path]) => existsSync(path)))
    const request = { workflow: 'asset-allocation', files: present, asOf: null, seed: standardSeed, overrides: {} }
    if ((await runStudy(request, { ...options, plain: false }, terminal)) && !options.json)
      terminal.out(nextText(options.report ?? standardReport('asset-allocation')))
  })
}

function nextText(report: string): string {
  const tries = [
    [report, 'the report: open it in any browser'],
    [commandLine('runs list'), 'the runs so far; show, verify, diff take their ids'],
    [commandLine('run asset-allocation --seed 2'), 'the same study on other paths'],
    [commandLine('run asset-allocation --help'), 'your own mandate and market data'],
    [commandLine('run hedging'), 'another workflow: hedges for a simulated pension fund'],
    [commandLine('verify'), 'the analytics against published reference values'],
  ] as const
  const width = Math.max(...tries.map(([command]) => command.length))
  return `\nWhat to try next\n${tries.map(([command, what]) => `  ${command.padEnd(width)}  ${what}\n`).join('')}`
}
