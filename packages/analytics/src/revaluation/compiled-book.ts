import { type Problem, TuttiError } from '../errors/index.ts'
import { type CompiledBook, formulas, parameterStride } from './book-table.ts'
import { factorBumps } from './factor-bumps.ts'
import { factorLoadings } from './factor-loadings.ts'
import type { Instrument } from './instrument.ts'
import { instrumentLegs } from './instrument-legs.ts'
import type { InstrumentLegs, LegTerm, Surroundings } from './leg-terms.ts'
import { pointTable } from './point-table.ts'
import { requireInstrument } from './require-instrument.ts'
import type { RiskFactor } from './risk-factor.ts'
import type { ValuationMarket } from './valuation-market.ts'

/**
 * The instruments, one unit each, on a market, ready to be revalued under changes of `factors`. What an instrument
 * depends on and `factors` does not list stays as it is. All problems are told at once, with the place of the instrument:
 * `invalid-input` for terms, factors or market figures out of range, `missing-data` for a curve, exchange rate, spread or
 * volatility that the market lacks (the code is that of the first).
 */
export function compiledBook(
  instruments: readonly Instrument[],
  market: ValuationMarket,
  factors: readonly RiskFactor[],
): CompiledBook {
  const places = factorLoadings(factors, market.baseCurrency)
  const points = pointTable(market, places)
  const compiled = legsOrProblems(instruments, { market, points, factors: places })
  const legs = compiled.flatMap((instrument) =>
    instrument.formula === formulas.creditDefaultSwap ? instrument.legs : instrument.legs.map(merged),
  )
  const firstLegs = starts(compiled.map((instrument) => instrument.legs.length))
  const terms = legs.flat()
  const runs = points.runs()
  const ordered = runs.flatMap((run) => run.points)
  const order = new Int32Array(ordered.length)
  ordered.forEach(({ point }, place) => {
    order[point] = place
  })
  const loadings = runs.flatMap((run) => run.loadings)
  const parameters = new Float64Array(parameterStride * compiled.length)
  compiled.forEach((instrument, i) => parameters.set(instrument.parameters, parameterStride * i))
  return {
    baseCurrency: market.baseCurrency,
    instruments: compiled.length,
    factors: [...factors],
    factorBumps: factorBumps(factors, market),
    pointValues: Float64Array.from(ordered, ({ value }) => value),
    pointYears: Float64Array.from(ordered, ({ years }) => years),
    runStarts: starts(runs.map((run) => run.points.length)),
    loadingStarts: starts(runs.map((run) => run.loadings.length)),
    loadingFactors: Int32Array.from(loadings, ({ factor }) => factor),
    loadingWeights: Float64Array.from(loadings.flatMap(({ constant, linear, square }) => [constant, linear, square])),
    legStarts: starts(legs.map((leg) => leg.length)),
    legPoints: Int32Array.from(terms, ({ point }) => order[point]),
    legAmounts: Float64Array.from(terms, ({ amount }) => amount),
    firstLegs,
    formulas: Uint8Array.from(compiled, ({ formula }) => formula),
    parameters,
    levelFactors: Int32Array.from(compiled, ({ levelFactor }) => levelFactor),
  }
}

/** The legs of every instrument; throws the first problem with all others in its details. */
function legsOrProblems(instruments: readonly Instrument[], surroundings: Surroundings): readonly InstrumentLegs[] {
  const compiled: InstrumentLegs[] = []
  const failures: { readonly code: TuttiError['code']; readonly problem: Problem }[] = []
  instruments.forEach((instrument, i) => {
    try {
      requireInstrument(instrument)
      compiled.push(instrumentLegs(instrument, surroundings))
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      const { got, expected, field } = error.details
      failures.push({
        code: error.code,
        problem: {
          message: `${instrument.kind}: ${error.message}`,
          field: field === undefined ? `instruments[${i}]` : `instruments[${i}].${field}`,
          got,
          expected,
        },
      })
    }
  })
  if (failures.length === 0) return compiled
  const [{ code, problem }] = failures
  const others = failures.length === 1 ? '' : ` (and ${failures.length - 1} more problems)`
  throw new TuttiError(code, `instrument cannot be valued: ${problem.field}: ${problem.message}${others}`, {
    field: problem.field,
    got: problem.got,
    expected: problem.expected,
    problems: failures.map((failure) => failure.problem),
  })
}

/** The amounts of a leg at one point in one sum. */
function merged(leg: readonly LegTerm[]): readonly LegTerm[] {
  const amounts = new Map<number, number>()
  for (const { point, amount } of leg) amounts.set(point, (amounts.get(point) ?? 0) + amount)
  return [...amounts].map(([point, amount]) => ({ point, amount }))
}

/** Running sums from 0: where each of several lists laid end to end begins. */
function starts(lengths: readonly number[]): Int32Array {
  const places = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => {
    places[i + 1] = places[i] + length
  })
  return places
}
