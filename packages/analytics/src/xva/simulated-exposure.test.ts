import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve } from '../curves/index.ts'
import { hybridModel } from '../hybrid/index.ts'
import { hullWhiteSwaption } from '../models/index.ts'
import { type ExposureTrade, type SimulatedExposure, simulatedExposure } from './index.ts'

const rate = { curve: flatCurve(0.03), a: 0.05, sigma: 0.01 }
const single = hybridModel({ currencies: [{ code: 'USD', ...rate }], fx: [], correlation: null })
const swap: ExposureTrade = {
  id: 'swap',
  kind: 'swap',
  side: 'payer',
  currency: 'USD',
  notional: 1e6,
  startYears: 0,
  endYears: 10,
  fixedRate: 0.03,
  fixedFrequency: 1,
  floatingFrequency: 2,
}

test('dbg', () => {
  const t0 = performance.now()
  const run = simulatedExposure({
    model: single,
    nettingSets: [{ id: 'a', trades: [swap] }],
    timesYears: [1, 2, 3.25, 5, 7.5, 9],
    marginPeriodYears: 0,
    resets: 'own dates',
    paths: 5000,
    seed: 1,
  })
  console.log(performance.now() - t0, run.nettingSets[0].valueToday)
  for (let d = 0; d < 6; d++) {
    let s = 0,
      q = 0,
      m = 0
    for (let p = 0; p < 5000; p++) {
      const v = run.discount[d * 5000 + p] * Math.max(run.nettingSets[0].value[d * 5000 + p], 0)
      s += v
      q += v * v
      m += run.discount[d * 5000 + p] * run.nettingSets[0].value[d * 5000 + p]
    }
    const t = run.timesYears[d]
    console.log(
      t,
      s / 5000,
      Math.sqrt(q / 5000 - (s / 5000) ** 2) / Math.sqrt(5000),
      Number.isInteger(t)
        ? hullWhiteSwaption(rate, {
            side: 'payer',
            expiryYears: t,
            tenorYears: 10 - t,
            strike: 0.03,
            notional: 1e6,
            fixedFrequency: 1,
          })
        : 0,
      m / 5000,
      1e6 * (Math.exp(-0.03 * Math.floor(t)) - Math.exp(-0.3)),
    )
  }
})
