import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mt19937, philox2x32, philox4x32, philox4x32Block, philox4x64 } from './index.ts'

const hex = (word: number | bigint, digits = 8): string => word.toString(16).padStart(digits, '0')
const words = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16))

// Known answers: DEShawResearch/random123 tests/kat_vectors.
const pi = words('243f6a88 85a308d3 13198a2e 03707344')

test('Philox gives the known answers of its authors', () => {
  const key = words('a4093822 299f31d0')
  assert.equal(
    philox4x32(pi, key, 10)
      .map((w) => hex(w))
      .join(' '),
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  )
  assert.equal(
    philox4x32(pi, key, 7)
      .map((w) => hex(w))
      .join(' '),
    '4dfccaba 190a87f0 c47362ba b6b5242a',
  )
  assert.equal(
    philox4x32([0, 0, 0, 0], [0, 0])
      .map((w) => hex(w))
      .join(' '),
    '6627e8d5 e169c58d bc57ac4c 9b00dbd8',
  )
  assert.equal(
    philox2x32([0, 0], [0])
      .map((w) => hex(w))
      .join(' '),
    'ff1dae59 6cd10df2',
  )
  assert.equal(
    philox2x32(pi.slice(0, 2), [0x13198a2e])
      .map((w) => hex(w))
      .join(' '),
    'dd7ce038 f62a4c12',
  )
})

test('Philox4x64 gives the words of numpy, which counts up before its first block', () => {
  // numpy 2.4.6: random.Philox(key=array([0x0123456789abcdef, 0xfedcba9876543210], dtype=uint64)).random_raw(4)
  const block = philox4x64([1, 0, 0, 0], [0x0123456789abcdefn, 0xfedcba9876543210n])
  assert.deepEqual(
    block.map((w) => hex(w, 16)),
    ['2d2e7c09c193c5fa', 'd56c6aa2d11f06aa', '184fcdf7f5474a23', '367832d087008054'],
  )
  // numpy 1.24.2 with the same key as a list, which that version rounds to float64.
  const rounded = philox4x64([1, 0, 0, 0], [0x0123456789abcdf0n, 0xfedcba9876543000n])
  assert.deepEqual(
    rounded.map((w) => hex(w, 16)),
    ['7c54cb3c5f2cfa82', '92c816241f425e64', 'cde0c6c3fa0ec74e', '2da880c116d65772'],
  )
})

test('the fast Philox block equals the big-integer one, word for word', () => {
  const next = mt19937(1)
  const block = new Uint32Array(4)
  for (let i = 0; i < 200; i++) {
    const counter = [next(), next(), next(), next()]
    const key = [next(), next()]
    philox4x32Block(counter, key, block)
    assert.deepEqual(Array.from(block), philox4x32(counter, key))
  }
})

test('the Mersenne Twister gives the ten-thousandth word that the C++ standard requires', () => {
  // ISO C++ [rand.predef]: the 10000th invocation of mt19937 seeded with 5489 is 4123659995.
  const next = mt19937(5489)
  assert.equal(next(), 3499211612)
  let word = 0
  for (let i = 2; i <= 10_000; i++) word = next()
  assert.equal(word, 4123659995)
})

test('words, rounds and seeds out of range are refused', () => {
  assert.throws(() => philox4x32([0, 0, 0], [0, 0]), { code: 'invalid-input' })
  assert.throws(() => philox4x32([0, 0, 0, 2 ** 32], [0, 0]), { code: 'invalid-input' })
  assert.throws(() => philox2x32([0, 0.5], [0]), { code: 'invalid-input' })
  assert.throws(() => philox4x64([0, 0, 0, 0], [0, 0], 8 as 7), { code: 'invalid-input' })
  assert.throws(() => mt19937(-1), { code: 'invalid-input' })
  assert.throws(() => mt19937(1.5), { code: 'invalid-input' })
})
