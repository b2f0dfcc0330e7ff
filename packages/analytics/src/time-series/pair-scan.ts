import { requireSample, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'
import { type LagChoice, schwertLag, significantT } from './adf-test.ts'
import { dot } from './column-regression.ts'
import { trendResiduals } from './kpss-test.ts'
import { mackinnonPValue } from './mackinnon.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'

export interface PairScanOptions {
  readonly terms: DeterministicTerms
  readonly lagChoice: LagChoice
  /**
   * `first-on-second` regresses the earlier series of a pair on the later one; `both` tests both ways, takes the stronger and
   * doubles its p-value (Bonferroni).
   */
  readonly direction: 'first-on-second' | 'both'
}

/** Engle-Granger tests of all pairs, as columns of equal length: pair (0, 1), (0, 2), ..., (1, 2), ... */
export interface PairScan {
  readonly first: Int32Array
  readonly second: Int32Array
  /** 1 where the later series is regressed on the earlier one, 0 the other way round. */
  readonly reversed: Uint8Array
  /** NaN where the pair is collinear. */
  readonly statistic: Float64Array
  /** 1 where the pair is collinear: such a pair is no evidence. */
  readonly pValue: Float64Array
  readonly hedgeRatio: Float64Array
  readonly lags: Int32Array
  /** Half-life of the spread in observations, from its AR(1) coefficient without lags; NaN where it does not revert. */
  readonly halfLife: Float64Array
  readonly observations: number
}

/** Buffers that every pair reuses. */
interface Workspace {
  readonly spread: Float64Array
  readonly change: Float64Array
  /** Products of lagged differences, (maxLag + 1)^2, over the sample that all lags share. */
  readonly products: Float64Array
  /** Products of the level with each lagged difference. */
  readonly levelProducts: Float64Array
  readonly lower: Float64Array
  readonly weights: Float64Array
}

/**
 * Engle-Granger tests of every pair of `series` (columns of equal length), with the statistics of `engleGrangerTest`.
 *
 * Every series is freed from its deterministic terms once. A pair then costs one pass for its spread, one for the
 * autoproducts of its differences (from which every lag's regression follows by recursion) and a Cholesky factorisation:
 * O(n maxLag + maxLag^3), nothing is allocated. p-values are asymptotic (MacKinnon 1994) and not corrected for the number of
 * pairs. Throws `not-applicable` where a series is constant, or follows its trend exactly.
 * Source: Engle & Granger, Econometrica 55 (1987).
 */
export function pairScan(series: readonly Sample[], options: PairScanOptions): PairScan {
  const { terms, lagChoice, direction } = options
  const count = series.length
  if (count < 2) {
    throw new TuttiError('invalid-input', `pairs need at least 2 series, got ${count}`, {
      field: 'series',
      got: `${count} series`,
      expected: 'at least 2',
    })
  }
  const n = series[0].length
  const freed = series.map((values, i) => {
    requireSample(values, 20, `series[${i}]`)
    if (values.length !== n) {
      throw new TuttiError('invalid-input', `series[${i}] must be as long as series[0]`, {
        field: `series[${i}]`,
        got: `${values.length} values`,
        expected: `${n} values`,
      })
    }
    return terms === 'n' ? Float64Array.from(values) : trendResiduals(values, terms)
  })
  const squares = freed.map((values) => dot(values, values))
  const scales = series.map((values) => dot(values, values))
  const maxLag = 'lags' in lagChoice ? lagChoice.lags : (lagChoice.maxLag ?? schwertLag(n, 'n'))
  const longest = Math.floor(n / 2) - 1
  if (!(Number.isInteger(maxLag) && maxLag >= 0 && maxLag <= longest)) {
    throw new TuttiError('invalid-input', `the lags must be a whole number in [0, ${longest}], got ${maxLag}`, {
      field: 'lagChoice',
      got: String(maxLag),
      expected: `a whole number in [0, ${longest}]`,
    })
  }
  const criterion = 'lags' in lagChoice ? undefined : lagChoice.criterion
  const size = maxLag + 2
  const work: Workspace = {
    spread: new Float64Array(n),
    change: new Float64Array(n - 1),
    products: new Float64Array(size * size),
    levelProducts: new Float64Array(size),
    lower: new Float64Array(size * size),
    weights: new Float64Array(size),
  }
  const pairs = (count * (count - 1)) / 2
  const scan: PairScan = {
    first: new Int32Array(pairs),
    second: new Int32Array(pairs),
    reversed: new Uint8Array(pairs),
    statistic: new Float64Array(pairs),
    pValue: new Float64Array(pairs),
    hedgeRatio: new Float64Array(pairs),
    lags: new Int32Array(pairs),
    halfLife: new Float64Array(pairs),
    observations: n,
  }
  const test = new Float64Array(3)
  const crossProducts = new Float64Array(count)
  let pair = 0
  for (let i = 0; i < count; i++) {
    productsWithLater(freed, i, crossProducts)
    for (let j = i + 1; j < count; j++) {
      const product = crossProducts[j]
      scan.first[pair] = i
      scan.second[pair] = j
      scan.statistic[pair] = NaN
      scan.halfLife[pair] = NaN
      for (let way = 0; way < (direction === 'both' ? 2 : 1); way++) {
        const y = way === 0 ? i : j
        const x = way === 0 ? j : i
        const ratio = product / squares[x]
        spreadTest(freed[y], freed[x], ratio, scales[y], maxLag, criterion, work, test)
        // NaN, a collinear pair, is never stronger.
        if (way === 0 || test[0] < scan.statistic[pair]) {
          scan.statistic[pair] = test[0]
          scan.lags[pair] = test[1]
          scan.halfLife[pair] = test[2]
          scan.hedgeRatio[pair] = ratio
          scan.reversed[pair] = way
        }
      }
      const statistic = scan.statistic[pair]
      const single = Number.isNaN(statistic) ? 1 : mackinnonPValue(statistic, terms, 2)
      scan.pValue[pair] = direction === 'both' ? Math.min(1, 2 * single) : single
      pair++
    }
  }
  return scan
}

/** Scalar products of series i with each later one, four at a time: four sums that do not wait for one another. */
function productsWithLater(series: readonly Float64Array[], i: number, out: Float64Array): void {
  const own = series[i]
  const n = own.length
  let j = i + 1
  for (; j + 3 < series.length; j += 4) {
    const p = series[j]
    const q = series[j + 1]
    const r = series[j + 2]
    const s = series[j + 3]
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let t = 0; t < n; t++) {
      const value = own[t]
      a += value * p[t]
      b += value * q[t]
      c += value * r[t]
      d += value * s[t]
    }
    out[j] = a
    out[j + 1] = b
    out[j + 2] = c
    out[j + 3] = d
  }
  for (; j < series.length; j++) out[j] = dot(own, series[j])
}

