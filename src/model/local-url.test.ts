import { describe, expect, it } from 'vitest'
import { looksLikeUrl, pagePathOf, parseLocalUrl } from './local-url.js'

describe('addresses of sites on this machine', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000/', '/'],
    ['http://127.0.0.1:8080/shop?page=2#top', 'http://127.0.0.1:8080/shop?page=2', '/shop?page=2'],
    ['https://[::1]:8443/', 'https://[::1]:8443/', '/'],
    ['http://shop.localhost', 'http://shop.localhost/', '/'],
    ['HTTP://LOCALHOST:3000/A', 'http://localhost:3000/A', '/A'],
    // The URL standard reads short forms of addresses as browsers do.
    ['http://127.1:3000//x', 'http://127.0.0.1:3000//x', '/x'],
  ])('%s', (text, href, path) => {
    const url = parseLocalUrl(text)
    expect([url.href, pagePathOf(url)]).toEqual([href, path])
  })

  it.each([
    ['https://example.com/', /example\.com is not this machine.*burden/s],
    ['http://localhost.example.com', /is not this machine/],
    ['http://127.0.0.1.example.com', /is not this machine/],
    ['http://192.168.1.4:3000', /is not this machine/],
    ['http://0.0.0.0:3000', /where a service listens/],
    ['http://[::]:3000', /where a service listens/],
    ['ftp://localhost/x', /not an address that a browser could open/],
    ['http://', /not an address/],
    ['http://ada:secret@localhost:3000', /carries a user name or a password/],
  ])('%s is refused', (text, message) => {
    expect(() => parseLocalUrl(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
    expect(() => parseLocalUrl(text)).toThrow(message)
  })

  it('are told from revisions and folders', () => {
    expect(['http://localhost', 'ftp://x', 'main', './a', 'C:\\a', 'a/b', 'origin/http'].map(looksLikeUrl)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
