import type { GarchFit } from './garch-fit.ts'
import type { GarchForm } from './garch-recursion.ts'

/**
 * One step of a variance equation as a function of its state: entry 0 is the variance of the coming period; the rest is
 * what the form remembers. Called with that period's shock it moves the state on by one.
 */
export function garchAdvance(
  { variance, archLags: p = 1, garchLags: q = 1 }: GarchForm,
  equation: Float64Array,
  meanAbsolute: number,
): (state: Float64Array, shock: number) => void {
  const [omega, second, third, fourth, fifth] = equation
  if (variance === 'egarch') {
    // h, z of the last p periods
    const beta = equation[1 + 2 * p]
    return (state, shock) => {
      for (let i = p; i > 1; i--) state[i] = state[i - 1]
      state[1] = shock / Math.sqrt(state[0])
      let log = omega + beta * Math.log(state[0])
      for (let i = 0; i < p; i++) {
        const z = state[1 + i]
        log += equation[1 + i] * (Math.abs(z) - meanAbsolute) + equation[1 + p + i] * z
      }
      state[0] = Math.exp(log)
    }
  }
  if (variance === 'aparch') {
    return (state, shock) => {
      const news = (Math.abs(shock) - third * shock) ** fifth
      state[0] = (omega + second * news + fourth * state[0] ** (fifth / 2)) ** (2 / fifth)
    }
  }
  if (variance === 'component') {
    // h, q
    return (state, shock) => {
      const square = shock * shock
      const permanent = omega + second * (state[1] - omega) + third * (square - state[0])
      state[0] = permanent + fourth * (square - state[1]) + fifth * (state[0] - state[1])
      state[1] = permanent
    }
  }
  // h, the last p shocks, the last q variances
  const gammaAt = 1 + p
  const betaAt = variance === 'gjr' ? 1 + 2 * p : 1 + p
  return (state, shock) => {
    for (let i = p; i > 1; i--) state[i] = state[i - 1]
    for (let j = p + q; j > p + 1; j--) state[j] = state[j - 1]
    state[1] = shock
    if (q > 0) state[p + 1] = state[0]
    let h = omega
    for (let i = 0; i < p; i++) {
      const e = state[1 + i]
      h += (equation[1 + i] + (variance === 'gjr' && e < 0 ? equation[gammaAt + i] : 0)) * e * e
    }
    for (let j = 0; j < q; j++) h += equation[betaAt + j] * state[p + 1 + j]
    state[0] = h
  }
}

/** The state at the last observation of a fit, before `garchAdvance` is given its shock. */
export function lastGarchState(
  { variance, archLags: p = 1, garchLags: q = 1 }: GarchForm,
  equation: Float64Array,
  { shocks, variances }: Pick<GarchFit, 'shocks' | 'variances'>,
): Float64Array {
  const end = shocks.length - 1
  if (variance === 'aparch') return Float64Array.of(variances[end])
  if (variance === 'component') return Float64Array.of(variances[end], permanentPart(equation, shocks, variances))
  const before = Array.from({ length: p }, (_, i) => end - 1 - i)
  if (variance === 'egarch') {
    return Float64Array.from([variances[end], ...before.map((t) => shocks[t] / Math.sqrt(variances[t]))])
  }
  return Float64Array.from([
    variances[end],
    ...before.map((t) => shocks[t]),
    ...Array.from({ length: q }, (_, j) => variances[end - 1 - j]),
  ])
}

/** The permanent part of the component form at the last observation. */
function permanentPart([omega, rho, phi]: Float64Array, shocks: Float64Array, variances: Float64Array): number {
  const n = shocks.length
  const presample = shocks.reduce((sum, e) => sum + e * e, 0) / n
  let permanent = omega + rho * (presample - omega)
  for (let t = 0; t < n - 1; t++) {
    permanent = omega + rho * (permanent - omega) + phi * (shocks[t] ** 2 - variances[t])
  }
  return permanent
}
