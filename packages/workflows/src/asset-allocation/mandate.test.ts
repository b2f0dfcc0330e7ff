import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput, refusedFields } from '../testing/invalid-input.ts'
import { parsedMandate, studyMandate, validMandate } from './mandate.ts'

const parsed = (text: string) => parsedMandate(text, 'mandate.yaml')

/** INVESTMENT_OBJECTIVES of the dynamic asset allocation document, section 4, as YAML. */
const documentObjectives = `
performance_targets:
  target_volatility: 0.10           # 10% annualized portfolio volatility
  minimum_sharpe_ratio: 1.5         # Risk-adjusted return threshold
  maximum_drawdown_tolerance: -0.15 # -15% peak-to-trough limit
risk_constraints:
  value_at_risk_95: 0.05
  conditional_var_95: 0.08
  tail_risk_focus: True
operational_constraints:
  transaction_cost_budget_bps: 20
  rebalancing_frequency: "monthly"
  minimum_allocation: 0.0
  maximum_allocation: 1.0
robustness_requirements:
  stress_scenario_performance: True
  regime_adaptability: True
  strategy_stability: 0.80
`

test('the objectives of the document are a mandate as they stand', () => {
  const mandate = parsed(documentObjectives)
  assert.equal(mandate.performance_targets.target_volatility, 0.1)
  assert.equal(mandate.performance_targets.minimum_sharpe_ratio, 1.5)
  assert.equal(mandate.performance_targets.maximum_drawdown_tolerance, -0.15)
  assert.deepEqual(mandate.risk_constraints, {
    value_at_risk_95: 0.05,
    conditional_var_95: 0.08,
    tail_risk_focus: true,
  })
  assert.equal(mandate.operational_constraints.transaction_cost_budget_bps, 20)
  assert.equal(mandate.operational_constraints.rebalancing_frequency, 'monthly')
  assert.equal(mandate.operational_constraints.minimum_allocation, 0)
  assert.equal(mandate.operational_constraints.maximum_allocation, 1)
  assert.deepEqual(mandate.robustness_requirements, {
    stress_scenario_performance: true,
    regime_adaptability: true,
    strategy_stability: 0.8,
  })
})

test('an empty text is the standard mandate, and the document says nothing else', () => {
  assert.deepEqual(parsed(''), parsed(documentObjectives))
  assert.deepEqual(parsed('# only a comment'), parsed('{}'))
})

test('the search space of the standard mandate is that of the document, section 5', () => {
  const { search_space: space, search, simulation } = parsed('')
  assert.deepEqual(space.target_volatility, [0.05, 0.2])
  assert.deepEqual(space.weight_functions, ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'])
  assert.deepEqual(space.volatility_window_months, [6, 24])
  assert.deepEqual(space.risk_aversion, [0.5, 5])
  assert.deepEqual(space.transaction_cost_bps, [0, 20])
  assert.equal(search.maximum_iterations, 100)
  assert.equal(search.convergence_improvement, 0.01)
  assert.equal(search.convergence_iterations, 20)
  assert.equal(simulation.paths, 1000)
  assert.equal(simulation.years, 10)
})

test('JSON is read too', () => {
  assert.equal(parsed('{"name": "Fund", "simulation": {"paths": 500}}').simulation.paths, 500)
})

test('every problem is reported at once, with file, key path and what was got', () => {
  const text = `
performance_targets:
  target_volatility: 2
  minimum_sharp: 1
risk_constraints:
  value_at_risk_95: 5 %
  tail_risk_focus: maybe
operational_constraints:
  rebalancing_frequency: daily
search_space:
  volatility_window_months: [6.5, 24]
limits: none
`
  const error = invalidInput(() => parsed(text))
  const problems = error.details.problems ?? []
  assert.deepEqual(
    problems.map((problem) => problem.field).toSorted((a, b) => (a! < b! ? -1 : 1)),
    [
      '(top level)',
      'operational_constraints.rebalancing_frequency',
      'performance_targets',
      'performance_targets.target_volatility',
      'risk_constraints.tail_risk_focus',
      'risk_constraints.value_at_risk_95',
      'search_space.volatility_window_months',
    ],
  )
  for (const problem of problems) assert.equal(problem.file, 'mandate.yaml')
  const of = (field: string) => problems.find((problem) => problem.field === field)!
  assert.equal(of('performance_targets.target_volatility').got, '2')
  assert.equal(of('risk_constraints.value_at_risk_95').got, '"5 %"')
  assert.match(of('performance_targets').message, /minimum_sharp/)
  assert.match(of('(top level)').message, /limits/)
  assert.match(error.message, /7 problems/)
})

test('an unknown key is an error in every section', () => {
  const sections = Object.entries(parsed('')).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value) && key !== 'regime_weights' ? [key] : [],
  )
  assert.ok(sections.length >= 8)
  for (const section of sections) {
    const error = invalidInput(() => validMandate({ [section]: { no_such_key: 1 } }, 'm'))
    assert.match(error.message, /no_such_key/)
    assert.deepEqual(
      refusedFields(() => validMandate({ [section]: { no_such_key: 1 } }, 'm')),
      [section],
    )
  }
})

