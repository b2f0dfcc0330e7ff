import { InvalidArgumentError } from 'commander'

/** Parses an option that is a whole number from `low` to `high`. */
export function integerOption(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`)
    }
    return value
  }
}

/** Parses an option that is a positive number, at most `high`. */
export function positiveOption(high: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value > 0) || value > high) {
      throw new InvalidArgumentError(`Expected a number above 0, at most ${high}.`)
    }
    return value
  }
}
