import { declaredFigure } from '@tutti/agents/briefs'
import type { Json, RunRecord } from '@tutti/runtime'
import type { CitableFigure, Specialist } from '@tutti/workflows/specialists'

/** A figure of a run and all that it depends on. */
export interface FigureFacts {
  /** JSON pointer into the result, or `specialist#/pointer`. */
  readonly pointer: string
  readonly value: Json
  /** What its specialist declares it to be; null for a figure of the result and for one that no brief may cite. */
  readonly declared: Pick<CitableFigure, 'label' | 'unit' | 'sense'> | null
  readonly run: string
  readonly key: string
  readonly seed: number
  readonly codeVersion: string
  /** SHA-256 of every input of the run. */
  readonly inputs: Readonly<Record<string, string>>
}

/** The facts of the value at a pointer of a run; `resultOf` gives the whole result of a specialist. */
export function figureFacts(
  run: RunRecord,
  specialists: readonly Pick<Specialist<never>, 'name' | 'script'>[],
  pointer: string,
  value: Json,
  resultOf: (specialist: string) => Json,
): FigureFacts {
  const cut = pointer.indexOf('#')
  const owner = specialists.find(({ name }) => cut > 0 && name === pointer.slice(0, cut))
  const figure =
    owner === undefined ? undefined : declaredFigure(owner.script.figures, resultOf(owner.name), pointer.slice(cut + 1))
  return {
    pointer,
    value,
    declared: figure === undefined ? null : { label: figure.label, unit: figure.unit, sense: figure.sense },
    run: run.id,
    key: run.key,
    seed: run.seed,
    codeVersion: run.codeVersion,
    inputs: Object.fromEntries(Object.entries(run.inputs).map(([name, { hash }]) => [name, hash])),
  }
}
