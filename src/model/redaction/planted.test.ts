import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TunewrightError } from '../errors.js'
import { concealText, knowSecrets, redactText, revealText } from './index.js'

const M = 'Xq7Lw2Rt9Zk4Pm1c'
const b64 = (text: string) => Buffer.from(text).toString('base64')

/** One marker, in every form in which builds, services, browsers and git write such things down. */
const PLANTED: readonly (readonly [what: string, text: string])[] = [
  ['a connection string', `cannot connect to postgres://shop:${M}@127.0.0.1:5432/shop`],
  ['a password that should have been encoded', `mysql://root:a/${M}?x@db/shop`],
  ['a password with an at sign', `redis://:p@${M}@localhost:6379`],
  ['a token as the user of a remote', `fatal: unable to access 'https://${M}@example.org/repo.git/'`],
  ['user and token of a remote', `origin https://me:${M}@example.org/repo.git (push)`],
  ['a bearer', `authorization: Bearer ${M}`],
  ['headers as JSON', JSON.stringify({ headers: { Authorization: `Bearer ${M}`, cookie: `sid=${M}; a=${M}` } })],
  ['JSON within JSON', JSON.stringify(JSON.stringify({ password: M, apiKey: M }))],
  ['basic authentication', `got Basic ${b64(`me:${M}`)}`],
  ['a cookie that is set', `set-cookie: shop=${M}; Path=/; HttpOnly`],
  ['a query', `GET /a?access_token=${M}&page=2`],
  ['an opaque parameter', `GET /a?x=1&v=${M}`],
  ['a parameter in HTML', `<a href="/a?b=1&amp;key=${M}">`],
  ['an environment', `HOME=/root\nSTRIPE_KEY=a,b;${M}\nPATH=/bin`],
  ['an environment as an object', `{ DB_PASSWORD: '${M}', API_TOKEN: "${M}" }`],
  ['YAML', `secret_key: ${M}`],
  ['npm', `//registry.example.org/:_authToken=${M}\n//r.example.org/:_auth=${M}\n//r.example.org/:_password=${M}`],
  ['a flag', `node cli.js --db-password ${M} --token=${M}`],
  ['a DSN', `host=localhost user=shop password=${M} dbname=shop`],
  ['ADO', `Server=localhost;User Id=sa;Password=${M};`],
  ['SQL that is inserted', `insert into users (name, pin) values ('Ann', '${M}')`],
  ['SQL that asks', `SELECT * FROM users WHERE pin = '${M}' LIMIT 1`],
  ['SQL that changes a role', `ALTER ROLE shop WITH LOGIN ENCRYPTED PASSWORD '${M}'`],
  ['bound parameters', `DETAIL:  Parameters: $1 = '${M}', $2 = NULL`],
  ['parameters in a list', `update t set a = ? -- params: ["${M}", 1]\n where a = b`],
  ['the row of an error', `DETAIL:  Key (pin)=(${M}) already exists.\nDETAIL:  Failing row contains (1, ${M}).`],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${M}\n-----END RSA PRIVATE KEY-----\n`],
  ['a private key without its end', `a\n-----BEGIN PRIVATE KEY-----\n${M}\n${M}`],
  ['a private key without its beginning', `${M}\n${M}==\n-----END PRIVATE KEY-----\n`],
  ['a JWT', `eyJhbGciOiJIUzI1NiJ9.${M}.${M}`],
  ['a JWT in a query', `?next=%2Fa%3Fb%3DeyJhbGciOiJIUzI1NiJ9.${M}.${M}`],
  ['GitHub', `ghp_${M}${M}`],
  ['Stripe', `sk_live_${M}`],
  ['Slack', `xoxb-${M}`],
]

describe('what looks like a credential', () => {
  it.each(PLANTED)('%s', (_, text) => {
    const left = redactText(text)
    expect(left).not.toContain(M)
    expect(left).not.toContain(b64(`me:${M}`))
    expect(redactText(left)).toBe(left)
    expect(concealText(text)).not.toContain(M)
    expect(revealText(concealText(text))).toBe(text)
  })

  it.each([
    'Basic information about lamps',
    'the tokens of a parser, a secretary, and the author’s key ideas',
    'PWD=/home/ann/shop',
    'http://127.0.0.1:4000/@scope/pkg@1.2.3/index.js?v=12&w=640',
    '/_next/image?url=%2Fphotos%2Flamp-2024.jpg&w=640&q=75',
    '/assets/main.3f2a9c8b7d6e5f4a.js',
    "don't select a lamp from 'our' list where you can't see it",
    'FCP −39.3 % (99.6 %: −42.5 % to −36.0 %), 1.80 s → 1.10 s, home, mobile',
  ])('leaves alone: %s', text => {
    expect(redactText(text)).toBe(text)
  })

  it('is taken out of errors, with their details and causes', () => {
    const cause = Object.assign(new Error(`connect postgres://u:${M}@h/x`), {
      detail: `Key (a)=(${M}) already exists.`,
    })
    const error = new TunewrightError('BUILD_FAILED', `git fetch https://u:${M}@example.org failed`, {
      remedy: `run with TOKEN=${M}`,
      details: { output: `password: ${M}`, list: [`Bearer ${M}`], env: { A: M } },
      cause: new Error('outer', { cause }),
    })
    const told = [error.message, error.stack, error.remedy, JSON.stringify(error.details)]
    for (let at: unknown = error.cause; at instanceof Error; at = at.cause)
      told.push(at.message, at.stack, JSON.stringify(at))
    expect(told.join('\n')).not.toContain(M)
    expect((error.cause as Error).message).toBe('outer')
    const harmless = new Error('nothing to hide')
    expect(new TunewrightError('BUSY', 'x', { remedy: 'y', cause: harmless }).cause).toBe(harmless)
  })
})

