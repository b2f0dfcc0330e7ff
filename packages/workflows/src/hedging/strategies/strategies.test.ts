import assert from 'node:assert/strict'
import test from 'node:test'
import { keyRateMatch, minimumVarianceHedge } from '@tutti/analytics/hedging'
import { semidefiniteFactor } from '@tutti/analytics/math'
import type { FundBook } from '../book/fund-book.ts'
import { hedgeDomains } from '../universe/hedge-instrument.ts'
import { smallBook, smallFactors, smallMandate } from '../universe/small-fund.fixture.ts'
import { assessedStrategy, durationGap } from './assessed-strategy.ts'
import { creditStrategies } from './credit-strategies.ts'
import { currencyStrategies } from './currency-strategies.ts'
import { inflationStrategies } from './inflation-strategies.ts'
import { keyRateHedge } from './key-rate-hedge.ts'
import { leastVariance } from './least-variance.ts'
import { ratesStrategies } from './rates-strategies.ts'
import { smallInputs, smallShocks } from './small-inputs.fixture.ts'
import type { Strategy, StrategySet } from './strategy.ts'
import type { StrategyInputs } from './strategy-inputs.ts'
import { namedTogether } from './strategy-names.ts'
import { ratioName, tenorName } from './strategy-names.ts'

const specialists = {
  currency: currencyStrategies,
  rates: ratesStrategies,
  inflation: inflationStrategies,
  credit: creditStrategies,
} as const
const setsOf = (inputs: StrategyInputs): StrategySet[] => hedgeDomains.map((domain) => specialists[domain](inputs))
const allOf = ({ strategies, setAside = [] }: StrategySet): Strategy[] => [...strategies, ...setAside]
const shocks = smallShocks(smallFactors, 200)
const inputs = smallInputs({ shocks })
const sets = setsOf(inputs)
const found = (set: StrategySet, id: string): Strategy => {
  const one = allOf(set).find((strategy) => strategy.id === id)
  assert.ok(one, `${id} is missing`)
  return one
}
const near = (value: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(value - expected) <= relative * Math.abs(expected), `${value} against ${expected}`)
const withBook = (lines: FundBook['lines'], mandate = smallMandate()): StrategyInputs =>
  smallInputs({ book: { lines }, shocks, mandate })

test('every domain offers no hedge first, and the defaults make between 200 and 2,000 packages', () => {
  for (const { domain, strategies } of sets) {
    assert.equal(strategies[0].id, 'none', domain)
    assert.deepEqual(strategies[0].trades, [])
    assert.equal(strategies[0].annualCost, 0)
    assert.equal(strategies[0].effectiveness, 0)
  }
  for (const set of sets) {
    const ids = allOf(set).map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(allOf(set).every(({ domain }) => domain === set.domain))
  }
  const packages = sets.reduce((product, { strategies }) => product * strategies.length, 1)
  assert.ok(packages >= 200 && packages <= 2000, String(packages))
})

test('all styles are designed at all ratios', () => {
  const styles = sets.map((set) => [...new Set(allOf(set).map(({ style }) => style))].sort())
  assert.deepEqual(styles, [
    ['collar', 'cross-currency-swap', 'forward', 'minimum-variance', 'none', 'put'],
    ['forward-starting', 'futures', 'none', 'swaps', 'swaps-and-futures', 'swaption-overlay'],
    ['inflation-swaps', 'none'],
    ['index', 'index-spread', 'names', 'names-and-index', 'none', 'total-return'],
  ])
  for (const ratio of [50, 75, 100]) found(sets[1], `swaps-${ratio}`)
})

test('a forward hedge of ratio h leaves (1 - h)² of the variance, and the whole one nothing', () => {
  for (const ratio of [0.5, 0.75]) {
    const { effectiveness } = found(sets[0], `forward-3m-${ratio * 100}`)
    near(effectiveness ?? NaN, 1 - (1 - ratio) ** 2, 1e-6)
  }
  for (const id of ['forward-3m-100', 'forward-1y-100', 'minimum-variance-100']) {
    assert.ok((found(sets[0], id).effectiveness ?? 0) > 1 - 1e-6, id)
  }
})

test('puts and collars cover the net exposure with their notional, and only what is held', () => {
  const { trades } = found(sets[0], 'put-1y-100')
  const { sensitivities, universe } = inputs
  const euro = sensitivities.factors.findIndex((factor) => factor.group === 'currency' && factor.currency === 'EUR')
  const put = trades.find(({ instrument }) => instrument === 'put:EUR:1')
  near(put?.quantity ?? NaN, sensitivities.surplus[euro] / 1.1, 1e-12)
  // the other way round nothing is held: forwards buy, puts have nothing to protect
  const owed = withBook(smallBook.lines.map((line) => ({ ...line, quantity: -line.quantity })))
  const set = currencyStrategies(owed)
  assert.ok(found(set, 'forward-1y-100').trades.every(({ quantity }) => quantity < 0))
  assert.ok(!allOf(set).some(({ style }) => style === 'put' || style === 'collar'))
  assert.ok(universe.length > 0)
})

