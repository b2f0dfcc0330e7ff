import { test } from 'node:test'
import { discountOn } from '@tutti/analytics/curves'
import { dayOf } from '@tutti/analytics/time'
import { withOreExample } from './ore-example.fixture.ts'
import { oreCurves } from './ore-curves.fixture.ts'
for (const [name, cols] of [
  ['MinimalSetup', { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M', 'GBP-SONIA': 'GBP1D', 'GBP-LIBOR-6M': 'GBP6M' }],
  ['Academy/TA002_IR_Swap', { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M' }],
  ['Legacy/Example_1', { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M', 'EUR-EURIBOR-3M': 'EUR3M', 'BENCHMARK_EUR':'BENCHMARK_EUR', 'BOND_YIELD_EUR':'BOND_YIELD_EUR' }],
  ['Legacy/Example_15', { EUR: 'EUR1D', 'EUR-EURIBOR-6M': 'EUR6M', 'EUR-EURIBOR-3M': 'EUR3M', 'BENCHMARK_EUR':'BENCHMARK_EUR', 'BOND_YIELD_EUR':'BOND_YIELD_EUR','USD-FedFunds':'USD1D','USD-LIBOR-3M':'USD3M','GBP-SONIA': 'GBP1D', 'GBP-LIBOR-6M': 'GBP6M' }],
] as const)
  test(name, (t) =>
    withOreExample(t, name, (example) => {
      const curve = oreCurves(example)
      for (const [col, id] of Object.entries(cols)) {
        try {
          const c = curve(id)
          let worst = 0, where = '', first=''
          for (const row of example.rows('curves.csv')) {
            const d = Math.abs(discountOn(c, dayOf(row.Date)) / Number(row[col]) - 1)
            if (d > 1e-12 && !first) first = row.Date
            if (d > worst) { worst = d; where = row.Date }
          }
          t.diagnostic(`${col} ${worst} ${where} first ${first}`)
        } catch (e) { t.diagnostic(`${col} ${(e as Error).message}`) }
      }
    }))
