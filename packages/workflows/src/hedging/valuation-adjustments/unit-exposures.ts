import { TuttiError } from '@tutti/analytics/errors'
import type { Instrument } from '@tutti/analytics/revaluation'
import {
  type ExposureJob,
  exposureJob,
  exposureOfJob,
  type ExposureTrade,
  type NettingSet,
  type SimulatedValues,
} from '@tutti/analytics/xva'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { type CreditClaim, creditClaim } from './credit-claim.ts'
import { type CreditExposureJob, creditClaimValue } from './credit-exposure.kernel.ts'
import { type ExposureBuckets, exposureBuckets } from './exposure-buckets.ts'
import { expectedSwapValues } from './expected-swap-values.ts'
import { isCleared } from './counterparty-shares.ts'
import { exposureModel, type ExposureNeeds } from './exposure-model.ts'
import { exposureTrades, isContract, isCredit, lastYears } from './exposure-trades.ts'
import { businessDays } from './model-history.ts'

/** Values on the paths, dates x paths, in base currency of the date. In memory only. */
export type UnitPaths = Omit<SimulatedValues, 'id'>

/** One unit of each hedge instrument and the fund's running contracts by counterparty, on common paths. In memory only. */
export interface UnitExposures {
  readonly buckets: ExposureBuckets
  readonly paths: number
  /** Margin period of risk that was simulated; others follow by the root of time. */
  readonly marginPeriodYears: number
  /** Dates x paths, to today. */
  readonly discount: Float64Array
  /** By id of the hedge instrument; those of `excluded` and cleared swaps are absent. */
  readonly hedges: ReadonlyMap<string, UnitPaths>
  /** Expected discounted values by date of one unit, where they are known exactly: swaps. */
  readonly expected: ReadonlyMap<string, Float64Array>
  /** Sum of the book's contracts by counterparty; those without any are absent. */
  readonly existing: ReadonlyMap<string, UnitPaths>
  /** What is without simulated exposure, and why. */
  readonly excluded: readonly { readonly id: string; readonly reason: string }[]
  readonly assumptions: readonly string[]
}

/** What is simulated and on what. */
export interface ExposureInputs {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly universe: readonly HedgeInstrument[]
  readonly book: FundBook
  readonly seed: number
}

/** Kept figures, bytes. */
const largestMemory = 2 ** 31
const exposureKernels = import.meta.resolve('@tutti/analytics/xva')
const creditKernels = import.meta.resolve('./credit-exposure.kernel.ts')

/** A netting set before it is simulated: trades of the engine and credit contracts. */
interface SetParts {
  readonly id: string
  readonly trades: readonly ExposureTrade[]
  readonly credit: readonly {
    readonly instrument: Extract<Instrument, { kind: 'credit default swap' | 'total return swap' }>
    readonly scale: number
    readonly endYears: number
  }[]
}

/**
 * Simulates every hedge instrument of the universe for one unit, and the book's contracts of each counterparty, once, on the
 * mandate's number of paths. Values are linear in quantity, so netting sets are sums of these. Bit-identical on any number of
 * workers. Throws `missing-data` for a curve, rate or volatility that the market lacks, `invalid-input` for more paths than
 * memory takes.
 */
