import { TuttiError } from '@tutti/analytics/errors'
import { type Regime, specRegimes, validRegime } from '@tutti/analytics/scenarios'
import { weightFunctions } from '@tutti/analytics/allocation'
import { z } from 'zod'
import { governanceSchema } from '../governance/index.ts'
import { checkedMandate, mandateProblems, yamlValue } from '../mandate-file/index.ts'

const printable = z
  .string()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'control characters are not allowed')
const fraction = z.number().min(0).max(1)
const range = (low: number, high: number) =>
  z
    .tuple([z.number().min(low).max(high), z.number().min(low).max(high)])
    .refine(([from, to]) => from <= to, 'the first number of a range may not be above the second')
const monthRange = range(1, 60).refine(
  ([from, to]) => Number.isInteger(from) && Number.isInteger(to),
  'months are whole numbers',
)

const performanceTargets = z.strictObject({
  target_volatility: z.number().min(0.01).max(1).default(0.1),
  /** How far the average volatility may be off the target, either way. */
  volatility_tolerance: z.number().min(0.001).max(0.5).default(0.02),
  minimum_sharpe_ratio: z.number().min(-5).max(10).default(1.5),
  /** Negative, as in the objectives of the document: -0.15 allows a loss of 15 % from the peak. */
  maximum_drawdown_tolerance: z.number().min(-1).max(0).default(-0.15),
})

const riskConstraints = z.strictObject({
  value_at_risk_95: fraction.default(0.05),
  conditional_var_95: fraction.default(0.08),
  tail_risk_focus: z.boolean().default(true),
})

const operationalConstraints = z.strictObject({
  transaction_cost_budget_bps: z.number().min(0).max(10_000).default(20),
  /** Cost at which configurations are compared and the decision is quoted. */
  planning_cost_bps: z.number().min(0).max(1000).default(10),
  rebalancing_frequency: z.enum(['monthly', 'quarterly', 'semi-annual', 'annual']).default('monthly'),
  rebalancing_band: fraction.default(0),
  no_trade_zone: fraction.default(0),
  minimum_allocation: fraction.default(0),
  maximum_allocation: z.number().min(0.01).max(3).default(1),
  /** Gross exposure allowed; allocations above it are cut to it. 1 forbids borrowing. */
  leverage_limit: z.number().min(1).max(3).default(1),
  financing_spread_bps: z.number().min(0).max(2000).default(50),
})

const robustnessRequirements = z.strictObject({
  stress_scenario_performance: z.boolean().default(true),
  regime_adaptability: z.boolean().default(true),
  strategy_stability: fraction.default(0.8),
})

const searchSpace = z.strictObject({
  target_volatility: range(0.01, 1).default([0.05, 0.2]),
  weight_functions: z
    .array(z.enum(weightFunctions))
    .min(1)
    .default([...weightFunctions]),
  volatility_window_months: monthRange.default([6, 24]),
  risk_aversion: range(0.05, 50).default([0.5, 5]),
  transaction_cost_bps: range(0, 1000).default([0, 20]),
  linear_slope: z.number().min(0.01).max(1000).default(4),
  sigmoid_slope: z.number().min(0.01).max(1000).default(25),
  equity_premium: z.number().min(0.001).max(0.5).default(0.05),
})

const searchSettings = z.strictObject({
  maximum_iterations: z.number().int().min(4).max(5000).default(100),
  first_generation: z.number().int().min(3).max(2000).default(40),
  generation_size: z.number().int().min(1).max(500).default(10),
  convergence_improvement: z.number().min(0).max(1).default(0.01),
  convergence_iterations: z.number().int().min(1).max(5000).default(20),
  /** Stops after the generation in which this many seconds have passed. */
  time_limit_seconds: z.number().positive().max(1e6).optional(),
  /** Stops before a generation that would take the search over this many simulated path-steps. */
  path_step_limit: z.number().positive().optional(),
  /** The same limit in money: cost_limit_usd at usd_per_billion_path_steps. */
  cost_limit_usd: z.number().positive().optional(),
  usd_per_billion_path_steps: z.number().positive().optional(),
})

const simulationSettings = z.strictObject({
  paths: z.number().int().min(200).max(1_000_000).default(1000),
  years: z.number().int().min(1).max(50).default(10),
  warmup_months: z.number().int().min(0).max(60).default(24),
  sampling: z.enum(['pseudo-random', 'sobol']).default('pseudo-random'),
  randomisations: z.number().int().min(4).max(64).default(8),
  scheme: z.enum(['qe-m', 'euler']).default('qe-m'),
})

