/** Minimiser of ½y'Cy - Σ bᵢ ln yᵢ and how it was reached. */
export interface BarrierMinimum {
  readonly y: Float64Array
  /** Largest |yᵢ(Cy)ᵢ - bᵢ| relative to Σb. */
  readonly residual: number
  /** Products with C. */
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Minimiser y > 0 of ½y'Cy - Σ bᵢ ln yᵢ for a correlation matrix C (by rows) and b > 0: sweeps of cyclical coordinate
 * descent, then Newton steps whose linear systems are solved by preconditioned conjugate gradients, each step cut so that
 * y stays positive and the objective falls.
 *
 * At the minimum yᵢ(Cy)ᵢ = bᵢ. Where all correlations are at least zero, the scaled Hessian has its eigenvalues in [1, 2]
 * there, so that about fifteen products with C are a Newton step to full precision whatever the size.
 *
 * Source: Spinu (2013), An algorithm for computing risk parity weights; Griveau-Billion, Richard and Roncalli (2013), A
 * fast algorithm for computing high-dimensional risk parity portfolios.
 */
export function barrierMinimum(
  correlation: Float64Array,
  b: Float64Array,
  start: Float64Array,
  sweeps: number,
): BarrierMinimum {
  const n = b.length
  const y = Float64Array.from(start)
  let total = 0
  for (let i = 0; i < n; i++) total += b[i]
  for (let sweep = 0; sweep < sweeps; sweep++) coordinateSweep(correlation, b, y)
  const product = new Float64Array(n)
  const gradient = new Float64Array(n)
  const diagonal = new Float64Array(n)
  const step = new Float64Array(n)
  const stepProduct = new Float64Array(n)
  const trial = new Float64Array(n)
  const r = new Float64Array(n)
  const z = new Float64Array(n)
  const p = new Float64Array(n)
  const q = new Float64Array(n)
  let iterations = sweeps + 1
  multiply(correlation, y, product)
  let residual = Infinity
  for (let newton = 0; newton < 100; newton++) {
    residual = 0
    for (let i = 0; i < n; i++) {
      const gap = y[i] * product[i] - b[i]
      residual = Math.max(residual, Math.abs(gap))
      gradient[i] = gap / y[i]
      diagonal[i] = b[i] / (y[i] * y[i])
    }
    residual /= total
    if (!(residual > 4e-16)) break
    // Conjugate gradients on (C + diagonal) step = -gradient.
    let rz = 0
    for (let i = 0; i < n; i++) {
      step[i] = 0
      stepProduct[i] = 0
      r[i] = -gradient[i]
      z[i] = r[i] / (1 + diagonal[i])
      p[i] = z[i]
      rz += r[i] * z[i]
    }
    const target = rz * Math.max(1e-20, Math.min(0.01, (residual * n) ** 2))
    let decrement = 0
    for (let k = 0; k < 4 * n + 20 && rz > target; k++) {
      multiply(correlation, p, q)
      iterations++
      let curvature = 0
      for (let i = 0; i < n; i++) curvature += p[i] * (q[i] + diagonal[i] * p[i])
      if (!(curvature > 0)) break
      const alpha = rz / curvature
      let next = 0
      for (let i = 0; i < n; i++) {
        step[i] += alpha * p[i]
        stepProduct[i] += alpha * q[i]
        r[i] -= alpha * (q[i] + diagonal[i] * p[i])
        z[i] = r[i] / (1 + diagonal[i])
        next += r[i] * z[i]
      }
      const beta = next / rz
      rz = next
      for (let i = 0; i < n; i++) p[i] = z[i] + beta * p[i]
    }
    let reach = Infinity
    for (let i = 0; i < n; i++) {
      decrement -= gradient[i] * step[i]
      if (step[i] < 0) reach = Math.min(reach, -y[i] / step[i])
    }
    if (!(decrement > 0)) break
    // The longest of the halved steps that stays inside and lowers the objective enough.
    let size = Math.min(1, 0.95 * reach)
    let accepted = residual < 1e-6 && size === 1
    while (!accepted && size > 1e-12) {
      let change = 0
      for (let i = 0; i < n; i++) {
        const move = size * step[i]
        change += move * (product[i] + 0.5 * size * stepProduct[i]) - b[i] * Math.log1p(move / y[i])
      }
      accepted = change <= -1e-4 * size * decrement
      if (!accepted) size *= 0.5
    }
    if (!accepted) break
    for (let i = 0; i < n; i++) trial[i] = y[i] + size * step[i]
    if (residual < 1e-8) {
      // The last steps are kept only where they lower the residual, which rounding ends.
      multiply(correlation, trial, q)
      iterations++
      let better = 0
      for (let i = 0; i < n; i++) better = Math.max(better, Math.abs(trial[i] * q[i] - b[i]))
      if (better / total >= residual) break
      y.set(trial)
      product.set(q)
      continue
    }
    y.set(trial)
    for (let i = 0; i < n; i++) product[i] += size * stepProduct[i]
    if (newton % 8 === 7) {
      multiply(correlation, y, product)
      iterations++
    }
  }
  return { y, residual, iterations, converged: residual <= 1e-10 }
}

/** One sweep of exact minimisation in each coordinate: yᵢ² + sᵢyᵢ = bᵢ with sᵢ = Σ_{j≠i} Cᵢⱼyⱼ. */
function coordinateSweep(correlation: Float64Array, b: Float64Array, y: Float64Array): void {
  const n = b.length
  for (let i = 0; i < n; i++) {
    const s = rowProduct(correlation, i * n, y) - y[i]
    const root = Math.sqrt(s * s + 4 * b[i])
    y[i] = s > 0 ? (2 * b[i]) / (s + root) : 0.5 * (root - s)
  }
}

/**
 * out = matrix v for a symmetric matrix, of which each entry below the diagonal is read once and counts for both sides: the
 * product is bound by memory. Four rows at a time, so that an entry of v is read once for all of them.
 */
function multiply(matrix: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length
  out.fill(0)
  let i = 0
  for (; i + 4 <= n; i += 4) {
    const a = i * n
    const b = a + n
    const c = b + n
    const d = c + n
    const [va, vb, vc, vd] = [v[i], v[i + 1], v[i + 2], v[i + 3]]
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let k = 0; k < i; k++) {
      const x = v[k]
      const ma = matrix[a + k]
      const mb = matrix[b + k]
      const mc = matrix[c + k]
      const md = matrix[d + k]
      s0 += ma * x
      s1 += mb * x
      s2 += mc * x
      s3 += md * x
      out[k] += ma * va + mb * vb + (mc * vc + md * vd)
    }
    for (let k = i; k < i + 4; k++) {
      const x = v[k]
      s0 += matrix[a + k] * x
      s1 += matrix[b + k] * x
      s2 += matrix[c + k] * x
      s3 += matrix[d + k] * x
    }
    out[i] += s0
    out[i + 1] += s1
    out[i + 2] += s2
    out[i + 3] += s3
  }
  for (; i < n; i++) {
    let sum = matrix[i * n + i] * v[i]
    for (let k = 0; k < i; k++) {
      sum += matrix[i * n + k] * v[k]
      out[k] += matrix[i * n + k] * v[i]
    }
    out[i] += sum
  }
}

/** Scalar product of v with as many entries of `matrix` from `row` on. */
export function rowProduct(matrix: Float64Array, row: number, v: Float64Array): number {
  const n = v.length
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < n; k += 4) {
    s0 += matrix[row + k] * v[k]
    s1 += matrix[row + k + 1] * v[k + 1]
    s2 += matrix[row + k + 2] * v[k + 2]
    s3 += matrix[row + k + 3] * v[k + 3]
  }
  for (; k < n; k++) s0 += matrix[row + k] * v[k]
  return s0 + s1 + (s2 + s3)
}
