import { describe, expect, it } from 'vitest'
import { frontendOptimizers } from '../frameworks/frontend-optimizers.js'
import { strategy } from '../report/fixtures/report.js'
import { selectOptimizers } from './select-optimizers.js'

const available = frontendOptimizers([
  strategy('code-splitting', 'Splitting'),
  strategy('image-optimization', 'Pictures'),
])

describe('choosing optimizers and strategies by id', () => {
  it('takes all where nothing is said', () => {
    expect(selectOptimizers(available, {})).toEqual(available)
  })

  it('leaves only what was asked for', () => {
    const [only, ...others] = selectOptimizers(available, { strategies: ['image-optimization'] })
    expect(only?.strategies.map(({ id }) => id)).toEqual(['image-optimization'])
    expect(others).toEqual([])
  })

  it('refuses an id that there is not, and lists those there are', () => {
    expect(() => selectOptimizers(available, { optimizers: ['bundel-optimizer'] })).toThrow('bundel-optimizer')
    expect(() => selectOptimizers(available, { strategies: ['x'] })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('code-splitting, image-optimization') }),
    )
  })
})
