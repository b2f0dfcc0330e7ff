import { portableExp, portableLog } from '../math/index.ts'

/** How genes are mixed and changed. */
export interface GeneticOperators {
  /** Probability that two parents are crossed. */
  readonly crossoverProbability: number
  /** Distribution index of simulated binary crossover: higher keeps children nearer to their parents. */
  readonly crossoverIndex: number
  /** Probability that a gene is mutated. */
  readonly mutationProbability: number
  /** Distribution index of polynomial mutation: higher changes less. */
  readonly mutationIndex: number
}

/** x^y for x > 0, with the same bits on every machine. */
const power = (x: number, y: number): number => portableExp(y * portableLog(x))

/**
 * Simulated binary crossover within bounds, in place: each gene is crossed with probability ½. Source: Deb & Agrawal
 * (1995), Complex Systems 9; bounds as in Deb's published program.
 */
export function crossGenes(
  a: Float64Array,
  b: Float64Array,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  index: number,
  draw: () => number,
): void {
  for (let j = 0; j < a.length; j++) {
    if (draw() > 0.5 || Math.abs(a[j] - b[j]) <= 1e-14) continue
    const low = Math.min(a[j], b[j])
    const high = Math.max(a[j], b[j])
    const u = draw()
    const child = (room: number, sign: number): number => {
      const beta = 1 + (2 * room) / (high - low)
      const alpha = 2 - power(beta, -(index + 1))
      const spread = u <= 1 / alpha ? power(u * alpha, 1 / (index + 1)) : power(1 / (2 - u * alpha), 1 / (index + 1))
      const value = 0.5 * (low + high + sign * spread * (high - low))
      return Math.min(Math.max(value, lower[j]), upper[j])
    }
    const near = child(low - lower[j], -1)
    const far = child(upper[j] - high, 1)
    const swapped = draw() <= 0.5
    a[j] = swapped ? far : near
    b[j] = swapped ? near : far
  }
}

/** Polynomial mutation within bounds, in place. Source: Deb & Goyal (1996); bounds as in Deb's published program. */
export function mutateGenes(
  genes: Float64Array,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  { mutationProbability, mutationIndex }: GeneticOperators,
  draw: () => number,
): void {
  for (let j = 0; j < genes.length; j++) {
    const range = upper[j] - lower[j]
    if (draw() >= mutationProbability || !(range > 0)) continue
    const u = draw()
    const order = 1 / (mutationIndex + 1)
    const below = u < 0.5
    const room = 1 - (below ? genes[j] - lower[j] : upper[j] - genes[j]) / range
    const rest = room > 0 ? power(room, mutationIndex + 1) : 0
    const change = below
      ? power(2 * u + (1 - 2 * u) * rest, order) - 1
      : 1 - power(2 * (1 - u) + 2 * (u - 0.5) * rest, order)
    genes[j] = Math.min(Math.max(genes[j] + change * range, lower[j]), upper[j])
  }
}
