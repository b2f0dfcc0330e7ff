import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawdownComparison } from './drawdown-comparison.ts'
import { marginCalls } from './margin-calls.ts'
import { replayRecord, type ReplayedRecord } from './replay-record.ts'
import { type ReplayShocks, replayShocks } from './replay-shocks.ts'
import { stressBook, type StressPackage } from './stress-book.ts'
import { type LevelTable, line, smallFund, smallMarket, smallUniverse } from './stress-fund.fixture.ts'
import { pathDrawdown, thinnedIndices, worstMove } from './surplus-path.ts'

const near = (actual: number | null | undefined, expected: number, tolerance = 1e-9): void => {
  assert.ok(
    actual !== null &&
      actual !== undefined &&
      Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )
}

// rates:USD:10, rates:USD:20, log euro, BBB spread, euro volatility
const levels: LevelTable = {
  '2008-08-28': [0.04, 0.05, Math.log(1.5), 0.05, 0.3],
  '2008-08-29': [0.041, 0.051, Math.log(1.5), 0.051, 0.31],
  '2008-09-02': [0.042, 0.052, Math.log(1.5), 0.03, 0.3],
  '2008-09-03': [0.043, null, Math.log(1.35), null, 0.02],
  '2008-09-04': [0.031, 0.041, Math.log(1.2), 0.06, 0.4],
  '2008-09-05': [0.033, 0.045, Math.log(1.35), null, 0.35],
  '2008-10-10': [0.9, 0.9, 0, 0.9, 0.9],
}
const window = { name: 'September', start: '2008-09-01', end: '2008-09-08' }
const shocksOf = (table: LevelTable, of = window): ReplayShocks => {
  const shocks = replayShocks(smallMarket(table), of)
  if (typeof shocks === 'string') assert.fail(shocks)
  return shocks
}
const column = ({ shocks, dates }: ReplayShocks, f: number): number[] => dates.map((_, t) => shocks[t * 5 + f])

test('a window starts from the last observation before it, and changes are taken from there', () => {
  const shocks = shocksOf(levels)
  assert.deepEqual(shocks.dates, ['2008-08-29', '2008-09-02', '2008-09-03', '2008-09-04', '2008-09-05'])
  column(shocks, 0).forEach((change, t) => near(change, [0, 0.001, 0.002, -0.01, -0.008][t]))
  column(shocks, 2).forEach((change, t) => near(change, [0, 0, Math.log(0.9), Math.log(0.8), Math.log(0.9)][t]))
})

test('a tenor without an observation moves with its neighbour on the curve, a spread is held, and both are named', () => {
  const shocks = shocksOf(levels)
  column(shocks, 1).forEach((change, t) => near(change, [0, 0.001, 0.002, -0.01, -0.006][t]))
  // 0.03 - 0.051 would leave today's 2 % below 1 bp: cut; then held, then observed, then held
  column(shocks, 3).forEach((change, t) => near(change, [0, -0.0199, -0.0199, 0.009, 0.009][t]))
  assert.deepEqual(shocks.gaps, [
    {
      factor: 'rates:USD:20',
      from: '2008-09-03',
      to: '2008-09-03',
      days: 1,
      treatment: 'follows',
      follows: 'rates:USD:10',
    },
    {
      factor: 'credit:USD-BBB',
      from: '2008-09-03',
      to: '2008-09-05',
      days: 2,
      treatment: 'held',
      follows: null,
    },
  ])
  assert.deepEqual(shocks.floored, [
    { factor: 'credit:USD-BBB', days: 2 },
    { factor: 'volatility:fx:EUR', days: 1 },
  ])
  near(column(shocks, 4)[2], -0.09)
})

test('a factor that is observed only later stands still until then, and moves from there', () => {
  const late: LevelTable = {
    '2020-01-01': [0.01, 0.01, null, 0.02, 0.1],
    '2020-01-02': [0.01, 0.01, 0.2, 0.02, 0.1],
    '2020-01-03': [0.01, 0.01, 0.3, 0.02, 0.1],
  }
  column(shocksOf(late, { name: 'w', start: '2020-01-01', end: '2020-01-31' }), 2).forEach((change, t) =>
    near(change, [0, 0, 0.1][t]),
  )
})

test('a window outside the history, or without observations, is a record of its own and not left out', async () => {
  const market = smallMarket(levels)
  const book = stressBook(market, smallFund(), smallUniverse, [{ id: 'none', label: 'None', trades: [] }])
  const inputs = { mandate: { counterparties: [] }, market, book, allocation: null }
  const record = await replayRecord({ ...inputs, window: { name: 'Covid', start: '2020-02-14', end: '2020-06-30' } })
  assert.deepEqual(record, {
    status: 'not-covered',
    window: { name: 'Covid', start: '2020-02-14', end: '2020-06-30' },
    reason: 'no dates',
    available: { from: '2008-08-28', to: '2008-10-10' },
  })
  const empty = smallMarket({ '2020-02-14': Array(5).fill(null), '2020-02-17': Array(5).fill(null) })
  assert.equal(replayShocks(empty, { name: 'w', start: '2020-02-14', end: '2020-06-30' }), 'no observations')
  assert.deepEqual(drawdownComparison([record]).notCovered, [{ window: 'Covid', reason: 'no dates' }])
  assert.throws(() => replayShocks(market, { name: 'w', start: '2020-02-14', end: '2020-02-14' }), {
    code: 'invalid-input',
  })
})

