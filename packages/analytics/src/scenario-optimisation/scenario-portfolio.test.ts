import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { boxLimits, type PortfolioLimits } from '../optimisation/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import {
  portfolioLosses,
  type ScenarioAim,
  scenarioFrontier,
  type ScenarioPortfolio,
  scenarioPortfolio,
  scenarioReliability,
  type ScenarioRequest,
  type ScenarioRisk,
  scenarioRisk,
  type ScenarioSet,
  scenarioSet,
} from './index.ts'
import { riskRows } from './risk-rows.ts'
import { scenarioProgramme } from './scenario-programme.ts'
import { tailMean } from './scenario-risk.ts'

/** Forty scenarios of four assets by a formula that any language repeats. */
const formula = Array.from({ length: 40 }, (_, s) =>
  Array.from(
    { length: 4 },
    (__, i) => 0.02 * Math.sin(1.7 * s + 2.3 * i) + 0.015 * Math.cos(0.9 * s * (i + 1)) + 0.001 * (i + 1),
  ),
)
const forty = scenarioSet(formula)
const longOnly = boxLimits(4, 0, 1, 1)
const least: ScenarioAim = { kind: 'least-risk' }

const solved = (request: ScenarioRequest): ScenarioPortfolio => {
  const outcome = scenarioPortfolio(request)
  if (outcome.status === 'infeasible') assert.fail(outcome.words)
  return outcome
}

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `[${i}] is ${actual[i]}, expected ${expected[i]}`)
  }
}

/** scipy 1.10.1 linprog (HiGHS) on the programmes as the papers write them; CDaR with running maxima as variables. */
const independent: readonly [string, ScenarioRisk, ScenarioAim, number, readonly number[], number][] = [
  [
    'CVaR 90 %',
    { measure: 'cvar', confidence: 0.9 },
    least,
    1,
    [0.2734487209265107, 0.40232932958875056, 0.2954512995151333, 0.028770649969605735],
    0.0019844481481398023,
  ],
  [
    'CVaR 75 % with weights of at most 40 %',
    { measure: 'cvar', confidence: 0.75 },
    least,
    0.4,
    [0.3004629968742625, 0.3780042191210232, 0.28383157591973096, 0.03770120808498372],
    0.001527588396493787,
  ],
  [
    'CDaR 80 %',
    { measure: 'cdar', confidence: 0.8, maximumStartsAt: 'zero' },
    least,
    1,
    [0.2688370714030983, 0.38167732142534233, 0.28670332929262693, 0.06278227787893234],
    0.0023859259430845012,
  ],
  [
    'mean absolute deviation',
    { measure: 'mad' },
    least,
    1,
    [0.2893774375274233, 0.33060248248736224, 0.28876053398403456, 0.09125954600117984],
    0.004128615857771995,
  ],
  [
    'maximin',
    { measure: 'worst-loss' },
    least,
    1,
    [0.29166974426843484, 0.40907210274367345, 0.2928602662612645, 0.00639788672662718],
    0.0021716871202413883,
  ],
]

for (const [name, risk, aim, most, weights, value] of independent) {
  test(`${name} is that of scipy`, () => {
    const found = solved({ scenarios: forty, risk, aim, limits: boxLimits(4, 0, most, 1) })
    near(found.weights, weights, 1e-9)
    assert.ok(Math.abs(found.risk - value) < 1e-12)
    assert.ok(found.solver.gap < 1e-14)
  })
}

test('CVaR under a least expected return, and of scenarios with probabilities, are those of scipy', () => {
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.9 }
  const minExpectedReturn = Math.max(...forty.means) * 0.8
  const targeted = solved({ scenarios: forty, risk, aim: { kind: 'least-risk', minExpectedReturn }, limits: longOnly })
  near(targeted.weights, [0, 0.2010812689610525, 0.37805342792185925, 0.42086530311708875], 1e-9)
  assert.ok(Math.abs(targeted.risk - 0.010381815256645437) < 1e-12)
  assert.ok(targeted.binding.some(({ limit, shadowPrice }) => limit === 'least expected return' && shadowPrice > 0))
  const weighted = scenarioSet(
    formula,
    formula.map((_, s) => (s + 1) / 820),
  )
  const found = solved({ scenarios: weighted, risk, aim: least, limits: longOnly })
  near(found.weights, [0.2794924109132778, 0.40832746815263754, 0.29246788500905435, 0.019712235925030075], 1e-9)
})

test('the shadow price of the least expected return is the slope of the frontier', () => {
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.9 }
  const at = (minExpectedReturn: number) =>
    solved({ scenarios: forty, risk, aim: { kind: 'least-risk', minExpectedReturn }, limits: longOnly })
  const target = Math.max(...forty.means) * 0.8
  const price = at(target).binding.find(({ limit }) => limit === 'least expected return')?.shadowPrice ?? 0
  assert.ok(Math.abs((at(target + 1e-7).risk - at(target - 1e-7).risk) / 2e-7 - price) < 1e-6)
})

