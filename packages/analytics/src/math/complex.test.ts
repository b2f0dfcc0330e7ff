import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import {
  complex,
  complexDifference,
  complexExp,
  complexLog,
  complexModulus,
  complexProduct,
  complexQuotient,
  complexScaled,
  complexSqrt,
  complexSum,
  type Complex,
} from './index.ts'

const samples = [complex(3, 4), complex(-3, 4), complex(-3, -4), complex(0.1, -2), complex(-2, 0), complex(0, 1)]

function assertComplexClose(actual: Complex, expected: Complex): void {
  assertClose(complexModulus(complexDifference(actual, expected)), 0, 1e-14 * (1 + complexModulus(expected)), 0)
}

test('powers, roots and logarithms agree with values worked by hand', () => {
  assertComplexClose(complexSqrt(complex(3, 4)), complex(2, 1))
  assertComplexClose(complexSqrt(complex(-4)), complex(0, 2))
  assertComplexClose(complexExp(complex(0, Math.PI)), complex(-1))
  assertComplexClose(complexLog(complex(0, 1)), complex(0, Math.PI / 2))
  assertComplexClose(complexQuotient(complex(1, 2), complex(3, -4)), complex(-0.2, 0.4))
  assert.deepEqual(complexSqrt(complex(0)), complex(0, 0))
})

test('each operation is undone by its inverse', () => {
  for (const a of samples) {
    assertComplexClose(complexProduct(complexSqrt(a), complexSqrt(a)), a)
    assertComplexClose(complexExp(complexLog(a)), a)
    for (const b of samples) {
      assertComplexClose(complexProduct(complexQuotient(a, b), b), a)
      assertComplexClose(complexDifference(complexSum(a, b), b), a)
    }
    assertComplexClose(complexScaled(a, 2), complexSum(a, a))
  }
})
