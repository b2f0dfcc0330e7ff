import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext } from '../../testing/in-process-context.ts'
import { executorRevaluation } from '../analyses/executor-revaluation.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { FactorModel } from '../market/factor-model.ts'
import { correlationStress, type CorrelationStressRecord } from './correlation-stress.ts'
import { stressBook, type StressPackage } from './stress-book.ts'
import { smallFactors, smallFund, smallMarket, smallUniverse } from './stress-fund.fixture.ts'

const mandate: HedgingMandate = validHedgingMandate(
  {
    counterparties: [{ id: 'A', cds_spread_bp: 100, exposure_limit: 1e9, csa: null }],
    market: { currencies: { USD: { curve: 'zero-curve:USD' }, EUR: { curve: 'zero-curve:EUR', fx: 'fx:EURUSD' } } },
    scenarios: { count: 4000, distribution: 'normal' },
  },
  'test',
)
const size = smallFactors.length
const identity = smallFactors.map((_, i) => smallFactors.map((_factor, j) => (i === j ? 1 : 0)))
// both rates in lockstep
const correlation = identity.map((row, i) => row.map((value, j) => (i < 2 && j < 2 ? 1 : value)))
const model: FactorModel = {
  volatilities: Float64Array.of(0.001, 0.001, 0.05, 0.001, 0),
  correlation,
  horizonYears: 1,
  from: '2010-01-01',
  to: '2020-12-31',
  changes: 500,
  shrinkage: 0,
  method: 'made up',
}
const market = smallMarket()
const bookOf = (trades: StressPackage['trades']) =>
  stressBook(market, smallFund(), smallUniverse, [{ id: 'chosen', label: '', trades }])
const stressOf = (trades: StressPackage['trades'], distance = 0.5): Promise<CorrelationStressRecord> =>
  correlationStress({
    mandate: { ...mandate, stress: { ...mandate.stress, worst_correlation_distance: distance } },
    market,
    model,
    seed: 7,
    book: bookOf(trades),
    count: 4000,
  })
const caseOf = (record: CorrelationStressRecord, id: string) => {
  const found = record.cases.find((each) => each.id === id)
  assert.ok(found !== undefined, id)
  return found
}

test('the surplus at risk is that of the normal law by hand, within its error, under each matrix', async () => {
  assert.equal(size, 5)
  const record = await stressOf([])
  // first order: 200 e^-0.6 x 20 years x 10 bp of rates; 120 x 5 % of the euro
  const rates = 200 * Math.exp(-0.6) * 20 * 0.001
  const euro = 120 * 0.05
  const quantile = 1.6448536269514722
  const atRisk = (correlation_: number): number =>
    quantile * Math.sqrt(rates ** 2 + euro ** 2 + 2 * correlation_ * rates * euro)
  // rates and the euro apart, by up to a half, and wholly together
  for (const [id, value] of [
    ['estimate', atRisk(0)],
    ['groups-apart', atRisk(0)],
    ['worst', atRisk(0.5)],
    ['all-against-fund', atRisk(1)],
  ] as const) {
    const { value: found, standardError } = caseOf(record, id).fundedStatusAtRiskUnhedged
    // lognormal euro and convex pension: a few percent of the first order on top
    assert.ok(Math.abs(found - value) < 4 * standardError + 0.04 * value, `${id}: ${found} is not ${value}`)
  }
  const { worst, fundedStatusAtRisk, riskReduction } = caseOf(record, 'worst')
  assert.ok(worst !== null && worst.largestChange <= 0.5 + 1e-9 && worst.smallestEigenvalue >= -1e-10)
  assert.ok(worst.variance >= worst.estimateVariance)
  assert.ok(Math.abs(Math.sqrt(worst.variance) * quantile - atRisk(0.5)) < 0.01 * atRisk(0.5))
  assert.equal(riskReduction, 0)
  assert.equal(fundedStatusAtRisk.count, 4000)
})

test('what is hedged in full stays hedged whatever the correlations; groups are shown where they change within', async () => {
  const record = await stressOf([
    { instrument: 'receiver:20', quantity: 200 },
    { instrument: 'forward:EUR', quantity: 100 },
  ])
  for (const { id, riskReduction, effectiveness, groups } of record.cases) {
    assert.ok(riskReduction !== null && riskReduction > 0.97, `${id}: ${riskReduction}`)
    assert.ok(effectiveness !== null && effectiveness.value > 0.99, id)
    assert.equal(groups !== null, id === 'worst')
  }
  const { groups } = caseOf(record, 'worst')
  assert.ok(groups?.currency !== null && groups!.currency.effectiveness.value > 0.999)
  assert.equal(groups?.credit, null)
  assert.equal(groups?.inflation, null)
})

test('a distance of 0 leaves the estimate the worst; the executor gives the same bytes; the seed decides', async () => {
  const trades = [{ instrument: 'forward:EUR', quantity: 50 }]
  const record = await stressOf(trades, 0)
  const [estimate, worst] = [caseOf(record, 'estimate'), caseOf(record, 'worst')]
  assert.deepEqual(worst.fundedStatusAtRisk, estimate.fundedStatusAtRisk)
  const inputs = { mandate, market, model, book: bookOf(trades), count: 1000 }
  const plain = await correlationStress({ ...inputs, seed: 7 })
  const context = inProcessContext({ order: 'reversed' })
  const shared = await correlationStress({
    ...inputs,
    seed: 7,
    revaluation: executorRevaluation(context, 'correlation'),
  })
  assert.equal(JSON.stringify(shared), JSON.stringify(plain))
  assert.ok(context.maps.every(({ step }) => step === 'correlation') && context.maps.length > 4)
  const other = await correlationStress({ ...inputs, seed: 8 })
  assert.notEqual(JSON.stringify(other), JSON.stringify(plain))
})
