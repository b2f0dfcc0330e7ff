/** A template with slots `{{pointer | format}}`, filled when a report is rendered; see `text/filled-text.ts`. */
export type Text = string
