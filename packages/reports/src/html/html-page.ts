import { createHash } from 'node:crypto'
import type { ReportDocument, Section } from '../document/document.ts'
import { blockHtml } from './block-html.ts'
import { escapeHtml } from './escape-html.ts'
import { textHtml } from './figure-html.ts'
import { type PageContext, pageContext } from './page-context.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'
import { toneSymbols } from './table-html.ts'

/** What a page says about the run that made it and that does not depend on the result alone, as finished markup. */
export interface PageFacts {
  /** Where a figure came from, by its pointer. */
  readonly origin: (pointer: string) => string
  /** Markup of the telemetry, markers included: the only part that may differ between runs of the same result. */
  readonly telemetry: string
}

/**
 * The document as one HTML page that needs no other file and no network: charts are drawn into it, and its security
 * policy forbids loading anything. Throws what filling a template throws: `missing-data` for a slot that leads nowhere,
 * `invalid-input` for an unknown format, a typed-in digit or a number that is not finite.
 */
export function htmlPage(document: ReportDocument, root: unknown, facts: PageFacts): string {
  const page = pageContext(root, facts.origin)
  const title = escapeHtml(page.fill(document.title))
  const subtitle = escapeHtml(page.fill(document.subtitle))
  const runFacts = runFactsHtml(document, facts.telemetry)
  const hash = createHash('sha256').update(pageScript).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  const contents = document.sections
    .map((section, i) => `<li><a href="#${section.id}">${i + 1}. ${escapeHtml(page.fill(section.title))}</a></li>`)
    .join('')
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${pageStyle(page.fill(document.header), page.fill(document.footer))}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<div class="page">
<header class="masthead">
<p class="overline">${textHtml(document.overline, page)}</p>
<h1>${textHtml(document.title, page)}</h1>
<p>${textHtml(document.subtitle, page)}</p>
<div class="badges">${[document.status, document.approval].map((badge) => badgeHtml(badge, page)).join('')}</div>
${document.writers === undefined || document.writers === '' ? '' : `<p class="writers">${textHtml(document.writers, page)}</p>\n`}</header>
<nav class="contents" aria-label="Contents"><ol>${contents}</ol><button type="button" id="open-all" hidden>Open all detail tables</button></nav>
<main id="content">
${document.sections.map((section, i) => sectionHtml(section, i, page, runFacts)).join('\n')}
</main>
<footer><p>${escapeHtml(page.fill(document.footer))}</p><p>${subtitle}</p></footer>
</div>
<div id="figure-note" role="status" hidden></div>
<script>${pageScript}</script>
</body>
</html>
`
}

function badgeHtml(badge: ReportDocument['approval'], page: PageContext): string {
  if (badge === undefined) return ''
  return `<p class="badge ${badge.tone}"><span aria-hidden="true">${toneSymbols[badge.tone]}</span> ${textHtml(badge.label, page)}</p>`
}

function sectionHtml(section: Section, index: number, page: PageContext, runFacts: string): string {
  const blocks = section.blocks.map((block) => blockHtml(block, page, runFacts)).join('\n')
  return `<section id="${section.id}"${section.flows === true ? ' class="flows"' : ''} aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title"><span class="number">${index + 1}</span>${textHtml(section.title, page)}</h2>
${blocks}
</section>`
}

function runFactsHtml(document: ReportDocument, telemetry: string): string {
  const row = (term: string, text: string): string => `<div><dt>${term}</dt><dd>${escapeHtml(text)}</dd></div>`
  return `<dl class="definitions">${row('Run', document.run.key)}${row('Code version', document.run.codeVersion)}</dl>
${telemetry}`
}
