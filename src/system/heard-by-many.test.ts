import { expect, it, vi } from 'vitest'
import { heardByMany } from './heard-by-many.js'

it('is aborted with its signal, for its reason, and tells many without a warning of a leak', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  const controller = new AbortController()
  const signal = heardByMany(controller.signal)
  const heard = vi.fn()
  for (let i = 0; i < 30; i++) signal.addEventListener('abort', () => heard())
  await new Promise(setImmediate)
  process.off('warning', warned)
  expect(warned).not.toHaveBeenCalled()
  controller.abort('gone')
  expect([heard.mock.calls.length, signal.reason]).toEqual([30, 'gone'])
})
