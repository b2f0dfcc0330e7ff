/** A word in the form in which names are compared, and where it stands in its text. */
export interface ComparedWord {
  readonly word: string
  readonly from: number
  readonly to: number
}

/** The words of a text in the form in which names are compared. */
export function comparedWords(text: string): ComparedWord[] {
  const spaced = text.replace(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, '\ue002')
  let shift = 0
  return [...spaced.matchAll(/\ue002|(?<![\p{L}\p{N}])[+\u2212-]\d+|[\p{L}\p{N}]+/gu)].flatMap(({ 0: word, index }) => {
    if (word === '\ue002') {
      shift++
      return []
    }
    const from = index - shift
    return [{ word: word.toLowerCase().replace('\u2212', '-'), from, to: from + word.length }]
  })
}
