import { type Region, regionsOf } from '../system/regions.js'

/** A picture's pixels: three channels of each, row by row. */
export interface Pixels {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Squares of so many pixels are compared by their means: pictures that were encoded anew do not differ then. */
const COARSE = 6
/** How far one channel of a square must be off: less is how edges are smoothed. */
const VISIBLE = 32
/** Squares no further apart than so many belong together: a word is one area, not one for each letter. */
const TOGETHER = 4

/** Where two pictures differ, from the top; where one of them is longer, all of what it has more. */
export function differingAreas(one: Pixels, other: Pixels): readonly Area[] {
  const across = Math.ceil(Math.max(one.width, other.width) / COARSE)
  const down = Math.ceil(Math.max(one.height, other.height) / COARSE)
  const differing = Array.from({ length: across * down }, (_, square) =>
    differs(one, other, Math.floor(square / across) * COARSE, (square % across) * COARSE),
  )
  return merged(regionsOf(differing, across, TOGETHER).map(areaOf)).toSorted((a, b) => a.y - b.y)
}

const areaOf = ({ left, top, right, bottom }: Region): Area => ({
  x: left * COARSE,
  y: top * COARSE,
  width: (right + 1 - left) * COARSE,
  height: (bottom + 1 - top) * COARSE,
})

function differs(one: Pixels, other: Pixels, top: number, left: number): boolean {
  if (left + COARSE > Math.min(one.width, other.width)) return false
  if (top + COARSE > Math.min(one.height, other.height)) return one.height !== other.height
  for (let channel = 0; channel < 3; channel++)
    if (Math.abs(meanOf(one, top, left, channel) - meanOf(other, top, left, channel)) > VISIBLE) return true
  return false
}

function meanOf({ data, width }: Pixels, top: number, left: number, channel: number): number {
  let sum = 0
  for (let row = top; row < top + COARSE; row++)
    for (let column = left; column < left + COARSE; column++) sum += data[3 * (row * width + column) + channel] ?? 0
  return sum / COARSE ** 2
}

/** Areas that overlap are one. */
function merged(areas: readonly Area[]): readonly Area[] {
  const apart: Area[] = []
  for (const area of areas) {
    let whole = area
    for (let index = apart.findIndex(held => overlap(held, whole)); index >= 0; ) {
      whole = around(whole, apart.splice(index, 1)[0]!)
      index = apart.findIndex(held => overlap(held, whole))
    }
    apart.push(whole)
  }
  return apart
}

const overlap = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

function around(a: Area, b: Area): Area {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}
