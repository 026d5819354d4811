import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { graphic, photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'

const reasonOf = async (data: Buffer): Promise<string> => {
  const inspection = await inspectPicture(data)
  return inspection.ok ? 'accepted' : inspection.reason
}

const pictureOf = async (data: Buffer) => {
  const inspection = await inspectPicture(data)
  if (!inspection.ok) throw new Error(inspection.reason)
  return inspection.picture
}

describe('what a picture file is, by its content', () => {
  it('tells a photograph from a graphic, whatever the format', async () => {
    expect(await pictureOf(await photo(320, 240).png().toBuffer())).toMatchObject({ format: 'png', kind: 'photograph' })
    expect(await pictureOf(await graphic(320, 240).png().toBuffer())).toMatchObject({ format: 'png', kind: 'graphic' })
    expect(await pictureOf(await photo(320, 240).jpeg().toBuffer())).toMatchObject({
      format: 'jpeg',
      kind: 'photograph',
    })
  })

  it('counts transparency only where something shows through', async () => {
    expect((await pictureOf(await photo(80, 60, 4).png().toBuffer())).transparent).toBe(true)
    expect((await pictureOf(await photo(80, 60).ensureAlpha().png().toBuffer())).transparent).toBe(false)
  })

  it('gives the size after EXIF orientation', async () => {
    const turned = await photo(80, 60).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect(await pictureOf(turned)).toMatchObject({ width: 60, height: 80 })
  })

  it('accepts 16 bits and notices a profile that is not sRGB', async () => {
    const deep = await photo(80, 60).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(await reasonOf(deep)).toBe('accepted')
    expect((await pictureOf(await photo(80, 60).withIccProfile('p3').jpeg().toBuffer())).ownProfile).toBe(true)
    expect((await pictureOf(await photo(80, 60).withIccProfile('srgb').jpeg().toBuffer())).ownProfile).toBe(false)
  })

  it('refuses what re-encoding would spoil, with the reason', async () => {
    expect(await reasonOf(Buffer.alloc(0))).toMatch(/empty/)
    expect(await reasonOf(Buffer.from('<!doctype html><p>not a picture'))).toMatch(/cannot be decoded/)
    expect(await reasonOf(await photo(80, 60).toColourspace('cmyk').jpeg().toBuffer())).toMatch(/CMYK/)
    expect(await reasonOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))).toMatch(/svg/)
    const frames = await sharp([await photo(40, 30).png().toBuffer(), await photo(40, 30, 3, 2).png().toBuffer()], {
      join: { animated: true },
    })
      .webp()
      .toBuffer()
    expect(await reasonOf(frames)).toMatch(/animated/)
  })

  it('refuses a damaged file, also where only its end is missing', async () => {
    const whole = await photo(400, 300).jpeg().toBuffer()
    expect(await reasonOf(whole.subarray(0, whole.length * 0.6))).toMatch(/cannot be decoded/)
  })

  it('leaves signed content credentials alone', async () => {
    const jpeg = await photo(80, 60).jpeg().toBuffer()
    const box = Buffer.concat([
      Buffer.from([0xff, 0xeb, 0, 30]),
      Buffer.from('JP\0\x01\0\0\0\x01\0\0\0\x14jumdc2pa\0\x11\0\x10'),
    ])
    box.writeUInt16BE(box.length - 2, 2)
    expect(await reasonOf(Buffer.concat([jpeg.subarray(0, 2), box, jpeg.subarray(2)]))).toMatch(/content credentials/)
  })
})