export async function unitExposures(inputs: ExposureInputs, context: WorkflowContext): Promise<UnitExposures> {
  const { mandate, market, universe, book, seed } = inputs
  const excluded: { id: string; reason: string }[] = []
  const buckets = exposureBuckets(longestYears(universe, book))
  const expected = new Map(
    universe.flatMap((hedge) => {
      const values = expectedSwapValues(hedge, buckets.timesYears, market.valuation)
      return values === null ? [] : [[hedge.id, values] as const]
    }),
  )
  // Cleared swaps need no paths: only their expected values are funded.
  const simulatedHedges = universe.filter((hedge) => !(isCleared(hedge) && expected.has(hedge.id)))
  const hedges = simulatedHedges.flatMap((hedge): SetParts[] => {
    const legs = hedge.legs.map(({ instrument, weight }) => ({ instrument, scale: weight, endYears: hedge.tenorYears }))
    return setParts(hedge.id, legs, inputs, excluded)
  })
  const existing = mandate.counterparties.flatMap(({ id }): SetParts[] => {
    const lines = book.lines.filter(({ counterparty, instrument }) => counterparty === id && isContract(instrument))
    if (lines.length === 0) return []
    const parts = lines.flatMap((line) =>
      setParts(
        line.id,
        [{ instrument: line.instrument, scale: line.quantity, endYears: lastYears(line.instrument) }],
        inputs,
        excluded,
      ),
    )
    return [{ id, trades: parts.flatMap(({ trades }) => trades), credit: parts.flatMap(({ credit }) => credit) }]
  })
  const marginDays = Math.max(...mandate.counterparties.map(({ csa }) => csa?.margin_period_days ?? 1))
  const marginPeriodYears = marginDays / businessDays
  const { exposure_paths: paths, change_days: changeDays, history_years: historyYears } = mandate.scenarios
  const sets = [...hedges, ...existing]
  const common = { buckets, paths, marginPeriodYears, excluded, expected }
  requireMemory(sets.length * paths * buckets.timesYears.length)
  const { model, assumptions } = exposureModel(market, needsOf(inputs), changeDays, historyYears)
  // The last set holds nothing: the account's discount factors are wanted where no trade is simulated too.
  const nettingSets = [...sets.map(({ trades }) => trades), []].map((trades, i): NettingSet => ({
    id: String(i),
    trades,
  }))
  const { timesYears } = buckets
  const job = exposureJob({ model, nettingSets, timesYears, marginPeriodYears, resets: 'dates before', paths, seed })
  await context.map({ module: exposureKernels, name: 'simulateExposure' }, job, job.shards, 'exposure-paths')
  const simulatedYears = [0, ...job.walk.timesYears]
  const owners = sets.flatMap(({ credit }, set) => credit.map((part) => ({ ...part, set })))
  const claims = owners.map(({ instrument, scale, endYears }) =>
    creditClaim(model, market.valuation, instrument, scale, endYears, simulatedYears, marginPeriodYears),
  )
  const credit = creditJob(job, claims)
  if (claims.length > 0) {
    await context.map(
      { module: creditKernels, name: 'simulateCreditExposure' },
      credit,
      credit.shards,
      'credit-exposure-paths',
    )
  }
  addCredit(
    job,
    credit,
    owners.map(({ set }) => set),
  )
  const valuesToday = [...job.valuesToday]
  for (const [c, { set }] of owners.entries()) valuesToday[set] += claimToday(claims[c], job.walk.start)
  const simulated = exposureOfJob(
    { ...job, valuesToday },
    nettingSets.map(({ id }) => id),
  )
  const byId = (from: number, parts: readonly SetParts[]): Map<string, UnitPaths> =>
    new Map(parts.map(({ id }, i) => [id, simulated.nettingSets[from + i]]))
  return {
    ...common,
    discount: simulated.discount,
    hedges: byId(0, hedges),
    existing: byId(hedges.length, existing),
    assumptions: [
      ...assumptions,
      ...(claims.length > 0
        ? ['Credit contracts: values follow a lognormal spread; no jump at a default of the name']
        : []),
    ],
  }
}

/** The parts of one hedge or line; none, with the reason, where it has no simulated value. */
function setParts(
  id: string,
  legs: readonly { readonly instrument: Instrument; readonly scale: number; readonly endYears: number }[],
  { market }: ExposureInputs,
  excluded: { id: string; reason: string }[],
): SetParts[] {
  const trades: ExposureTrade[] = []
  const credit: SetParts['credit'][number][] = []
  for (const [i, { instrument, scale, endYears }] of legs.entries()) {
    if (isCredit(instrument)) {
      credit.push({ instrument, scale, endYears })
      continue
    }
    const found = exposureTrades(instrument, scale, `${id} ${i}`, market.valuation)
    if (found === null) {
      const reason =
        instrument.kind === 'bond future'
          ? 'settled daily through a clearing house: no exposure stays open'
          : `no closed form on the paths for a ${instrument.kind} of this kind`
      excluded.push({ id, reason })
      return []
    }
    trades.push(...found)
  }
  return [{ id, trades, credit }]
}

