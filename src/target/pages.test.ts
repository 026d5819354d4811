import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePages, withIds } from './pages.js'

const paths = (links: readonly string[], limit = 5) => choosePages(links, limit).map(page => page.path)

describe('choosing pages', () => {
  it('takes one of each kind, the commonest kinds first, home always', () => {
    const products = ['lamp', 'chair', 'table', 'sofa', 'rug'].map(name => `/products/${name}`)
    expect(paths(['/imprint', ...products, '/categories/light', '/about/'], 3)).toEqual([
      '/',
      '/products/lamp',
      '/imprint',
    ])
    expect(choosePages([...products, '/about'], 9)).toEqual([
      { id: 'home', path: '/', weight: 1 },
      { id: 'products-lamp', path: '/products/lamp', weight: 1 },
      { id: 'about', path: '/about', weight: 1 },
    ])
  })

  it('knows numbers and hashes for pages of one kind, and posts at the top of a blog', () => {
    expect(paths(['/item/1', '/item/22', '/item/3'])).toEqual(['/', '/item/1'])
    const posts = Array.from({ length: 12 }, (_, i) => `/a-post-called-${'abcdefghijkl'[i]}`)
    expect(paths([...posts, '/blog/tags'])).toHaveLength(3)
  })

  it('leaves out links that act, files, other hosts, and fragments of one page', () => {
    const links = [
      '/logout',
      '/cart',
      '/add-to-cart/3',
      '/a.pdf',
      '//other.example/x',
      'https://x.example/',
      '/faq#a',
      '/faq#b',
      '/faq/',
    ]
    expect(paths(links)).toEqual(['/', '/faq'])
    expect(paths(['/about.html', '/index.html', '/page?id=4'])).toEqual(['/', '/about.html', '/page?id=4'])
  })

  it('never gives more than asked for, never two with one id, and never two of one path', () => {
    const segment = fc.constantFrom('a', 'b', 'products', '1', '22', 'lamp', 'chair.html', 'Ä ö', '%20')
    const link = fc.array(segment, { maxLength: 4 }).map(parts => `/${parts.join('/')}`)
    fc.assert(
      fc.property(fc.array(link, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), (links, limit) => {
        const pages = choosePages(links, limit)
        expect(pages.length).toBeLessThanOrEqual(limit)
        expect(pages[0]!.path).toBe('/')
        expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length)
        expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length)
        for (const { id, path } of pages) {
          expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
          expect(['/', ...links]).toContain(path)
        }
      }),
    )
  })

  it('keeps ids that were given', () => {
    expect(withIds([{ path: '/x' }, { path: '/y', id: 'x' }]).map(({ id }) => id)).toEqual(['x-2', 'x'])
    expect(withIds([{ path: '/' }, { path: '/', view: 'repeat' }])).toEqual([
      { id: 'home', path: '/', weight: 1 },
      { id: 'home-repeat', path: '/', weight: 1, view: 'repeat' },
    ])
  })
})
