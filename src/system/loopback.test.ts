import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TunewrightError } from '../model/errors.js'
import { allowedEnvironment, targetEnvironment } from './environment.js'
import { requireLoopbackDatabases } from './loopback.js'

const check = (environment: Record<string, string>) => () => requireLoopbackDatabases(environment, 'the test')

describe('databases of a target', () => {
  test.each([
    ['postgres://shop:secret@127.0.0.1:5432/shop'],
    ['postgresql:///shop?host=/var/run/postgresql'],
    ['postgres://u@%2Fvar%2Frun/shop'],
    ['mysql://root@localhost/shop'],
    ['mongodb://localhost:27017,127.0.0.1:27018/shop'],
    ['redis://[::1]:6379/0'],
    ['https://api.example.com/'],
    ['file:./shop.sqlite'],
    ['host=localhost user=shop password=x dbname=shop'],
    ['Server=localhost,1433;Database=shop;User Id=sa'],
    ['root@tcp(127.0.0.1:3306)/shop'],
  ])('%s is allowed', url => {
    expect(check({ SOME_URL: url })).not.toThrow()
  })

  test.each([
    ['DATABASE_URL', 'postgres://shop:secret@db.example.com:5432/shop', 'db.example.com'],
    ['ORDERS', 'jdbc:postgresql://10.0.0.5/shop', '10.0.0.5'],
    ['URL', 'mongodb+srv://u:secret@cluster0.example.net/shop', 'cluster0.example.net'],
    ['URL', 'mongodb://localhost:27017,evil.example.net/shop', 'evil.example.net'],
    ['URL', 'postgres://127.0.0.1/shop?host=db.internal', 'db.internal'],
    ['URL', 'rediss://:secret@[2001:db8::1]:6379', '[2001:db8::1]'],
    ['URL', 'postgres://localhost@db.example.com/x', 'db.example.com'],
    ['URL', 'postgres://localhost:5?secret@db.example.com/x', 'db.example.com'],
    ['URL', 'postgres://localhost:5/secret@db.example.com/x', 'db.example.com'],
    ['URL', 'host=db.example.com user=shop password=secret', 'db.example.com'],
    ['URL', 'Server=tcp:db.example.com,1433;Database=shop;User Id=sa;Password=secret', 'db.example.com'],
    ['URL', 'root:secret@tcp(db.example.com:3306)/shop', 'db.example.com'],
    ['URL', 'postgres://0.0.0.0/x', '0.0.0.0'],
    ['URL', 'postgres://127.0.0.1.example.com/x', '127.0.0.1.example.com'],
    ['PGHOST', 'db.internal', 'db.internal'],
    ['SHOP_DB_HOST', 'db.internal', 'db.internal'],
  ])('%s=%s stops, naming variable and host but no credentials', (name, value, host) => {
    let thrown: unknown
    try {
      check({ [name]: value })()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(TunewrightError)
    const error = thrown as TunewrightError
    expect(error.code).toBe('UNSAFE_ENVIRONMENT')
    expect(error.message).toContain(name)
    expect(error.message).toContain(host)
    expect(JSON.stringify([error.message, error.remedy, error.details])).not.toContain('secret')
  })

  test('PGHOST and DB_HOST on this machine are allowed', () => {
    expect(check({ PGHOST: '/tmp', DB_HOST: 'localhost:5432', REDIS_HOST: '::1' })).not.toThrow()
  })

  test('no value makes the check itself fail', () => {
    fc.assert(
      fc.property(fc.string(), value => {
        try {
          check({ URL: value })()
        } catch (error) {
          expect(error).toBeInstanceOf(TunewrightError)
        }
      }),
    )
  })
})

describe('the environment of a target', () => {
  const target = { name: 'shop', environment: { API_KEY: 'x', PATH: '/only' } }

  test('holds nothing of ours but what tools need', () => {
    const allowed = allowedEnvironment({
      PATH: '/bin',
      LC_ALL: 'C',
      AWS_SECRET_ACCESS_KEY: 's',
      NODE_OPTIONS: '--x',
      NODE_ENV: 'test',
      DATABASE_URL: 'postgres://prod',
    })
    expect(allowed).toEqual({ PATH: '/bin', LC_ALL: 'C' })
  })

  test("the target's own variables and then the extra ones win", () => {
    expect(targetEnvironment(target, { PORT: '1' })).toMatchObject({ API_KEY: 'x', PATH: '/only', PORT: '1' })
  })

  test('a database elsewhere stops before anything runs', () => {
    expect(() => targetEnvironment(target, { DATABASE_URL: 'postgres://db.example.com/x' })).toThrow(/DATABASE_URL/)
  })
})