function longestYears(universe: readonly HedgeInstrument[], book: FundBook): number {
  const ends = [
    ...universe.flatMap(({ tenorYears, legs }) =>
      legs.map(({ instrument }) =>
        isCredit(instrument) ? Math.min(tenorYears, lastYears(instrument)) : lastYears(instrument),
      ),
    ),
    ...book.lines
      .filter(({ counterparty, instrument }) => counterparty !== null && isContract(instrument))
      .map(({ instrument }) => lastYears(instrument)),
  ]
  return Math.max(1, ...ends)
}

/** Currencies, inflations, equities and buckets of all contracts. */
function needsOf({ universe, book, market }: ExposureInputs): ExposureNeeds {
  const instruments = [
    ...universe.flatMap(({ legs }) => legs.map(({ instrument }) => instrument)),
    ...book.lines.filter(({ counterparty }) => counterparty !== null).map(({ instrument }) => instrument),
  ].filter((instrument) => isContract(instrument))
  const currencies = new Set<string>()
  const inflations = new Set<string>()
  const equities = new Set<string>()
  const buckets = new Set<string>()
  for (const instrument of instruments) {
    for (const field of [
      'currency',
      'againstCurrency',
      'buyCurrency',
      'sellCurrency',
      'receiveCurrency',
      'payCurrency',
    ]) {
      const value: unknown = (instrument as unknown as Record<string, unknown>)[field]
      if (typeof value === 'string') currencies.add(value)
    }
    if (instrument.kind === 'zero-coupon inflation swap') inflations.add(instrument.currency)
    if (instrument.kind === 'equity forward' || instrument.kind === 'equity option') {
      equities.add(instrument.index)
      const quote = market.valuation.equities[instrument.index]
      if (quote !== undefined) currencies.add(quote.currency)
    }
    if (isCredit(instrument)) buckets.add(instrument.bucket)
  }
  const sorted = (names: ReadonlySet<string>): string[] => [...names].toSorted()
  return {
    currencies: sorted(currencies),
    inflations: sorted(inflations),
    equities: sorted(equities),
    buckets: sorted(buckets),
  }
}

function creditJob(job: ExposureJob, claims: readonly CreditClaim[]): CreditExposureJob {
  const { walk, paths, pathsPerShard, shards, records, recordCount } = job
  const buffer = (): SharedArrayBuffer => new SharedArrayBuffer(8 * recordCount * paths)
  const buffers = { values: claims.map(buffer), paid: claims.map(buffer) }
  return { walk, paths, pathsPerShard, shards, records, claims, ...buffers }
}

/** Adds the credit contracts to the netting sets that own them. */
function addCredit(job: ExposureJob, credit: CreditExposureJob, owners: readonly number[]): void {
  const add = (target: SharedArrayBuffer, source: SharedArrayBuffer): void => {
    const into = new Float64Array(target)
    const from = new Float64Array(source)
    for (let i = 0; i < into.length; i++) into[i] += from[i]
  }
  for (const [c, set] of owners.entries()) {
    add(job.values[set], credit.values[c])
    add(job.paid[set], credit.paid[c])
  }
}

function claimToday(claim: CreditClaim, start: Float64Array): number {
  return (claim.exchange < 0 ? 1 : Math.exp(start[claim.exchange])) * creditClaimValue(claim, 0, start)
}

function requireMemory(values: number): void {
  const bytes = 3 * 8 * values
  if (bytes <= largestMemory) return
  throw new TuttiError(
    'invalid-input',
    'scenarios.exposure_paths needs more memory than an exposure simulation may take',
    {
      field: 'scenarios.exposure_paths',
      got: `${Math.round(bytes / 2 ** 20)} MB`,
      expected: `at most ${largestMemory / 2 ** 20} MB: fewer paths or fewer hedge instruments`,
    },
  )
}
