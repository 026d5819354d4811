import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { count, duration, environmentVariable, list, pages, profiles, seed, withProjectOptions } from './options.js'

describe('options', () => {
  it('takes pages as paths', () => {
    expect(pages('/, /products/lamp?ref=home,/')).toEqual(['/', '/products/lamp?ref=home'])
    for (const wrong of ['products', '//evil.example', '/a,', 'https://example.org/', '/a b']) {
      expect(() => pages(wrong)).toThrow()
    }
  })

  it('knows the profiles and names them where one is wrong', () => {
    expect(profiles('mobile,desktop')).toEqual(['mobile', 'desktop'])
    expect(() => profiles('tablet')).toThrow('mobile, desktop, slow-mobile')
    expect(() => profiles('toString')).toThrow('no profile')
  })

  it('takes a budget of at least a minute', () => {
    expect(duration('10m')).toBe(600_000)
    for (const wrong of ['10', '5s', 'soon', '-1m']) expect(() => duration(wrong)).toThrow()
  })

  it('takes whole numbers as they are', () => {
    expect(seed('42')).toBe(42)
    expect(count('5')).toBe(5)
    for (const wrong of ['4.2', '-1', '0x10', '', '99999999999999999999']) expect(() => seed(wrong)).toThrow()
    for (const wrong of ['0', '51']) expect(() => count(wrong)).toThrow()
    expect(() => list('a,,b')).toThrow()
  })

  it('passes on the variables named, and only those', () => {
    const command = withProjectOptions(new Command()).exitOverride()
    process.env.TUNEWRIGHT_TEST_KEY = 'from the shell'
    try {
      command.parse(['--env', 'TUNEWRIGHT_TEST_KEY', '--env', 'MODE=a=b'], { from: 'user' })
      expect(command.opts().env).toEqual({ TUNEWRIGHT_TEST_KEY: 'from the shell', MODE: 'a=b' })
    } finally {
      delete process.env.TUNEWRIGHT_TEST_KEY
    }
    expect(() => environmentVariable('TUNEWRIGHT_TEST_NOT_SET', {})).toThrow('not set')
    expect(() => environmentVariable('1X=2', {})).toThrow('not the name')
  })
})
