import sharp from 'sharp'
import { expect, test } from 'vitest'
import { framesOf } from './picture-frames.js'

const still = (grey: number) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .png()
    .toBuffer()

test.each(['webp', 'gif'] as const)('%s: one picture, or several', async format => {
  const frames = await Promise.all([0, 90, 200].map(still))
  const film = await sharp(frames, { join: { animated: true } })
    [format]()
    .toBuffer()
  expect(framesOf(film)).toBe(3)
  expect(framesOf(await sharp(frames[0]).toFormat(format).toBuffer())).toBe(1)
})

test('png: as its table of animation says, and one where there is none', async () => {
  const png = await still(50)
  expect(framesOf(png)).toBe(1)
  const control = Buffer.alloc(20)
  control.writeUInt32BE(8, 0)
  control.write('acTL', 4)
  control.writeUInt32BE(5, 8)
  expect(framesOf(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]))).toBe(5)
})

test('a photograph, and what is cut off in the middle, count as one', async () => {
  expect(
    framesOf(
      await sharp(await still(9))
        .jpeg()
        .toBuffer(),
    ),
  ).toBe(1)
  for (const head of ['GIF89a', 'RIFF\0\0\0\0WEBP', '\x89PNG\r\n\x1a\n'])
    expect(framesOf(Buffer.from(head, 'latin1'))).toBe(1)
  expect(framesOf(Buffer.alloc(0))).toBe(1)
})
