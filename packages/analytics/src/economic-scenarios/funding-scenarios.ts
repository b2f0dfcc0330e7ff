import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { g2BondCoefficients, ornsteinUhlenbeckLoading as loading } from '../models/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { type EconomicScenarios, variableIndex } from './economic-scenarios.ts'

/** One holding of the asset mix, rebalanced to its weight at each step. */
export interface ScenarioAsset {
  readonly weight: number
  /** `cash`, or a bond kept at its tenor, or an inflation-linked bond, or a share index of the economy. */
  readonly kind: 'cash' | 'bond' | 'inflation-linked' | 'equity'
  /** Of cash and bonds. */
  readonly currency?: string
  readonly tenorYears?: number
  /** Region of an inflation-linked bond, its payments following the index. */
  readonly region?: string
  /** Class of credit of a bond; absent for a government bond. */
  readonly spread?: string
  /** Name of the share index. */
  readonly equity?: string
}

/** Liabilities in one currency, as expected today. */
export interface ScenarioLiabilities {
  readonly currency: string
  readonly payments: readonly {
    readonly timeYears: number
    /** Money, as if there were no inflation. */
    readonly amount: number
    /** Share of the payment that follows the price index, 0 to 1. */
    readonly indexedShare: number
  }[]
  /** Region whose price index is followed; null where nothing is indexed. */
  readonly region: string | null
  /** Deaths: an average force of mortality a year and the volatility of its logarithm, a random walk. */
  readonly longevity: { readonly force: number; readonly volAnnual: number }
  /**
   * Lapses: a base rate a year that grows by `sensitivity` for each unit by which the zero rate of `tenorYears` exceeds the
   * credited rate, between 0 and `cap`; a lapsing holder gets `surrenderShare` of the value.
   */
  readonly lapse: {
    readonly base: number
    readonly sensitivity: number
    readonly creditedRate: number
    readonly tenorYears: number
    readonly cap: number
    readonly surrenderShare: number
  } | null
}

/** Funded ratios of an asset mix against liabilities, path by path. */
export interface FundingScenarios {
  readonly timesYears: readonly number[]
  /** Assets, value of what is still to be paid, and their ratio: steps + 1 rows of one value a path. */
  readonly assets: readonly Float64Array[]
  readonly liabilities: readonly Float64Array[]
  readonly fundedRatios: readonly Float64Array[]
  /** Paid in each step, lapses included: mean over the paths. */
  readonly meanPayments: readonly number[]
}

const longevityStream = 42

/**
 * An asset mix and liabilities through the same economic scenarios. At each step assets earn their returns, pay what is due
 * (payments within a step with interest to its end)
 * and are rebalanced; liabilities are valued on the scenario's own curve, expected inflation, mortality and lapses.
 *
 * Bonds are sold after a step with the rest of their tenor; a credit bond earns its spread less `lossShareOfSpread` of it
 * for defaults. Money of other currencies moves with its exchange rate. Mortality draws from streams of its own (`seed`).
 *
 * Throws `invalid-input` for weights that do not sum to 1 (to 1e-9), unknown names or payments after 150 years.
 */
