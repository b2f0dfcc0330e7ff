import { fillNormals, openStream } from '@tutti/analytics/random'

/** `count` independent standard normals; the same seed gives the same ones. */
export function normals(seed: number, count: number): Float64Array {
  const state = new Int32Array(4)
  openStream(seed, 0, 0, state)
  const values = new Float64Array(count)
  fillNormals(state, values, count)
  return values
}

/** A market in which a few factors move all assets. */
export interface FactorMarket {
  readonly assets: number
  /** Annual: the first factor is the market, which every asset follows. */
  readonly loadings: readonly Float64Array[]
  readonly ownVols: Float64Array
}

/** Assets with betas about 1 to a market factor of 16 %, loadings on nine lesser factors and 10 % to 40 % of own volatility. */
export function factorMarket(seed: number, assets: number): FactorMarket {
  const factors = 10
  const draws = normals(seed, assets * (factors + 1))
  const at = (i: number, k: number): number => draws[i * (factors + 1) + k]
  return {
    assets,
    loadings: Array.from({ length: assets }, (_, i) =>
      Float64Array.from({ length: factors }, (_, k) => (k === 0 ? 0.16 * (1 + 0.3 * at(i, 0)) : 0.04 * at(i, k))),
    ),
    ownVols: Float64Array.from({ length: assets }, (_, i) => 0.1 + 0.3 * Math.abs(Math.tanh(at(i, factors)))),
  }
}

/** Annual covariance matrix of a market, row after row. */
export function covarianceRows({ assets, loadings, ownVols }: FactorMarket): Float64Array[] {
  const rows = Array.from({ length: assets }, () => new Float64Array(assets))
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? ownVols[i] ** 2 : 0
      for (let k = 0; k < loadings[i].length; k++) sum += loadings[i][k] * loadings[j][k]
      rows[i][j] = sum
      rows[j][i] = sum
    }
  }
  return rows
}

/** Returns of `periods` months of a market (rows are periods), with t shocks of five degrees of freedom to all at once. */
export function monthlyReturns(seed: number, market: FactorMarket, periods: number): Float64Array[] {
  const { assets, loadings, ownVols } = market
  const factors = loadings[0].length
  const width = assets + factors + 5
  const draws = normals(seed, periods * width)
  return Array.from({ length: periods }, (_, t) => {
    const row = draws.subarray(t * width, (t + 1) * width)
    const chi = row.subarray(assets + factors).reduce((sum, z) => sum + z * z, 0)
    const scale = Math.sqrt(3 / chi / 12)
    return Float64Array.from({ length: assets }, (_, i) => {
      let move = ownVols[i] * row[i]
      for (let k = 0; k < factors; k++) move += loadings[i][k] * row[assets + k]
      return 0.06 / 12 + scale * move
    })
  })
}

/** Numbers and lists one after another, as the rivals read them. */
export function laidOut(...parts: readonly (number | ArrayLike<number>)[]): Float64Array {
  const lists = parts.map((part) => (typeof part === 'number' ? [part] : part))
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all
}
