import { expect, it } from 'vitest'
import { lowestSetting } from './lowest-setting.js'

it('finds the lowest setting that is enough, from the least on, in few tries', async () => {
  for (let enough = 1; enough <= 100; enough++) {
    let tries = 0
    const found = await lowestSetting(1, 100, async setting => {
      tries++
      return setting >= enough
    })
    expect(found).toBe(enough)
    expect(tries).toBeLessThanOrEqual(9)
  }
  expect(await lowestSetting(40, 100, async setting => setting >= 20)).toBe(40)
  expect(await lowestSetting(1, 100, async () => false)).toBeNull()
})
