/** The name of a tool as it may be shown. A model may make one up, so one that is no plain name is `malformed`: it may hold words. */
export function shownToolName(name: string): string {
  return /^[\w.:/-]{1,64}$/.test(name) ? name : 'malformed'
}
