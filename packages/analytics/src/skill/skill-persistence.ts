import { requireFinite, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival, normalCdf, studentTCdf } from '../math/index.ts'
import {
  averageRanks,
  isConstant,
  mean,
  pearsonCorrelation,
  requireSameLength,
  requireWhole,
  standardDeviation,
  variance,
} from '../statistics/index.ts'

/** What managers are ranked by within a window. */
export type PersistenceScore = 'information-ratio' | 'mean-return' | 'hit-rate'

/** Ranks of one window against those of the next. */
export interface RankedPair {
  /** First periods of the two windows. */
  readonly from: number
  readonly next: number
  /** With a return in every period of both. */
  readonly managers: number
  readonly rankCorrelation: number
  /** Two-sided, Student's t with managers - 2 degrees of freedom. */
  readonly pValue: number
}

/** Whether the ranks of managers persist from a window to the next one. */
export interface SkillPersistence {
  readonly pairs: readonly RankedPair[]
  /** Winners and losers (above and below the median) of one window in the next, over all pairs. */
  readonly winnerWinner: number
  readonly winnerLoser: number
  readonly loserWinner: number
  readonly loserLoser: number
  /** Cross-product ratio WW LL / (WL LW): 1 without persistence; half is added to every cell where one is empty. */
  readonly oddsRatio: number
  readonly logOddsStandardError: number
  readonly oddsZ: number
  /** Malkiel's: repeat winners against a coin. */
  readonly repeatWinnerShare: number
  readonly malkielZ: number
  /** Of the two-by-two table, one degree of freedom. */
  readonly chiSquare: number
  readonly chiSquarePValue: number
  /** Mean over the pairs of windows. */
  readonly rankCorrelation: number
  /** From the spread over pairs, which allows for managers that move together; null with fewer than 3 pairs. */
  readonly rankCorrelationStandardError: number | null
  /** For managers that do not: sqrt of 1 over the sum of (managers - 1). */
  readonly rankCorrelationStandardErrorIndependent: number
  /** One-sided p-value of persistence: t over pairs where there are 3, else the independent error. */
  readonly persistencePValue: number
  /** Entry [i][j]: how many of group i (0 the lowest) are in group j of the next window, its share and error. */
  readonly transitions: readonly (readonly {
    readonly count: number
    readonly share: number
    readonly standardError: number
  }[])[]
  readonly cautions: readonly PersistenceCaution[]
}

/** Why persistence is to be read with care. */
export type PersistenceCaution =
  /** Fewer than 3 pairs of windows. */
  | 'few-windows'
  /** Fewer than 20 managers in a pair. */
  | 'few-managers'
  /** An empty cell of the table. */
  | 'empty-cell'
  /** Managers that left within a pair of windows are not in it: survivors look persistent. */
  | 'survivors-only'

/**
 * Persistence of managers between windows that follow one another without overlap, the last one ending with the data.
 * `returns` has a row a period and a column a manager, null where a manager has none; active returns or residuals, so that
 * a common style is not taken for skill.
 *
 * Managers at the median of an odd number are neither winners nor losers. Throws `not-applicable` where no pair of windows
 * has as many managers as groups, or one in which all have the same score.
 * Sources: Brown & Goetzmann, J. of Finance 50 (1995) (odds ratio); Malkiel, J. of Finance 50 (1995); Kahn & Rudd, Financial
 * Analysts Journal 51(6), 1995 (chi-square); Carhart, J. of Finance 52 (1997) (transitions).
 */
