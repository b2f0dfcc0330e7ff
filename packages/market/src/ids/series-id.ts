import { TuttiError } from '@tutti/analytics/errors'

/** What each kind of series id names, for error messages and documentation. */
export const seriesKinds = {
  'equity-index': 'level of an equity index, in index points',
  'total-return': 'price of a fund or share adjusted for splits and distributions',
  'vol-index': 'implied volatility index, annual, decimal',
  yield: 'one rate of one tenor, decimal',
  spread: 'one credit or inflation spread, decimal',
  dividend: 'trailing dividend yield, decimal',
  fx: 'units of the second currency for one unit of the first (EURUSD: dollars for a euro)',
  commodity: 'spot price of a commodity',
} as const
export type SeriesKind = keyof typeof seriesKinds

/** The id of one daily (or monthly) series: kind, colon, upper-case name, as in `equity-index:SP500`. */
export type SeriesId = { [K in SeriesKind]: `${K}:${string}` }[SeriesKind]

/** What each kind of curve-history id names. */
export const curveKinds = {
  'par-curve': 'history of a par yield curve',
  'zero-curve': 'history of a zero-coupon yield curve',
} as const
export type CurveIdKind = keyof typeof curveKinds

/** The id of a history of yield curves, as in `par-curve:USD-TREASURY`. */
export type CurveHistoryId = { [K in CurveIdKind]: `${K}:${string}` }[CurveIdKind]

const namePattern = /^[A-Z0-9][A-Z0-9._-]*$/

function idOfKinds(text: string, kinds: Readonly<Record<string, string>>, what: string): string {
  const colon = text.indexOf(':')
  const kind = text.slice(0, Math.max(colon, 0))
  const name = text.slice(colon + 1).toUpperCase()
  if (colon < 0 || !Object.hasOwn(kinds, kind) || !namePattern.test(name)) {
    throw new TuttiError('invalid-input', `"${text}" is not the id of a ${what}; write kind:NAME`, {
      field: 'id',
      got: text,
      expected: `one of ${Object.keys(kinds).join(', ')}, then ":" and a name of letters, digits, ".", "_" or "-"`,
    })
  }
  return `${kind}:${name}`
}

/**
 * The series id written as `text` (`equity-index:SP500`); the name is folded to upper case.
 * @throws `invalid-input` when the kind is unknown or the name has other characters than letters, digits, `.`, `_`, `-`.
 */
export function seriesId(text: string): SeriesId {
  return idOfKinds(text, seriesKinds, 'series') as SeriesId
}

/**
 * The curve-history id written as `text` (`zero-curve:USD-GSW`); the name is folded to upper case.
 * @throws `invalid-input` as {@link seriesId}.
 */
export function curveHistoryId(text: string): CurveHistoryId {
  return idOfKinds(text, curveKinds, 'curve history') as CurveHistoryId
}

/** The id written as `text`, of either sort. @throws `invalid-input` as {@link seriesId}. */
export function marketId(text: string): SeriesId | CurveHistoryId {
  return idOfKinds(text, { ...seriesKinds, ...curveKinds }, 'series or curve history') as SeriesId | CurveHistoryId
}

/** True when `id` names a history of curves. */
export function isCurveHistoryId(id: SeriesId | CurveHistoryId): id is CurveHistoryId {
  return Object.hasOwn(curveKinds, id.slice(0, id.indexOf(':')))
}
