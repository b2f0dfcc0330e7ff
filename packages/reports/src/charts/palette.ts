import type { SeriesRole } from '../document/chart.ts'

/** How a role looks: colours of at least 4.5 : 1 on white, told apart by shape and dash too (after Okabe and Ito). */
export interface Look {
  readonly colour: string
  readonly symbol: string
  readonly dash: 'solid' | 'dashed' | 'dotted' | readonly number[]
}

const star = 'path://M0,-10L2.9,-3.1L10,-3.1L4.2,1.2L6.2,8.5L0,4.2L-6.2,8.5L-4.2,1.2L-10,-3.1L-2.9,-3.1Z'
const cross = 'path://M-10,-7L-7,-10L0,-3L7,-10L10,-7L3,0L10,7L7,10L0,3L-7,10L-10,7L-3,0Z'

/** The marker of a symbol in a key: drawn as a path, since a key stretches the built-in shapes. */
export function keyIcon(symbol: string): string {
  return keyIcons[symbol] ?? symbol
}

const keyIcons: Readonly<Record<string, string>> = {
  triangle: 'path://M0,-6L6,5L-6,5Z',
  rect: 'path://M-5,-5L5,-5L5,5L-5,5Z',
  roundRect: 'path://M-5,-4L-4,-5L4,-5L5,-4L5,4L4,5L-4,5L-5,4Z',
  diamond: 'path://M0,-6L5,0L0,6L-5,0Z',
  arrow: 'path://M0,-6L5,5L0,2L-5,5Z',
}

export const looks: Readonly<Record<SeriesRole, Look>> = {
  winner: { colour: '#14213d', symbol: star, dash: 'solid' },
  a: { colour: '#0067a5', symbol: 'circle', dash: 'solid' },
  b: { colour: '#b84700', symbol: 'triangle', dash: [7, 3] },
  c: { colour: '#00755a', symbol: 'rect', dash: [2, 3] },
  d: { colour: '#8c3f7f', symbol: 'diamond', dash: [9, 3, 2, 3] },
  e: { colour: '#7a5c00', symbol: 'roundRect', dash: [4, 2] },
  f: { colour: '#4b5a6b', symbol: 'arrow', dash: [1, 2] },
  rival: { colour: '#a3122b', symbol: cross, dash: [5, 4] },
  quiet: { colour: '#68707c', symbol: 'circle', dash: [3, 3] },
}

export const ink = '#1c2430'
export const softInk = '#525b68'
export const rule = '#c4cad3'
export const faintRule = '#e7eaee'
/** Bands of a fan, outer then inner. */
export const bandColours = { light: '#d5e3ef', strong: '#a3c2dc' } as const
/** Low to high, even in lightness. */
export const heatColours = ['#f3f6f9', '#cfdfec', '#9fc1dc', '#6196c1', '#2c6496', '#143c66'] as const
