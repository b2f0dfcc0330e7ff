import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import type { RunTelemetry, ShownResult } from '../../runs/index.ts'
import { candidatesText, limitsText, regimesText } from './allocation-tables.ts'
import { heading, printable, wrapped } from './layout.ts'
import { limitFigure } from './limit-figure.ts'
import { historyText, luckText, validationText } from './allocation-evidence.ts'
import { countText, percentText, rateText, secondsText } from './number-text.ts'
import type { Paint } from './paint.ts'

type AllocationRun = ShownResult<AllocationResult>

/** What a finished study says in a terminal: decision, figures, limits, rivals, how far to trust it, how it went. */
export function allocationText(finished: AllocationRun, width: number, paint: Paint): string {
  const { result } = finished
  const parts = [
    titleText(finished, width, paint),
    decisionText(finished, width, paint),
    regimesText(result, width, paint),
    limitsText(result, width, paint),
    candidatesText(result, width, paint),
    ...(result.history === null ? [] : [historyText(result.history, width, paint)]),
    [validationText(result, width, paint), luckText(result, width, paint)].join('\n'),
    ...(finished.telemetry === null ? [] : [paint.faint(wrapped(speedText(finished.telemetry), width))]),
  ]
  return `${parts.join('\n\n')}\n`
}

function titleText({ result, run }: AllocationRun, width: number, paint: Paint): string {
  const { name, seed, regimes, paths, years, sampling } = result.study
  const size = `${regimes.length} regimes × ${countText(paths)} ${sampling === 'sobol' ? 'Sobol ' : ''}paths × ${years} years`
  return heading(printable(name), `${size} · seed ${seed} · run ${run.id}`, width, paint)
}

function decisionText({ result }: AllocationRun, width: number, paint: Paint): string {
  const { decision, infeasibility, study } = result
  const { weightFunction, targetVolatility, windowMonths, riskAversion } = decision.configuration
  const label = {
    recommended: paint.good('✔ RECOMMENDED'),
    'best-compromise': paint.caution('! BEST COMPROMISE'),
    withheld: paint.bad('✘ WITHHELD'),
  }[decision.status]
  const rule =
    `${weightFunction}, target volatility ${percentText(targetVolatility)}, window ${windowMonths} months, ` +
    `risk aversion ${riskAversion.toFixed(2)}; quoted at a cost of ${study.planningCostBp} bp a trade`
  const why = [...(infeasibility === null ? [] : [infeasibility.text, ...relaxationText(result)]), ...decision.reasons]
  return [
    paint.bold(label),
    wrapped(decision.headline, width, '  '),
    wrapped(rule, width, '  Rule  '),
    ...why.map((reason) => wrapped(reason, width, '  · ')),
  ].join('\n')
}

function relaxationText({ infeasibility, decision }: AllocationResult): string[] {
  if (infeasibility === null || infeasibility.relaxation.length === 0) return []
  const label = (id: string) => decision.limits.find((limit) => limit.id === id)?.label ?? id
  const changes = infeasibility.relaxation.map(
    ({ limit, scope, from, to }) =>
      `${label(limit)} (${scope}) from ${limitFigure(limit, from)} to ${limitFigure(limit, to)}`,
  )
  return [
    `Smallest relaxation that lets a rule through (trial ${infeasibility.relaxationTrial}): ${changes.join('; ')}.`,
  ]
}

function speedText(telemetry: RunTelemetry): string {
  const { seconds, pathSteps, pathStepsPerSecond, workers, peakMemoryMb, steps, stepsReused } = telemetry
  const threads = `${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const rate = pathStepsPerSecond === null ? '' : ` at ${rateText(pathStepsPerSecond)}`
  const reused = stepsReused > 0 ? ` · ${stepsReused} of ${steps} steps taken from the store` : ''
  return `${countText(pathSteps)} path-steps${rate} on ${threads} · ${secondsText(seconds)} in all · peak memory ${peakMemoryMb} MB${reused}`
}
