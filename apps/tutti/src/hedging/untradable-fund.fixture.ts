import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fundFiles, fundFolder } from './made-up-fund.fixture.ts'

/** A folder with the made-up fund and a limit of impact that is too small for a schedule, so that the execution trader fails. */
export function untradableFund(t: Parameters<typeof fundFolder>[0], further = ''): string {
  const folder = fundFolder(t)
  const path = join(folder, fundFiles.mandate)
  const changed = `execution: { max_market_impact_bp: 1.0e-160 }\n${further}limits:\n  within_execution_window: false\n`
  writeFileSync(path, readFileSync(path, 'utf8').replace('limits:\n', changed))
  return folder
}