export function fundingScenarios(
  scenarios: EconomicScenarios,
  initialAssets: number,
  mix: readonly ScenarioAsset[],
  liabilities: ScenarioLiabilities,
  { seed, lossShareOfSpread }: { readonly seed: number; readonly lossShareOfSpread: number },
): FundingScenarios {
  requirePositive(initialAssets, 'initialAssets')
  requireInRange(lossShareOfSpread, 0, 1, 'lossShareOfSpread')
  const total = mix.reduce((sum, { weight }, i) => sum + requireFinite(weight, `mix[${i}].weight`), 0)
  if (!(Math.abs(total - 1) < 1e-9)) {
    throw new TuttiError('invalid-input', `the weights of the mix sum to ${total}`, {
      field: 'mix',
      got: `${total}`,
      expected: '1',
    })
  }
  const { timesYears, paths, values, variables } = scenarios
  const steps = timesYears.length - 1
  const last = Math.max(...liabilities.payments.map(({ timeYears }) => timeYears))
  if (!(last > timesYears[steps] + 1e-9)) {
    throw new TuttiError(
      'invalid-input',
      `the last payment (${last} years) is not after the horizon (${timesYears[steps]} years): no liability is left to fund`,
      {
        field: 'liabilities.payments',
        got: `${last}`,
        expected: `a payment after ${timesYears[steps]} years, or a shorter horizon`,
      },
    )
  }
  const dt = timesYears[1]
  const width = variables.length
  const returns = mix.map((asset, i) => assetReturn(scenarios, asset, lossShareOfSpread, `mix[${i}]`))
  const valuation = liabilityValuation(scenarios, liabilities)
  const row = (): Float64Array => new Float64Array(paths)
  const assets = timesYears.map(row)
  const owed = timesYears.map(row)
  const meanPayments = timesYears.map(() => 0)
  const state = new Int32Array(4)
  const normals = new Float64Array(steps)
  for (let path = 0; path < paths; path++) {
    openStream(seed, longevityStream, path, state)
    fillNormals(state, normals, steps)
    let [logForce, survivors, wealth] = [0, 1, initialAssets]
    const at = (step: number): number => (path * timesYears.length + step) * width
    assets[0][path] = wealth
    owed[0][path] = valuation.value(0, at(0), 1, survivors)
    for (let step = 1; step <= steps; step++) {
      let grown = 0
      for (let i = 0; i < mix.length; i++) grown += mix[i].weight * returns[i](values, at(step - 1), at(step), step)
      wealth *= grown
      const force = liabilities.longevity.force
      survivors *= Math.exp(-force * Math.expm1(logForce) * dt)
      const lapseRate = valuation.lapseRate(step - 1, at(step - 1))
      const cashGrowth = Math.exp(values[at(step) + 2] - values[at(step - 1) + 2])
      let paid = survivors * valuation.due(step, at(step), cashGrowth)
      const before = valuation.value(step, at(step), Math.exp(logForce), survivors)
      const lapsing = -Math.expm1(-lapseRate * dt)
      paid += (liabilities.lapse?.surrenderShare ?? 0) * lapsing * before
      survivors *= 1 - lapsing
      logForce +=
        liabilities.longevity.volAnnual * Math.sqrt(dt) * normals[step - 1] -
        (liabilities.longevity.volAnnual ** 2 * dt) / 2
      wealth -= paid
      meanPayments[step] += paid / paths
      assets[step][path] = wealth
      owed[step][path] = valuation.value(step, at(step), Math.exp(logForce), survivors)
    }
  }
  const fundedRatios = assets.map((row_, step) =>
    row_.map((value, path) => (owed[step][path] > 0 ? value / owed[step][path] : Infinity)),
  )
  return { timesYears, assets, liabilities: owed, fundedRatios, meanPayments }
}

type StepReturn = (values: Float64Array, before: number, after: number, step: number) => number

/** One plus the return over a step in the base currency, from the places of the rows before and after. */
function assetReturn(scenarios: EconomicScenarios, asset: ScenarioAsset, lossShare: number, field: string): StepReturn {
  const { economy, timesYears } = scenarios
  const dt = timesYears[1]
  const currencyOf =
    asset.kind === 'equity' ? economy.equities.find(({ name }) => name === asset.equity)?.currency : asset.currency
  const c = economy.currencies.findIndex(({ currency }) => currency === currencyOf)
  if (c < 0) {
    throw new TuttiError(
      'invalid-input',
      `${field} is of ${asset.equity ?? asset.currency ?? 'nothing'}, which is no currency or share index of the economy`,
      {
        field,
        got: asset.equity ?? asset.currency ?? 'none',
        expected: [
          ...economy.currencies.map(({ currency }) => currency),
          ...economy.equities.map(({ name }) => name),
        ].join(', '),
      },
    )
  }
  const exchange = c === 0 ? -1 : variableIndex(scenarios, `logExchange ${economy.currencies[c].currency}`)
  const inBase = (values: Float64Array, before: number, after: number): number =>
    exchange < 0 ? 0 : values[after + exchange] - values[before + exchange]
  if (asset.kind === 'equity') {
    const place = variableIndex(scenarios, `logEquity ${asset.equity}`)
    return (values, before, after) =>
      Math.exp(values[after + place] - values[before + place] + inBase(values, before, after))
  }
  if (asset.kind === 'cash') {
    return (values, before, after) =>
      Math.exp(values[after + 3 * c + 2] - values[before + 3 * c + 2] + inBase(values, before, after))
  }
  const tenor = requirePositive(asset.tenorYears ?? NaN, `${field}.tenorYears`)
  if (tenor < dt) requireInRange(tenor, dt, 100, `${field}.tenorYears`)
  const model = economy.currencies[c]
  const spread = asset.spread === undefined ? -1 : variableIndex(scenarios, `spread ${asset.spread}`)
  const bought = timesYears.map((t) => g2BondCoefficients(model, t, t + tenor))
  const sold = timesYears.map((t) => g2BondCoefficients(model, t, t + tenor - dt))
  const logPrice = (coefficients: (typeof bought)[number], values: Float64Array, at: number, term: number): number =>
    coefficients.intercept -
    coefficients.loadingX * values[at + 3 * c] -
    coefficients.loadingY * values[at + 3 * c + 1] -
    (spread < 0 ? 0 : values[at + spread] * term)
  const linked = asset.kind === 'inflation-linked' ? linkedTerms(scenarios, asset.region ?? '') : undefined
  return (values, before, after, step) => {
    let log = logPrice(sold[step], values, after, tenor - dt) - logPrice(bought[step - 1], values, before, tenor)
    if (spread >= 0) log -= lossShare * values[before + spread] * dt
    if (linked !== undefined) {
      log += values[after + linked.prices] - values[before + linked.prices]
      log += linked.expected(values, after, tenor - dt) - linked.expected(values, before, tenor)
    }
    return Math.exp(log + inBase(values, before, after))
  }
}

