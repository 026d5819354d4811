import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { photo } from './fixtures/pictures.js'
import { expectedStep, lossOf, QUALITY_SCALES, stepOf } from './quality-scale.js'

const { avif, webp } = QUALITY_SCALES

describe('scales of quality', () => {
  it.each(Object.entries(QUALITY_SCALES))('%s: qualities rise, and what is lost falls', (_, { qualities, losses }) => {
    expect(losses).toHaveLength(qualities.length)
    for (let i = 1; i < qualities.length; i++) {
      expect(qualities[i]).toBeGreaterThan(qualities[i - 1]!)
      expect(losses[i]).toBeLessThan(losses[i - 1]!)
    }
  })

  it('have each AVIF once: qualities between two lead to the file of the lower', async () => {
    const source = await photo(32, 24).png().toBuffer()
    const at = async (quality: number) => (await sharp(source).avif({ quality, effort: 0 }).toBuffer()).toString('hex')
    const files = new Map<number, string>()
    for (let quality = 47; quality <= 62; quality++) files.set(quality, await at(quality))
    const distinct = [...files].filter(([quality, file]) => files.get(quality - 1) !== file).map(([quality]) => quality)
    expect(distinct).toEqual(avif.qualities.filter(quality => quality >= 47 && quality <= 62))
    expect(stepOf(avif, 51)).toBe(stepOf(avif, 50))
    expect(stepOf(avif, 1)).toBe(0)
    expect(stepOf(avif, 100)).toBe(avif.qualities.length - 1)
  })

  it('expect a floor higher up the higher it is, nearer the faster a picture gains, and where it is reached no step away', () => {
    const from = { step: stepOf(webp, 75), loss: lossOf(0.75) }
    const at = (floor: number, pace?: number): number => webp.qualities[expectedStep(webp, from, floor, pace)]!
    expect(at(0.75)).toBe(75)
    expect(at(0.7)).toBeLessThan(75)
    expect(at(0.8)).toBeGreaterThan(75)
    expect(at(0.9)).toBeGreaterThan(at(0.8))
    expect(at(0.9, 2)).toBeLessThan(at(0.9))
    expect(at(1)).toBe(webp.qualities.at(-1))
  })
})
