/**
 * The name among `known` that was probably meant by `given`: the same but for case and separators, one that goes on where the
 * given ends, else the one fewest edits away (insertion, deletion, exchange, swap of neighbours), at most a third of its length.
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const plain = folded(given)
  if (plain === '' || plain.length > 60) return undefined
  const alike = known.find((name) => folded(name) === plain) ?? known.find((name) => extended(folded(name), plain))
  if (alike !== undefined) return alike
  const byEdits = known
    .map((name) => ({ name, edits: editsBetween(plain, folded(name)) }))
    .toSorted((a, b) => a.edits - b.edits)
  const [nearest] = byEdits
  return nearest !== undefined && nearest.edits <= Math.max(1, Math.floor(plain.length / 3)) ? nearest.name : undefined
}

const folded = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
const extended = (name: string, given: string): boolean => given.length >= 4 && name.startsWith(given)

/** Optimal string alignment distance. */
function editsBetween(a: string, b: string): number {
  let older: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1)
    }
    older = last
    last = row
  }
  return last[b.length]
}
