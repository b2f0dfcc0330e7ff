import { TuttiError } from '@tutti/analytics/errors'
import type { MeasuredFigure } from '../changes/index.ts'
import { type Unit, units, valueAtPointer } from '../figures/index.ts'
import type { CitableFigure, Specialist, SpecialistResults } from '../specialists/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { Challenge, ReviewCheck, ReviewRecord } from './review.ts'

/**
 * The specialist that recomputes the decision's main figures with another method where one exists, and lists where the two
 * disagree. A check that rests on the same numbers by another formula finds errors of arithmetic alone; its method says so. A challenge that cannot be carried out is listed too: it is not agreement.
 */
export function reviewer<Case>(
  needs: readonly string[],
  challenges: readonly Challenge<Case>[],
  inputs: (study: Case, results: SpecialistResults) => { readonly inputs: unknown; readonly seed: number },
): Specialist<Case> {
  return {
    name: 'reviewer',
    role: 'Independent reviewer',
    responsibility: 'The main figures of the decision recomputed by another method, and every disagreement.',
    needs,
    analyse: (study, results, context) => {
      const step = inputs(study, results)
      return context.step('reviewer', step.inputs, step.seed, () => reviewRecord(challenges, study, results, context))
    },
    script: {
      operations: [],
      changes: [],
      figures: [
        { pattern: '/figures', label: 'different figures that were checked', unit: 'count', digits: 0, sense: 'level' },
        ...checkFigures,
      ],
      brief: reviewBrief,
    },
  }
}

/** Decimals of a checked figure by its unit. */
const digits: Readonly<Record<Unit, number>> = {
  percent: 2,
  bp: 1,
  ratio: 3,
  count: 0,
  'basis-points': 1,
  percentage: 2,
  money: 2,
  months: 1,
  years: 2,
  days: 0,
}
/** Both figures of a check, each in the unit of the check. */
const checkFigures: readonly CitableFigure[] = units.flatMap((unit) =>
  [
    ['claimed', 'the figure as it was claimed'],
    ['recomputed', 'the figure as it was recomputed'],
  ].map(([field, label]) => ({
    pattern: `/checks/*/${field}`,
    label,
    unit,
    digits: digits[unit],
    sense: 'level' as const,
    when: { field: 'unit', is: unit },
  })),
)

/** Carries every challenge out. */
async function reviewRecord<Case>(
  challenges: readonly Challenge<Case>[],
  study: Case,
  results: SpecialistResults,
  context: WorkflowContext,
): Promise<ReviewRecord> {
  const checks: ReviewCheck[] = []
  const failed: { id: string; label: string; message: string }[] = []
  for (const [i, challenge] of challenges.entries()) {
    const { id, label, method, unit } = challenge
    context.progress({ step: 'reviewer', done: i, total: challenges.length })
    try {
      const recomputed = await challenge.recompute(study, results, context)
      if (recomputed === null) continue
      const at = challenge.at(results)
      const claimed = claimedFigure(at, results)
      const { figure, allowed, why } = recomputed
      const difference = figure.value - claimed.value
      const agrees = Math.abs(difference) <= allowed
      checks.push({ id, label, method, unit, at, claimed, recomputed: figure, difference, allowed, why, agrees })
    } catch (error) {
      context.signal.throwIfAborted()
      if (!(error instanceof TuttiError)) throw error
      failed.push({ id, label, message: error.message })
    }
  }
  const figures = new Set(checks.map(({ at }) => at)).size
  return { checks, figures, failed, agreed: failed.length === 0 && checks.every(({ agrees }) => agrees) }
}

/** The figure at `specialist#/pointer`. Throws `missing-data` where there is none. */
function claimedFigure(at: string, results: SpecialistResults): MeasuredFigure {
  const cut = at.indexOf('#')
  const found = valueAtPointer(results[at.slice(0, cut)], at.slice(cut + 1))
  if (typeof found === 'number') return { value: found, standardError: null }
  if (typeof found === 'object' && found !== null && 'value' in found && typeof found.value === 'number') {
    const error = 'standardError' in found && typeof found.standardError === 'number' ? found.standardError : null
    return { value: found.value, standardError: error }
  }
  throw new TuttiError('missing-data', `there is no figure at ${at}`, { field: at })
}

function reviewBrief(result: unknown): string {
  const { checks, failed, agreed } = result as ReviewRecord
  const differing = checks.filter(({ agrees }) => !agrees).map(({ label }) => label)
  return [
    `Main figures of the decision that were computed anew: {{reviewer#/figures | count}}. Of {{reviewer#/checks | length}} checks, some of them of one figure in several ways, {{reviewer#/checks | length agrees true}} agree.`,
    agreed
      ? 'No disagreement was found.'
      : [
          ...(differing.length === 0 ? [] : [`These do not agree: ${differing.join('; ')}.`]),
          ...(failed.length === 0
            ? []
            : [`These could not be recomputed: ${failed.map(({ label }) => label).join('; ')}.`]),
        ].join(' '),
  ].join('\n\n')
}