const chosen: StressPackage = {
  id: 'chosen',
  label: 'Chosen',
  trades: [
    { instrument: 'forward:EUR', quantity: 80 },
    { instrument: 'receiver:20', quantity: 200 },
  ],
}

async function replayed(packages: readonly StressPackage[]): Promise<ReplayedRecord<number>> {
  const market = smallMarket(levels)
  const book = stressBook(market, smallFund(), smallUniverse, packages)
  const record = await replayRecord({
    mandate: { counterparties: [] },
    market,
    book,
    window,
    allocation: null,
    waterfall: (calls, { dates, values }) => {
      // the last date's euros, at 0.9 of today's
      near(values[(dates.length - 1) * book.lines.length], 108)
      return calls.reduce((sum, { amount }) => sum + amount, 0)
    },
  })
  assert.ok(record.status === 'replayed')
  return record
}

test('the surplus is walked through the window in full: path, drawdown, worst day, each group alone', async () => {
  const record = await replayed([chosen])
  const changes = [0, 0.001, 0.002, -0.01, -0.006]
  const euro = [1, 1, 0.9, 0.8, 0.9]
  const pension = changes.map((change) => 200 * (Math.exp(-(0.03 + change) * 20) - Math.exp(-0.6)))
  const surplus = euro.map((x, t) => 120 * (x - 1) - pension[t])
  record.path.forEach((point, t) => near(point.unhedged, surplus[t]))
  const [unhedged, hedged] = record.packages
  near(unhedged.drawdown.amount, surplus[1] - surplus[3])
  assert.deepEqual([unhedged.drawdown.from, unhedged.drawdown.to], ['2008-09-02', '2008-09-04'])
  near(unhedged.worstDay.change, surplus[3] - surplus[2])
  assert.deepEqual([unhedged.worstDay.from, unhedged.worstDay.to], ['2008-09-03', '2008-09-04'])
  // four changes are all there are
  near(unhedged.worstWeek.change, surplus[4])
  near(hedged.drawdownRemoved, 1 - hedged.drawdown.amount / unhedged.drawdown.amount)
  assert.ok(hedged.drawdownRemoved! > 0.8)
  const group = (name: string) => record.groups.find((each) => each.group === name)!
  near(group('rates').unhedged, -pension[4])
  near(group('currency').unhedged, -12)
  near(group('currency').hedged, -12 + 0.8 * 12)
  // hedged changes are a fifth of the unhedged ones, their variance a twenty-fifth
  near(group('currency').loss?.effectiveness.value, 1 - 0.2 ** 2)
  near(group('currency').loss?.bestMultiple, 1.25)
  near(group('currency').loss?.size, 0.2 ** 2)
  assert.equal(group('credit').noEffectiveness, 'immaterial')
  assert.equal(group('inflation').noEffectiveness, 'not observed')
  const rates = record.factors.find(({ factor }) => factor === 'rates:USD:10')!
  near(rates.lowest, -0.01)
  near(rates.highest, 0.002)
  near(rates.end, -0.008)
})

test('a matched fund has nothing to hedge: no drawdown, nothing material in any group', async () => {
  const market = smallMarket(levels)
  const [euros, , pension] = smallFund().lines
  const lines = [
    { ...pension, id: 'bond', side: 'asset' as const, quantity: 1 },
    { ...euros, quantity: 1 },
    pension,
    { ...euros, id: 'owed', side: 'liability' as const, quantity: -1 },
  ]
  const book = stressBook(market, { lines }, smallUniverse, [{ id: 'none', label: '', trades: [] }])
  const record = await replayRecord({ mandate: { counterparties: [] }, market, book, window, allocation: null })
  assert.ok(record.status === 'replayed')
  for (const { drawdown, drawdownRemoved } of record.packages) {
    assert.ok(drawdown.amount < 1e-9)
    assert.equal(drawdownRemoved, null)
  }
  assert.deepEqual(
    record.groups.map(({ noEffectiveness }) => noEffectiveness),
    ['immaterial', 'immaterial', 'not observed', 'immaterial'],
  )
  assert.equal(record.waterfall, null)
})

