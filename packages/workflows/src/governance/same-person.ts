/** Whether two names are of one person: whatever the case, accents, spaces, punctuation and Unicode form they are written in. */
export function samePerson(a: string, b: string): boolean {
  return plainName(a) === plainName(b)
}

/** How many persons the names are of. */
export function personCount(names: readonly string[]): number {
  return new Set(names.map(plainName)).size
}

function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