test('least risk at a return and most return at that risk are the same portfolio', () => {
  for (const risk of independent.map((item) => item[1])) {
    const minExpectedReturn = Math.max(...forty.means) * 0.8
    const one = solved({ scenarios: forty, risk, aim: { kind: 'least-risk', minExpectedReturn }, limits: longOnly })
    const other = solved({ scenarios: forty, risk, aim: { kind: 'most-return', maxRisk: one.risk }, limits: longOnly })
    near(other.weights, one.weights, 1e-7)
    assert.ok(Math.abs(other.contributions.reduce((sum, value) => sum + value, 0) - other.risk) < 1e-12)
  }
})

/** Scenarios of `assets` assets with a common factor and uneven tails, by a linear congruence. */
function drawn(assets: number, count: number): number[][] {
  let state = 20_260_101
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state + 0.5) / 2_147_483_648
  }
  const bell = (): number => uniform() + uniform() + uniform() + uniform() - 2
  return Array.from({ length: count }, () => {
    const factor = bell()
    return Array.from(
      { length: assets },
      (_, i) => 0.01 * factor * (0.5 + i / assets) + (0.02 * bell()) / (0.2 + uniform()) + 0.0005,
    )
  })
}

function wholeProgrammeObjective(scenarios: ScenarioSet, request: Omit<ScenarioRequest, 'scenarios'>): number {
  const rows = riskRows(scenarios, request.risk, scenarios.assets)
  const outcome = solvedProgramme(scenarioProgramme(request.limits, scenarios.means, request.aim, rows))
  assert.ok(outcome.status === 'optimal')
  return outcome.solution.objective
}

test('active scenarios reach the optimum of the whole programme, with its bound proven', () => {
  const scenarios = scenarioSet(drawn(30, 320))
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.95 }
  const highest = Math.max(...scenarios.means)
  const group = {
    name: 'group',
    coefficients: Array.from({ length: 30 }, (_, i) => (i < 10 ? 1 : 0)),
    lower: 0.4,
    upper: 0.6,
  }
  const requests: Omit<ScenarioRequest, 'scenarios'>[] = [
    { risk, aim: least, limits: boxLimits(30, 0, 1, 1) },
    { risk, aim: { kind: 'least-risk', minExpectedReturn: 0.7 * highest }, limits: boxLimits(30, 0, 0.3, 1) },
    { risk, aim: { kind: 'utility', riskAversion: 0.1 }, limits: boxLimits(30, -0.05, 0.2, 1) },
    { risk, aim: least, limits: { ...boxLimits(30, 0, 1, 1), linear: [group] } },
    { risk, aim: { kind: 'most-return', maxRisk: 0.03 }, limits: boxLimits(30, 0, 1, 1) },
  ]
  for (const request of requests) {
    const found = solved({ scenarios, ...request })
    assert.equal(found.solver.method, 'active-scenarios')
    const whole = wholeProgrammeObjective(scenarios, request)
    assert.ok(Math.abs(found.objective - whole) < 1e-12, `${found.objective} beside ${whole}`)
    assert.ok(found.solver.gap < 1e-12)
    assert.ok(Math.abs(found.contributions.reduce((sum, value) => sum + value, 0) - found.risk) < 1e-10)
  }
})

const smallScenarios = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 25 }))
  .chain(([assets, count]) =>
    fc.array(fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: assets, maxLength: assets }), {
      minLength: count,
      maxLength: count,
    }),
  )

const anyRisk = fc.oneof(
  fc.double({ min: 0, max: 0.99, noNaN: true }).map((confidence): ScenarioRisk => ({ measure: 'cvar', confidence })),
  fc.constant<ScenarioRisk>({ measure: 'mad' }),
  fc.constant<ScenarioRisk>({ measure: 'worst-loss' }),
  fc.constantFrom<'zero' | 'first-return'>('zero', 'first-return').chain((maximumStartsAt) =>
    fc.oneof(
      fc.constant<ScenarioRisk>({ measure: 'max-drawdown', maximumStartsAt }),
      fc
        .double({ min: 0, max: 0.95, noNaN: true })
        .map((confidence): ScenarioRisk => ({ measure: 'cdar', confidence, maximumStartsAt })),
    ),
  ),
)

