import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { TuttiError } from '../errors/index.ts'
import { openStream } from '../random/stream.ts'
import { drawMonth, monthPath, startPath, stepMonth } from '../scenarios/month-path.ts'
import { pathModel, type PathScheme } from '../scenarios/path-model.ts'
import { specRegimes } from '../scenarios/spec-regimes.ts'
import { bruteForceMonth, type PlainState } from './brute-force-month.fixture.ts'
import { targetWeight, tradedWeight } from './equity-weight.ts'
import { evaluationJob, pathFigures } from './evaluation-job.ts'
import { standardRules, type StrategyConfiguration, type StrategyRules } from './strategy.ts'
import { figureOf, spreadConfigurations, studied } from './study.fixture.ts'

/** Figures of one configuration on one path, with all daily returns in a list and all marks in money. */
function bruteForcePath(
  g: number,
  p: number,
  months: number,
  warmupMonths: number,
  scheme: PathScheme,
  configuration: StrategyConfiguration,
  rules: StrategyRules,
) {
  const model = pathModel(specRegimes[g], { months, warmupMonths }, scheme)
  const path = monthPath()
  openStream(1, g + 1, p, path.random)
  startPath(model, path)
  const returns: number[] = []
  const remember = (): void =>
    path.equity.forEach((e, t) => returns.push(Math.log(e / (t === 0 ? 1 : path.equity[t - 1]))))
  for (let m = 0; m < warmupMonths; m++) {
    drawMonth(model, path)
    stepMonth(model, path, 0)
    remember()
  }
  const variance = path.variance
  startPath(model, path)
  if (warmupMonths > 0) path.variance = variance
  let state: PlainState = {
    value: 1,
    peak: 1,
    worstRatio: 1,
    weight: 0,
    drifted: 0,
    traded: 0,
    sum: 0,
    squares: 0,
    excessSquares: 0,
  }
  const monthly: number[] = []
  const excess: number[] = []
  for (let m = 0; m < months; m++) {
    const window = returns.slice(-21 * configuration.windowMonths)
    const mean = window.reduce((sum, r) => sum + r, 0) / window.length
    const volatility =
      window.length === 0
        ? specRegimes[g].equity.volatility
        : Math.sqrt((252 * window.reduce((sum, r) => sum + (r - mean) ** 2, 0)) / window.length)
    state.weight = tradedWeight(rules, m, targetWeight(configuration, rules, volatility), state.drifted)
    drawMonth(model, path)
    stepMonth(model, path, m)
    remember()
    const month = {
      equity: Array.from(path.equity),
      bond: Array.from(path.bond),
      cash: Array.from(path.cash),
      cashReturn: path.cashReturn,
    }
    const next = bruteForceMonth(state, month, configuration.costBp / 1e4, rules.financingSpread / 252)
    monthly.push(next.value / state.value - 1)
    excess.push(next.value / state.value - 1 - path.cashReturn)
    state = next
  }
  const years = Array.from(
    { length: months / 12 },
    (_, y) => monthly.slice(12 * y, 12 * y + 12).reduce((growth, r) => growth * (1 + r), 1) - 1,
  )
  const average = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const deviation = (xs: readonly number[]): number =>
    Math.sqrt(xs.reduce((sum, x) => sum + (x - average(xs)) ** 2, 0) / (xs.length - 1))
  return {
    years,
    value: state.value,
    figures: {
      annualReturn: average(years),
      volatility: Math.sqrt(12) * deviation(monthly),
      sharpe: (Math.sqrt(12) * average(excess)) / deviation(excess),
      maxDrawdown: 1 - state.worstRatio,
      turnover: (12 * state.traded) / months,
    },
  }
}