test('all quantities doubled: money doubles, shares and dates stay', async () => {
  const market = smallMarket(levels)
  const recordOf = async (factor: number): Promise<ReplayedRecord<never>> => {
    const lines = smallFund().lines.map((each) => ({ ...each, quantity: factor * each.quantity }))
    const trades = chosen.trades.map((trade) => ({ ...trade, quantity: factor * trade.quantity }))
    const book = stressBook(market, { lines }, smallUniverse, [{ ...chosen, trades }])
    const record = await replayRecord({ mandate: { counterparties: [] }, market, book, window, allocation: null })
    assert.ok(record.status === 'replayed')
    return record
  }
  const [one, two] = [await recordOf(1), await recordOf(2)]
  two.packages.forEach((figures, k) => {
    const { drawdown, fundedRatioDrawdown } = one.packages[k]
    near(figures.drawdown.amount, 2 * drawdown.amount)
    assert.deepEqual([figures.drawdown.from, figures.drawdown.to], [drawdown.from, drawdown.to])
    near(figures.fundedRatioDrawdown?.amount, fundedRatioDrawdown!.amount)
  })
  near(two.packages[1].drawdownRemoved, one.packages[1].drawdownRemoved!)
  near(two.margin.peak.amount, 2 * one.margin.peak.amount)
  two.groups.forEach(({ loss }, k) => {
    if (loss === null) assert.equal(one.groups[k].loss, null)
    else near(loss.effectiveness.value, one.groups[k].loss!.effectiveness.value)
  })
})

test('margin is called by the change of the hedges, and handed to the waterfall day by day', async () => {
  const record = await replayed([chosen])
  const value = (euro: number, change: number): number =>
    80 * 1.2 * (Math.exp(-changeOfOneYear(change)) - euro) + 200 * (Math.exp(-(0.03 + change) * 20) - Math.exp(-0.6))
  // the one-year dollars move with the shortest tenor
  const changeOfOneYear = (change: number): number => change
  const end = 80 * 1.2 * (Math.exp(0.008) - 0.9) + 200 * (Math.exp(-(0.03 - 0.006) * 20) - Math.exp(-0.6))
  near(record.waterfall, -end)
  near(record.margin.peak.amount, -value(1, 0.001))
  assert.equal(record.margin.peak.date, '2008-09-02')
  assert.deepEqual(
    record.margin.sets.map(({ id }) => id),
    ['bilateral, counterparty open', 'clearing house'],
  )
})

test('an annex: nothing below its threshold, small changes wait, a counterparty without one calls nothing', () => {
  const market = smallMarket(levels)
  const swap = { kind: 'cash', currency: 'EUR', amount: 1 } as const
  const fund = smallFund([
    line('with-a', swap, { quantity: -100, counterparty: 'A' }),
    line('with-b', swap, { quantity: -100, counterparty: 'B' }),
  ])
  const book = stressBook(market, fund, smallUniverse, [{ id: 'none', label: 'None', trades: [] }])
  const csa = {
    threshold: 125,
    minimum_transfer: 4,
    independent_amount: 0,
    margin_period_days: 10,
    collateral: 'cash',
  } as const
  const terms = { cds_spread_bp: 100, recovery: 0.4, exposure_limit: 1e9, wrong_way_correlation: 0 }
  const mandate = {
    counterparties: [
      { id: 'A', csa, ...terms },
      { id: 'B', csa: null, ...terms },
    ],
  }
  const dates = ['d0', 'd1', 'd2', 'd3', 'd4']
  const worth = [-120, -128, -130, -140, -110]
  const values = Float64Array.from(
    worth.flatMap((v) => book.lines.map((each) => (each.id === 'with-a' ? -v / 100 : 1))),
  )
  const { posted, calls, record } = marginCalls(mandate, book, 0, null, { dates, values })
  // above 125: 0, 3 (less than 4: waits), 5, 15, 0
  assert.deepEqual(
    [...posted].map((x) => Math.round(x * 1e9) / 1e9),
    [0, 0, 5, 15, 0],
  )
  assert.deepEqual(
    calls.map(({ amount }) => Math.round(amount)),
    [0, 5, 10, -15],
  )
  assert.equal(record.peak.date, 'd3')
  near(record.largestCall.amount, 10)
  near(record.largestFiveDays.amount, 0)
  assert.deepEqual(record.notes, ['B has no annex: its derivatives call no margin'])
})

test('drawdown and worst moves of a path, in its own unit; thinning keeps what is asked for', () => {
  const dates = ['a', 'b', 'c', 'd', 'e']
  assert.deepEqual(pathDrawdown(dates, Float64Array.of(0, 2, -1, 3, 1)), { amount: 3, from: 'b', to: 'c' })
  assert.deepEqual(pathDrawdown(dates, Float64Array.of(0, 1, 2, 3, 4)), { amount: 0, from: 'a', to: 'a' })
  assert.deepEqual(worstMove(dates, Float64Array.of(0, 2, -1, 3, 1), 2), { from: 'a', to: 'c', change: -1 })
  const thinned = thinnedIndices(1000, 130, [501, 77])
  assert.ok(thinned.length <= 130 && thinned.length > 120)
  for (const t of [0, 77, 501, 999]) assert.ok(thinned.includes(t))
  assert.deepEqual(thinnedIndices(3, 130, []), [0, 1, 2])
})