test('no random portfolio has less risk than the optimum, and contributions add up', () => {
  fc.assert(
    fc.property(
      smallScenarios,
      anyRisk,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (rows, risk, draws) => {
        const scenarios = scenarioSet(rows)
        const n = scenarios.assets
        const found = solved({ scenarios, risk, aim: least, limits: boxLimits(n, 0, 1, 1) })
        const total = draws.slice(0, n).reduce((sum, x) => sum + x, 1e-9)
        const weights = Float64Array.from({ length: n }, (_, i) => (draws[i] + 1e-9 / n) / total)
        assert.ok(scenarioRisk(scenarios, weights, risk) >= found.risk - 1e-10)
        assert.ok(found.solver.gap < 1e-9)
        assert.ok(Math.abs(found.contributions.reduce((sum, value) => sum + value, 0) - found.risk) < 1e-9)
        assert.ok(Math.abs(found.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9)
      },
    ),
    { numRuns: 120, seed: 5 },
  )
})

test('CVaR is at least VaR, rises with the confidence and is the worst loss in the end', () => {
  fc.assert(
    fc.property(smallScenarios, fc.double({ min: 0, max: 0.99, noNaN: true }), (rows, confidence) => {
      const scenarios = scenarioSet(rows)
      const weights = new Float64Array(scenarios.assets).fill(1 / scenarios.assets)
      const losses = portfolioLosses(scenarios, weights)
      const { mean, quantile } = tailMean(losses, scenarios.probabilities, confidence)
      assert.ok(mean >= quantile - 1e-15)
      assert.ok(mean >= tailMean(losses, scenarios.probabilities, confidence / 2).mean - 1e-12)
      assert.ok(mean <= scenarioRisk(scenarios, weights, { measure: 'worst-loss' }) + 1e-12)
    }),
    { numRuns: 200, seed: 6 },
  )
})

test('risks scale with the returns, and a copy of an asset changes no risk', () => {
  for (const risk of independent.map((item) => item[1])) {
    const base = solved({ scenarios: forty, risk, aim: least, limits: longOnly })
    const scaled = solved({
      scenarios: scenarioSet(formula.map((row) => row.map((x) => 1e4 * x))),
      risk,
      aim: least,
      limits: longOnly,
    })
    assert.ok(Math.abs(scaled.risk / 1e4 - base.risk) < 1e-11)
    const copied = solved({
      scenarios: scenarioSet(formula.map((row) => [...row, row[1]])),
      risk,
      aim: least,
      limits: boxLimits(5, 0, 1, 1),
    })
    assert.ok(Math.abs(copied.risk - base.risk) < 1e-12)
  }
})

test('a riskless asset takes all where the least deviation is sought', () => {
  const scenarios = scenarioSet(formula.map((row) => [...row, 0.0001]))
  const found = solved({ scenarios, risk: { measure: 'mad' }, aim: least, limits: boxLimits(5, 0, 1, 1) })
  near(found.weights, [0, 0, 0, 0, 1], 1e-9)
  assert.ok(Math.abs(found.risk) < 1e-15)
})

test('the frontier rises in return and risk from the least risk to the best asset', () => {
  const frontier = scenarioFrontier(
    { scenarios: forty, risk: { measure: 'cvar', confidence: 0.9 }, limits: longOnly },
    6,
  )
  assert.ok(frontier.status === 'solved')
  const { portfolios } = frontier
  assert.equal(portfolios.length, 6)
  for (let k = 1; k < 6; k++) {
    assert.ok(portfolios[k].expectedReturn > portfolios[k - 1].expectedReturn)
    assert.ok(portfolios[k].risk > portfolios[k - 1].risk)
    // Convex: slopes do not fall.
    if (k < 2) continue
    const slope = (j: number): number =>
      (portfolios[j].risk - portfolios[j - 1].risk) / (portfolios[j].expectedReturn - portfolios[j - 1].expectedReturn)
    assert.ok(slope(k) >= slope(k - 1) - 1e-9)
  }
  assert.ok(Math.abs(portfolios[5].expectedReturn - Math.max(...forty.means)) < 1e-10)
})

test('limits and risk limits that cannot be met are explained', () => {
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.9 }
  const narrow = scenarioPortfolio({ scenarios: forty, risk, aim: least, limits: boxLimits(4, 0, 0.2, 1) })
  assert.ok(narrow.status === 'infeasible')
  assert.ok(narrow.conflict.some(({ limit }) => limit === 'budget'))
  const crossed = scenarioPortfolio({ scenarios: forty, risk, aim: least, limits: boxLimits(4, 0.5, 0.2, 1) })
  assert.ok(crossed.status === 'infeasible')
  const greedy = scenarioPortfolio({
    scenarios: forty,
    risk,
    aim: { kind: 'least-risk', minExpectedReturn: 1 },
    limits: longOnly,
  })
  assert.ok(greedy.status === 'infeasible' && greedy.conflict.some(({ limit }) => limit === 'least expected return'))
  const timid = scenarioPortfolio({
    scenarios: forty,
    risk,
    aim: { kind: 'most-return', maxRisk: 0.001 },
    limits: longOnly,
  })
  assert.ok(timid.status === 'infeasible')
  const lowest = solved({ scenarios: forty, risk, aim: least, limits: longOnly })
  assert.ok(Math.abs(timid.relaxation[0].amount - (lowest.risk - 0.001)) < 1e-12)
})

