import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluationJob, validRules } from '@tutti/analytics/allocation'
import { pathModel, specRegimes } from '@tutti/analytics/scenarios'
import { simulatedSteps } from './simulated-steps.ts'

test('a map that draws paths counts regimes x paths x days, warm-up included; one that does not counts nothing', () => {
  const models = specRegimes.map((regime) => pathModel(regime, { months: 12, warmupMonths: 6 }, 'qe-m'))
  const rules = validRules({
    linearSlope: 4,
    sigmoidSlope: 25,
    equityPremium: 0.05,
    minimumWeight: 0,
    maximumWeight: 1,
    financingSpread: 0.005,
    rebalanceMonths: 1,
    band: 0,
    noTradeZone: 0,
  })
  const job = evaluationJob({
    models,
    streams: models.map((_, g) => g),
    seed: 1,
    paths: 100,
    sampling: { kind: 'pseudo-random' },
    rules,
    configurations: [
      { targetVolatility: 0.1, weightFunction: 'sigmoid', windowMonths: 6, riskAversion: 1, costBp: 10 },
    ],
  })
  const module = 'file:///kernels.ts'
  assert.equal(simulatedSteps({ module, name: 'evaluatePaths' }, job), models.length * 100 * 18 * 21)
  assert.equal(simulatedSteps({ module, name: 'summarisePaths' }, job), 0)
  assert.equal(simulatedSteps({ module, name: 'another' }, { paths: 100 }), 0)
  assert.equal(simulatedSteps({ module, name: 'another' }, null), 0)
})
