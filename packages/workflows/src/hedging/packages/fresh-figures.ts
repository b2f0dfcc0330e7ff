import type { ScenarioProfits } from '../market/scenario-profits.ts'
import type { HedgePackage, PackageFigures } from './hedge-package.ts'
import { costOfCapital, packageFigures } from './package-figures.ts'
import type { PackageStudy } from './package-study.ts'

/** A figure on the scenarios of the choice and on fresh ones; the difference is fresh less first, with its standard error. */
interface OptimismFigure {
  readonly first: number
  readonly fresh: number
  readonly difference: number
  readonly standardError: number
}

/** How much of what a package was chosen for is luck of its scenarios. */
export interface FreshFigures {
  readonly scenarios: number
  readonly fundedStatusAtRisk: OptimismFigure
  readonly expectedShortfall: OptimismFigure
  readonly score: OptimismFigure
  /** By group; null where the fund has no exposure to it on either set. */
  readonly effectiveness: Readonly<Record<keyof PackageFigures['effectiveness'], OptimismFigure | null>>
}

/** The figures of a chosen package on scenarios that are independent of those it was chosen on. Money in base currency. */
export function freshFigures(
  study: PackageStudy,
  chosen: HedgePackage,
  first: PackageFigures,
  freshProfits: ScenarioProfits,
): FreshFigures {
  const [again] = packageFigures({ ...study, profits: freshProfits }, [chosen])
  const price = costOfCapital(study)
  const optimism = (
    { value, standardError }: { readonly value: number; readonly standardError: number },
    fresh: { readonly value: number; readonly standardError: number },
  ): OptimismFigure => ({
    first: value,
    fresh: fresh.value,
    difference: fresh.value - value,
    standardError: Math.hypot(standardError, fresh.standardError),
  })
  const score = (figures: PackageFigures) => ({
    value: figures.score,
    standardError: price * figures.fundedStatusAtRisk.standardError,
  })
  const effectiveness = (group: keyof PackageFigures['effectiveness']): OptimismFigure | null => {
    const [a, b] = [first.effectiveness[group], again.effectiveness[group]]
    return a === null || b === null ? null : optimism(a, b)
  }
  return {
    scenarios: freshProfits.scenarios,
    fundedStatusAtRisk: optimism(first.fundedStatusAtRisk, again.fundedStatusAtRisk),
    expectedShortfall: optimism(first.expectedShortfall, again.expectedShortfall),
    score: optimism(score(first), score(again)),
    effectiveness: {
      rates: effectiveness('rates'),
      inflation: effectiveness('inflation'),
      currency: effectiveness('currency'),
      credit: effectiveness('credit'),
    },
  }
}
