import { comparedWords } from './compared-words.ts'

/** Words of a label before it says of what: "expected saving" of "expected saving by the strategy". */
export function measureHead(label: string): string[] {
  const head = label.split(
    /,| (?:of|in|by|for|over|under|with|on|at|that|so|as|less|asked|after|before|today|a|from|to|kept|aimed|allowed|net|gross)\b/i,
  )[0]
  return comparedWords(head).map(({ word }) => word)
}

/** Words that mean the measure of a label whose head holds the first of them. */
const alike: readonly (readonly string[])[] = [
  ['cost', 'price', 'expense', 'charge'],
  ['saving', 'gain', 'benefit'],
  [
    'weight',
    'holding',
    'position',
    'allocation',
    'stake',
    'sleeve',
    'share',
    'part',
    'slice',
    'line',
    'bet',
    'chunk',
    'component',
    'constituent',
    'investment',
    'asset',
  ],
  ['volatility', 'risk'],
  ['loss', 'damage'],
  ['share', 'part', 'proportion', 'fraction'],
]

/** Whether a noun of a draft is what a label speaks of. */
export function meansMeasure(noun: string, label: string): boolean {
  const word = singularOf(noun.toLowerCase())
  const head = measureHead(label).map(singularOf)
  const last = head.at(-1)
  if (last === undefined) return false
  return (
    word === last ||
    (head.length > 1 && last === 'ratio' && word === head.at(-2)) ||
    alike.some((group) => group.includes(last) && group.includes(word))
  )
}

/** What more of a measure is, by its sense and, for a level, by its name; undefined where it cannot be told. */
export function goodWhen(label: string, sense: 'level' | 'change' | 'gain' | 'loss'): 'more' | 'less' | undefined {
  if (sense === 'gain') return 'more'
  if (sense === 'loss') return 'less'
  if (sense === 'change') return undefined
  const head = measureHead(label).join(' ')
  if (/\b(?:limit|target|floor|cap|ceiling|budget|window|aversion)\b/.test(label)) return undefined
  if (/\b(?:sharpe ratio|effectiveness|score|funded ratio|expected return|saving)$/.test(head)) return 'more'
  return /\b(?:cost|loss|drawdown|drawdowns|shortfall|violation)$/.test(head) ? 'less' : undefined
}

/** A noun in the singular, as far as its ending tells. */
export function singularOf(word: string): string {
  return word.length > 3 ? word.replace(/(?<=\p{L}{3})ies$/u, 'y').replace(/(?<=s|x|z|ch|sh)es$|(?<!s)s$/, '') : word
}
