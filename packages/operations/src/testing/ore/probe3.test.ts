import { test } from 'node:test'
import { discountOn, type DiscountCurve } from '@tutti/analytics/curves'
import { hybridModel } from '@tutti/analytics/hybrid'
import { brentRoot } from '@tutti/analytics/math'
import { hullWhiteFlowSwaption } from '@tutti/analytics/models'
import { swaptionValue } from '@tutti/analytics/rates'
import { dayOf } from '@tutti/analytics/time'
import { exposureProfile, pathExposure, simulatedExposure } from '@tutti/analytics/xva'
import { withOreExample, at, listAt } from './ore-example.fixture.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { oreLeg, orePeriods } from './ore-legs.fixture.ts'
for (const [name, disc, vol] of [['MinimalSetup','EUR1D', { kind: 'lognormal', volAnnual: 0.1 }],['Legacy/Example_1','EUR6M', { kind: 'normal', volAnnual: 0.005 }]] as const)
  test(name, (t) => withOreExample(t, name, (example) => {
    const curveOf = oreCurves(example)
    const inYears365 = (id: string): DiscountCurve => {
      const { curve, dayCount } = curveOf(id)
      const scale = dayCount === 'ACT/360' ? 365 / 360 : 1
      return { discountFactor: (x) => curve.discountFactor(x * scale), zeroRate: (x) => scale * curve.zeroRate(x * scale), instantaneousForward: (x) => scale * curve.instantaneousForward(x * scale) }
    }
    const [d, p] = [inYears365(disc), inYears365('EUR6M')]
    const [fixed, floating] = listAt(at(example.trades[0], 'SwapData'), 'LegData').map(oreLeg)
    const dated = { referenceDay: example.asOf, dayCount: 'ACT/365F', curve: d } as const
    const fp = orePeriods(fixed, dated), flp = orePeriods(floating, dated)
    const sigmas = []
    for (let k = 1; k < 20; k++) {
      const swap = { side: 'receiver', notional: 1, fixedRate: 0, floatingSpread: 0, fixedPeriods: fp.slice(k), floatingPeriods: flp.slice(2 * k) } as const
      const expiryYears = fp[k].startYears
      const curves = { discount: d, projection: p }
      const { forwardSwapRate } = swaptionValue({ swap, expiryYears, settlement: 'physical' }, vol, curves)
      const atm = { ...swap, fixedRate: forwardSwapRate }
      const price = swaptionValue({ swap: atm, expiryYears, settlement: 'physical' }, vol, curves).presentValue
      const s = swaptionValue({ swap: atm, expiryYears, settlement: 'physical' }, vol, curves)
      // strike on the single curve: fixed rate making it atm on d
      const ann = s.annuity
      const strike = (d.discountFactor(fp[k].startYears) - d.discountFactor(fp[19].payYears)) / ann
      const option = { side: 'receiver', expiryYears, startYears: expiryYears, payYears: fp.slice(k).map((x) => x.payYears), amounts: fp.slice(k).map((x, i, all) => strike * x.accrualYears + (i === all.length - 1 ? 1 : 0)) } as const
      sigmas.push(brentRoot((sigma) => hullWhiteFlowSwaption({ a: 0.03, sigma, curve: d }, option) - price, 1e-5, 0.1))
    }
    t.diagnostic(sigmas.map((x) => (1e4*x).toFixed(2)).join(' '))
    const sigma = sigmas.reduce((a, b) => a + b, 0) / sigmas.length
    const model = hybridModel({ currencies: [{ code: 'EUR', curve: d, a: 0.03, sigma }], fx: [], correlation: null })
    const end = fp[19].payYears, start = fp[0].startYears
    const accrued = fp.reduce((sum, x) => sum + x.accrualYears, 0)
    const rows = example.rows('exposure_trade_Swap_20y.csv').slice(1)
    const times = rows.map((r) => (dayOf(r.Date) - example.asOf) / 365).filter((x) => x < end)
    const simulated = simulatedExposure({ model, nettingSets: [{ id: 'A', trades: [{ id: 'Swap_20y', kind: 'swap', side: 'receiver', currency: 'EUR', notional: 1e7, startYears: start, endYears: end, fixedRate: fixed.rate * accrued / (end - start), fixedFrequency: 20 / (end - start), floatingFrequency: 40 / (end - start), projectionCurve: p }] }], timesYears: times, marginPeriodYears: 0, resets: 'own dates', paths: 20000, seed: 7 })
    const profile = exposureProfile(pathExposure(simulated, 0, null, null), 0.95)
    t.diagnostic('value today ' + profile.valueToday)
    profile.dates.forEach((x, i) => {
      const r = rows[i]
      const f = (a: { value: number; standardError: number }, b: string) => `${a.value.toFixed(0)} (${a.standardError.toFixed(0)}) ${b} ${(a.value / Number(b) - 1).toFixed(3)} z ${((a.value - Number(b)) / a.standardError / Math.sqrt(21)).toFixed(1)}`
      t.diagnostic(`${r.Date} EPE ${f(x.discountedExpectedExposure, r.EPE)} | ENE ${f(x.discountedNegativeExposure, r.ENE)} | PFE ${f(x.potentialFutureExposure, r.PFE)}`)
    })
  }))
