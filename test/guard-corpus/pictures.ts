import sharp from 'sharp'
import { createRandom } from './random.js'

/** Pictures that look like something: a scene of light, a thing and its shadow, with grain; the same for a seed at every size. */

const hue = (random: () => number, saturation: number, lightness: number): string =>
  `hsl(${Math.floor(random() * 360)} ${saturation}% ${lightness}%)`

function scene(seed: number): string {
  const random = createRandom(seed)
  const things = Array.from({ length: 5 }, (_, index) => {
    const [x, y] = [80 + 120 * index + random() * 40, 150 + random() * 220]
    const [width, height] = [30 + random() * 70, 30 + random() * 90]
    return `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="${hue(random, 65, 45)}" opacity="0.9"/>
      <ellipse cx="${x - width / 4}" cy="${y - height / 3}" rx="${width / 5}" ry="${height / 6}" fill="white" opacity="0.4"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" preserveAspectRatio="none">
    <defs>
      <linearGradient id="light" x2="0.3" y2="1"><stop stop-color="${hue(random, 40, 85)}"/><stop offset="1" stop-color="${hue(random, 45, 60)}"/></linearGradient>
    </defs>
    <rect width="640" height="480" fill="url(#light)"/><rect y="360" width="640" height="120" fill="#0003"/>
    ${things.join('')}</svg>`
}

export interface PictureOptions {
  readonly width: number
  readonly height: number
  readonly format?: 'jpeg' | 'webp' | 'avif'
  /** 1 to 100. */
  readonly quality?: number
}

/** Grain as of a film, the same over every scene. */
function grainOf(): Buffer {
  const random = createRandom(7)
  return Buffer.from(Array.from({ length: 640 * 480 * 4 }, (_, at) => (at % 4 === 3 ? Math.floor(random() * 60) : 0)))
}

const grain = grainOf()

/** A scene at 640 by 480. */
const paint = (seed: number): Promise<Buffer> =>
  sharp(Buffer.from(scene(seed)), { density: 72 })
    .resize(640, 480, { fit: 'fill' })
    .flatten({ background: 'white' })
    .composite([{ input: grain, raw: { width: 640, height: 480, channels: 4 } }])
    .png({ compressionLevel: 1 })
    .toBuffer()

const made = new Map<string, Promise<Buffer>>()

const once = (key: string, make: () => Promise<Buffer>): Promise<Buffer> => {
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known
}

/** @param seed which scene */
export function picture(seed: number, options: PictureOptions): Promise<Buffer> {
  const { width, height, format = 'jpeg', quality = 85 } = options
  return once(JSON.stringify([seed, width, height, format, quality]), async () =>
    sharp(await once(`scene ${seed}`, () => paint(seed)))
      .resize(width, height, { fit: 'fill' })
      [format](format === 'avif' ? { quality, effort: 2 } : { quality })
      .toBuffer(),
  )
}

/** The middle of a picture, `share` of its width and height, enlarged to the size that the whole had. */
export async function middleOf(content: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(content).metadata()
  const [wide, high] = [Math.round(width * share), Math.round(height * share)]
  const [left, top] = [Math.round((width - wide) / 2), Math.round((height - high) / 2)]
  return sharp(content).extract({ left, top, width: wide, height: high }).resize(width, height).jpeg().toBuffer()
}

/** A picture encoded at a quality of 1 to 100. */
export const encodedAt = async (content: Buffer, quality: number): Promise<Buffer> =>
  sharp(content).jpeg({ quality }).toBuffer()

/** How far two pictures differ, mean over pixels of 0 to 255, when both are laid out at the same size. */
export async function difference(one: Buffer, other: Buffer, width: number, height: number): Promise<number> {
  const pixels = (content: Buffer) =>
    sharp(content)
      .flatten({ background: 'white' })
      .resize(width, height, { fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
  const [a, b] = await Promise.all([pixels(one), pixels(other)])
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length
}

/** Whether a part of the screen has one colour only. */
export async function isBlank(screenshot: Buffer): Promise<boolean> {
  const { channels } = await sharp(screenshot).removeAlpha().stats()
  return channels.every(channel => channel.max - channel.min < 12)
}

/** A disc on a transparent ground, as PNG. */
export const emblem = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><circle cx="60" cy="60" r="42" fill="#8a3b12"/></svg>',
    ),
  )
    .png()
    .toBuffer()

/** The first frame of a film in which a picture grows darker and lighter (8 a second, without end), or all of it; as WebP. */
export async function film(seed: number, frames: 'first' | 'all'): Promise<Buffer> {
  const still = sharp(await picture(seed, { width: 160, height: 120 }))
  const made = [1, 0.8, 0.5, 0.2, 0.5, 0.8].map(light => still.clone().linear(light, 0).png().toBuffer())
  const all = await Promise.all(made)
  if (frames === 'first') return sharp(all[0]).webp().toBuffer()
  return sharp(all, { join: { animated: true } })
    .webp({ loop: 0, delay: all.map(() => 125) })
    .toBuffer()
}

/** A picture as a camera held upright keeps it: lying, with a note of which way is up; or without the note. */
export async function upright(seed: number, note: 'kept' | 'lost'): Promise<Buffer> {
  const lying = sharp(await picture(seed, { width: 480, height: 640 })).rotate(-90)
  return (note === 'kept' ? lying.withMetadata({ orientation: 6 }) : lying).jpeg({ quality: 85 }).toBuffer()
}
