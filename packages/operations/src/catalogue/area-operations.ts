import type { Operation } from './operation.ts'

/** The folders of the catalogue by area, each loaded when it is wanted: what calls few operations need not wait for all of them. */
const areas: Readonly<Record<string, () => Promise<Readonly<Record<string, Operation>>>>> = {
  actuarial: () => import('./actuarial/index.ts'),
  attribution: () => import('./attribution/index.ts'),
  bonds: () => import('./bonds/index.ts'),
  covariance: () => import('./covariance/index.ts'),
  credit: () => import('./credit/index.ts'),
  curves: () => import('./curves/index.ts'),
  design: () => import('./design/index.ts'),
  equity: () => import('./equity/index.ts'),
  execution: () => import('./execution/index.ts'),
  fx: () => import('./fx/index.ts'),
  models: () => import('./models/index.ts'),
  optimisation: () => import('./optimisation/index.ts'),
  performance: () => import('./performance/index.ts'),
  random: () => import('./random/index.ts'),
  rates: () => import('./rates/index.ts'),
  regimes: () => import('./regimes/index.ts'),
  revaluation: () => import('./revaluation/index.ts'),
  risk: () => import('./risk/index.ts'),
  signals: () => import('./signals/index.ts'),
  simulation: () => import('./simulation/index.ts'),
  skill: () => import('./skill/index.ts'),
  statistics: () => import('./statistics/index.ts'),
  time: () => import('./time/index.ts'),
  'time-series': () => import('./time-series/index.ts'),
  volatility: () => import('./volatility/index.ts'),
  xva: () => import('./xva/index.ts'),
}

/** The areas, in the order of the alphabet. */
export const areaNames: readonly string[] = Object.keys(areas)

/**
 * The operations of some areas, in the order of their names. An area that is not there gives none; neither does `portfolio`, whose
 * operation calls all others and so belongs to the whole catalogue.
 */
export async function areaOperations(wanted: readonly string[]): Promise<readonly Operation[]> {
  const found = await Promise.all(areaNames.filter((name) => wanted.includes(name)).map((name) => areas[name]()))
  return found.flatMap((area) => Object.values(area)).sort((a, b) => (a.name < b.name ? -1 : 1))
}
