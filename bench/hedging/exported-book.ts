import { writeFileSync } from 'node:fs'
import { isMargined } from '../../packages/workflows/src/hedging/packages/package-profits.ts'
import { exposedGroups } from '../../packages/workflows/src/hedging/packages/package-figures.ts'
import { type ExampleStudy, views } from './example-study.ts'

/** Packages and scenarios that the slow ways of working are timed on. */
export interface Samples {
  readonly packages: readonly number[]
  readonly scenarios: readonly number[]
}

/**
 * Writes the book for the rivals: points with what moves them, instruments as legs of amounts times points and formulas, hedges,
 * packages as quantities of each hedge; the shocks beside it as bytes.
 */
export function writeBook(
  { book, scenarios, study, packages }: ExampleStudy,
  samples: Samples,
  { bookFile, shocksFile }: { readonly bookFile: string; readonly shocksFile: string },
): void {
  const { compiled } = book
  const places = new Map(study.universe.map(({ id }, u) => [id, u]))
  const span = (starts: ArrayLike<number>, i: number): number[] =>
    Array.from({ length: starts[i + 1] - starts[i] }, (_, k) => starts[i] + k)
  const stride = compiled.parameters.length / compiled.instruments
  writeFileSync(shocksFile, new Uint8Array(Float64Array.from(scenarios.shocks).buffer))
  const text = JSON.stringify({
    views,
    factorGroups: compiled.factors.map(({ group }) => group),
    scenarios: scenarios.count,
    shocksFile,
    confidence: study.mandate.objectives.confidence,
    pointValues: [...compiled.pointValues],
    pointYears: [...compiled.pointYears],
    runs: Array.from({ length: compiled.runStarts.length - 1 }, (_, r) => ({
      from: compiled.runStarts[r],
      to: compiled.runStarts[r + 1],
      loadings: span(compiled.loadingStarts, r).map((k) => [
        compiled.loadingFactors[k],
        ...compiled.loadingWeights.subarray(3 * k, 3 * k + 3),
      ]),
    })),
    instruments: Array.from({ length: compiled.instruments }, (_, i) => ({
      formula: compiled.formulas[i],
      parameters: [...compiled.parameters.subarray(stride * i, stride * (i + 1))],
      levelFactor: compiled.levelFactors[i],
      legs: span(compiled.firstLegs, i).map((g) => {
        const terms = span(compiled.legStarts, g)
        return [terms.map((k) => compiled.legPoints[k]), terms.map((k) => compiled.legAmounts[k])]
      }),
    })),
    base: [...book.base],
    quantities: [...book.quantities],
    legStarts: [...book.legStarts],
    legWeights: [...book.legWeights],
    positions: packages.map(({ trades }) => {
      const row = study.universe.map(() => 0)
      for (const { instrument, quantity } of trades) row[places.get(instrument)!] = quantity
      return row
    }),
    margined: study.universe.map((instrument) => isMargined(study.mandate, instrument)),
    exposed: exposedGroups(study),
    samplePackages: samples.packages,
    sampleScenarios: samples.scenarios,
  })
  writeFileSync(bookFile, text)
}
