import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextUniform, nextWord } from './xoshiro128.ts'

// Computed with unbounded integers in Python from the published reference algorithm of xoshiro128++ 1.0.
const known = [
  {
    state: [1, 2, 3, 4],
    first: [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420],
    hundredThousandth: 309016613,
    end: [3373128030, 2899860542, 3072460953, 3346109078],
  },
  {
    state: [0xdeadbeef, 0x12345678, 0x9abcdef0, 0x0badf00d],
    first: [
      210058596, 4212444132, 3893627577, 2618658461, 2472088430, 381486672, 538319358, 3030737256, 3147373762,
      2026541558,
    ],
    hundredThousandth: 2701126306,
    end: [179097170, 1671149853, 3885938362, 3645897191],
  },
  {
    state: [1, 0, 0, 0],
    first: [129, 129, 262144, 537397377, 1212482304, 270008898, 3931837329, 3772024545, 377501721, 3411312547],
    hundredThousandth: 1557692207,
    end: [1421539462, 18519992, 2992574250, 3012283692],
  },
]

test('xoshiro128++ gives the known words, the first ten and the hundred-thousandth', () => {
  for (const { state, first, hundredThousandth, end } of known) {
    const words = Int32Array.from(state, (word) => word | 0)
    const copy = words.slice()
    assert.deepEqual(
      first.map(() => nextWord(copy) >>> 0),
      first,
    )
    let last = 0
    for (let i = 0; i < 100_000; i++) last = nextWord(words)
    assert.equal(last >>> 0, hundredThousandth)
    assert.deepEqual(
      Array.from(words, (word) => word >>> 0),
      end,
    )
  }
})

test('uniforms are the words centred in their cells, so that zero and one never come', () => {
  const a = Int32Array.of(1, 2, 3, 4)
  const b = a.slice()
  for (let i = 0; i < 1000; i++) assert.equal(nextUniform(a), ((nextWord(b) >>> 0) + 0.5) / 2 ** 32)
  // the all-zero state is the generator's fixed point: word 0, the smallest uniform
  assert.equal(nextUniform(new Int32Array(4)), 2 ** -33)
  // s0 + s3 = 0 and s0 = -1: word 0xffffffff, the largest
  assert.equal(nextUniform(Int32Array.of(-1, 0, 0, 1)), 1 - 2 ** -33)
})
