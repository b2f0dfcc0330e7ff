import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discountOn } from '@tutti/analytics/curves'
import { dayOf } from '@tutti/analytics/time'
import { oreCurves } from './ore-curves.fixture.ts'
import { withOreExample } from './ore-example.fixture.ts'

/** Curves by the column of the report that shows them. */
const swapMarket = {
  EUR: 'EUR1D',
  'EUR-EURIBOR-3M': 'EUR3M',
  'EUR-EURIBOR-6M': 'EUR6M',
  'GBP-SONIA': 'GBP1D',
  'GBP-LIBOR-6M': 'GBP6M',
  'USD-FedFunds': 'USD1D',
  'USD-LIBOR-3M': 'USD3M',
  BENCHMARK_EUR: 'BENCHMARK_EUR',
  BOND_YIELD_EUR: 'BOND_YIELD_EUR',
}
const examples = {
  MinimalSetup: { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M', 'GBP-SONIA': 'GBP1D', 'GBP-LIBOR-6M': 'GBP6M' },
  'Academy/TA002_IR_Swap': { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M' },
  'Legacy/Example_1': swapMarket,
  'Legacy/Example_15': swapMarket,
}

for (const [name, columns] of Object.entries(examples)) {
  test(`curves bootstrapped from the quotes of ${name} have the discount factors of its report`, (t) => {
    withOreExample(t, name, (example) => {
      const curveOf = oreCurves(example)
      const rows = example.rows('curves.csv')
      assert.equal(rows.length, 240)
      for (const [column, id] of Object.entries(columns)) {
        const curve = curveOf(id)
        const differences = rows.map((row) => Math.abs(discountOn(curve, dayOf(row['Date'])) - Number(row[column])))
        const largest = Math.max(...differences)
        t.diagnostic(`${column}: largest difference of 240 discount factors ${largest.toExponential(1)}`)
        assert.ok(largest < 2e-12, `${column}: ${largest} on ${rows[differences.indexOf(largest)]['Date']}`)
      }
    })
  })
}
