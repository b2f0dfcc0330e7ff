import type { Text } from './text.ts'

/** A count with its noun in the number that fits: `number` is the slot that shows the count. */
export function counted(number: Text, count: number, one: Text, many: Text = `${one}s`): Text {
  return `${number} ${count === 1 ? one : many}`
}
