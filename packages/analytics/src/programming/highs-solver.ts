import highsModule from 'highs'
import type { Highs } from 'highs'
import type { ProgrammeArrays } from './programme-arrays.ts'

/** A point of HiGHS: optimal as far as it knows, or the best when its time ran out. */
interface HighsPoint {
  readonly status: 'solved' | 'stopped'
  readonly x: Float64Array
  readonly rowDuals: Float64Array
  readonly mipGap: number | null
}

/** What HiGHS says of a programme; `failed` carries its words. */
export type HighsAnswer =
  | HighsPoint
  | { readonly status: 'infeasible' | 'unbounded' | 'infeasible-or-unbounded' }
  | { readonly status: 'failed'; readonly reason: string }

/** Limits of one solve. */
export interface HighsLimits {
  readonly timeLimitSeconds: number
  readonly relativeMipGap: number
  readonly presolve: boolean
}

// The package's types describe its CommonJS form, whose default is one level down; what is imported is the ES module.
const loadHighs = highsModule as unknown as typeof highsModule.default

let highs: Highs | undefined = await loadHighs()

/** Drops an instance that aborted, whose memory cannot be trusted, and loads another meanwhile. */
function replaceInstance(): void {
  highs = undefined
  void (async () => {
    try {
      highs = await loadHighs()
    } catch {
      // Another solve will find none and use the project's own method.
    }
  })()
}

function lowerTriangle(full: Float64Array, n: number) {
  const starts = new Int32Array(n + 1)
  let count = 0
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) if (full[j * n + i] !== 0) count++
    starts[j + 1] = count
  }
  const indices = new Int32Array(count)
  const values = new Float64Array(count)
  let at = 0
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const value = full[j * n + i]
      if (value === 0) continue
      indices[at] = i
      values[at++] = value
    }
  }
  return { format: 'triangular' as const, dimension: n, starts, indices, values }
}

/** One programme through HiGHS in WebAssembly; synchronous. Never throws: what goes wrong is `failed`, with the reason. */
export function highsAnswer(p: ProgrammeArrays, limits: HighsLimits): HighsAnswer {
  if (highs === undefined) return { status: 'failed', reason: 'HiGHS is being loaded again after an abort' }
  const integrality = new Int32Array(p.n)
  for (const j of p.integers) integrality[j] = 1
  const source = {
    numCols: p.n,
    numRows: p.m,
    colCost: p.cost,
    colLower: p.lower,
    colUpper: p.upper,
    rowLower: p.rowLower,
    rowUpper: p.rowUpper,
    matrix: {
      format: 'csr' as const,
      numRows: p.m,
      numCols: p.n,
      starts: p.rowStarts,
      indices: p.rowIndices,
      values: p.rowValues,
    },
    ...(p.integers.length > 0 ? { integrality } : {}),
    ...(p.hessian ? { hessian: lowerTriangle(p.hessian, p.n) } : {}),
  }
  let model: ReturnType<Highs['createModel']> | undefined
  try {
    model = highs.createModel(source)
    model.options.set({
      output_flag: false,
      time_limit: limits.timeLimitSeconds,
      mip_rel_gap: limits.relativeMipGap,
      presolve: limits.presolve ? 'choose' : 'off',
      random_seed: 0,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
      mip_feasibility_tolerance: 1e-9,
      small_matrix_value: 1e-12,
    })
    model.run()
    const status = model.getModelStatus()
    if (status === 8) return { status: 'infeasible' }
    if (status === 9) return { status: 'infeasible-or-unbounded' }
    if (status === 10) return { status: 'unbounded' }
    const whole = p.integers.length > 0
    const held = Number(model.info.get('primal_solution_status')) === 2
    if (status === 7 || (status === 13 && whole && held)) {
      const { colValue, rowDual } = model.getSolution()
      const mipGap = whole ? Number(model.info.get('mip_gap')) : null
      return { status: status === 7 ? 'solved' : 'stopped', x: colValue, rowDuals: rowDual, mipGap }
    }
    return {
      status: 'failed',
      reason: status === 13 ? 'time limit reached' : `HiGHS ended with model status ${status}`,
    }
  } catch (error) {
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    if (/RuntimeError|abort|out of memory|memory access/i.test(words)) {
      model = undefined
      replaceInstance()
    }
    return { status: 'failed', reason: `HiGHS: ${words}` }
  } finally {
    model?.dispose()
  }
}
