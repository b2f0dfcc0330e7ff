import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type EvaluationRequest,
  type PathSampling,
  standardRules,
  type StrategyConfiguration,
  weightFunctions,
} from '@tutti/analytics/allocation'
import { pathModel, type PathScheme, type Regime } from '@tutti/analytics/scenarios'
import { sobolDesign } from '@tutti/analytics/design'

/** A variant of the standard job; `standardVariant` is the job itself. */
export interface JobVariant {
  readonly scheme: PathScheme
  readonly sampling: PathSampling
  readonly paths: number
  readonly months: number
  readonly configurations: number
  readonly seed: number
}

/** The job that the peers' specification pins down: 100 configurations, 5 regimes, 1,000 paths, 120 months of 21 days. */
export const standardVariant: JobVariant = {
  scheme: 'euler',
  sampling: { kind: 'pseudo-random' },
  paths: 1000,
  months: 120,
  configurations: 100,
  seed: 1,
}

/** Daily steps of one path that a variant simulates over all regimes. */
export function pathSteps(variant: JobVariant, regimes = 5): number {
  return regimes * variant.paths * variant.months * 21
}

/**
 * The variant as the product's engine takes it, with regimes and configurations of the `spec` folder. Beyond the 100 listed
 * configurations further ones are spread over the same space by a Sobol sequence.
 */
export function evaluationRequest(spec: string, variant: JobVariant): EvaluationRequest {
  const regimes = csvRows(join(spec, 'regimes.csv')).map(regimeOf)
  return {
    models: regimes.map((regime) =>
      pathModel(regime, { months: variant.months, warmupMonths: 0 }, variant.scheme, { duration: 7, convexity: 30 }),
    ),
    streams: regimes.map((_, g) => g),
    seed: variant.seed,
    paths: variant.paths,
    sampling: variant.sampling,
    rules: standardRules,
    configurations: configurationsOf(spec, variant.configurations),
  }
}

/** Cost of a unit of traded weight for each configuration of the variant, decimal. */
export function configurationCosts(spec: string, count: number): number[] {
  return configurationsOf(spec, count).map((configuration) => configuration.costBp * 1e-4)
}

function configurationsOf(spec: string, count: number): StrategyConfiguration[] {
  const listed = csvRows(join(spec, 'configs.csv')).map((row) => ({
    targetVolatility: row.tv,
    weightFunction: weightFunctions[row.fn],
    windowMonths: row.L,
    riskAversion: row.gamma,
    costBp: row.cost_bps,
  }))
  if (count <= listed.length) return listed.slice(0, count)
  const drawn = sobolDesign(count - listed.length, 5).map(([a, b, c, d, e]) => ({
    targetVolatility: 0.05 + 0.15 * a,
    weightFunction: weightFunctions[Math.floor(4 * b)],
    windowMonths: 6 + Math.floor(19 * c),
    riskAversion: 0.5 + 4.5 * d,
    costBp: 20 * e,
  }))
  return [...listed, ...drawn]
}

function regimeOf(row: Record<string, number>, index: number): Regime {
  const equityVariance = -0.7
  return {
    id: `regime-${index}`,
    name: `Regime ${index}`,
    weight: 1,
    equity: { drift: row.mu, volatility: row.vol, varianceReversion: 2, volOfVariance: 0.3 },
    rates: { initialRate: row.r0, meanReversion: 0.1, volatility: 0.01 },
    bond: { maturityYears: 10, riskPremium: 0 },
    // the specification links the rate to equity alone, which leaves this product for the pair of variance and rate
    correlation: { equityVariance, equityRate: row.rho_er, varianceRate: equityVariance * row.rho_er },
  }
}

/** The rows of a table of numbers with a header, by column name. Throws when a cell is not a number. */
export function csvRows(file: string): Record<string, number>[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line, n) => {
    const cells = line.split(',').map(Number)
    if (cells.length !== names.length || cells.some((cell) => Number.isNaN(cell))) {
      throw new Error(`${file}:${n + 2}: expected ${names.length} numbers, got "${line}"`)
    }
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]))
  })
}
