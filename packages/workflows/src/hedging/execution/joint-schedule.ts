import { TuttiError } from '@tutti/analytics/errors'
import { limitedSchedule } from '@tutti/analytics/execution'
import { covariance } from '@tutti/analytics/statistics'
import { windowCapacity, type WorkedTrade } from './worked-trade.ts'

/** How the trades are spread over the days. */
export interface JointSchedule {
  /** By trade and day: share of the trade, 0 to 1. */
  readonly shares: readonly (readonly number[])[]
  /** Share of each trade done in the window; 1 where all of it is. */
  readonly done: readonly number[]
  /** Covariance of the trades' returns on notional over a day. */
  readonly covariance: readonly (readonly number[])[]
}

/**
 * The schedule of all trades together that minimises impact + aversion / assets x variance of what is not done yet, within
 * each trade's share of the volume: what adds most risk for its cost goes first, trades that offset each other go together.
 * Days on which a market is closed have no volume. The law of impact is made linear for the optimisation, with the cost of
 * the square-root law when the trade is spread evenly. A trade that does not fit is dealt as far as it goes. Lists of more than
 * 600 trades and days together are cut into groups in the order of the universe, each planned by itself.
 *
 * Source: Almgren and Chriss, Optimal execution of portfolio transactions, Journal of Risk 3 (2001), section 5.
 */
export function jointSchedule(
  trades: readonly WorkedTrade[],
  unitProfits: readonly Float64Array[],
  riskAversion: number,
  assets: number,
): JointSchedule {
  const risk = dailyCovariance(trades, unitProfits)
  const fitting = trades.flatMap((trade, i) => (windowCapacity(trade) > 0 ? [i] : []))
  const shares = trades.map(({ volumes }) => volumes.map(() => 0))
  const size = Math.max(1, Math.floor(mostVariables / (trades[0]?.volumes.length ?? 1)))
  for (let first = 0; first < fitting.length; first += size) {
    const group = fitting.slice(first, first + size)
    const largest = Math.max(...group.map((i) => trades[i].participationCap))
    const solved = limitedSchedule(
      group.map((i) => listedOrder(trades[i], largest)),
      group.map((i) => group.map((j) => risk[i][j])),
      riskAversion / assets,
      { maxParticipation: largest },
    )
    const schedule = solved.status === 'solved' ? solved : solved.compromise
    group.forEach((i, a) => (shares[i] = wholeShares(trades[i], schedule.trades[a])))
  }
  return {
    shares,
    done: shares.map((row) =>
      Math.min(
        1,
        row.reduce((sum, share) => sum + share, 0),
      ),
    ),
    covariance: risk,
  }
}

/** The largest programme that `limitedSchedule` takes. */
const mostVariables = 600

/** The order with its own cap on the share of volume written as that of all: a volume in proportion. */
function listedOrder(trade: WorkedTrade, largest: number) {
  const { instrument, amount, volumes, participationCap, notionalImpactBp } = trade
  const volume = volumes.reduce((sum, each) => sum + each, 0)
  const even = Math.min(Math.abs(amount) / volume, participationCap)
  return {
    id: instrument.id,
    amount,
    volumes: volumes.map((each) => (each * participationCap) / largest),
    halfSpreadBp: instrument.dealing.halfSpreadBp,
    impactBpAtFullVolume: (notionalImpactBp * participationCap) / (largest * Math.sqrt(even)),
  }
}

/** Share of a trade that the solver's rounding may put on the wrong side of nothing or of a day's room. */
const rounding = 1e-5
/** Parts smaller than this share of the trade are rounding, and not dealt. */
const smallestPart = 1e-8

/**
 * Shares of the trade by day that add up to all that fits. Each part lies between nothing and the day's room: what the solver's
 * rounding puts beyond either is taken back, and what is then over or missing is spread in proportion. Throws
 * `calculation-failed` where more than rounding lies beyond.
 */
export function wholeShares(
  trade: Pick<WorkedTrade, 'amount' | 'volumes' | 'participationCap' | 'instrument'>,
  dealt: readonly number[],
): number[] {
  const size = Math.abs(trade.amount)
  const room = trade.volumes.map((volume) => (volume * trade.participationCap) / size)
  const target = Math.min(1, sum(room))
  const shares = dealt.map((money, k) => {
    const share = money / trade.amount
    if (!(share >= -rounding && share <= room[k] + rounding)) {
      throw new TuttiError('calculation-failed', `the schedule of ${trade.instrument.id} leaves its limits`, {
        field: `share of day ${k + 1}`,
        got: `${share}`,
        expected: `0 to ${room[k]}`,
      })
    }
    return share < smallestPart ? 0 : Math.min(share, room[k])
  })
  const total = sum(shares)
  if (total >= target) return shares.map((share) => share * (target / total))
  const free = room.map((most, k) => most - shares[k])
  // days that are dealt on anyway take what is missing, where they have the room
  const kept = free.map((left, k) => (shares[k] > 0 ? left : 0))
  const open = sum(kept) >= target - total ? kept : free
  const part = Math.min(1, (target - total) / sum(open))
  return shares.map((share, k) => Math.min(room[k], share + part * open[k]))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Daily volatilities of the dealing terms with the correlations of the scenarios; a trade that never moves in them has none. */
function dailyCovariance(trades: readonly WorkedTrade[], unitProfits: readonly Float64Array[]): number[][] {
  const own = trades.map(({ index }) => unitProfits[index])
  const deviations = own.map((profits) => Math.sqrt(covariance(profits, profits, 'population')))
  const volatility = trades.map(({ instrument }) => instrument.dealing.dailyVolatilityBp / 1e4)
  const rows = trades.map(() => trades.map(() => 0))
  trades.forEach((_, i) => {
    rows[i][i] = volatility[i] ** 2
    for (let j = 0; j < i; j++) {
      const scale = deviations[i] * deviations[j]
      const correlation = scale > 0 ? covariance(own[i], own[j], 'population') / scale : 0
      rows[i][j] = rows[j][i] = Math.min(1, Math.max(-1, correlation)) * volatility[i] * volatility[j]
    }
  })
  return rows
}
