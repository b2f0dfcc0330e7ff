import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { optimalTrajectory } from '@tutti/analytics/execution'
import fc from 'fast-check'
import { executionPlan } from './execution-plan.ts'
import { wholeShares } from './joint-schedule.ts'
import { dealtInputs, dealtInstrument, dealtProfits, dealtUniverse } from './made-up-dealing.fixture.ts'

const near = (actual: number | null, expected: number, relative = 1e-9): void => {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= relative * Math.abs(expected),
    `${actual} is not ${expected}`,
  )
}
const quantities = (plan: ReturnType<typeof executionPlan>, id: string): number[] =>
  plan.days.map(({ trades }) =>
    trades.filter(({ instrument }) => instrument === id).reduce((sum, { quantity }) => sum + quantity, 0),
  )

test('without aversion to risk a trade is spread evenly, at the cost worked by hand', () => {
  const plan = executionPlan(dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 2e9 }], { risk_aversion: 0 }))
  assert.equal(plan.status, 'complete')
  // 2026-07-03 is closed in the United States: Independence Day falls on a Saturday
  assert.deepEqual(
    plan.days.map(({ date }) => date),
    ['2026-07-01', '2026-07-02', '2026-07-06', '2026-07-07', '2026-07-08'],
  )
  for (const quantity of quantities(plan, 'forward:EUR:0.25')) near(quantity, 4e8, 1e-6)
  const [cost] = plan.costs
  near(cost.spread, 2e9 * 0.5e-4)
  // 0.3 x 60 bp x sqrt(0.4 / 20) on every part
  near(cost.impact, 2e9 * 18e-4 * Math.sqrt(0.02), 1e-9)
  // open after each day: 1.6, 1.2, 0.8, 0.4, 0 bn at 60 bp a day
  near(cost.standardDeviation, 0.006 * Math.sqrt(1.6 ** 2 + 1.2 ** 2 + 0.8 ** 2 + 0.4 ** 2) * 1e9, 1e-6)
  near(cost.expectedBp, 0.5 + 18 * Math.sqrt(0.02), 1e-9)
  near(plan.total.expected, cost.expected)
  near(plan.total.standardDeviation, cost.standardDeviation)
  near(plan.total.high, cost.expected + 1.6448536269514722 * cost.standardDeviation)
})

test('a trade that does not fit says which limit stops it, what would be enough, and how long it takes at the limits', () => {
  const plan = executionPlan(dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 4e9 }]))
  assert.equal(plan.status, 'incomplete')
  const [shortfall] = plan.shortfalls
  // 3 bp of 18 bp: a share of (1 / 6) ^ 2 of 20 bn a day, five days
  near(shortfall.unexecuted, 4e9 - (5 * 20e9) / 36)
  assert.equal(shortfall.limit, 'impact')
  // 0.8 bn a day is 4 % of the volume, within 15 %, at 18 bp x sqrt(0.04)
  assert.equal(shortfall.relaxations.withinWindow.maxDailyVolumePercent, null)
  near(shortfall.relaxations.withinWindow.maxMarketImpactBp, 3.6)
  // 4 / 0.5556 = 7.2 days
  assert.deepEqual(shortfall.relaxations.moreDays, { days: 8, until: '2026-07-13' })
  const relaxed = executionPlan(
    dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 4e9 }], { max_market_impact_bp: 3.6 * (1 + 1e-12) }),
  )
  assert.equal(relaxed.status, 'complete')
  const longer = executionPlan(dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 4e9 }], { window_days: 8 }))
  assert.equal(longer.status, 'complete')
  const shorter = executionPlan(dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 4e9 }], { window_days: 7 }))
  assert.equal(shorter.status, 'incomplete')
})

test('a future stands in for a swap that does not fit, with the same PV01 against parallel moves', () => {
  // 15 % of 6 bn for five days; the impact of a swap is 0.3 x 6 bp of yield x sqrt(0.15), below its limit
  const plan = executionPlan(dealtInputs([{ instrument: 'swap:USD:10', quantity: 5e9 }]))
  const [{ substitution, limit, unexecuted }] = plan.shortfalls
  assert.equal(limit, 'participation')
  near(unexecuted, 5e9 - 4.5e9)
  assert.equal(substitution.substitutes[0].instrument, 'future:USD:10')
  near(substitution.substitutes[0].quantity, (0.5e9 * 8) / 6, 1e-6)
  near(substitution.covered, 1)
  assert.ok(substitution.residualShare < 1e-9)
  const again = executionPlan(dealtInputs(plan.withSubstitutes ?? []))
  assert.equal(again.status, 'complete')
})

