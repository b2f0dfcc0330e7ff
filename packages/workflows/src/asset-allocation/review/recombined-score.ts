import type { Candidate, RegimeFigures } from '../result.ts'
import type { EvaluatedTrial } from '../search/trials.ts'
import type { Study } from '../study.ts'

/** Violations of the limits as the page of the method defines them, and the rates at which they cost Sharpe ratio. */
function penaltyOf(study: Study, figures: (regime: string) => RegimeFigures): number {
  const { performance_targets: target, risk_constraints: risk, operational_constraints: operational } = study.mandate
  const { stress_scenario_performance: stressed } = study.mandate.robustness_requirements
  const average = (name: keyof RegimeFigures): number =>
    study.regimes.reduce((sum, { id }, g) => sum + study.weights[g] * figures(id)[name].value, 0)
  const worst = (name: keyof RegimeFigures): number => {
    const counted = study.regimes.filter((_, g) => study.weights[g] > 0)
    return Math.max(average(name), ...(stressed ? counted.map(({ id }) => figures(id)[name].value) : []))
  }
  const drawdown = -target.maximum_drawdown_tolerance
  const budget = operational.transaction_cost_budget_bps * 1e-4
  const off = Math.abs(average('volatility') - target.target_volatility) - target.volatility_tolerance
  const losses = [
    (worst('maxDrawdown') - drawdown) / Math.max(drawdown, 0.01),
    (worst('valueAtRisk') - risk.value_at_risk_95) / Math.max(risk.value_at_risk_95, 0.01),
    (worst('expectedShortfall') - risk.conditional_var_95) / Math.max(risk.conditional_var_95, 0.01),
  ]
  const others = [off / target.target_volatility, (average('cost') - budget) / Math.max(budget, 0.0005)]
  const total = (parts: readonly number[]) => parts.reduce((sum, x) => sum + Math.max(0, x), 0)
  return (risk.tail_risk_focus ? 1 : 0.5) * total(losses) + 0.5 * total(others)
}

/** The score of a rule from its figures by regime. */
export function recombinedScore(study: Study, figures: (regime: string) => RegimeFigures): number {
  const omega = study.mandate.robustness_requirements.regime_adaptability ? 0.25 : 0
  const sharpes = study.regimes.map(({ id }) => figures(id).sharpe.value)
  const mean = sharpes.reduce((sum, x, g) => sum + study.weights[g] * x, 0)
  const least = Math.min(...sharpes.filter((_, g) => study.weights[g] > 0))
  return (1 - omega) * mean + omega * least - penaltyOf(study, figures)
}

/** The robustness of a candidate, with its neighbourhood loss as it was found. */
export function recombinedRobustness(
  study: Study,
  { trial: id, robustness }: Candidate,
  { trials }: { readonly trials: readonly EvaluatedTrial[] },
): number {
  const figures = trials.find(({ trial }) => trial.id === id)!.trial.figures
  const distances = study.regimes.map(({ id: regime }) => {
    const all = trials.map(({ trial }) => trial.figures[regime].sharpe.value)
    return Math.max(...all) - figures[regime].sharpe.value
  })
  const mean = distances.reduce((sum, x, g) => sum + study.weights[g] * x, 0)
  const variance = distances.reduce((sum, x, g) => sum + study.weights[g] * (x - mean) ** 2, 0)
  return (
    recombinedScore(study, (regime) => figures[regime]) -
    0.25 * Math.sqrt(variance) -
    0.5 * robustness.neighbourhoodLoss
  )
}