export function skillPersistence(
  returns: readonly (readonly (number | null)[])[],
  options: { readonly window: number; readonly score: PersistenceScore; readonly groups: number },
): SkillPersistence {
  const { window, score, groups } = options
  requireWhole(window, score === 'information-ratio' ? 3 : 1, Infinity, 'window')
  requireWhole(groups, 2, 20, 'groups')
  requireWhole(returns.length, 2 * window, Infinity, 'number of periods')
  requireWhole(returns[0].length, 3, 100_000, 'number of managers')
  returns.forEach((row, t) =>
    requireSameLength(returns[0] as ArrayLike<number>, row as ArrayLike<number>, 'returns[0]', `returns[${t}]`),
  )
  const n = returns.length
  const pairs: RankedPair[] = []
  let [ww, wl, lw, ll] = [0, 0, 0, 0]
  let survivors = false
  const counts = Array.from({ length: groups }, () => new Array<number>(groups).fill(0))
  for (let from = n % window; from + 2 * window <= n; from += window) {
    const scored = returns[0].flatMap((_, k) => {
      const first = windowScore(returns, k, from, window, score)
      const second = windowScore(returns, k, from + window, window, score)
      if (first !== null && second === null) survivors = true
      return first === null || second === null ? [] : [{ first, second }]
    })
    const m = scored.length
    if (m < Math.max(groups, 3)) continue
    const firsts = averageRanks(scored.map(({ first }) => first))
    const seconds = averageRanks(scored.map(({ second }) => second))
    if (isConstant(firsts, variance(firsts, 'population')) || isConstant(seconds, variance(seconds, 'population')))
      continue
    const rankCorrelation = pearsonCorrelation(firsts, seconds)
    const t = rankCorrelation * Math.sqrt((m - 2) / Math.max((1 - rankCorrelation) * (1 + rankCorrelation), 1e-300))
    pairs.push({
      from,
      next: from + window,
      managers: m,
      rankCorrelation,
      pValue: 2 * studentTCdf(-Math.abs(t), m - 2),
    })
    const middle = (m + 1) / 2
    const groupOf = (rank: number): number => Math.min(groups - 1, Math.floor(((rank - 0.5) * groups) / m))
    for (let i = 0; i < m; i++) {
      counts[groupOf(firsts[i])][groupOf(seconds[i])]++
      if (firsts[i] === middle || seconds[i] === middle) continue
      const again = seconds[i] > middle
      if (firsts[i] > middle) {
        if (again) ww++
        else wl++
      } else if (again) lw++
      else ll++
    }
  }
  const table = ww + wl + lw + ll
  if (pairs.length === 0 || ww + wl === 0 || lw + ll === 0) {
    throw new TuttiError(
      'not-applicable',
      'no two windows that follow one another have enough managers with scores that differ',
      {
        field: 'returns',
        got: `${n} periods of ${returns[0].length} managers, windows of ${window}`,
        expected: `${Math.max(groups, 3)} managers or more in two windows; shorten the window or take fewer groups`,
      },
    )
  }
  const empty = Math.min(ww, wl, lw, ll) === 0
  const [a, b, c, d] = [ww, wl, lw, ll].map((count) => count + (empty ? 0.5 : 0))
  const logOdds = Math.log((a * d) / (b * c))
  const logOddsStandardError = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
  const winners = ww + wl
  const margin = winners * (lw + ll) * (ww + lw) * (wl + ll)
  const chiSquare = margin > 0 ? (table * (ww * ll - wl * lw) ** 2) / margin : 0
  const correlations = pairs.map((pair) => pair.rankCorrelation)
  const rankCorrelation = mean(correlations)
  const many = pairs.length >= 3
  const spread = many ? standardDeviation(correlations, 'sample') / Math.sqrt(pairs.length) : 0
  const independent = Math.sqrt(pairs.reduce((sum, { managers }) => sum + 1 / (managers - 1), 0)) / pairs.length
  const cautions: PersistenceCaution[] = []
  if (!many) cautions.push('few-windows')
  if (pairs.some(({ managers }) => managers < 20)) cautions.push('few-managers')
  if (empty) cautions.push('empty-cell')
  if (survivors) cautions.push('survivors-only')
  return {
    pairs,
    winnerWinner: ww,
    winnerLoser: wl,
    loserWinner: lw,
    loserLoser: ll,
    oddsRatio: Math.exp(logOdds),
    logOddsStandardError,
    oddsZ: logOdds / logOddsStandardError,
    repeatWinnerShare: ww / winners,
    malkielZ: (ww - winners / 2) / Math.sqrt(winners / 4),
    chiSquare,
    chiSquarePValue: chiSquareSurvival(chiSquare, 1),
    rankCorrelation,
    rankCorrelationStandardError: spread > 0 ? spread : null,
    rankCorrelationStandardErrorIndependent: independent,
    persistencePValue:
      spread > 0 ? studentTCdf(-rankCorrelation / spread, pairs.length - 1) : normalCdf(-rankCorrelation / independent),
    transitions: counts.map((row) => {
      const total = row.reduce((sum, count) => sum + count, 0)
      return row.map((count) => {
        const share = total > 0 ? count / total : 0
        return { count, share, standardError: total > 0 ? Math.sqrt((share * (1 - share)) / total) : 0 }
      })
    }),
    cautions,
  }
}

/** Score of manager k over a window, or null where a return is missing or the score is not defined. */
function windowScore(
  returns: readonly (readonly (number | null)[])[],
  k: number,
  from: number,
  window: number,
  score: PersistenceScore,
): number | null {
  const values: number[] = []
  for (let t = from; t < from + window; t++) {
    const value = returns[t][k]
    if (value === null) return null
    values.push(requireFinite(value, `returns[${t}][${k}]`))
  }
  if (score === 'hit-rate') return values.filter((value) => value > 0).length / window
  if (score === 'mean-return') return mean(values)
  const squares = variance(values, 'sample')
  return isConstant(values, squares) ? null : mean(values) / Math.sqrt(squares)
}
