import { expect, it } from 'vitest'
import { busyNote } from './busy.js'

it('says that a machine is busy where more wants to run than it has cores, and is silent else', () => {
  expect(busyNote(5.25, 2)).toBe(
    'The machine is busy (load 5.3, 2 cores): this takes longer, and what helps may stay undecided.',
  )
  expect(busyNote(2, 2)).toBeNull()
})