test('a list, a word or a number is no mandate', () => {
  for (const text of ['- 1', 'hello', '7'])
    assert.deepEqual(
      refusedFields(() => parsed(text)),
      ['(top level)'],
    )
})

test('a YAML error is reported with its line', () => {
  const error = invalidInput(() => parsed('name: Fund\nsearch: [1, 2\nsimulation: {}\n'))
  const [problem] = error.details.problems!
  assert.equal(problem.file, 'mandate.yaml')
  assert.equal(problem.line, 3)
  assert.match(error.message, /mandate\.yaml is not valid YAML at line 3/)
})

test('a key that is given twice is an error with its line, in any section', () => {
  const error = invalidInput(() => parsed('search:\n  generation_size: 4\n  generation_size: 5\nname: a\nname: b\n'))
  assert.deepEqual(
    error.details.problems!.map((problem) => [problem.line, problem.message]),
    [
      [5, 'the key name is given twice'],
      [3, 'the key generation_size is given twice'],
    ],
  )
})

test('an inverted range is refused, a range of one value is not', () => {
  for (const key of ['target_volatility', 'risk_aversion', 'transaction_cost_bps', 'volatility_window_months']) {
    const at = key === 'target_volatility' ? [0.1, 0.2] : [2, 4]
    const space = (values: readonly number[]) => ({ search_space: { [key]: values } })
    assert.deepEqual(
      refusedFields(() => validMandate(space([at[1], at[0]]), 'm')),
      [`search_space.${key}`],
    )
    validMandate(space([at[0], at[0]]), 'm')
  }
})

test('infinity and not-a-number are refused wherever a number belongs', () => {
  for (const value of ['.inf', '-.inf', '.nan']) {
    assert.deepEqual(
      refusedFields(() =>
        parsed(
          `performance_targets: {target_volatility: ${value}, minimum_sharpe_ratio: ${value}}\nsimulation: {paths: ${value}}\nregime_weights: {base: ${value}}\nsearch_space: {risk_aversion: [1, ${value}]}`,
        ),
      ),
      [
        'performance_targets.minimum_sharpe_ratio',
        'performance_targets.target_volatility',
        'regime_weights.base',
        'search_space.risk_aversion.1',
        'simulation.paths',
      ],
    )
  }
})

test('settings that contradict each other are refused together', () => {
  const contradictions = {
    operational_constraints: {
      minimum_allocation: 0.8,
      maximum_allocation: 0.5,
      rebalancing_band: 0.05,
      no_trade_zone: 0.05,
    },
    search: { first_generation: 50, maximum_iterations: 20, cost_limit_usd: 1 },
    risk_constraints: { value_at_risk_95: 0.1, conditional_var_95: 0.05 },
    simulation: { sampling: 'sobol', paths: 1000, randomisations: 8 },
  }
  assert.deepEqual(
    refusedFields(() => validMandate(contradictions, 'm')),
    [
      'operational_constraints.minimum_allocation',
      'operational_constraints.no_trade_zone',
      'risk_constraints.conditional_var_95',
      'search.cost_limit_usd',
      'search.first_generation',
      'simulation.paths',
    ],
  )
  assert.deepEqual(
    refusedFields(() => validMandate({ search: { usd_per_billion_path_steps: 1 } }, 'm')),
    ['search.cost_limit_usd'],
  )
})

test('Sobol paths are randomisations times a power of two', () => {
  const simulation = (paths: number, randomisations: number) => () =>
    validMandate({ simulation: { sampling: 'sobol', paths, randomisations } }, 'm')
  for (const [paths, randomisations] of [
    [1024, 8],
    [768, 6],
    [320, 5],
    [512, 4],
  ] as const)
    assert.equal(simulation(paths, randomisations)().simulation.paths, paths)
  for (const [paths, randomisations] of [
    [1000, 8],
    [1024, 6],
    [1025, 8],
    [960, 4],
  ] as const)
    assert.deepEqual(refusedFields(simulation(paths, randomisations)), ['simulation.paths'])
  // pseudo-random paths may be any number
  assert.equal(validMandate({ simulation: { paths: 999 } }, 'm').simulation.paths, 999)
})

test('a search begins with at least three rules, the fewest that it can learn from', () => {
  assert.deepEqual(
    refusedFields(() => validMandate({ search: { first_generation: 2 } }, 'm')),
    ['search.first_generation'],
  )
})

test('a mandate says who approves; what figures depend on is the same without it', () => {
  const governed = validMandate({ governance: { approval: { required: true, approvers: ['Chair'] } } }, 'm')
  assert.deepEqual(governed.governance.approval, { required: true, approvers: ['Chair'], four_eyes: false })
  assert.equal(governed.governance.agents.maximum_drafts, 3)
  assert.equal(JSON.stringify(studyMandate(governed)), JSON.stringify(studyMandate(validMandate({}, 'm'))))
  assert.equal('governance' in studyMandate(governed), false)
  assert.equal('governance' in governed, true)
  invalidInput(() => validMandate({ governance: { approvals: {} } }, 'm'))
})