/** Places of a region's inflation and prices, and the log growth of the index that is expected over a term. */
function linkedTerms(scenarios: EconomicScenarios, region: string) {
  const rate = variableIndex(scenarios, `inflation ${region}`)
  const { longRun, reversion } = scenarios.economy.inflation.find((each) => each.region === region) ?? {
    longRun: 0,
    reversion: 1,
  }
  return {
    prices: variableIndex(scenarios, `logPrices ${region}`),
    expected: (values: Float64Array, at: number, term: number): number =>
      longRun * term + (values[at + rate] - longRun) * loading(reversion, term),
  }
}

/** How liabilities are valued at a row of the scenarios. */
function liabilityValuation(scenarios: EconomicScenarios, liabilities: ScenarioLiabilities) {
  const { economy, timesYears, values } = scenarios
  const { payments, longevity, lapse, region } = liabilities
  const c = economy.currencies.findIndex(({ currency }) => currency === liabilities.currency)
  if (c !== 0) {
    throw new TuttiError('invalid-input', 'liabilities are in the base currency of the economy', {
      field: 'liabilities.currency',
      got: liabilities.currency,
      expected: economy.currencies[0].currency,
    })
  }
  requireNonNegative(longevity.force, 'longevity.force')
  requireNonNegative(longevity.volAnnual, 'longevity.volAnnual')
  payments.forEach(({ timeYears, amount, indexedShare }, i) => {
    requireInRange(timeYears, 0, 150, `payments[${i}].timeYears`)
    requireNonNegative(amount, `payments[${i}].amount`)
    requireInRange(indexedShare, 0, 1, `payments[${i}].indexedShare`)
    if (indexedShare > 0 && region === null) {
      throw new TuttiError('invalid-input', `payments[${i}] follows prices, but no region is given`, {
        field: 'region',
        got: 'null',
        expected: economy.inflation.map((each) => each.region).join(', '),
      })
    }
  })
  const model = economy.currencies[0]
  const linked = region === null ? undefined : linkedTerms(scenarios, region)
  const coefficients = timesYears.map((t) =>
    payments.map(({ timeYears }) => (timeYears > t + 1e-9 ? g2BondCoefficients(model, t, timeYears) : undefined)),
  )
  const lapseBonds = timesYears.map((t) =>
    lapse === null
      ? undefined
      : g2BondCoefficients(model, t, t + requirePositive(lapse.tenorYears, 'lapse.tenorYears')),
  )
  const lapseRate = (step: number, at: number): number => {
    const bond = lapseBonds[step]
    if (lapse === null || bond === undefined) return 0
    const rate = (bond.loadingX * values[at] + bond.loadingY * values[at + 1] - bond.intercept) / lapse.tenorYears
    return Math.min(lapse.cap, Math.max(0, lapse.base + lapse.sensitivity * (rate - lapse.creditedRate)))
  }
  /** A payment's growth with prices up to a row, and beyond it as expected there. */
  const growth = (share: number, at: number, term: number): number =>
    share === 0 || linked === undefined
      ? 1
      : 1 - share + share * Math.exp(values[at + linked.prices] + linked.expected(values, at, term))
  return {
    lapseRate,
    /**
     * What falls due in the step that ends at a row, if all holders survive as expected, with the interest of a bank account
     * from the day of the payment to the end of the step.
     */
    due: (step: number, at: number, cashGrowth: number): number => {
      const [start, end] = [timesYears[step - 1], timesYears[step]]
      let sum = 0
      for (const { timeYears, amount, indexedShare } of payments) {
        if (timeYears <= start + 1e-9 || timeYears > end + 1e-9) continue
        sum += amount * growth(indexedShare, at, 0) * cashGrowth ** (Math.max(0, end - timeYears) / (end - start))
      }
      return sum
    },
    /** Value of what is still to be paid: the force of mortality stays at its multiple, lapses at their rate (less what they cost). */
    value: (step: number, at: number, forceMultiple: number, survivors: number): number => {
      const t = timesYears[step]
      const extraForce = longevity.force * (forceMultiple - 1)
      const leaving = lapseRate(step, at) * (1 - (lapse?.surrenderShare ?? 0))
      let sum = 0
      payments.forEach(({ timeYears, amount, indexedShare }, i) => {
        const bond = coefficients[step][i]
        if (bond === undefined) return
        const term = timeYears - t
        const price = Math.exp(bond.intercept - bond.loadingX * values[at] - bond.loadingY * values[at + 1])
        sum += amount * growth(indexedShare, at, term) * price * Math.exp(-(extraForce + leaving) * term)
      })
      return survivors * sum
    },
  }
}
