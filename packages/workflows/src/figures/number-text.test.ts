import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FigureValue, Unit } from './figure-value.ts'
import { axisText, errorText, figureText, fixedText, valueText } from './number-text.ts'

const figure = (value: number | null, standardError: number | null, unit: Unit, digits: number): FigureValue => ({
  pointer: '/x',
  value,
  standardError,
  unit,
  digits,
})

test('numbers have fixed decimals, a true minus, groups of three and no minus zero', () => {
  assert.equal(fixedText(1234567.891, 1), '1\u202f234\u202f567.9')
  assert.equal(fixedText(1234.5, 1), '1234.5')
  assert.equal(fixedText(-12345, 0), '\u221212\u202f345')
  assert.equal(fixedText(-0.0001, 2), '0.00')
  assert.equal(fixedText(0.30000000000000004, 3), '0.300')
})

test('decimals are scaled to percent and basis points', () => {
  assert.equal(valueText(figure(0.0712, null, 'percent', 1)), '7.1\u202f%')
  assert.equal(valueText(figure(0.00051, null, 'bp', 1)), '5.1\u202fbp')
  assert.equal(valueText(figure(1, null, 'months', 0)), '1\u202fmonth')
  assert.equal(valueText(figure(12, null, 'months', 0)), '12\u202fmonths')
  assert.equal(axisText(0.05, 'percent', 0), '5\u202f%')
  assert.equal(axisText(0.05, 'ratio', 2), '0.05')
})

test('a standard error shows its first significant digit, or a bound', () => {
  assert.equal(errorText(figure(0.07, 0.002, 'percent', 1)), '0.2')
  assert.equal(errorText(figure(0.07, 0.0002, 'percent', 1)), '0.02')
  assert.equal(errorText(figure(0.07, 1e-9, 'percent', 1)), '<0.001')
  assert.equal(errorText(figure(0.07, 0, 'percent', 1)), '0.0')
  assert.equal(errorText(figure(0.07, null, 'percent', 1)), null)
  assert.equal(figureText(figure(0.07, 0.0002, 'percent', 1)), '7.0\u202f±\u202f0.02\u202f%')
})

test('a missing figure is n/a', () => {
  assert.equal(valueText(figure(null, null, 'percent', 1)), 'n/a')
  assert.equal(figureText(figure(null, 0.1, 'percent', 1)), 'n/a')
})

test('money is shown in millions, and basis points that are such already stay as they are', () => {
  assert.equal(figureText(figure(1_234_567_890, 5e6, 'money', 1)), '1234.6\u202f±\u202f5.0\u202fm')
  assert.equal(valueText(figure(-47.25, null, 'basis-points', 1)), '\u221247.3\u202fbp')
  assert.equal(valueText(figure(0.15, null, 'percentage', 2)), '0.15\u202f%')
  assert.equal(axisText(25, 'percentage', 0), '25\u202f%')
  assert.equal(valueText(figure(1, null, 'days', 0)), '1\u202fday')
})
