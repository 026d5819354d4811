import { expect, test } from 'vitest'
import { Gate } from './gate.js'

test('while a page loads it asks for what it will', () => {
  const gate = new Gate()
  expect(gate.refuses('POST', '/visits')).toBe(false)
  expect(gate.refuses('GET', '/api/figures?of=today')).toBe(false)
})

test('once closed, nothing that writes passes, and of what looks as if it acted only what the page had asked for by itself', () => {
  const gate = new Gate()
  gate.refuses('GET', '/api/figures?of=today')
  gate.refuses('POST', '/api/notes')
  gate.close()
  expect(['POST', 'PUT', 'PATCH', 'DELETE'].map(method => gate.refuses(method, '/lamps'))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(gate.refuses('GET', '/lamps?page=2')).toBe(false)
  expect(gate.refuses('GET', '/logout')).toBe(true)
  expect(gate.refuses('GET', '/api/figures?of=yesterday')).toBe(false)
  expect(gate.refuses('GET', '/api/notes')).toBe(true)
  gate.open()
  expect(gate.refuses('POST', '/visits')).toBe(false)
})
