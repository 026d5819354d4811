import { expect, test } from 'vitest'
import { unseenIn, unseenShare } from './unseen.js'

test('what is missed by all of so many loads in one case of twenty, as published', () => {
  // Hanley & Lippman-Hand (1983): the exact bounds that the rule of three is near to.
  expect(unseenShare(10)).toBeCloseTo(0.259, 3)
  expect(unseenShare(20)).toBeCloseTo(0.139, 3)
  expect(unseenShare(100)).toBeCloseTo(0.03, 3)
})

test('is said of what is kept, and of nothing else', () => {
  expect(unseenIn({ outcome: 'kept', blocks: 10 })).toEqual([
    'What happens in fewer than 26 of 100 loads may not have shown in 10 blocks.',
  ])
  expect(unseenIn({ outcome: 'rejected', blocks: 10 })).toEqual([])
  expect(unseenIn({ outcome: 'kept', blocks: 0 })).toEqual([])
})
