import type { RecalledDecision } from '@tutti/workflows/agents-record'
import { inertText } from './inert-text.ts'

/** An earlier decision as a language model sees it: without the id of its run. */
export function recalledView({ asOf, status, headline, approval }: RecalledDecision) {
  return {
    asOf: asOf === null ? null : inertText(asOf, 30),
    status: inertText(status, 60),
    headline: inertText(headline, 400),
    approval,
  }
}