test('a matched hedge has no duration gap, and its key rates keep their sum', () => {
  const before = durationGap(inputs, [])
  assert.ok(before < -3)
  for (const ratio of [0.5, 0.75, 1]) {
    for (const style of ['swaps', 'forward-starting', 'futures', 'swaption-overlay']) {
      const { trades } = found(sets[1], `${style}-${ratio * 100}`)
      const gap = durationGap(inputs, trades)
      // an overlay keeps the sum over currencies of every swap that it replaces
      assert.ok(Math.abs(gap - (1 - ratio) * before) < 1e-6, `${style} ${ratio}: ${gap}`)
    }
  }
})

test('swaps at every key rate take away nearly all variance, with fewer tickets than candidates', () => {
  const swaps = inputs.universe.filter(({ family }) => family === 'swap')
  const { effectiveness, trades } = found(sets[1], 'swaps-100')
  assert.ok((effectiveness ?? 0) > 0.995)
  assert.ok(trades.length < swaps.length)
  const inflation = found(sets[2], 'inflation-swaps-100')
  assert.ok((inflation.effectiveness ?? 0) > 0.995)
})

test('the match comes within two percent of the deviation to the best that least squares attains on all candidates', () => {
  const candidates = inputs.universe.filter(({ family, currency }) => family === 'swap' && currency === 'USD')
  const trades = keyRateHedge(inputs, 'rates', candidates, 1)
  const { covariance, sensitivities, universe } = inputs
  const places = sensitivities.factors.flatMap((factor, k) =>
    factor.group === 'rates' && factor.currency === 'USD' ? [k] : [],
  )
  const n = places.length
  const block = Float64Array.from(places.flatMap((k) => places.map((l) => covariance.values[k * covariance.size + l])))
  const root = semidefiniteFactor(block, n)
  // in these coordinates the deviation is the Euclidean norm
  const turned = (row: (k: number) => number): number[] =>
    places.map((_, j) => places.reduce((sum, k, i) => sum + root[i * n + j] * row(k), 0))
  const unit = (id: string) => sensitivities.units[universe.findIndex((one) => one.id === id)]
  const exposure = turned((k) => sensitivities.surplus[k])
  const best = keyRateMatch(
    exposure.map((value) => -value),
    candidates.map(({ id }) => turned((k) => unit(id)[k])),
  ).residualNorm
  const left = Math.hypot(
    ...turned((k) =>
      trades.reduce((sum, { instrument, quantity }) => sum + quantity * unit(instrument)[k], sensitivities.surplus[k]),
    ),
  )
  assert.ok(left >= best * (1 - 1e-9) && left - best < 0.02 * Math.hypot(...exposure), `${left} ${best}`)
})

test('a currency-matched liability is not hedged', () => {
  const [bund] = smallBook.lines.filter(({ id }) => id === 'bund-8')
  const matched = withBook([
    ...smallBook.lines.filter(({ currency }) => currency !== 'EUR'),
    bund,
    { ...bund, id: 'same', side: 'liability', quantity: -bund.quantity },
  ])
  for (const set of setsOf(matched)) {
    for (const { id, trades } of allOf(set)) {
      assert.ok(!trades.some(({ instrument }) => instrument.includes(':EUR:')), `${set.domain} ${id}`)
    }
  }
  assert.ok(found(currencyStrategies(matched), 'forward-1y-100').trades.length > 0)
})

test('a fund whose assets match its liabilities has nothing to trade in any domain', () => {
  const assets = smallBook.lines.filter(({ side }) => side === 'asset')
  const owed = assets.map((line) => ({
    ...line,
    id: `${line.id} owed`,
    side: 'liability' as const,
    quantity: -line.quantity,
  }))
  for (const set of setsOf(withBook([...assets, ...owed]))) {
    assert.deepEqual(
      set.strategies.map(({ id, trades, effectiveness }) => [id, trades, effectiveness]),
      [['none', [], null]],
    )
    assert.equal(set.recommended, 'none')
    assert.equal(set.setAside, undefined)
  }
})

