import type { HedgingResult } from '@tutti/workflows/hedging'
import type { RunTelemetry, ShownResult } from '../../runs/index.ts'
import { hedgeEffectText, hedgeExecutionText, hedgeSavingsText } from './hedging-evidence.ts'
import { limitPair } from './hedging-limit.ts'
import { hedgeFiguresText, hedgeLimitsText, hedgeRivalsText, hedgeTradesText } from './hedging-tables.ts'
import { heading, printable, wrapped } from './layout.ts'
import { countText, secondsText } from './number-text.ts'
import type { Paint } from './paint.ts'

type HedgingRun = ShownResult<HedgingResult>

/** What a finished study of hedging says in a terminal: decision, trades, figures before and after, limits, rivals, execution. */
export function hedgingText(shown: HedgingRun, width: number, paint: Paint): string {
  const { result } = shown
  const parts = [
    titleText(shown, width, paint),
    decisionText(result, width, paint),
    hedgeTradesText(result, width, paint),
    hedgeFiguresText(result, width, paint),
    hedgeLimitsText(result, width, paint),
    hedgeEffectText(result, width, paint),
    hedgeRivalsText(result, width, paint),
    [hedgeExecutionText(result, width, paint), hedgeSavingsText(result, width, paint)].join('\n'),
    ...(shown.telemetry === null ? [] : [paint.faint(wrapped(speedText(shown.telemetry, result), width))]),
  ]
  return `${parts.join('\n\n')}\n`
}

function titleText({ result, run }: HedgingRun, width: number, paint: Paint): string {
  const { name, seed, asOf, origin, scenarios } = result.study
  const packages = result.selection.packages.length
  const size = `${countText(packages)} ${packages === 1 ? 'package' : 'packages'} × ${countText(scenarios.count)} scenarios`
  const simulated = origin === 'simulated' ? 'simulated fund and market · ' : ''
  return heading(printable(name), `${simulated}${asOf} · ${size} · seed ${seed} · run ${run.id}`, width, paint)
}

function decisionText({ decision, selection }: HedgingResult, width: number, paint: Paint): string {
  const label = {
    recommended: paint.good('✔ RECOMMENDED'),
    'best-compromise': paint.caution('! BEST COMPROMISE'),
    'no-hedge': paint.good('✔ NO HEDGE'),
  }[decision.status]
  const { infeasibility } = selection.selection
  const relaxation = infeasibility?.relaxation.map(({ label: name, from, to, unit }) => {
    const [old, changed] = limitPair(from, to, unit)
    return `${name} from ${old} to ${changed}`
  })
  const why = [
    ...(infeasibility === null ? [] : [infeasibility.words]),
    ...(relaxation === undefined || relaxation.length === 0
      ? []
      : [`Smallest relaxation that lets a package through: ${relaxation.join('; ')}.`]),
    ...decision.reasons,
  ]
  return [
    paint.bold(label),
    wrapped(decision.headline, width, '  '),
    ...why.map((reason) => wrapped(printable(reason), width, '  · ')),
  ].join('\n')
}

function speedText(telemetry: RunTelemetry, { study, selection }: HedgingResult): string {
  const { seconds, revaluations, workers, peakMemoryMb, steps, stepsReused } = telemetry
  const threads = `${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const valued = revaluations > 0 ? `${countText(revaluations)} full revaluations · ` : ''
  const compared = `${countText(selection.packages.length * study.scenarios.count)} packages × scenarios`
  const reused = stepsReused > 0 ? ` · ${stepsReused} of ${steps} steps taken from the store` : ''
  return `${valued}${compared} on ${threads} · ${secondsText(seconds)} in all · peak memory ${peakMemoryMb} MB${reused}`
}