describe('values known as secret', () => {
  it('are hidden in every form they are written in, wherever they stand', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }), fc.nat(2), (value, before) => {
        fc.pre(value.trim().length >= 8 && !/redacted/.test(value) && !/[\r\n]/.test(value))
        knowSecrets([value])
        const forms = [
          value,
          encodeURIComponent(value),
          JSON.stringify({ said: value }),
          new URLSearchParams({ a: value }).toString(),
        ]
        for (const form of forms) expect(redactText(`a ${form} b`)).not.toContain(value)
        const encoded = b64(`${'x'.repeat(before)}${value}yy`)
        const bytes = Buffer.from(redactText(encoded), 'base64').toString()
        if (Buffer.byteLength(value) >= 10) expect(bytes).not.toContain(value)
        expect(revealText(concealText(`a ${value} b`))).toBe(`a ${value} b`)
      }),
      { numRuns: 150 },
    )
  })

  it('are not words that nobody keeps secret, and nothing short', () => {
    knowSecrets(['production', 'a1b2c', ''])
    expect(redactText('a production build of a1b2c')).toBe('a production build of a1b2c')
  })
})

describe('whatever the text', () => {
  it('redacting again changes nothing, and what was concealed comes back', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'token',
        'password',
        '=',
        ':',
        '"',
        "'",
        '@',
        '://',
        '?',
        '&',
        'Bearer ',
        'cookie',
        'where a = ',
        '\n',
        '\\',
        M,
      ),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), words => {
        const text = words.join('')
        expect(revealText(concealText(text))).toBe(text)
        expect(redactText(text).length).toBeLessThanOrEqual(text.length * 12 + 12)
      }),
      { numRuns: 2_000 },
    )
  })

  // Patterns that take quadratic time need minutes for texts like these; nothing here is clocked but by the test's own end.
  it.each([
    'a-',
    '://a',
    '://a:b',
    'eyJ-',
    'eyJa.',
    'token ',
    'password=',
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    "'",
    '?a',
    '&a=b',
    'Bearer ',
    'where x ',
    'A',
    '_KEY',
    ' ',
    '\\',
    'cookie: ',
    'Key (',
    '"password":"',
    'ghp_',
    'x=$$',
    '--token ',
  ])(
    'a million characters of %j',
    piece => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
      expect(redactText(text).length).toBeGreaterThan(0)
    },
    20_000,
  )
})
