import { describe, expect, it } from 'vitest'
import { shown } from '../fixtures/encoded.js'
import { sizesOf } from './sizes.js'

const BREAKPOINTS = [320, 768, 1024, 1440, 1920]
const natural = { width: 471, height: 240 }

describe('sizes', () => {
  it('follow the boxes measured', () => {
    expect(sizesOf([shown('mobile', 380), shown('desktop', 600)], BREAKPOINTS)).toBe('(max-width: 767px) 93vw, 600px')
  })

  it('say no more than the pixels of a picture that is stretched: what holds it may be as wide as it is by itself', () => {
    expect(sizesOf([shown('mobile', 341, { natural }), shown('desktop', 754, { natural })], BREAKPOINTS)).toBe(
      '(max-width: 767px) 83vw, 471px',
    )
    expect(sizesOf([shown('desktop', 1350, { natural })], BREAKPOINTS)).toMatch(/, min\(100vw, 471px\)$/)
    expect(sizesOf([shown('mobile', 600, { natural }), shown('desktop', 600, { natural })], BREAKPOINTS)).toBe('471px')
  })
})