const historySettings = z.strictObject({
  equity: z.string().default('equity-index:SP500'),
  bond_curve: z.string().default('par-curve:USD-TREASURY'),
  bond_maturity_years: z.number().min(1).max(30).default(10),
  cash_tenor_years: z.number().min(0.01).max(2).default(0.25),
  dividends: z.string().default('dividend:SP500'),
  /** Dividend yield used where no dividend history covers a day, annual decimal. */
  dividend_yield: z.number().min(0).max(0.2).default(0),
  implied_volatility: z.string().default('vol-index:VIX'),
  bootstrap_samples: z.number().int().min(100).max(20_000).default(1000),
})

const curvePoint = z.strictObject({ years: z.number(), rate: z.number() })
const regimeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'small letters, digits and hyphens'),
  name: printable.max(80),
  weight: z.number(),
  equity: z.strictObject({
    drift: z.number(),
    volatility: z.number(),
    initial_volatility: z.number().optional(),
    variance_reversion: z.number().default(2),
    vol_of_variance: z.number().default(0.3),
  }),
  rates: z.strictObject({
    initial_rate: z.number(),
    zero_curve: z.array(curvePoint).optional(),
    mean_reversion: z.number().default(0.1),
    volatility: z.number().default(0.01),
  }),
  bond: z
    .strictObject({
      maturity_years: z.number().default(10),
      risk_premium: z.number().default(0),
      credit: z
        .strictObject({
          initial: z.number(),
          long_run: z.number(),
          mean_reversion: z.number(),
          volatility: z.number(),
          equity_correlation: z.number(),
          expected_loss: z.number().default(0),
        })
        .optional(),
    })
    .prefault({}),
  correlation: z.strictObject({
    equity_variance: z.number().default(-0.7),
    equity_rate: z.number(),
    variance_rate: z.number().optional(),
  }),
})

const mandateSchema = z.strictObject({
  name: printable.max(200).default('Dynamic asset allocation'),
  performance_targets: performanceTargets.prefault({}),
  risk_constraints: riskConstraints.prefault({}),
  operational_constraints: operationalConstraints.prefault({}),
  robustness_requirements: robustnessRequirements.prefault({}),
  search_space: searchSpace.prefault({}),
  search: searchSettings.prefault({}),
  simulation: simulationSettings.prefault({}),
  history: historySettings.prefault({}),
  /** Weights of the standard regimes by id, in place of the standard ones; 0 leaves a regime out of the averages. */
  regime_weights: z.record(z.string(), z.number().min(0).max(1e6)).default({}),
  /** Regimes beside the five standard ones; an id of theirs replaces it. */
  additional_regimes: z.array(regimeSchema).max(50).default([]),
  /** Who approves, what agents may spend, what is remembered. No figure depends on it. */
  governance: governanceSchema.prefault({}),
})

/** A client's mandate for dynamic asset allocation, with every default filled in. Keys are those of the document. */
export type Mandate = z.output<typeof mandateSchema>

/** All of a mandate that figures depend on: what steps of a study have as their input. */
export type StudyMandate = Omit<Mandate, 'governance'>

/** The mandate without its governance. */
export function studyMandate(mandate: StudyMandate & Partial<Mandate>): StudyMandate {
  const rest = { ...mandate }
  delete rest.governance
  return rest
}

/**
 * The mandate in a YAML (or JSON) text. Throws `invalid-input` with every problem at once: line for YAML errors, key path,
 * what was got and expected for the rest. Unknown keys are errors, so that a misspelt limit cannot be ignored.
 */
export function parsedMandate(text: string, file: string): Mandate {
  return validMandate(yamlValue(text, file) ?? {}, file)
}

/** As `parsedMandate`, for a value that is parsed already. */
export function validMandate(value: unknown, file: string): Mandate {
  const mandate = checkedMandate(mandateSchema, value, file)
  const problems = crossProblems(mandate, file)
  if (problems.length > 0) throw mandateProblems(problems, file)
  return mandate
}

