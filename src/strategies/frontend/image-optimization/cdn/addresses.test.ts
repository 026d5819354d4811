import { describe, expect, it } from 'vitest'
import type { ImageCdnAddress } from '../../../../model/image-cdn.js'
import { imageCdnOrigin, imageCdnPath } from '../../../../model/image-cdn.js'
import { imageCdn } from '../../../../model/schema/image-cdn.js'
import { FORMS } from '../fixtures/cdn-stand-in.js'
import { cdnAddress } from './addresses.js'

const CDNS: readonly ImageCdnAddress[] = [
  { adapter: 'template', template: 'https://img.example.com/{width}/{quality}/{format}/{path}' },
  { adapter: 'cloudflare' },
  { adapter: 'cloudflare', base: 'https://shop.example/' },
  { adapter: 'imgix', base: 'https://shop.imgix.net' },
  { adapter: 'cloudinary', base: 'https://res.cloudinary.com/demo', site: 'https://shop.example' },
]
const below = (url: string, base = ''): string => {
  const { pathname, search } = new URL(url, 'https://site')
  return pathname.replace(base, '') + search
}

describe('addresses of a picture at a CDN', () => {
  it.each([
    ['template', 'https://img.example.com/640/75/avif/photos/lamp.jpg'],
    ['cloudflare', '/cdn-cgi/image/width=640,quality=75,format=avif/photos/lamp.jpg'],
    ['cloudflare', 'https://shop.example/cdn-cgi/image/width=640,quality=75,format=avif/photos/lamp.jpg'],
    ['imgix', 'https://shop.imgix.net/photos/lamp.jpg?w=640&q=75&fm=avif&fit=max'],
    [
      'cloudinary',
      'https://res.cloudinary.com/demo/image/fetch/f_avif,q_75,w_640,c_limit/https%3A%2F%2Fshop.example%2Fphotos%2Flamp.jpg',
    ],
  ])('%s: %s', (_, expected) => {
    const written = CDNS.map(cdn => cdnAddress(cdn, '/photos/lamp.jpg', { width: 640, quality: 75, format: 'avif' }))
    expect(written).toContain(expected)
  })

  it.each([
    '/photos/lamp.jpg',
    '/photos/a%20lamp.jpg',
    '/photos/a lamp.jpg',
    '/bilder/lämpchen (1), "neu"\'s.jpg',
    '/bilder/l%C3%A4mpchen.jpg',
    '/50%25,off?v=3',
    '/p/a+b&c=d;e%2Cf.jpg#x',
    '/100% wool.jpg',
  ])(
    'what is asked for is what the CDN reads, and nothing in it ends an attribute, a srcset or a url(): %s',
    address => {
      let plain = address.split(/[?#]/, 1)[0]!.slice(1)
      try {
        plain = decodeURIComponent(plain)
      } catch {
        // a stray percent sign is itself
      }
      for (const cdn of CDNS) {
        const url = cdnAddress(cdn, address, {
          width: 320,
          quality: 80,
          format: cdn.adapter === 'template' ? 'webp' : 'auto',
        })
        expect(url).not.toMatch(/[\s"'()<>]|,$/)
        const base = cdn.adapter === 'cloudinary' ? '/demo' : ''
        expect(FORMS[cdn.adapter](below(url, base))).toMatchObject({ path: plain, width: 320, quality: 80 })
      }
    },
  )

  it('are all below the origin and the path that the CDN is known by', () => {
    for (const cdn of CDNS) {
      const url = cdnAddress(cdn, '/a.jpg', { width: 1, quality: 2, format: 'webp' })
      expect(url.startsWith(`${imageCdnOrigin(cdn) ?? ''}${imageCdnPath(cdn)}`)).toBe(true)
    }
  })
})

describe('the configuration of a CDN', () => {
  const refused = (value: unknown) =>
    imageCdn
      .safeParse(value)
      .error?.issues.map(i => `${i.path.join('.')}: ${i.message}`)
      .join()
  it('takes each adapter with what it needs', () => {
    for (const cdn of CDNS) expect(refused({ ...cdn, lab: 'http://127.0.0.1:8787' })).toBeUndefined()
  })
  it('refuses what could not work, and says what was expected', () => {
    expect(refused({ adapter: 'template', template: 'https://x.example/{path}' })).toContain('{width}')
    expect(refused({ adapter: 'template', template: '/{width}/{path}/{hight}' })).toContain('no placeholders but')
    expect(refused({ adapter: 'template', template: '/{width}/{url}' })).toContain('public origin')
    expect(refused({ adapter: 'cloudinary', base: 'https://res.cloudinary.com/x' })).toContain('site')
    expect(refused({ adapter: 'imgix', base: 'shop.imgix.net' })).toContain('an absolute address')
    expect(refused({ adapter: 'cloudflare', lab: 'http://cdn.example:80' })).toContain('on this machine')
    expect(refused({ adapter: 'akamai' })).toBeDefined()
  })
})
