import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { dayOf } from '../time/index.ts'
import { creditAdjustment } from './index.ts'

const folder = fileURLToPath(new URL('../../../../../shared/data/ore/', import.meta.url))
const isRequired = process.env['TUTTI_REQUIRE_SHARED'] === '1'

function rowsOf(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const names = head.replace('#', '').split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}

for (const example of ['MinimalSetup', 'Legacy/Example_1']) {
  test(`the CVA of the exposures of the Open Source Risk Engine is the one it reports: ${example}`, (t) => {
    const output = `${folder}${example}/ExpectedOutput/`
    if (!isRequired && !existsSync(output)) {
      t.skip('the examples of the Open Source Risk Engine are not here')
      return
    }
    const [today, ...rows] = rowsOf(`${output}exposure_trade_Swap_20y.csv`)
    const [, swap] = rowsOf(`${output}xva.csv`)
    // Its EPE is discounted. The counterparty: hazard 1 %, recovery 40 %; times of the default curve are actual/365.
    const timesYears = rows.map((row) => (dayOf(row['Date']) - dayOf(today['Date'])) / 365)
    const { adjustment } = creditAdjustment({
      timesYears,
      expectedExposure: rows.map((row) => Number(row['EPE'])),
      discountFactors: rows.map(() => 1),
      survival: timesYears.map((time) => Math.exp(-0.01 * time)),
      recovery: 0.4,
    })
    assertClose(adjustment, Number(swap['CVA']), 0.02, 0)
  })
}
