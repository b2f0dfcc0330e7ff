import { inflateRawSync } from 'node:zlib'
import { TuttiError } from '@tutti/analytics/errors'
import { mostBytes } from './cell-table.ts'

const directoryEnd = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * The XML parts of a workbook (a zip archive) by path, unpacked one by one. Throws `invalid-input` for an archive that is
 * damaged, encrypted or unpacks to more than `mostBytes`.
 */
export function workbookParts(archive: Buffer): (path: string) => string | undefined {
  const damaged = (why: string) => new TuttiError('invalid-input', `the workbook cannot be unpacked: ${why}`)
  let end = archive.length - 22
  while (end >= 0 && archive.readUInt32LE(end) !== directoryEnd) end--
  if (end < 0) throw damaged('its directory is missing')
  const places = new Map<string, number>()
  let at = archive.readUInt32LE(end + 16)
  let unpacked = 0
  for (let i = archive.readUInt16LE(end + 10); i > 0; i--) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== directoryEntry)
      throw damaged('its directory is damaged')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset))
    unpacked += archive.readUInt32LE(at + 24)
    places.set(archive.toString('utf8', at + 46, at + 46 + nameLength), at)
    at += 46 + nameLength + extraLength + commentLength
  }
  if (unpacked > mostBytes) throw damaged(`it holds ${unpacked} bytes, at most ${mostBytes} are read`)
  return (path) => {
    const entry = places.get(path)
    if (entry === undefined) return undefined
    const method = archive.readUInt16LE(entry + 10)
    const size = archive.readUInt32LE(entry + 20)
    const local = archive.readUInt32LE(entry + 42)
    try {
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      const packed = archive.subarray(start, start + size)
      const bytes = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: mostBytes })
      return bytes.toString('utf8')
    } catch {
      throw damaged(`${path} is damaged`)
    }
  }
}
