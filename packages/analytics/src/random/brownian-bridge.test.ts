import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { bridgeNormals, bridgePath, brownianBridge } from './index.ts'

const timeSets = [
  [1],
  [0.25, 0.5, 0.75, 1],
  [0.1, 0.5, 0.6, 2, 2.2, 3.5, 7],
  Array.from({ length: 120 }, (_, i) => (i + 1) / 12),
]

test('four quarters are bridged end first, then middle, first and third quarter', () => {
  // By hand: W(1) = z1; W(1/2) = W(1)/2 + z2/2; W(1/4) = W(1/2)/2 + z3 sqrt(1/8); W(3/4) the mean of its neighbours + z4 sqrt(1/8).
  const path = bridgePath(brownianBridge([0.25, 0.5, 0.75, 1]), [0.8, -0.4, 1.2, 0.3])
  const half = 0.4 - 0.2
  assertAllClose(
    path,
    [half / 2 + 1.2 * Math.sqrt(1 / 8), half, (half + 0.8) / 2 + 0.3 * Math.sqrt(1 / 8), 0.8],
    1e-15,
    0,
  )
})

test('the covariance of the bridged path is min(s, t), for uneven times too', () => {
  for (const times of timeSets) {
    const size = times.length
    const bridge = brownianBridge(times)
    // Columns of the linear map from normals to the path.
    const columns = times.map((_, k) =>
      bridgePath(
        bridge,
        times.map((__, j) => (j === k ? 1 : 0)),
      ),
    )
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const covariance = columns.reduce((sum, column) => sum + column[i] * column[j], 0)
        assertClose(covariance, Math.min(times[i], times[j]), 1e-13, 1e-13)
      }
    }
  }
})

test('the path gives its normals back', () => {
  for (const times of timeSets) {
    const bridge = brownianBridge(times)
    const normals = times.map((_, i) => Math.sin(3 * i + 1))
    assertAllClose(bridgeNormals(bridge, bridgePath(bridge, normals)), normals, 1e-12, 0)
  }
})

test('the first coordinates carry most of the variance of the average of the path', () => {
  const times = Array.from({ length: 64 }, (_, i) => (i + 1) / 64)
  const bridge = brownianBridge(times)
  const shares = times.map((_, k) => {
    const column = bridgePath(
      bridge,
      times.map((__, j) => (j === k ? 1 : 0)),
    )
    return (column.reduce((sum, x) => sum + x, 0) / 64) ** 2
  })
  const total = shares.reduce((sum, x) => sum + x, 0)
  assert.ok((shares[0] + shares[1]) / total > 0.9)
})

test('times that do not increase from above zero, and short inputs, are refused', () => {
  assert.throws(() => brownianBridge([]), { code: 'invalid-input' })
  assert.throws(() => brownianBridge([0, 1]), { code: 'invalid-input' })
  assert.throws(() => brownianBridge([1, 1]), { code: 'invalid-input' })
  assert.throws(() => bridgePath(brownianBridge([1, 2]), [0.5]), { code: 'invalid-input' })
})
