import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shown } from '../fixtures/encoded.js'
import { sizesOf } from './sizes.js'
import { neededWidths, wholeWidth } from './widths.js'

const responsive = { breakpoints: [320, 768, 1024, 1440, 1920], densities: [1, 2] }

describe('the widths that are worth encoding', () => {
  it('serves each box at each density, at a breakpoint where one is near', () => {
    expect(neededWidths([shown('mobile', 380)], responsive, 4000)).toEqual([380, 768])
    expect(neededWidths([shown('desktop', 300)], responsive, 4000)).toEqual([320, 600])
  })

  it('never exceeds the picture, serves the largest box in full, is ascending, distinct and short', () => {
    const boxes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(boxes, fc.integer({ min: 1, max: 5000 }), (widths, natural) => {
        const needed = neededWidths(
          widths.map(w => shown('desktop', w)),
          responsive,
          natural,
        )
        expect(needed.length).toBeGreaterThan(0)
        expect(needed.length).toBeLessThanOrEqual(6)
        expect(Math.max(...needed)).toBeLessThanOrEqual(natural)
        // Whatever is shown, there is a width that serves the largest box at the highest density as far as there are pixels.
        expect(Math.max(...needed)).toBeGreaterThanOrEqual(Math.min(natural, Math.max(...widths) * 2) - 1)
        for (const [i, w] of needed.slice(1).entries()) expect(w / needed[i]!).toBeGreaterThanOrEqual(1.15)
      }),
      { seed: 5 },
    )
  })

  it('keeps proportions to the pixel where a width near by does', () => {
    expect(wholeWidth(445, { width: 1000, height: 750 })).toBe(448)
    expect(wholeWidth(1000, { width: 1000, height: 667 })).toBe(1000)
    expect(wholeWidth(1281, { width: 1920, height: 1080 })).toBe(1296)
  })
})

describe('sizes', () => {
  it('takes the widest showing of each kind of viewport', () => {
    expect(sizesOf([shown('mobile', 182), shown('mobile', 380), shown('desktop', 300)], responsive.breakpoints)).toBe(
      '(max-width: 767px) 93vw, 300px',
    )
  })

  it('is fluid for what fills a wide viewport, fixed for what is the same everywhere, and assumes the most where nothing is known', () => {
    expect(sizesOf([shown('mobile', 412), shown('desktop', 1350)], responsive.breakpoints)).toBe('100vw')
    expect(sizesOf([shown('mobile', 96), shown('desktop', 96)], responsive.breakpoints)).toBe('96px')
    expect(sizesOf([shown('desktop', 300)], responsive.breakpoints)).toBe('(max-width: 767px) 100vw, 300px')
  })
})