test('a fund of twice the size in a market of twice the depth trades and pays twice as much, as effectively', () => {
  const dealing = Object.fromEntries(
    Object.entries(smallMandate().dealing).map(([name, terms]) => [
      name,
      typeof terms === 'number' ? terms : { ...terms, daily_volume: 2 * terms.daily_volume },
    ]),
  )
  const lines = smallBook.lines.map((line) => ({ ...line, quantity: 2 * line.quantity }))
  const doubled = setsOf(withBook(lines, smallMandate({ dealing })))
  doubled.forEach((set, d) => {
    assert.equal(set.recommended, sets[d].recommended)
    assert.deepEqual(
      set.strategies.map(({ id }) => id),
      sets[d].strategies.map(({ id }) => id),
    )
    set.strategies.forEach((strategy, i) => {
      const single = sets[d].strategies[i]
      near(strategy.annualCost, 2 * single.annualCost, 1e-6)
      near(strategy.notional, 2 * single.notional, 1e-6)
      near(strategy.effectiveness ?? 0, single.effectiveness ?? 0, 1e-6)
      assert.equal(strategy.trades.length, single.trades.length)
      strategy.trades.forEach(({ quantity }, t) => near(quantity, 2 * single.trades[t].quantity, 1e-5))
    })
  })
})

test('limits of the mandate are recorded with every strategy, and effectiveness is asked of no hedge too', () => {
  const half = found(sets[0], 'forward-3m-50')
  const limit = half.limits.find(({ id }) => id === 'currency-effectiveness')
  assert.ok(limit && !limit.met && limit.limit === 0.85)
  near(limit.slack, 0.75 - 0.85, 1e-4)
  const cost = found(sets[0], 'put-1y-100').limits.find(({ id }) => id === 'currency-cost')
  assert.ok(cost && cost.unit === 'percent' && !cost.met)
  near(cost.value, (100 * found(sets[0], 'put-1y-100').annualCost) / inputs.sensitivities.assetsValue, 1e-12)
  assert.deepEqual(
    sets[1].strategies[0].limits.map(({ id, met }) => [id, met]),
    [
      ['duration-gap', false],
      ['rates-effectiveness', false],
    ],
  )
  const unlimited = smallMandate({ limits: { credit: { cost_limit_percent: null } } })
  const credit = creditStrategies(withBook(smallBook.lines, unlimited))
  assert.ok(allOf(credit).every(({ limits }) => limits.every(({ id }) => id !== 'credit-cost')))
})

test('recommended is the least cost and charge for risk among strategies within their limits, in words without figures', () => {
  for (const set of sets) {
    const admissible = set.strategies.filter(({ limits }) => limits.every(({ met }) => met))
    assert.ok(admissible.length > 0)
    const merits = admissible.map((strategy) => assessedStrategy(inputs, set.domain, strategy).merit)
    assert.equal(set.recommended, admissible[merits.indexOf(Math.min(...merits))].id)
    assert.ok([...set.reasons, ...set.unhedgeable].every((words) => !/\d/.test(words)))
  }
})

test('where every strategy breaks a limit the one that breaks them least is recommended', () => {
  const strict = smallMandate({ instruments: { rates: { allowed: ['swap'], ratios: [0.5, 0.75] } } })
  const set = ratesStrategies(withBook(smallBook.lines, strict))
  assert.ok(set.strategies.every(({ limits }) => limits.some(({ met }) => !met)))
  assert.equal(set.recommended, 'swaps-75')
  assert.ok(set.reasons.some((reason) => reason.includes('breaks them least')))
})

test('what no allowed instrument is on is said', () => {
  const mandate = smallMandate({
    instruments: {
      currency: { allowed: [] },
      rates: { allowed: [] },
      inflation: { allowed: [] },
      credit: { allowed: [] },
    },
  })
  // several names in one sentence, in the words of several
  const words = setsOf(withBook(smallBook.lines, mandate)).map(({ unhedgeable }) => unhedgeable)
  assert.deepEqual(
    words.map(({ length }) => length),
    [1, 1, 1, 1],
  )
  assert.match(words[0][0], /^[A-Z]{3}, [A-Z]{3}: .* these currencies\.$/)
  assert.match(words[1][0], /^[A-Z]{3}, [A-Z]{3}, [A-Z]{3}: .* interest rates in these currencies\.$/)
  assert.match(words[2][0], /^USD: .* inflation in this currency\.$/)
  assert.match(words[3][0], /nothing else stands in for (it|them)\.$/)
  const many = Array.from({ length: 15 }, (_, i) => `USD-BBB-SECTOR-${'ABCDEFGHIJKLMNO'[i]}`)
  const lists = namedTogether(many, () => 'words')
  assert.deepEqual(
    lists.flatMap((list) => list.replace(': words', '').split(', ')),
    many,
  )
  assert.ok(lists.length > 1 && lists.every((list) => list.length <= 110))
  assert.ok(setsOf(withBook(smallBook.lines, mandate)).every(({ strategies }) => strategies.length === 1))
})