test('an imperfect stand-in leaves the residual risk of its correlation; a poor one is not proposed', () => {
  const [, , swap] = dealtProfits()
  const noise = Float64Array.from({ length: 8 }, (_, s) => (s & 1 ? 1 : -1) / 100)
  const inputs = (weight: number) =>
    dealtInputs(
      [{ instrument: 'swap:USD:10', quantity: 5e9 }],
      {},
      {
        unitProfits: [...dealtProfits().slice(0, 3), swap.map((x, s) => x + weight * noise[s])],
      },
    )
  const close = executionPlan(inputs(2)).shortfalls[0].substitution
  // correlation of 8 a with 8 a + 2 b, a and b independent of equal size
  near(close.substitutes[0].rSquared, 64 / 68)
  near(close.residualShare, Math.sqrt(4 / 68), 1e-6)
  const poor = executionPlan(inputs(6)).shortfalls[0].substitution
  assert.deepEqual(poor.substitutes, [])
  assert.equal(poor.covered, 0)
  near(poor.residualShare, 1)
})

test('what carries more risk for its cost goes first; trades that offset each other need not hurry', () => {
  const alone = executionPlan(dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 1e9 }], { risk_aversion: 50 }))
  // Almgren and Chriss's closed form, its linear impact that of an even schedule: 18 bp x sqrt(0.01) at a share of 0.01
  const { trades } = optimalTrajectory(
    {
      shares: 1e9,
      horizonDays: 5,
      periods: 5,
      priceVolatility: 0.006,
      permanentImpact: 0,
      temporaryImpact: 180e-4 / 20e9,
      fixedCost: 0,
    },
    50 / 25e9,
  )
  assert.ok(trades[0] > 1.8 * trades[4])
  quantities(alone, 'forward:EUR:0.25').forEach((quantity, k) => near(quantity, trades[k], 1e-6))
  const [euro] = dealtProfits()
  const pair = executionPlan(
    dealtInputs(
      [
        { instrument: 'forward:EUR:0.25', quantity: 1e9 },
        { instrument: 'forward:GBP:0.25', quantity: -1e9 },
      ],
      { risk_aversion: 50 },
      { unitProfits: [euro, euro, ...dealtProfits().slice(2)] },
    ),
  )
  for (const quantity of quantities(pair, 'forward:EUR:0.25')) near(quantity, 2e8, 1e-3)
  assert.ok(pair.total.standardDeviation < 1e-3 * pair.costs[0].standardDeviation)
})

test('the schedule is within a thousandth of the best one of the square-root law, found by search', () => {
  const aversion = 20
  const inputs = dealtInputs([{ instrument: 'forward:EUR:0.25', quantity: 5e8 }], {
    risk_aversion: aversion,
    window_days: 2,
  })
  const objective = (first: number): number => {
    const impact = [first, 1 - first].reduce((sum, f) => sum + f * 5e8 * 18e-4 * Math.sqrt((f * 5e8) / 20e9), 0)
    return impact + (aversion / 25e9) * ((1 - first) * 5e8 * 0.006) ** 2
  }
  const best = Math.min(...Array.from({ length: 1001 }, (_, i) => objective(i / 1000)))
  const [first] = quantities(executionPlan(inputs), 'forward:EUR:0.25')
  assert.ok(objective(first / 5e8) <= best * 1.001, `${objective(first / 5e8)} against ${best}`)
})

