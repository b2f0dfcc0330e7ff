/** Characters by which text could end the block or look like markup of any kind. */
const markup = /[<>&\u2028\u2029]/g

/**
 * A value as a block of a prompt that says where data begin and end. The content is JSON in which `<`, `>` and `&` are written as
 * escapes, so that no string in it can close the block or open another, and `JSON.parse` of the content gives the value back.
 * `name` is ours: lower-case letters and hyphens.
 */
export function dataBlock(name: string, value: unknown): string {
  return `<data name="${name}">\n${escapedJson(value)}\n</data>`
}

/** JSON on one line without a character of markup. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    markup,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
