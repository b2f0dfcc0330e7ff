import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedShortfall } from '@tutti/analytics/risk'
import { standardDeviation } from '@tutti/analytics/statistics'
import fc from 'fast-check'
import { packageFigures } from '../package-figures.ts'
import { smallStudy } from '../small-study.fixture.ts'
import { convexValues, cutsAt, impactTangents } from './cutting-rounds.ts'
import { deviationRatio, shareLosses, tailCut } from './hedge-cuts.ts'
import { hedgeModel } from './hedge-model.ts'
import { matchedConfidence } from './matched-confidence.ts'

const study = smallStudy({ scenarios: 200 })
const model = hedgeModel(study, 0.001)
const sizes = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: model.columns.length,
    maxLength: model.columns.length,
  })
  .map((shares) => shares.map((share, j) => share * model.columns[j].cap))

test('every cut lies nowhere above what it stands for, and is tight where it was made', () => {
  fc.assert(
    fc.property(sizes, sizes, fc.double({ min: -0.2, max: 0.2, noNaN: true }), (made, x, level) => {
      const values = convexValues(model, x, 0.9)
      const beyond = (losses: Float64Array, t: number): number =>
        losses.reduce((sum, loss) => sum + Math.max(0, loss - t), 0) / losses.length
      for (const cut of [...cutsAt(model, made, 0.9), ...impactTangents(model, made)]) {
        if (cut.kind === 'tail') {
          const plane = (at: readonly number[], t: number): number =>
            cut.constant - cut.mass * t - cut.profit.reduce((sum, profit, j) => sum + profit * at[j], 0)
          assert.ok(plane(x, level) <= beyond(values.losses, level) + 1e-12)
          const own = convexValues(model, made, 0.9)
          assert.ok(Math.abs(plane(made, own.level) - beyond(own.losses, own.level)) < 1e-12)
        } else if (cut.kind === 'deviation') {
          const { columns } = model.groups[cut.group]
          const plane = columns.reduce((sum, j, a) => sum + cut.slope[a] * x[j], cut.constant)
          assert.ok(plane <= values.ratios[cut.group] + 1e-9)
        } else {
          const plane = cut.slope * x[cut.column] - cut.intercept
          assert.ok(plane <= values.impact[cut.column] / 1e4 + 1e-15)
        }
      }
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('the model agrees with the figures of the same package', () => {
  const x = model.columns.map(({ cap }) => cap / 4)
  const trades = study.universe.map(({ id }, i) => ({
    instrument: id,
    quantity: model.columns.reduce((sum, { instrument, units }, j) => (instrument === i ? sum + units * x[j] : sum), 0),
  }))
  const [figures] = packageFigures(study, [
    { id: 'x', strategies: null, trades: trades.filter(({ quantity }) => quantity !== 0) },
  ])
  const losses = shareLosses(model, x)
  assert.ok(
    Math.abs(standardDeviation(losses, 'sample') * study.fund.assets - figures.surplusVolatility.value) <
      1e-9 * figures.surplusVolatility.value,
  )
  for (const [g, { group }] of model.groups.entries()) {
    const { value } = deviationRatio(model.groups[g], x)
    assert.ok(Math.abs(1 - value ** 2 - figures.effectiveness[group]!.value) < 1e-9)
  }
  const { riskCost } = convexValues(model, x, 0.9)
  const shortfall = expectedShortfall(losses, 0.9, { definition: 'fractional' })
  assert.ok(Math.abs(riskCost - 1e4 * 0.06 * shortfall) < 1e-9 * riskCost)
})

test('a cut of every scenario is the mean loss beyond its level', () => {
  const losses = shareLosses(model, new Float64Array(model.columns.length))
  const { constant, mass } = tailCut(model, losses, -Infinity)
  assert.equal(mass, 1)
  assert.ok(Math.abs(constant - losses.reduce((sum, loss) => sum + loss, 0) / losses.length) < 1e-15)
})

test('the matched confidence of the losses 1 to 100 is the one worked by hand', () => {
  const profits = Float64Array.from({ length: 100 }, (_, i) => -1 - ((i * 37) % 100))
  // The value at risk at 95 % is 95; the mean of the eleven worst, 90 to 100, is 95.
  const confidence = matchedConfidence(profits, 0.95)
  assert.ok(Math.abs(confidence - 0.89) < 1e-12, String(confidence))
  const shortfall = expectedShortfall(
    profits.map((profit) => -profit),
    confidence,
    { definition: 'fractional' },
  )
  assert.ok(Math.abs(shortfall - 95) < 1e-9)
})
