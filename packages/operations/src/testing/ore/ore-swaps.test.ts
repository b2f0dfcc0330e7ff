import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RateVolatility, swapValue, swaptionValue, type VanillaSwap } from '@tutti/analytics/rates'
import type { DatedCurve } from '@tutti/analytics/curves'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { oreCurves } from './ore-curves.fixture.ts'
import { at, listAt, oreDay, type OreExample, type OreNode, textAt, withOreExample } from './ore-example.fixture.ts'
import { compareFlows, type Differences, oreLeg, oreLegLines, orePeriods, requireSmall } from './ore-legs.fixture.ts'

const rowOf = (example: OreExample, file: string, id: string) =>
  example.rows(file).find((row) => row['TradeId'] === id) ?? assert.fail(`no ${id} in ${file}`)

/** The swap under `SwapData` or `SwaptionData`: its first leg the fixed one or the second. */
function vanillaSwap(example: OreExample, data: OreNode, discountCurve: string) {
  const curveOf = oreCurves(example)
  const legs = listAt(data, 'LegData').map(oreLeg)
  const fixed = legs.find(({ kind }) => kind === 'fixed') ?? assert.fail('no fixed leg')
  const floating = legs.find(({ kind }) => kind === 'floating') ?? assert.fail('no floating leg')
  const discount = curveOf(discountCurve)
  const projection = curveOf({ 'EUR-EURIBOR-3M': 'EUR3M' }[floating.index] ?? 'EUR6M')
  const swap: VanillaSwap = {
    side: fixed.sign === 1 ? 'receiver' : 'payer',
    notional: fixed.notionals[0],
    fixedRate: fixed.rate,
    floatingSpread: floating.rate,
    fixedPeriods: orePeriods(fixed, discount),
    floatingPeriods: orePeriods(floating, discount),
  }
  return { legs, swap, discount, projection }
}

// The discount curve of each example is the one of its pricing configuration.
const swaps = [
  ['MinimalSetup', 'Swap_20y', 'EUR1D'],
  ['Academy/TA002_IR_Swap', 'Swap_20y', 'EUR1D'],
  ['Legacy/Example_1', 'Swap_20y', 'EUR6M'],
  ['Legacy/Example_15', 'SWAP_EUR', 'EUR1D'],
] as const

for (const [name, id, discountCurve] of swaps) {
  test(`the value and every cash flow of the swap of ${name} are those of its report`, (t) => {
    withOreExample(t, name, (example) => {
      const trade = example.trades.find((node) => textAt(node, '@id') === id) ?? assert.fail(id)
      const { legs, swap, discount, projection } = vanillaSwap(example, at(trade, 'SwapData'), discountCurve)
      const { presentValue } = swapValue(swap, { discount: discount.curve, projection: projection.curve })
      const expected = Number(rowOf(example, 'npv.csv', id)['NPV'])
      t.diagnostic(`value ${presentValue}, reported ${expected}`)
      assertClose(presentValue, expected, 2e-6, 0)
      const flows = example.rows('flows.csv').filter((row) => row['TradeId'] === id)
      const differences: Differences = new Map()
      for (const [i, leg] of legs.entries()) {
        const { value, periods } = oreLegLines(leg, discount, projection)
        const rows = flows.filter((row) => row['LegNo'] === String(i))
        compareFlows(differences, leg, value.lines, periods, rows)
      }
      t.diagnostic(`${flows.length} flows, largest differences: ${requireSmall(differences, 1e-6)}`)
    })
  })
}

/** Rate of 1 on the fixed leg discounted at the swap rate, compounded once a year over the leg's own year fractions. */
function yearlyCompoundedAnnuity({ fixedPeriods, notional }: VanillaSwap, swapRate: number, discount: DatedCurve) {
  let time = 0
  let sum = 0
  for (const { accrualYears } of fixedPeriods) {
    time += accrualYears
    sum += accrualYears * (1 + swapRate) ** -time
  }
  return Number(notional) * discount.curve.discountFactor(fixedPeriods[0].startYears) * sum
}

// Every swaption volatility of the euro that the example quotes is the same.
const swaptionExamples = [
  ['MinimalSetup', 'EUR1D', { kind: 'lognormal', volAnnual: 0.1 }],
  ['Legacy/Example_1', 'EUR6M', { kind: 'normal', volAnnual: 0.005 }],
] as const satisfies readonly (readonly [string, string, RateVolatility])[]

for (const [name, discountCurve, volatility] of swaptionExamples) {
  test(`European swaptions of ${name} settled in cash have the values of its report`, (t) => {
    const check = (example: OreExample): void => {
      const kind = volatility.kind === 'normal' ? 'NVOL' : 'LNVOL'
      const quoted = [...example.quotes].filter(([key]) => key.startsWith(`SWAPTION/RATE_${kind}/EUR/`))
      assert.ok(quoted.every(([key, quote]) => quote === volatility.volAnnual || !key.endsWith('/ATM')))
      const largest = { value: 0, convention: 0 }
      assert.equal(example.trades.length, 19)
      for (const trade of example.trades) {
        const data = at(trade, 'SwaptionData')
        const { swap, discount, projection } = vanillaSwap(example, data, discountCurve)
        const exercise = oreDay(textAt(data, 'OptionData', 'ExerciseDates', 'ExerciseDate'))
        const expected = Number(rowOf(example, 'swaption_npv.csv', textAt(trade, '@id'))['NPV'])
        const { presentValue, annuity, forwardSwapRate } = swaptionValue(
          { swap, expiryYears: (exercise - example.asOf) / 365, settlement: 'par-yield-cash' },
          volatility,
          { discount: discount.curve, projection: projection.curve },
        )
        // The report compounds the cash annuity yearly; ours, as the market's formula does, simply over each period.
        const compounded = (presentValue / annuity) * yearlyCompoundedAnnuity(swap, forwardSwapRate, discount)
        largest.value = Math.max(largest.value, Math.abs(compounded - expected))
        largest.convention = Math.max(largest.convention, Math.abs(presentValue - expected))
      }
      t.diagnostic(`largest differences of 19 values: ${largest.value}; from the cash annuity ${largest.convention}`)
      assert.ok(largest.value < 1e-5, `differs by ${largest.value} on a notional of ten million`)
      assert.ok(largest.convention < 10, `differs by ${largest.convention} on a notional of ten million`)
    }
    withOreExample(t, name, check, 'Input/ore_swaption.xml')
  })
}
