import { averageFigures, type Evaluation } from './evaluation.ts'
import type { Estimate, LimitCheck, RegimeFigures } from './result.ts'
import type { Study } from './study.ts'

/** Standard errors within which a figure counts as on its limit. */
const UNDECIDED = 2

/** Scales below which relative violations are not measured, so that a limit of zero does not make every excess infinite. */
const SMALLEST_SHARPE_SCALE = 0.25
const SMALLEST_LOSS_SCALE = 0.01
const SMALLEST_COST_SCALE = 0.0005

interface LimitRule {
  readonly id: string
  readonly label: string
  readonly sense: 'at-most' | 'at-least'
  readonly limit: number
  /** One unit of relative violation. */
  readonly scale: number
  readonly figure: (figures: RegimeFigures) => Estimate
  /** True for limits on losses: they hold in every regime where the mandate asks for performance under stress. */
  readonly stressed: boolean
}

function limitRules(study: Study): LimitRule[] {
  const { performance_targets: target, risk_constraints: risk, operational_constraints: operational } = study.mandate
  const drawdown = -target.maximum_drawdown_tolerance
  const low = target.target_volatility - target.volatility_tolerance
  const high = target.target_volatility + target.volatility_tolerance
  const rule = (
    id: string,
    label: string,
    sense: LimitRule['sense'],
    limit: number,
    scale: number,
    figure: LimitRule['figure'],
    stressed = false,
  ): LimitRule => ({
    id,
    label,
    sense,
    limit,
    scale,
    figure,
    stressed,
  })
  return [
    rule(
      'minimum-sharpe',
      'Sharpe ratio',
      'at-least',
      target.minimum_sharpe_ratio,
      Math.max(Math.abs(target.minimum_sharpe_ratio), SMALLEST_SHARPE_SCALE),
      (f) => f.sharpe,
    ),
    rule(
      'volatility-floor',
      'Volatility near target: floor',
      'at-least',
      low,
      target.target_volatility,
      (f) => f.volatility,
    ),
    rule(
      'volatility-ceiling',
      'Volatility near target: ceiling',
      'at-most',
      high,
      target.target_volatility,
      (f) => f.volatility,
    ),
    rule(
      'maximum-drawdown',
      'Expected maximum drawdown',
      'at-most',
      drawdown,
      Math.max(drawdown, SMALLEST_LOSS_SCALE),
      (f) => f.maxDrawdown,
      true,
    ),
    rule(
      'value-at-risk',
      '95 % value at risk, one year',
      'at-most',
      risk.value_at_risk_95,
      Math.max(risk.value_at_risk_95, SMALLEST_LOSS_SCALE),
      (f) => f.valueAtRisk,
      true,
    ),
    rule(
      'expected-shortfall',
      '95 % expected shortfall, one year',
      'at-most',
      risk.conditional_var_95,
      Math.max(risk.conditional_var_95, SMALLEST_LOSS_SCALE),
      (f) => f.expectedShortfall,
      true,
    ),
    rule(
      'cost-budget',
      'Transaction cost a year',
      'at-most',
      operational.transaction_cost_budget_bps * 1e-4,
      Math.max(operational.transaction_cost_budget_bps * 1e-4, SMALLEST_COST_SCALE),
      (f) => f.cost,
    ),
  ]
}

function check(rule: LimitRule, scope: string, figures: RegimeFigures): LimitCheck {
  const figure = rule.figure(figures)
  const slack = rule.sense === 'at-most' ? rule.limit - figure.value : figure.value - rule.limit
  const undecided = Math.abs(slack) < UNDECIDED * (figure.standardError ?? 0)
  return {
    id: rule.id,
    label: rule.label,
    scope,
    sense: rule.sense,
    limit: rule.limit,
    figure,
    slack,
    relativeSlack: slack / rule.scale,
    status: undecided ? 'within-error' : slack >= 0 ? 'met' : 'broken',
  }
}

/**
 * Every limit of the mandate for one configuration: on the weighted average over regimes, and, for drawdown and tail
 * limits of a mandate that asks for performance under stress, in each regime that counts. Slack >= 0 means met.
 */
export function limitChecks(study: Study, evaluation: Evaluation): LimitCheck[] {
  const average = averageFigures(evaluation.regimes, study.weights)
  const stress = study.mandate.robustness_requirements.stress_scenario_performance
  return limitRules(study).flatMap((rule) => [
    check(rule, 'average', average),
    ...(rule.stressed && stress
      ? study.regimes.flatMap((regime, g) =>
          study.weights[g] > 0 ? [check(rule, regime.id, evaluation.regimes[g])] : [],
        )
      : []),
  ])
}

/** The scope in which each limit is furthest from being met, one check a limit. */
export function tightestChecks(checks: readonly LimitCheck[]): LimitCheck[] {
  const tightest = new Map<string, LimitCheck>()
  for (const limit of checks) {
    const other = tightest.get(limit.id)
    if (other === undefined || limit.relativeSlack < other.relativeSlack) tightest.set(limit.id, limit)
  }
  return [...tightest.values()]
}

/** Sum over limits of the relative violation in the worst scope: 0 when every limit is met everywhere. */
export function violation(checks: readonly LimitCheck[]): number {
  return tightestChecks(checks).reduce((sum, limit) => sum + Math.max(0, -limit.relativeSlack), 0)
}
