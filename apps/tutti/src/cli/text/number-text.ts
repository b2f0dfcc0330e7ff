/** A count with thousands separators, from 10 million in millions: `12,340`, `253 M`. */
export function countText(count: number): string {
  if (count >= 1e10) return `${(count / 1e9).toFixed(1)} bn`
  if (count >= 1e7) return `${Math.round(count / 1e6)} M`
  return Math.round(count).toLocaleString('en-US')
}

/** A rate a second: `20.1 M/s`. */
export function rateText(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(1)} M/s` : `${countText(perSecond)}/s`
}

/** A time span: `3.2 s`, `2 min 05 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** A decimal as a percentage with a space before the sign: `4.31 %`. */
export function percentText(value: number, digits = 1): string {
  return `${(100 * value).toFixed(digits)} %`
}

/** Bytes in the unit that fits: `812 B`, `1.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** A count with its noun: `1 draft`, `3 drafts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
