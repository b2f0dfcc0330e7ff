/** The JSON pointer (RFC 6901) of a path of keys and indices; the root is the empty string. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
