import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeCssString, escapeHtml } from './escape-html.ts'

test('characters with a meaning in HTML become entities', () => {
  assert.equal(
    escapeHtml(`<a href="x" title='y'>&amp;</a>`),
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  )
  assert.equal(escapeHtml('a\u0000b\u001bc'), 'a\ufffdb\ufffdc')
  assert.equal(escapeHtml('日本 ± é'), '日本 ± é')
})

test('a CSS string cannot be ended by its content', () => {
  assert.equal(escapeCssString('a"}</style>'), 'a\\22 \\7d \\3c \\2f style\\3e ')
  assert.equal(escapeCssString('line\nbreak'), 'line\\a break')
})