/** Writes t statistic, lag and half-life of the spread y - ratio x into `out`. */
function spreadTest(
  y: Float64Array,
  x: Float64Array,
  ratio: number,
  scale: number,
  maxLag: number,
  criterion: 'aic' | 'bic' | 't-stat' | undefined,
  work: Workspace,
  out: Float64Array,
): void {
  const { spread, change } = work
  const n = y.length
  let levelSquares = 0
  let levelChanges = 0
  let before = y[0] - ratio * x[0]
  spread[0] = before
  for (let t = 1; t < n; t++) {
    const value = y[t] - ratio * x[t]
    const step = value - before
    spread[t] = value
    change[t - 1] = step
    levelSquares += before * before
    levelChanges += before * step
    before = value
  }
  out[0] = NaN
  out[1] = maxLag
  out[2] = NaN
  const last = spread[n - 1]
  if (!(levelSquares + last * last > 1e-24 * scale)) return
  const shared = lagProducts(work, maxLag, n)
  const lag = criterion === undefined ? maxLag : bestLag(work, maxLag, n, shared, criterion)
  out[1] = lag
  let level = shared
  for (let k = maxLag - 1; k >= lag; k--) {
    lengthenSample(work, maxLag, lag, k)
    level += spread[k] * spread[k]
  }
  out[0] = levelStatistic(work, maxLag, lag, n, level)
  // AR(1) coefficient of the whole spread: sum u_t u_(t-1) / sum u_(t-1)^2, by u_t = u_(t-1) + change.
  const coefficient = 1 + levelChanges / levelSquares
  if (coefficient > 0 && coefficient < 1) out[2] = -Math.LN2 / Math.log(coefficient)
}

/**
 * products[i][j] = sum over rows k = maxLag .. n - 2 of change[k - i] change[k - j], and levelProducts[j] = sum of
 * spread[k] change[k - j]: the first row in passes of several sums, the rest by shifting the window by one. Returns the sum
 * of squares of the level over these rows.
 */
