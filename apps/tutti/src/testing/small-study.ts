import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A mandate whose study takes about a second. */
export const smallMandate = `name: Small study
simulation: { paths: 200, years: 1, warmup_months: 6 }
search: { maximum_iterations: 8, first_generation: 5, generation_size: 3 }
history: { bootstrap_samples: 100 }
`

/** The small study on two threads, without progress. */
export const smallRun = ['run', 'asset-allocation', '--mandate', 'mandate.yaml', '--workers', '2', '--quiet']

/** A new folder with `mandate.yaml` in it, removed when the test ends. */
export function studyFolder(t: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-app-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'mandate.yaml'), smallMandate)
  return folder
}

/** Writes a market folder with made-up prices and yields on the working days of six years. */
export function writeMarket(folder: string): void {
  mkdirSync(folder, { recursive: true })
  let state = 12_345
  const uniform = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  const equity = ['date,close']
  const curve = ['date,3M,1Y,5Y,10Y,30Y']
  let level = 1000
  let rate = 0.03
  for (let day = Date.UTC(2010, 0, 4); day < Date.UTC(2016, 0, 4); day += 86_400_000) {
    const date = new Date(day)
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue
    const iso = date.toISOString().slice(0, 10)
    level *= 1 + 0.0003 + 0.012 * (uniform() + uniform() + uniform() - 1.5)
    rate = Math.max(0.005, rate + 0.0004 * (uniform() - 0.5))
    equity.push(`${iso},${level.toFixed(2)}`)
    curve.push(`${iso},${[0, 0.002, 0.006, 0.01, 0.012].map((spread) => (rate + spread).toFixed(5)).join(',')}`)
  }
  writeFileSync(join(folder, 'equity.csv'), `${equity.join('\n')}\n`)
  writeFileSync(join(folder, 'curve.csv'), `${curve.join('\n')}\n`)
  writeFileSync(
    join(folder, 'market.yaml'),
    `origin: simulated
files:
  - { file: equity.csv, layout: series, unit: index, columns: { close: equity-index:SP500 } }
  - file: curve.csv
    layout: curve
    id: par-curve:USD-TREASURY
    compounding: semi-annual
    unit: decimal
    columns: { 3M: 0.25, 1Y: 1, 5Y: 5, 10Y: 10, 30Y: 30 }
`,
  )
}