test('protection is bought for each issuer for what is held of it, and on indices in least variance', () => {
  const { profits, universe, sensitivities } = inputs
  const names = found(sets[3], 'names-100').trades
  const bbb = sensitivities.factors.findIndex((factor) => factor.group === 'credit' && factor.bucket === 'USD-BBB')
  const acme = names.find(({ instrument }) => instrument === 'cds:Acme:5')
  const unit = sensitivities.units[universe.findIndex(({ id }) => id === 'cds:Acme:5')]
  near(acme?.quantity ?? NaN, -sensitivities.lines[1][bbb] / unit[bbb], 1e-12)
  // ordinary least squares on the same scenarios
  const index = universe.findIndex(({ id }) => id === 'index-cds:USD-IG:5')
  const { hedgeRatios, effectiveness } = minimumVarianceHedge(
    profits.fund.credit,
    Array.from(profits.units.credit[index], (change) => [change]),
  )
  const own = found(sets[3], 'index-100')
  near(own.trades[0].quantity, hedgeRatios[0], 1e-8)
  near(own.effectiveness ?? NaN, effectiveness, 1e-8)
  // a fund that gains when spreads widen buys none
  const short = withBook(smallBook.lines.map((line) => ({ ...line, quantity: -line.quantity })))
  assert.deepEqual(
    creditStrategies(short).strategies.map(({ id }) => id),
    ['none'],
  )
})

test('least variance agrees with least squares, keeps bounds and sums, and says when it cannot', () => {
  const covariance = [
    [4, 1],
    [1, 9],
  ]
  const free = leastVariance({ covariance, withExposure: [2, -3], lower: [-Infinity, -Infinity], upper: [9, 9] })
  // C x = -c: 4x + y = -2, x + 9y = 3
  near(free[0], -21 / 35, 1e-7)
  near(free[1], 14 / 35, 1e-7)
  const bounded = leastVariance({ covariance, withExposure: [2, -3], lower: [0, 0], upper: [Infinity, Infinity] })
  assert.equal(bounded[0], 0)
  near(bounded[1], 1 / 3, 1e-7)
  const summed = leastVariance({
    covariance,
    withExposure: [2, -3],
    lower: [-Infinity, -Infinity],
    upper: [Infinity, Infinity],
    equalities: [{ row: [1, 1], value: 5 }],
  })
  near(summed[0] + summed[1], 5, 1e-12)
  assert.throws(
    () =>
      leastVariance({
        covariance,
        withExposure: [2, -3],
        lower: [0, 0],
        upper: [Infinity, Infinity],
        equalities: [{ row: [1, 1], value: -5 }],
      }),
    { code: 'infeasible' },
  )
  const still = { covariance: [[0]], withExposure: [0], lower: [0], upper: [1] }
  assert.deepEqual([...leastVariance(still)], [0])
})

test('names of tenors and ratios', () => {
  assert.deepEqual([0.25, 1, 1.5, 5, 1 / 52].map(tenorName), ['3m', '1y', '18m', '5y', '0.0192y'])
  assert.deepEqual(ratioName('swaps', 0.75), { id: 'swaps-75', percent: '75 %' })
  assert.equal(ratioName('put', 0.125).id, 'put-12.5')
})

test('a hedge that does not fit into the window spreads over tenors, and says how far it gets', () => {
  const swaps = inputs.universe.filter(({ family, currency }) => family === 'swap' && currency === 'USD')
  const place = (id: string): number => inputs.universe.findIndex((one) => one.id === id)
  const free = keyRateHedge(inputs, 'rates', swaps, 1)
  const largest = Math.max(...free.map(({ quantity }) => Math.abs(quantity)))
  const narrow = (share: number): StrategyInputs => ({
    ...inputs,
    capacities: inputs.universe.map(() => share * largest),
  })
  const spread = keyRateHedge(narrow(0.8), 'rates', swaps, 1)
  assert.ok(spread.every(({ quantity }) => Math.abs(quantity) <= 0.8 * largest))
  assert.ok(spread.some(({ quantity }) => Math.abs(quantity) > 0.799 * largest))
  const unmoved = (trades: readonly { instrument: string; quantity: number }[]): number =>
    trades.reduce((sum, { instrument, quantity }) => {
      const unit = inputs.sensitivities.units[place(instrument)]
      return (
        sum +
        quantity * unit.reduce((total, value, k) => (smallFactors[k].group === 'rates' ? total + value : total), 0)
      )
    }, 0)
  near(unmoved(spread), unmoved(free), 1e-6)
  const scarce = ratesStrategies(narrow(0.1))
  const full = found(scarce, 'swaps-100')
  assert.match(full.label, /matching 100 % of the key-rate exposure; \d+ % is what fits into the window/)
  assert.ok(full.limits.find(({ id }) => id === 'execution-window')!.met)
  assert.doesNotMatch(found(sets[1], 'swaps-100').label, /window/)
})
