import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { shortSlots } from './simulated-results.fixture.ts'

/** A draft with what a careful reader would say of it. */
export interface LabelledDraft {
  /** `held-out` drafts were written before the checker was tuned on the others, and it was never tuned on them. */
  readonly set: 'held-out' | 'tuning'
  readonly label: 'good' | 'bad'
  /** What the good one has that might be mistaken, or what is wrong with the bad one. */
  readonly kind: string
  readonly draft: string
}

const files = [
  ['held-out', 'good', 'held-out-good'],
  ['held-out', 'bad', 'held-out-bad'],
  ['tuning', 'good', 'good'],
  ['tuning', 'bad', 'bad-numbers'],
  ['tuning', 'bad', 'bad-claims'],
  ['tuning', 'bad', 'bad-sources'],
] as const

/** All labelled drafts, their short slots written out. */
export const labelledDrafts: readonly LabelledDraft[] = files.flatMap(([set, label, file]) => {
  const kinds: Readonly<Record<string, readonly string[]>> = JSON.parse(
    readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8'),
  )
  return Object.entries(kinds).flatMap(([kind, drafts]) =>
    drafts.map((draft) => ({ set, label, kind, draft: withSlots(draft) })),
  )
})

function withSlots(draft: string): string {
  return draft.replace(/«([a-z0-9-]+)»/g, (_, name: string) => {
    assert.ok(Object.hasOwn(shortSlots, name), `no short slot «${name}»`)
    return shortSlots[name]
  })
}
