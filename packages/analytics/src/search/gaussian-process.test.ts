import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { uniformStream } from '../random/index.ts'
import { fittedGaussianProcess, gaussianProcess, type MixedPoint } from './index.ts'

const points: readonly MixedPoint[] = [
  { coordinates: [0.1, 0.2], category: 0 },
  { coordinates: [0.4, 0.9], category: 0 },
  { coordinates: [0.7, 0.5], category: 1 },
  { coordinates: [0.95, 0.15], category: 0 },
  { coordinates: [0.3, 0.6], category: 1 },
  { coordinates: [0.55, 0.35], category: 1 },
]
const values = [0.3, -0.2, 1.1, 0.4, 0.8, 0.05]
const parameters = { lengthScales: [0.5, 0.8], categoryLikeness: 0.6, noise: 0.01 }

test('likelihood, mean and deviation agree with dense linear algebra in numpy', () => {
  // numpy 2.4.6, scipy 1.17.1: C = Matern 5/2 x likeness + noise, mu = 1'C^-1 y / 1'C^-1 1, s2 = (y-mu)'C^-1(y-mu)/n;
  // multivariate_normal(mu, s2 C).logpdf(y) = -8.21460789007597; prediction from the bordered kriging system.
  const process = gaussianProcess(points, values, parameters)
  const constant = 3 * (1 + Math.log(2 * Math.PI))
  assertClose(process.logLikelihood - constant, -8.21460789007597, 0, 1e-11)
  for (const [coordinates, category, mean, deviation] of [
    [[0.2, 0.3], 0, 0.07333189624172776, 0.3199256061757292],
    [[0.8, 0.8], 1, 1.6625443013519103, 0.5539378408374565],
    [[0.7, 0.5], 0, 0.13607697442016825, 0.6051354722097829],
  ] as const) {
    const got = process.predict({ coordinates, category })
    assertClose(got.mean, mean, 1e-11, 1e-11)
    assertClose(got.deviation, deviation, 1e-11, 1e-11)
  }
})

test('without noise the process goes through its data with no doubt', () => {
  const process = gaussianProcess(points, values, { ...parameters, noise: 0 })
  points.forEach((point, i) => {
    const { mean, deviation } = process.predict(point)
    assertClose(mean, values[i], 1e-8, 0)
    assert.ok(deviation < 1e-4, `deviation ${deviation}`)
  })
})

test('far from all data the process knows its mean and its variance, and no more', () => {
  const short = { lengthScales: [0.01, 0.01], categoryLikeness: 0.6, noise: 0 }
  const process = gaussianProcess(points, values, short)
  const { mean, deviation } = process.predict({ coordinates: [0.99, 0.99], category: 0 })
  const average = values.reduce((sum, y) => sum + y, 0) / 6
  const variance = values.reduce((sum, y) => sum + (y - average) ** 2, 0) / 6
  assertClose(mean, average, 1e-12, 0)
  // independent data: the variance of one more value about an estimated mean
  assertClose(deviation, Math.sqrt(variance * (1 + 1 / 6)), 1e-9, 0)
})

test('categories that are nearly alike share what they know, unlike ones do not', () => {
  const likeness = (categoryLikeness: number) =>
    gaussianProcess(points, values, { ...parameters, noise: 1e-6, categoryLikeness }).predict({
      coordinates: points[0].coordinates,
      category: 1,
    })
  assertClose(likeness(0.999).mean, values[0], 0.05, 0)
  assert.ok(likeness(0.05).deviation > 5 * likeness(0.999).deviation)
})

test('the process does not mind the order of its points, and scales with its values', () => {
  const at: MixedPoint = { coordinates: [0.25, 0.75], category: 1 }
  const plain = gaussianProcess(points, values, parameters).predict(at)
  const reversed = gaussianProcess(points.toReversed(), values.toReversed(), parameters).predict(at)
  const scaled = gaussianProcess(
    points,
    values.map((y) => 5 - 3 * y),
    parameters,
  ).predict(at)
  assertClose(reversed.mean, plain.mean, 1e-11, 0)
  assertClose(scaled.mean, 5 - 3 * plain.mean, 1e-10, 0)
  assertClose(scaled.deviation, 3 * plain.deviation, 1e-10, 0)
})

test('the same point twice is no obstacle', () => {
  const process = gaussianProcess([...points, points[0]], [...values, values[0]], { ...parameters, noise: 0 })
  assertClose(process.predict(points[0]).mean, values[0], 1e-6, 0)
})

test('the fit is at least as likely as anything on a grid of parameters around it', () => {
  const uniform = uniformStream(11, 0, 0)
  const many: MixedPoint[] = Array.from({ length: 30 }, () => ({
    coordinates: [uniform(), uniform()],
    category: uniform() < 0.5 ? 0 : 1,
  }))
  const wave = ({ coordinates: [x, z], category }: MixedPoint) => Math.sin(5 * x) + 0.3 * z + 0.2 * category
  const results = many.map(wave)
  const fit = fittedGaussianProcess(many, results, uniform)
  const { lengthScales, categoryLikeness, noise } = fit.parameters
  for (const a of [0.8, 1, 1.25])
    for (const b of [0.8, 1, 1.25]) {
      const bounded = [lengthScales[0] * a, lengthScales[1] * b].map((x) => Math.min(Math.exp(2.3), x))
      const other = gaussianProcess(many, results, { lengthScales: bounded, categoryLikeness, noise })
      assert.ok(
        other.logLikelihood < fit.logLikelihood + 0.05,
        `${a} ${b}: ${other.logLikelihood} > ${fit.logLikelihood}`,
      )
    }
  // it learns the function between its points, and that the first coordinate is the one that moves it
  assert.ok(lengthScales[0] < lengthScales[1])
  for (let i = 0; i < 20; i++) {
    const at = { coordinates: [0.1 + 0.8 * uniform(), 0.1 + 0.8 * uniform()], category: i % 2 }
    assertClose(fit.predict(at).mean, wave(at), 0.1, 0)
  }
})

test('the fit is a function of its draws', () => {
  const fit = () => fittedGaussianProcess(points, values, uniformStream(5, 1, 2)).parameters
  assert.deepEqual(fit(), fit())
})

test('too few points, unequal numbers, values that are no numbers and a singular covariance are refused', () => {
  assert.throws(() => gaussianProcess(points.slice(0, 2), [1, 2], parameters), { code: 'invalid-input' })
  assert.throws(() => gaussianProcess(points, values.slice(1), parameters), { code: 'invalid-input' })
  assert.throws(() => gaussianProcess(points, [...values.slice(1), NaN], parameters), { code: 'invalid-input' })
  const twice = [points[0], points[0], points[1]]
  assert.throws(() => gaussianProcess(twice, [1, 1, 2], { ...parameters, noise: -1e-9 }), { code: 'invalid-input' })
})
