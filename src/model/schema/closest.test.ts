import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '../metrics.js'
import { closest } from './closest.js'

describe('did you mean', () => {
  it.each([
    ['bundel-size', 'bundle-size'],
    ['Bundle-Size', 'bundle-size'],
    ['largest-contentfull-paint', 'largest-contentful-paint'],
    ['loadtime', 'load-time'],
  ])('%s: %s', (written, meant) => {
    expect(closest(written, METRIC_NAMES)).toBe(meant)
  })

  it('stays silent where nothing is near', () => {
    expect(closest('throughput', METRIC_NAMES)).toBeUndefined()
    expect(closest('x', ['and', 'or'])).toBeUndefined()
    expect(closest('anything', [])).toBeUndefined()
  })

  it('finds any metric again after two neighbouring letters changed places', () => {
    fc.assert(
      fc.property(fc.constantFrom(...METRIC_NAMES), fc.nat(40), (name, at) => {
        const i = at % (name.length - 1)
        expect(closest(name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2), METRIC_NAMES)).toBe(name)
      }),
    )
  })
})