test('figures of a path are those of a portfolio walked in money by plain code, under all kinds of rules', () => {
  const variants: readonly (readonly [Partial<StrategyRules>, number, PathScheme, number])[] = [
    [{}, 0, 'qe-m', 20],
    [{}, 6, 'qe-m', 20],
    [{}, 24, 'euler', 5],
    [{ rebalanceMonths: 3, band: 0.03, noTradeZone: 0.02 }, 6, 'qe-m', 20],
    [{ maximumWeight: 2, financingSpread: 0.01 }, 6, 'qe-m', 5],
    [{ minimumWeight: 0.2, maximumWeight: 0.7 }, 0, 'qe-m', 20],
  ]
  for (const [changes, warmupMonths, scheme, count] of variants) {
    const rules = { ...standardRules, ...changes }
    const configurations = spreadConfigurations(count)
    const job = studied({ configurations, warmupMonths, scheme, rules })
    for (const [regime, g] of [0, 2].entries()) {
      for (const p of [0, 49, 59]) {
        for (const place of [0, 1, 2, 3, count - 1]) {
          const expected = bruteForcePath(g, p, 24, warmupMonths, scheme, configurations[place], rules)
          pathFigures.forEach((name, f) => {
            const got = figureOf(job, job.figures[f], regime, place)[p]
            const what = `${JSON.stringify(changes)} ${name}, regime ${g}, path ${p}, configuration ${place}`
            assertClose(got, expected.figures[name], 1e-10, 1e-9, what)
          })
          const years = figureOf(job, job.annual, regime, place, 2).subarray(2 * p, 2 * p + 2)
          assertClose(years[0], expected.years[0], 1e-12, 1e-10)
          assertClose((1 + years[0]) * (1 + years[1]), expected.value, 0, 1e-10)
        }
      }
    }
  }
})

test('the order of shards, of configurations and the batches they come in change no bit', () => {
  const configurations = spreadConfigurations(30)
  const whole = studied({ configurations })
  const reversed = studied({ configurations, order: (shards) => shards.toReversed() })
  whole.figures.forEach((buffer, f) =>
    assert.deepEqual(new Float64Array(buffer), new Float64Array(reversed.figures[f])),
  )
  assert.deepEqual(new Float64Array(whole.summary), new Float64Array(reversed.summary))

  const shuffled = configurations.map((_, i) => configurations[(i * 7 + 3) % 30])
  const permuted = studied({ configurations: shuffled })
  // batches of 30 are pruned, batches of 5 walked day by day
  const batches = Array.from({ length: 6 }, (_, b) =>
    studied({ configurations: configurations.slice(5 * b, 5 * b + 5) }),
  )
  configurations.forEach((configuration, place) => {
    for (const regime of [0, 1]) {
      for (const [buffers, perPath] of [
        [whole.figures.map((_, f) => [f]), 1],
        [[['annual']], 2],
      ] as const) {
        for (const [key] of buffers) {
          const read = (job: typeof whole, at: number): Float64Array =>
            figureOf(job, key === 'annual' ? job.annual : job.figures[key], regime, at, perPath)
          const figures = read(whole, place)
          assert.deepEqual(read(permuted, shuffled.indexOf(configuration)), figures)
          assert.deepEqual(read(batches[Math.floor(place / 5)], place % 5), figures)
        }
      }
    }
  })
})

test('a path is the same whatever the number of paths and of regimes, and another for another seed', () => {
  const configurations = spreadConfigurations(3)
  const many = studied({ configurations, paths: 120 })
  const few = studied({ configurations, paths: 55, regimes: [2] })
  const other = studied({ configurations, paths: 55, regimes: [2], seed: 2 })
  for (const place of [0, 1, 2]) {
    const sharpe = figureOf(few, few.figures[2], 0, place)
    assert.deepEqual(figureOf(many, many.figures[2], 1, place).slice(0, 55), sharpe)
    assert.notDeepEqual(figureOf(other, other.figures[2], 0, place), sharpe)
  }
})