test('inputs that have no answer are refused with the reason', () => {
  const fails = (code: string, run: () => unknown): void =>
    assert.throws(run, (error) => error instanceof TuttiError && error.code === code)
  fails('invalid-input', () => scenarioSet([]))
  fails('invalid-input', () => scenarioSet([[]]))
  fails('invalid-input', () => scenarioSet([[1], [1, 2]]))
  fails('invalid-input', () => scenarioSet([[Number.NaN]]))
  fails('invalid-input', () => scenarioSet([[1], [2]], [0.5, 0.6]))
  fails('invalid-input', () => scenarioSet([[1], [2]], [1.5, -0.5]))
  fails('invalid-input', () =>
    scenarioPortfolio({ scenarios: forty, risk: { measure: 'cvar', confidence: 1 }, aim: least, limits: longOnly }),
  )
  fails('invalid-input', () =>
    scenarioPortfolio({
      scenarios: forty,
      risk: { measure: 'mad' },
      aim: { kind: 'utility', riskAversion: -1 },
      limits: longOnly,
    }),
  )
  fails('invalid-input', () =>
    scenarioPortfolio({ scenarios: forty, risk: { measure: 'mad' }, aim: least, limits: boxLimits(3, 0, 1, 1) }),
  )
  const weighted = scenarioSet(
    formula,
    formula.map((_, s) => (s + 1) / 820),
  )
  fails('invalid-input', () =>
    scenarioPortfolio({
      scenarios: weighted,
      risk: { measure: 'max-drawdown', maximumStartsAt: 'zero' },
      aim: least,
      limits: longOnly,
    }),
  )
  fails('not-applicable', () =>
    scenarioPortfolio({
      scenarios: forty,
      risk: { measure: 'mad' },
      aim: { kind: 'utility', riskAversion: 0 },
      limits: boxLimits(4, -Infinity, Infinity, 1),
    }),
  )
})

test('ten years of real funds: the CVaR optimum beats equal weights, holds bonds and agrees with the whole programme', (context) => {
  const path = new URL('../../../../../shared/data/etf/multi_asset_etf_adjclose_daily.csv', import.meta.url)
  if (!existsSync(path)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `${path.pathname} is required but absent`)
    context.skip(`${path.pathname} is absent`)
    return
  }
  const [head, ...lines] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const names = ['SPY', 'EFA', 'EEM', 'GLD', 'TLT', 'IEF', 'LQD', 'VNQ']
  const columns = names.map((name) => head.indexOf(name))
  const prices = lines
    .filter((line) => line[0] >= '2010-01-01' && line[0] < '2020-01-01')
    .map((line) => columns.map((column) => Number(line[column])))
  const returns = prices.slice(1).map((row, t) => row.map((price, i) => price / prices[t][i] - 1))
  const scenarios = scenarioSet(returns)
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.95 }
  const limits = boxLimits(8, 0, 0.5, 1)
  const found = solved({ scenarios, risk, aim: least, limits })
  assert.ok(Math.abs(found.risk - wholeProgrammeObjective(scenarios, { risk, aim: least, limits })) < 1e-12)
  assert.ok(found.risk < 0.6 * scenarioRisk(scenarios, new Float64Array(8).fill(1 / 8), risk))
  assert.ok(found.weights[5] > 0.4, 'medium Treasury bonds lead')
  const reliability = scenarioReliability(scenarios, found.weights, risk, 0.95)
  assert.ok(reliability.interval && reliability.interval.standardError < 0.1 * found.risk)
})

test('a turnover limit is told as it was given, where it binds and where it is in a conflict', () => {
  const risk = { measure: 'cvar' as const, confidence: 0.75 }
  const currentWeights = [0.1, 0.2, 0.3, 0.4]
  const turned = (maxTwoWay: number): PortfolioLimits => ({ ...longOnly, turnover: { currentWeights, maxTwoWay } })
  const found = solved({ scenarios: forty, risk, aim: least, limits: turned(0.2) })
  assert.equal(found.binding.find(({ kind }) => kind === 'turnover')?.bound, 0.2)
  const aim = { kind: 'most-return' as const, maxRisk: -0.5 }
  const outcome = scenarioPortfolio({ scenarios: forty, risk, aim, limits: turned(0.3) })
  assert.ok(outcome.status === 'infeasible')
  assert.equal(outcome.conflict.find(({ limit }) => limit === 'turnover')?.bound, 0.3)
  assert.match(outcome.words, /not every limit of this conflict was proven/)
})
