import { inflateSync } from 'node:zlib'

/** Different byte values in the picture's pixels: a blank page has a handful, text and charts have nearly all. */
export function pictureShades(png: Buffer): number {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return new Set(inflateSync(Buffer.concat(parts))).size
}
