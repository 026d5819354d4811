import { describe, expect, it } from 'vitest'
import { TunewrightError } from '../model/errors.js'
import { storeFailure } from './store-failure.js'

const failed = (cause: unknown) =>
  new TunewrightError('STORE_FAILED', 'The store cannot be reached or set up.', { remedy: 'Check it.', cause })
const text = (error: unknown, url?: string) => (storeFailure(error, url) as TunewrightError).message

describe('a store that fails', () => {
  it('says where it was looked for and why, and never the password', () => {
    const url = 'postgres://shop:hunter%212@db.example:6432/shop'
    const message = text(failed(new Error('password authentication failed, tried hunter!2 of hunter%212')), url)
    expect(message).toContain('db.example:6432')
    expect(message).toContain('password authentication failed')
    expect(message).not.toMatch(/hunter/)
  })

  it('names the reason of each address of a host, and the socket where there is one', () => {
    const refused = new AggregateError([
      new Error('connect ECONNREFUSED ::1:5432'),
      new Error('connect ECONNREFUSED 127.0.0.1:5432'),
    ])
    expect(text(failed(refused), 'postgres://localhost/x')).toContain(
      'localhost:5432. The reason: connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432.',
    )
    expect(text(failed(new Error('no')), 'postgres://u:p@localhost/x?host=/run/pg')).toContain('/run/pg')
    expect(text(failed(new Error('no')), 'not a url')).toContain('cannot be read')
  })

  it('says a reason once, keeps what to do, and leaves other errors alone', () => {
    const plain = new TunewrightError('STORE_FAILED', 'The store was made by a newer version.', { remedy: 'Upgrade.' })
    expect(storeFailure(plain, undefined)).toMatchObject({ message: plain.message, remedy: 'Upgrade.' })
    const other = new Error('x')
    expect(storeFailure(other, undefined)).toBe(other)
  })
})
