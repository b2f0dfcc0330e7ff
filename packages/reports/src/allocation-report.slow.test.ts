import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { allocationReport } from './allocation-report.ts'
import { browserFindings, chromiumPath } from './testing/browser-page.ts'
import { pictureShades } from './testing/picture-shades.ts'
import { simulatedResult, type SimulatedVariant } from './testing/index.ts'

const variants: readonly (readonly [string, Partial<SimulatedVariant>])[] = [
  ['standard', {}],
  ['hostile names', { regimes: 'hostile', feasible: false }],
]

for (const [name, variant] of variants) {
  test(`a browser opens the report from disk without complaint or request (${name})`, async (t) => {
    const chromium = chromiumPath()
    if (chromium === null && process.env['TUTTI_REQUIRE_SHARED'] !== '1') {
      t.skip('no Chromium on the PATH')
      return
    }
    assert.ok(chromium !== null, 'TUTTI_REQUIRE_SHARED=1 asks for a Chromium on the PATH')
    const folder = mkdtempSync(join(tmpdir(), 'tutti-report-'))
    try {
      const file = join(folder, 'report.html')
      const context = { runKey: 'k', codeVersion: 'v', producedBy: 'a test', telemetry: null }
      writeFileSync(file, allocationReport(simulatedResult(variant), context))
      const { complaints, requests, pictures } = await browserFindings(chromium, file, [1280, 390])
      assert.deepEqual(complaints, [])
      assert.deepEqual(requests, [])
      for (const { width, png, contentWidth } of pictures) {
        assert.ok(pictureShades(png) > 100, `the page is blank at ${width} px`)
        assert.ok(contentWidth <= width, `the page is ${contentWidth} px wide on a screen of ${width} px`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
