import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretNamed, withLoginOptions } from './login-options.js'

beforeEach(() => {
  process.env.MEMBERS_TOKEN = 'a-very-secret-token'
})
afterEach(() => {
  delete process.env.MEMBERS_TOKEN
})

describe('cookies and headers on the command line', () => {
  it('name a variable of the shell, never a value', () => {
    expect(secretNamed('Authorization=MEMBERS_TOKEN', {})).toEqual({ Authorization: { env: 'MEMBERS_TOKEN' } })
    expect(() => secretNamed('sid=a-very-secret-token', {})).toThrow(/VARIABLE/)
    expect(() => secretNamed('sid=MEMBERS_UNSET', {})).toThrow(/MEMBERS_UNSET is not set/)
    expect(() => secretNamed('sid', {})).toThrow(/NAME=VARIABLE/)
  })

  it('are added to what the configuration says', () => {
    const flow = { path: '/login', steps: [{ click: 'button' }] }
    const header = { 'X-Staff': { env: 'MEMBERS_TOKEN' } }
    expect(withLoginOptions({ flow, headers: { 'X-Other': { env: 'OTHER' } } }, { header, cookie: {} })).toEqual({
      flow,
      headers: { 'X-Other': { env: 'OTHER' }, 'X-Staff': { env: 'MEMBERS_TOKEN' } },
    })
    expect(withLoginOptions(undefined, { header: {}, cookie: {} })).toBeUndefined()
  })
})
