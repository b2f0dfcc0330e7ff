import type { ScenarioProfits } from '../market/scenario-profits.ts'
import type { HedgePackage, PackageFigures } from './hedge-package.ts'
import type { LimitCheck } from '../strategies/strategy.ts'
import { type OptimisedOptions, type OptimisedPackage, optimisedSearch } from './optimised/optimised-package.ts'
import { packageFigures } from './package-figures.ts'
import { packageGrid } from './package-grid.ts'
import { type PackageSelection, packageSelection } from './package-selection.ts'
import type { PackageStudy } from './package-study.ts'

/** All packages compared, what is known of each, and the choice. Plain JSON. */
export interface PackageSearch {
  /** The grid in its order, then the optimised one where there is one. */
  readonly packages: readonly HedgePackage[]
  /** One for each package. */
  readonly figures: readonly PackageFigures[]
  /** Null where the fund is exposed to nothing that the universe hedges. */
  readonly optimised: OptimisedPackage | null
  /** Limits held against what the optimiser considered besides: evidence of which limits are in conflict. */
  readonly considered: readonly (readonly LimitCheck[])[]
  readonly selection: PackageSelection
}

/** How many of the grid the optimiser starts from. */
const starts = 5

/**
 * The grid, the optimised package, and the choice among all of them; `fresh` are scenarios that played no part, for the optimism
 * of the choice. Packages that hold excluded instruments are left out; the others keep their ids.
 */
export function packageSearch(
  study: PackageStudy,
  fresh?: ScenarioProfits,
  options: Omit<OptimisedOptions, 'starts'> = {},
): PackageSearch {
  const { excluded = [] } = options
  const grid = packageGrid(study.universe, study.strategies).filter(({ trades }) =>
    trades.every(({ instrument }) => !excluded.includes(instrument)),
  )
  const gridFigures = packageFigures(study, grid)
  const best = grid
    .map((_, i) => i)
    .toSorted((a, b) => gridFigures[a].score - gridFigures[b].score || a - b)
    .slice(0, starts)
  const { optimised, considered } = optimisedSearch(study, { ...options, starts: best.map((i) => grid[i]) }) ?? {
    optimised: null,
    considered: [],
  }
  const packages = optimised === null ? grid : [...grid, optimised.package]
  const figures = optimised === null ? gridFigures : [...gridFigures, optimised.figures]
  const selection = packageSelection(study, packages, figures, fresh, { considered })
  return { packages, figures, optimised, considered, selection }
}
