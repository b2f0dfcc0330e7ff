/** Names of equity indices where they are not simply the file's stem in upper case. */
const namesByStem: Readonly<Record<string, string>> = { dow_jones: 'DOW', hang_seng: 'HANGSENG' }

/** Exchanges with holidays longer than a week, in calendar days between two closes (golden weeks, lunar new year). */
const maxGapDaysByName: Readonly<Record<string, number>> = {
  NIKKEI225: 11,
  TOPIX: 11,
  CSI300: 12,
  'SHANGHAI-COMPOSITE': 12,
  KOSPI: 10,
  TAIEX: 13,
}

/** The id's name of an equity index whose file begins with `stem`: `dow_jones` is `DOW`, `ftse_100` is `FTSE100`. */
export function indexName(stem: string): string {
  return (
    namesByStem[stem] ??
    stem
      .replace(/_(?=\d+$)/, '')
      .replaceAll('_', '-')
      .toUpperCase()
  )
}

/** A beginning of a file name that {@link indexName} turns into `name`. */
export function indexFileStem(name: string): string {
  const known = Object.keys(namesByStem).find((stem) => namesByStem[stem] === name)
  return known ?? name.toLowerCase().replaceAll('-', '_')
}

/** Longest usual gap between two closes of the index `name`, in calendar days; a week where nothing longer is known. */
export function indexMaxGapDays(name: string): number {
  return maxGapDaysByName[name] ?? 7
}
