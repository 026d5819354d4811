import { describe, expect, it } from 'vitest'
import { extendPictureRules } from './webpack-rules.js'

const extended = (rule: string): string => {
  const outcome = extendPictureRules(
    `module.exports = { module: { rules: [{ test: ${rule}, type: 'asset' }] } } // kept`,
    ['jpg'],
  )
  return outcome.kind === 'extended' ? (/test: (.*), type/.exec(outcome.text)?.[1] ?? '') : outcome.kind
}

describe('rules for pictures in a webpack configuration', () => {
  it.each([
    ['/\\.(png|jpe?g)$/i', '/\\.(png|jpe?g|avif|webp)$/i'],
    ['/\\.(png|jpe?g|webp)$/', '/\\.(png|jpe?g|webp|avif)$/'],
    ['/\\.jpg$/', '/(?:\\.jpg$)|\\.(?:avif|webp)$/'],
    ['/(a)\\.jpg$|\\.jpg$/', '/(?:(a)\\.jpg$|\\.jpg$)|\\.(?:avif|webp)$/'],
  ])('extends %s', (before, after) => expect(extended(before)).toBe(after))

  it('knows when nothing is to do, and when nothing can be done', () => {
    expect(extended('/\\.(jpg|avif|webp)$/')).toBe('accepts')
    expect(extended('/\\.jsx?$/')).toBe('silent')
    expect(extended('isPicture')).toBe('silent')
    expect(extendPictureRules('}{', ['jpg']).kind).toBe('silent')
  })
})