function lagProducts({ spread, change, products, levelProducts }: Workspace, maxLag: number, n: number): number {
  const size = maxLag + 2
  const end = n - 1
  let h = 0
  for (; h + 3 <= maxLag; h += 4) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let k = maxLag; k < end; k++) {
      const value = change[k]
      a += value * change[k - h]
      b += value * change[k - h - 1]
      c += value * change[k - h - 2]
      d += value * change[k - h - 3]
    }
    products[h] = a
    products[h + 1] = b
    products[h + 2] = c
    products[h + 3] = d
  }
  // What is left, up to three lags (where fewer, the last is summed again), with the products of the level.
  const rest = Math.min(h, maxLag)
  const middle = Math.min(h + 1, maxLag)
  let first = 0
  let second = 0
  let third = 0
  let levels = 0
  let squares = 0
  for (let k = maxLag; k < end; k++) {
    const value = change[k]
    const level = spread[k]
    first += value * change[k - rest]
    second += value * change[k - middle]
    third += value * change[k - maxLag]
    levels += level * value
    squares += level * level
  }
  products[rest] = first
  products[middle] = second
  products[maxLag] = third
  levelProducts[0] = levels
  for (let i = 1; i <= maxLag; i++) {
    const entering = change[maxLag - i]
    const leaving = change[n - 1 - i]
    for (let j = i; j <= maxLag; j++) {
      products[i * size + j] =
        products[(i - 1) * size + j - 1] + entering * change[maxLag - j] - leaving * change[n - 1 - j]
    }
  }
  for (let j = 0; j < maxLag; j++) {
    levelProducts[j + 1] =
      levelProducts[j] +
      spread[maxLag - 1] * change[maxLag - 1 - j] -
      spread[n - 2] * change[n - 2 - j] +
      products[size + j + 1]
  }
  return squares
}

/** Adds row k to the products of lags up to `lag`. */
function lengthenSample(
  { spread, change, products, levelProducts }: Workspace,
  maxLag: number,
  lag: number,
  k: number,
): void {
  const size = maxLag + 2
  for (let i = 0; i <= lag; i++) {
    const value = change[k - i]
    levelProducts[i] += spread[k] * value
    for (let j = i; j <= lag; j++) products[i * size + j] += value * change[k - j]
  }
}

/** The lag that the criterion picks among regressions of the change on the level and 0 .. maxLag lagged changes. */
function bestLag(
  work: Workspace,
  maxLag: number,
  n: number,
  levelSquares: number,
  criterion: 'aic' | 'bic' | 't-stat',
): number {
  const { products, levelProducts, lower, weights } = work
  const size = maxLag + 2
  const count = n - maxLag - 1
  const penalty = criterion === 'aic' ? 2 : Math.log(count)
  let residual = products[0]
  let best = 0
  let bestValue = Infinity
  // Row r of the factor: the level for r = 0, the change at lag r for r > 0.
  for (let r = 0; r <= maxLag; r++) {
    for (let c = 0; c <= r; c++) {
      let value = r === 0 ? levelSquares : c === 0 ? levelProducts[r] : products[c * size + r]
      for (let k = 0; k < c; k++) value -= lower[r * size + k] * lower[c * size + k]
      if (c < r) lower[r * size + c] = value / lower[c * size + c]
      else lower[r * size + r] = Math.sqrt(Math.max(value, 0))
    }
    let value = r === 0 ? levelProducts[0] : products[r]
    for (let k = 0; k < r; k++) value -= lower[r * size + k] * weights[k]
    weights[r] = value / lower[r * size + r]
    residual -= weights[r] * weights[r]
    if (!(residual > 0)) return best
    if (criterion === 't-stat') {
      // The longest lag whose last coefficient is significant: later ones overwrite earlier ones.
      const t = Math.abs(weights[r]) / Math.sqrt(residual / (count - r - 1))
      if (r > 0 && t >= significantT) best = r
    } else {
      const value2 = count * Math.log(residual / count) + penalty * (r + 1)
      if (value2 < bestValue) {
        best = r
        bestValue = value2
      }
    }
  }
  return best
}

/** t statistic of the level in the regression of the change on `lag` lagged changes and the level. */
function levelStatistic(work: Workspace, maxLag: number, lag: number, n: number, levelSquares: number): number {
  const { products, levelProducts, lower, weights } = work
  const size = maxLag + 2
  let residual = products[0]
  for (let r = 0; r <= lag; r++) {
    const isLevel = r === lag
    for (let c = 0; c <= r; c++) {
      let value = isLevel ? (c === lag ? levelSquares : levelProducts[c + 1]) : products[(c + 1) * size + r + 1]
      for (let k = 0; k < c; k++) value -= lower[r * size + k] * lower[c * size + k]
      if (c < r) lower[r * size + c] = value / lower[c * size + c]
      else lower[r * size + r] = Math.sqrt(Math.max(value, 0))
    }
    let value = isLevel ? levelProducts[0] : products[r + 1]
    for (let k = 0; k < r; k++) value -= lower[r * size + k] * weights[k]
    weights[r] = value / lower[r * size + r]
    residual -= weights[r] * weights[r]
  }
  if (!(residual > 1e-14 * products[0])) return NaN
  return weights[lag] / Math.sqrt(residual / (n - lag - 1 - lag - 1))
}