test('costs: free trading leaves turnover as it is, and each trade costs its rate', () => {
  const free = { ...spreadConfigurations(1)[0], costBp: 0 }
  const dear = { ...free, costBp: 20 }
  const job = studied({ configurations: [free, dear], months: 60 })
  for (const regime of [0, 1]) {
    const [a, b] = [0, 1].map((place) => figureOf(job, job.figures[4], regime, place))
    const [ra, rb] = [0, 1].map((place) => figureOf(job, job.figures[0], regime, place))
    for (let p = 0; p < job.paths; p++) {
      // weights drift alike whatever was paid, since costs come off the whole portfolio
      assertClose(a[p], b[p], 1e-12, 0)
      // growth is lower by the product of (1 - cost x trade); to first order by cost x turnover a year
      assertClose(ra[p] - rb[p], 0.002 * a[p] * (1 + ra[p]), 3e-4, 0)
      assert.ok(rb[p] < ra[p])
    }
  }
})

test('every parameter of the search space and every rule changes the results', () => {
  const base: StrategyConfiguration = {
    targetVolatility: 0.12,
    weightFunction: 'inverse-vol',
    windowMonths: 12,
    riskAversion: 1.5,
    costBp: 5,
  }
  const sharpes = (configuration: StrategyConfiguration, rules: Partial<StrategyRules> = {}): Float64Array => {
    const job = studied({ configurations: [configuration], regimes: [0, 2], months: 60, rules })
    return new Float64Array(job.summary)
  }
  const before = sharpes(base)
  const changed = (after: Float64Array, what: string): void => {
    const moved = after.some((x, i) => Math.abs(x - before[i]) > 1e-4 * (1 + Math.abs(before[i])))
    assert.ok(moved, what)
  }
  changed(sharpes({ ...base, targetVolatility: 0.13 }), 'target volatility')
  changed(sharpes({ ...base, weightFunction: 'inverse-vol-squared' }), 'weight function')
  changed(sharpes({ ...base, windowMonths: 13 }), 'window')
  changed(sharpes({ ...base, riskAversion: 3 }), 'risk aversion')
  changed(sharpes({ ...base, costBp: 15 }), 'cost')
  changed(sharpes(base, { equityPremium: 0.03 }), 'equity premium')
  changed(sharpes(base, { minimumWeight: 0.5 }), 'minimum weight')
  changed(sharpes(base, { maximumWeight: 0.6 }), 'maximum weight')
  changed(sharpes(base, { maximumWeight: 1.5 }), 'leverage')
  changed(sharpes(base, { rebalanceMonths: 3 }), 'rebalancing')
  changed(sharpes(base, { band: 0.05 }), 'band')
  changed(sharpes(base, { noTradeZone: 0.05 }), 'no-trade zone')
  const lively = { ...base, targetVolatility: 0.2, riskAversion: 0.5 }
  const spread = (financingSpread: number): Float64Array => sharpes(lively, { maximumWeight: 2, financingSpread })
  assert.notDeepEqual(spread(0.02), spread(0))
  for (const [weightFunction, slope] of [
    ['linear-decay', 'linearSlope'],
    ['sigmoid', 'sigmoidSlope'],
  ] as const) {
    assert.notDeepEqual(
      sharpes({ ...base, weightFunction }, { [slope]: 10 }),
      sharpes({ ...base, weightFunction }),
      slope,
    )
  }
})

test('a request that cannot be run is refused', () => {
  const model = pathModel(specRegimes[0], { months: 24, warmupMonths: 0 }, 'qe-m')
  const good = {
    models: [model],
    streams: [1],
    seed: 1,
    paths: 100,
    sampling: { kind: 'pseudo-random' },
    rules: standardRules,
    configurations: spreadConfigurations(2),
  } as const
  const named = (field: string) => (error: unknown) =>
    error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field
  assert.throws(() => evaluationJob({ ...good, configurations: [] }), named('configurations'))
  assert.throws(() => evaluationJob({ ...good, paths: 3 }), named('paths'))
  assert.throws(
    () => evaluationJob({ ...good, models: [pathModel(specRegimes[0], { months: 18, warmupMonths: 0 }, 'qe-m')] }),
    named('months'),
  )
  assert.throws(() => evaluationJob({ ...good, rules: { ...standardRules, band: -1 } }), named('band'))
  assert.doesNotThrow(() => evaluationJob(good))
})