test('nothing is dealt in a market that is closed, and its holidays are listed', () => {
  // Christmas Day everywhere; Boxing Day of 2026 is kept on Monday the 28th in the United Kingdom
  const plan = executionPlan(
    dealtInputs(
      [
        { instrument: 'forward:GBP:0.25', quantity: 1e9 },
        { instrument: 'swap:USD:10', quantity: 1e9 },
      ],
      { start: '2026-12-24', risk_aversion: 0 },
    ),
  )
  assert.deepEqual(
    plan.days.map(({ date }) => date),
    ['2026-12-24', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
  )
  const sterling = quantities(plan, 'forward:GBP:0.25')
  assert.equal(sterling[1], 0)
  near(sterling[0] + sterling[2] + sterling[3] + sterling[4], 1e9)
  assert.match(plan.conditions.find(({ id }) => id === 'market-open:forward:GBP:0.25')?.note ?? '', /2026-12-28/)
  assert.ok(quantities(plan, 'swap:USD:10')[1] > 0)
})

test('daily quantities add up to the trades and their allocation, and never exceed the limits', () => {
  const trade = fc.record({
    quantities: fc.array(fc.integer({ min: -6_000_000_000, max: 6_000_000_000 }), { minLength: 4, maxLength: 4 }),
    aversion: fc.double({ min: 0, max: 100, noNaN: true }),
    split: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  })
  fc.assert(
    fc.property(trade, ({ quantities: sizes, aversion, split }) => {
      const trades = sizes.map((quantity, i) => ({ instrument: dealtUniverse[i].id, quantity }))
      const plan = executionPlan(
        dealtInputs(
          trades,
          { risk_aversion: aversion },
          {
            allocation: trades.flatMap(({ instrument, quantity }) => [
              { instrument, quantity: split * quantity, counterparty: 'bank-a' },
              { instrument, quantity: (1 - split) * quantity, counterparty: 'bank-b' },
            ]),
          },
        ),
      )
      for (const { instrument, quantity } of trades) {
        const left = plan.shortfalls.find((each) => each.instrument === instrument)?.unexecuted ?? 0
        const dealt = quantities(plan, instrument)
        const total = dealt.reduce((sum, each) => sum + each, 0)
        assert.ok(Math.abs(total + left - quantity) <= 1e-9 * Math.abs(quantity))
        for (const each of dealt) assert.ok(each * quantity >= 0)
        const own = plan.days
          .flatMap((day) => day.trades)
          .filter((each) => each.instrument === instrument && each.counterparty === 'bank-a')
          .reduce((sum, each) => sum + each.quantity, 0)
        assert.ok(Math.abs(own - split * total) <= 1e-9 * Math.abs(quantity))
      }
      for (const { markets } of plan.days) {
        for (const { participation, impactBp } of markets) {
          assert.ok(participation <= 0.15 * (1 + 1e-9) && impactBp <= 3 * (1 + 1e-9))
        }
      }
    }),
    { seed: 7, numRuns: 60 },
  )
})

test('a fund of twice the size in markets of twice the volume keeps its schedule and pays twice', () => {
  const trades = [
    { instrument: 'forward:EUR:0.25', quantity: 2e9 },
    { instrument: 'swap:USD:10', quantity: 5e9 },
  ]
  const single = executionPlan(dealtInputs(trades, { risk_aversion: 5 }))
  const double = executionPlan(
    dealtInputs(
      trades.map(({ instrument, quantity }) => ({ instrument, quantity: 2 * quantity })),
      { risk_aversion: 5 },
      {
        assets: 50e9,
        universe: dealtUniverse.map((each) => ({
          ...each,
          dealing: { ...each.dealing, dailyVolume: 2 * each.dealing.dailyVolume },
        })),
      },
    ),
  )
  for (const { instrument } of trades) {
    quantities(single, instrument).forEach((quantity, k) => near(quantities(double, instrument)[k], 2 * quantity, 1e-7))
  }
  near(double.total.expected, 2 * single.total.expected, 1e-7)
  near(double.total.standardDeviation, 2 * single.total.standardDeviation, 1e-6)
  near(double.total.expectedBp, single.total.expectedBp ?? NaN, 1e-7)
})

test('the remaining risk is asked for with what is done by each evening', () => {
  const seen: number[] = []
  const plan = executionPlan(
    dealtInputs(
      [{ instrument: 'forward:EUR:0.25', quantity: 1e9 }],
      { risk_aversion: 0 },
      {
        fundedStatusAtRisk: (done) => {
          const quantity = done.reduce((sum, each) => sum + each.quantity, 0)
          seen.push(quantity)
          return { value: 1e9 - quantity, standardError: 0, count: 8 }
        },
      },
    ),
  )
  assert.equal(seen.length, 6)
  near(plan.days[1].fundedStatusAtRisk?.value ?? null, 6e8, 1e-6)
  near(plan.days[4].done, 1)
  assert.equal(plan.fundedStatusAtRiskBefore?.value, 1e9)
})

test('no trades make an empty plan', () => {
  const plan = executionPlan(dealtInputs([{ instrument: 'swap:USD:10', quantity: 0 }]))
  assert.equal(plan.status, 'complete')
  assert.deepEqual(
    [plan.days, plan.costs, plan.executed, plan.conditions, plan.timeline, plan.shortfalls],
    [[], [], [], [], [], []],
  )
  assert.equal(plan.total.expected, 0)
  assert.equal(plan.total.expectedBp, null)
})

test('conditions say what is met, what is not, and what is left to confirm', () => {
  const inputs = dealtInputs(
    [{ instrument: 'swap:USD:10', quantity: 1e9 }],
    {},
    {
      universe: dealtUniverse.map((each) => ({ ...each, dealing: { ...each.dealing, cleared: false } })),
      allocation: [
        { instrument: 'swap:USD:10', quantity: 7e8, counterparty: 'bank-b' },
        { instrument: 'swap:USD:10', quantity: 3e8, counterparty: 'elsewhere' },
      ],
      lines: [{ counterparty: 'bank-b', potentialExposure: 4e8, limit: 3e8 }],
      availableCash: 1e7,
    },
  )
  const status = new Map(executionPlan(inputs).conditions.map((each) => [each.id, each.status]))
  assert.equal(status.get('window:plan'), 'met')
  // 3 % of a billion is three times the cash
  assert.equal(status.get('cash:plan'), 'not met')
  assert.equal(status.get('counterparty:bank-b'), 'not met')
  assert.equal(status.get('counterparty:elsewhere'), 'not met')
  assert.equal(status.get('line:bank-b'), 'not met')
  assert.equal(status.get('annex:bank-b'), 'to confirm')
  assert.equal(status.get('volume:swap:USD:10'), 'met')
  assert.equal(status.get('price-band:swap:USD:10'), 'to confirm')
})

test('the timeline runs from the date of the market to reconciliation in order of dates', () => {
  const { timeline } = executionPlan(dealtInputs([{ instrument: 'swap:USD:10', quantity: 1e9 }]))
  assert.deepEqual(timeline[0], { ...timeline[0], date: '2026-06-30', kind: 'prepare' })
  assert.deepEqual(timeline.at(-1), { ...timeline.at(-1), date: '2026-07-10', kind: 'reconcile' })
  // spot of 1 July is 6 July: the 3rd is closed in New York
  assert.ok(timeline.some(({ date, kind }) => kind === 'settle' && date === '2026-07-06'))
  timeline.slice(1).forEach(({ date }, i) => assert.ok(date >= timeline[i].date))
})

test('bad inputs are named', () => {
  const refused = (inputs: Parameters<typeof executionPlan>[0], code: string, field: string): void => {
    assert.throws(
      () => executionPlan(inputs),
      (error) => error instanceof TuttiError && error.code === code && error.details.field === field,
    )
  }
  const trade = { instrument: 'swap:USD:10', quantity: 1e9 }
  refused(dealtInputs([{ instrument: 'swap:USD:99', quantity: 1 }]), 'missing-data', 'trades[0].instrument')
  refused(dealtInputs([trade], {}, { allocation: [] }), 'invalid-input', 'allocation')
  refused(
    dealtInputs(
      [trade],
      {},
      {
        allocation: [
          { ...trade, quantity: 2e9, counterparty: 'bank-a' },
          { ...trade, quantity: -1e9, counterparty: 'bank-b' },
        ],
      },
    ),
    'invalid-input',
    'allocation',
  )
  refused(dealtInputs([], {}, { allocation: [{ ...trade, counterparty: 'bank-a' }] }), 'invalid-input', 'allocation')
  refused(dealtInputs([trade], { start: '2026-06-30' }), 'invalid-input', 'execution.start')
  refused(dealtInputs([trade], {}, { unitProfits: [] }), 'invalid-input', 'unitProfits')
  refused(dealtInputs([trade], {}, { assets: 0 }), 'invalid-input', 'assets')
})

test('an instrument of no volume is refused and one that never moves has no risk', () => {
  const still = dealtInstrument({ id: 'still', family: 'future', domain: 'rates' })
  const flat = dealtInputs(
    [{ instrument: 'still', quantity: 1e9 }],
    {},
    { universe: [still], unitProfits: [new Float64Array(8)] },
  )
  assert.equal(executionPlan(flat).status, 'complete')
  const dead = { ...still, dealing: { ...still.dealing, dailyVolume: 0 } }
  assert.throws(() => executionPlan({ ...flat, universe: [dead] }), /dailyVolume must be positive/)
})

test('a window of sixty days is planned in groups', () => {
  const universe = Array.from({ length: 12 }, (_, i) =>
    dealtInstrument({ id: `future:${i}`, family: 'future', domain: 'rates' }),
  )
  const plan = executionPlan(
    dealtInputs(
      universe.map(({ id }) => ({ instrument: id, quantity: 1e9 })),
      { window_days: 60 },
      {
        universe,
        unitProfits: universe.map((_, i) => Float64Array.from({ length: 8 }, (__, s) => Math.sin(s * (i + 1)))),
      },
    ),
  )
  assert.equal(plan.status, 'complete')
  for (const { id } of universe)
    near(
      quantities(plan, id).reduce((sum, each) => sum + each, 0),
      1e9,
    )
})

test('shares of a schedule stay within nothing and the room of each day, whatever the rounding of the solver', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }), noise: fc.integer({ min: -3, max: 3 }) }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      fc.constantFrom(1, -1),
      fc.double({ min: 0.2, max: 3, noNaN: true }),
      (days, sign, need) => {
        const volumes = days.map((_, k) => (k % 4 === 3 ? 0 : 1e9))
        const [participationCap, instrument] = [0.1, dealtUniverse[0]]
        const room = volumes.map((volume) => volume * participationCap)
        const all = room.reduce((a, b) => a + b, 0)
        const amount = sign * need * all
        const wanted = days.map(({ part }, k) => part * room[k])
        const whole = wanted.reduce((a, b) => a + b, 0)
        const scale = whole > 0 ? Math.min(1, Math.abs(amount) / whole) : 0
        const dealt = wanted.map((money, k) => sign * money * scale + days[k].noise * 1e-6 * Math.abs(amount))
        const shares = wholeShares({ amount, volumes, participationCap, instrument }, dealt)
        shares.forEach((share, k) => assert.ok(share >= 0 && share * Math.abs(amount) <= room[k] * (1 + 1e-12)))
        near(
          shares.reduce((a, b) => a + b, 0),
          Math.min(1, all / Math.abs(amount)),
          1e-9,
        )
      },
    ),
    { seed: 20_260_630, numRuns: 300 },
  )
  const [volumes, participationCap, instrument] = [[1e9, 1e9], 0.1, dealtUniverse[0]]
  assert.throws(() => wholeShares({ amount: 1e8, volumes, participationCap, instrument }, [-1e6, 1e8]), {
    code: 'calculation-failed',
  })
})

test('plans of any sizes and aversion hold no impact or cost that is not a number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -6, max: 0, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.constantFrom(0, 1, 50, 100),
      fc.constantFrom('', '2026-07-13'),
      (powers, aversion, start) => {
        const trades = dealtUniverse.map(({ id }, i) => ({
          instrument: id,
          quantity: (i % 2 === 0 ? 1 : -1) * 6e9 * 10 ** powers[i],
        }))
        const plan = executionPlan(dealtInputs(trades, { risk_aversion: aversion, ...(start === '' ? {} : { start }) }))
        for (const { markets } of plan.days) {
          for (const { participation, impactBp } of markets) {
            assert.ok(participation > 0 && Number.isFinite(impactBp) && impactBp >= 0)
          }
        }
        for (const cost of [...plan.costs, plan.total]) assert.ok(cost.expected > 0 && cost.impact >= 0)
        assert.doesNotThrow(() =>
          JSON.stringify(plan, (_, value: unknown) => (Number.isNaN(value) ? assert.fail() : value)),
        )
      },
    ),
    { seed: 5, numRuns: 40 },
  )
})