function crossProblems(mandate: Mandate, file: string): { file: string; field: string; message: string }[] {
  const problems: { file: string; field: string; message: string }[] = []
  const { operational_constraints: operational, search, simulation, risk_constraints: risk } = mandate
  if (operational.minimum_allocation > operational.maximum_allocation) {
    problems.push({ file, field: 'operational_constraints.minimum_allocation', message: 'is above maximum_allocation' })
  }
  if (operational.rebalancing_band > 0 && operational.no_trade_zone > 0) {
    problems.push({
      file,
      field: 'operational_constraints.no_trade_zone',
      message: 'use a rebalancing band or a no-trade zone, not both',
    })
  }
  if (search.first_generation > search.maximum_iterations) {
    problems.push({ file, field: 'search.first_generation', message: 'is above maximum_iterations' })
  }
  if ((search.cost_limit_usd === undefined) !== (search.usd_per_billion_path_steps === undefined)) {
    problems.push({
      file,
      field: 'search.cost_limit_usd',
      message: 'needs usd_per_billion_path_steps beside it, and the other way round',
    })
  }
  if (risk.conditional_var_95 < risk.value_at_risk_95) {
    problems.push({
      file,
      field: 'risk_constraints.conditional_var_95',
      message: 'is below value_at_risk_95, which it can never be',
    })
  }
  const perRandomisation = simulation.paths / simulation.randomisations
  if (simulation.sampling === 'sobol' && !Number.isInteger(Math.log2(perRandomisation))) {
    problems.push({
      file,
      field: 'simulation.paths',
      message: `with Sobol sampling paths must be randomisations times a power of two, such as ${simulation.randomisations * 128}`,
    })
  }
  mandate.additional_regimes.forEach((input, i) => {
    try {
      validRegime(regimeOf(input))
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      problems.push({ file, field: `additional_regimes.${i}`, message: error.message })
    }
  })
  return problems
}

/** The regimes of a mandate: the five standard ones with its weights, and its own. Throws `invalid-input`. */
export function mandateRegimes(mandate: StudyMandate): Regime[] {
  const own = mandate.additional_regimes.map(regimeOf)
  const ids = own.map((regime) => regime.id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined)
    throw new TuttiError('invalid-input', `regime ${twice} is defined twice`, { field: 'additional_regimes' })
  const all = specRegimes.map((regime) => own.find((mine) => mine.id === regime.id) ?? regime)
  for (const regime of own) if (!all.includes(regime)) all.push(regime)
  const unknown = Object.keys(mandate.regime_weights).find((id) => !all.some((regime) => regime.id === id))
  if (unknown !== undefined) {
    throw new TuttiError('invalid-input', `regime_weights names ${unknown}, which is no regime of this mandate`, {
      field: `regime_weights.${unknown}`,
      expected: all.map((regime) => regime.id).join(' | '),
    })
  }
  const weights = new Map(Object.entries(mandate.regime_weights))
  const weighted = all.map((regime) => validRegime({ ...regime, weight: weights.get(regime.id) ?? regime.weight }))
  if (weighted.every((regime) => regime.weight === 0)) {
    throw new TuttiError('invalid-input', 'every regime has weight 0: at least one must count', {
      field: 'regime_weights',
    })
  }
  return weighted
}

function regimeOf(input: z.output<typeof regimeSchema>): Regime {
  const { equity, rates, bond, correlation } = input
  return {
    id: input.id,
    name: input.name,
    weight: input.weight,
    equity: {
      drift: equity.drift,
      volatility: equity.volatility,
      ...(equity.initial_volatility === undefined ? {} : { initialVolatility: equity.initial_volatility }),
      varianceReversion: equity.variance_reversion,
      volOfVariance: equity.vol_of_variance,
    },
    rates: {
      initialRate: rates.initial_rate,
      ...(rates.zero_curve === undefined ? {} : { zeroCurve: rates.zero_curve }),
      meanReversion: rates.mean_reversion,
      volatility: rates.volatility,
    },
    bond: {
      maturityYears: bond.maturity_years,
      riskPremium: bond.risk_premium,
      ...(bond.credit === undefined
        ? {}
        : {
            credit: {
              initial: bond.credit.initial,
              longRun: bond.credit.long_run,
              meanReversion: bond.credit.mean_reversion,
              volatility: bond.credit.volatility,
              equityCorrelation: bond.credit.equity_correlation,
              expectedLoss: bond.credit.expected_loss,
            },
          }),
    },
    correlation: {
      equityVariance: correlation.equity_variance,
      equityRate: correlation.equity_rate,
      varianceRate: correlation.variance_rate ?? correlation.equity_variance * correlation.equity_rate,
    },
  }
}
