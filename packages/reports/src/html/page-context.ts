import { plainText } from '@tutti/workflows/figures'

/** What every part of a page needs: the result, and what a figure's note says about how it was simulated. */
export interface PageContext {
  readonly root: unknown
  /** Where a figure came from, by its pointer: "1 000 paths a regime, seed 2024", or "input of the study". */
  readonly origin: (pointer: string) => string
  /** Filled templates of charts, tables and titles, by template: the same ones come up again and again. */
  readonly fill: (template: string) => string
}

export function pageContext(root: unknown, origin: (pointer: string) => string): PageContext {
  const filled = new Map<string, string>()
  return {
    root,
    origin,
    fill: (template) => {
      const known = filled.get(template)
      if (known !== undefined) return known
      const text = plainText(template, root)
      filled.set(template, text)
      return text
    },
  }
}
