import { expect, it } from 'vitest'
import { manifest } from '../manifest.js'
import { savesEnough } from './saves-enough.js'

const isWorthTrying = savesEnough({ manifest })
const saving = (percent: number) => ({ predicted: { 'image-transfer-size': -percent } })

it('is nearly as much as the manifest demands, unless pictures come later: those are not counted', () => {
  // 30 % are demanded.
  expect([21, 20.9].map(percent => isWorthTrying(saving(percent), false))).toEqual([true, false])
  expect(isWorthTrying({ predicted: {} }, false)).toBe(false)
  expect(isWorthTrying(saving(1), true)).toBe(true)
})
