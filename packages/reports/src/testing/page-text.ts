/** The HTML of one section of a page; empty where there is none. */
export const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

/** The words of HTML as a reader sees them: a figure stays joined to what stands beside it, other tags part words. */
export const words = (html: string): string =>
  html
    .replace(/<\/?(?:span|data|small)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u202f]+/g, ' ')

/** Text whose characters were escaped for HTML, as it was before. */
export const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
