import { expect, it } from 'vitest'
import { rollbackMessage } from './rollback-message.js'

it('names what is taken back, without the gain that it had', () => {
  const subjectOf = (subject: string) =>
    rollbackMessage({ sha: 'c0ffee', subject, sessionId: 's', rollback: 'r' }).split('\n')[0]
  expect(subjectOf('1 picture in modern formats, 14 made smaller (LCP \u221230.1 %)')).toBe(
    'Take back: 1 picture in modern formats, 14 made smaller',
  )
  expect(subjectOf('Routes (old) loaded late (bytes only)')).toBe('Take back: Routes (old) loaded late')
  expect(subjectOf('Use what they call (x)')).toBe('Take back: Use what they call (x)')
})
