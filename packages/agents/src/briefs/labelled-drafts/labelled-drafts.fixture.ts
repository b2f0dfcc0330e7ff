import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { shortSlots } from './simulated-results.fixture.ts'

/** A draft with what a careful reader would say of it. */
export interface LabelledDraft {
  /**
   * Drafts held out were written before the checker was tuned on the others, and it was never tuned on them. Adversarial ones were
   * written by a reader of the checker's code, to get past it; every second one of them is held out. Those on subjects say whose
   * a figure is, which is the greatest of its kind, and which keeps a limit; the held-out ones are by somebody who had not seen the
   * rules on that.
   */
  readonly set:
    'held-out' | 'tuning' | 'adversarial-held-out' | 'adversarial-tuning' | 'subjects-held-out' | 'subjects-tuning'
  readonly label: 'good' | 'bad'
  /** What the good one has that might be mistaken, or what is wrong with the bad one. */
  readonly kind: string
  readonly draft: string
}

type Kinds = Readonly<Record<string, readonly string[]>>

const files = [
  ['held-out', 'good', 'held-out-good'],
  ['held-out', 'bad', 'held-out-bad'],
  ['tuning', 'good', 'good'],
  ['tuning', 'bad', 'bad-numbers'],
  ['tuning', 'bad', 'bad-claims'],
  ['tuning', 'bad', 'bad-sources'],
  ['adversarial-tuning', 'good', 'adversarial-good'],
  ['adversarial-tuning', 'bad', 'adversarial-bad'],
  ['adversarial-held-out', 'good', 'adversarial-held-out-good'],
  ['adversarial-held-out', 'bad', 'adversarial-held-out-bad'],
] as const

/** Files that hold drafts of both labels. */
const filesOfBoth = [
  ['subjects-tuning', 'subjects'],
  ['subjects-held-out', 'subjects-held-out'],
] as const

/** All labelled drafts, their short slots written out. */
export const labelledDrafts: readonly LabelledDraft[] = [
  ...files.flatMap(([set, label, file]) => draftsOf(set, label, contents<Kinds>(file))),
  ...filesOfBoth.flatMap(([set, file]) => {
    const { good, bad } = contents<Readonly<Record<LabelledDraft['label'], Kinds>>>(file)
    return [...draftsOf(set, 'good', good), ...draftsOf(set, 'bad', bad)]
  }),
]

function contents<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8')) as T
}

function draftsOf(set: LabelledDraft['set'], label: LabelledDraft['label'], kinds: Kinds): LabelledDraft[] {
  return Object.entries(kinds).flatMap(([kind, drafts]) =>
    drafts.map((draft) => ({ set, label, kind, draft: withSlots(draft) })),
  )
}

function withSlots(draft: string): string {
  return draft.replace(/«([a-z0-9-]+)»/g, (_, name: string) => {
    assert.ok(Object.hasOwn(shortSlots, name), `no short slot «${name}»`)
    return shortSlots[name]
  })
}
