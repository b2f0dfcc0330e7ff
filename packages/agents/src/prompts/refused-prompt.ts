import { inertText } from '../tools/inert-text.ts'
import { dataBlock } from './data-block.ts'

/** Sends a draft back with the reasons; they quote the draft and are therefore data. */
export function refusedPrompt(reasons: readonly string[]): string {
  return [
    'Your draft is sent back for these reasons:',
    dataBlock(
      'reasons',
      reasons.slice(0, 20).map((reason) => inertText(reason, 400)),
    ),
    'Mend it and hand the whole brief in again with submit_brief.',
  ].join('\n\n')
}
