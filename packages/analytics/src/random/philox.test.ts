import assert from 'node:assert/strict'
import { test } from 'node:test'
import { philox4x32Block } from './philox.ts'

function block(counter: number[], key: number[]): number[] {
  const out = new Uint32Array(4)
  philox4x32Block(counter, key, out)
  return Array.from(out)
}

test('Philox4x32-10 gives the known answers of the Random123 distribution (kat_vectors)', () => {
  assert.deepEqual(block([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  const ones = 0xffffffff
  assert.deepEqual(block([ones, ones, ones, ones], [ones, ones]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
  assert.deepEqual(
    block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  )
})

test('Philox agrees with 64-bit integer arithmetic on other counters and keys', () => {
  const mask = 0xffffffffn
  const reference = (counter: number[], key: number[]): number[] => {
    let [c0, c1, c2, c3] = counter.map(BigInt)
    let [k0, k1] = key.map(BigInt)
    for (let round = 0; round < 10; round++) {
      const p0 = 0xd2511f53n * c0
      const p1 = 0xcd9e8d57n * c2
      ;[c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask]
      k0 = (k0 + 0x9e3779b9n) & mask
      k1 = (k1 + 0xbb67ae85n) & mask
    }
    return [c0, c1, c2, c3].map(Number)
  }
  let word = 12345
  const next = (): number => (word = (Math.imul(word, 1664525) + 1013904223) >>> 0)
  for (let i = 0; i < 500; i++) {
    const counter = [next(), next(), next(), next()]
    const key = [next(), next()]
    assert.deepEqual(block(counter, key), reference(counter, key))
  }
})

test('a block is a function of counter and key alone, and one bit of either changes about half of its bits', () => {
  const base = block([1, 2, 3, 4], [5, 6])
  assert.deepEqual(block([1, 2, 3, 4], [5, 6]), base)
  let flipped = 0
  for (let bit = 0; bit < 192; bit++) {
    const input = [1, 2, 3, 4, 5, 6]
    input[bit >> 5] = (input[bit >> 5] ^ (1 << (bit & 31))) >>> 0
    const other = block(input.slice(0, 4), input.slice(4))
    other.forEach((value, i) => {
      for (let x = (value ^ base[i]) >>> 0; x !== 0; x &= x - 1) flipped++
    })
  }
  // 192 x 128 coin throws: mean 12288, standard deviation 78
  assert.ok(Math.abs(flipped - 12288) < 4 * 78, `${flipped} bits of 24576 changed`)
})
