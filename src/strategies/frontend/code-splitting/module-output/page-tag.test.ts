import { describe, expect, it } from 'vitest'
import { bundleNames } from './bundle-names.js'
import { type LoadedBundle, withModuleTag } from './page-tag.js'

const names = bundleNames('bundle.js', 'dist', '')
const BUNDLE: LoadedBundle = {
  isAt: address => names.isAt('index.html', address),
  isNamedIn: names.isNamedIn,
  global: null,
  isModule: false,
  writes: false,
}

const html = (head: string, body = '<div id="root"></div>'): string =>
  `<!doctype html>\n<html><head><title>Shop</title>${head}</head>\n<body>${body}</body></html>\n`

const edited = (page: string, more: Partial<LoadedBundle> = {}): string => {
  const result = withModuleTag(page, { ...BUNDLE, ...more })
  return typeof result === 'string' ? `refused: ${result}` : result.text
}

describe('a page loads the bundle as a module', () => {
  it.each([
    ['<script src="/bundle.js" defer></script>', '<script type="module" src="/bundle.js"></script>'],
    ['<script defer src="bundle.js"></script>', '<script type="module" src="bundle.js"></script>'],
    ['<script async src=/bundle.js></script>', '<script type="module" async src=/bundle.js></script>'],
    [
      '<script type="text/javascript" defer="defer" src="./bundle.js"></script>',
      '<script type="module" src="./bundle.js"></script>',
    ],
    [
      '<script nonce="x" defer data-shop="7" src="/bundle.js"></script>',
      '<script type="module" nonce="x" data-shop="7" src="/bundle.js"></script>',
    ],
    ['<script type="module" src="/bundle.js"></script>', '<script type="module" src="/bundle.js"></script>'],
    [
      '<link rel="preload" as="script" href="/bundle.js"><script defer src="/bundle.js"></script>',
      '<link rel="modulepreload" as="script" href="/bundle.js"><script type="module" src="/bundle.js"></script>',
    ],
  ])('%s', (tag, module) => {
    expect(edited(html(tag))).toBe(html(module))
  })

  it('where nothing comes after it', () => {
    const body = (tag: string): string => html('<script src="/early.js"></script>', `<div id="root"></div>\n${tag}\n`)
    expect(edited(body('<script src="/bundle.js"></script>'))).toBe(
      body('<script type="module" src="/bundle.js"></script>'),
    )
  })
})

describe('a page is left as it is', () => {
  const tag = '<script src="/bundle.js"></script>'
  const deferred = '<script defer src="/bundle.js"></script>'
  it.each([
    ['that waits for the script before it shows anything', html(tag), /holds up the page/],
    ['with code after it', html('', `<p></p>${tag}<script>start()</script>`), /a script in the page comes after it/],
    ['with a script after it', html('', `<p></p>${tag}<script src="/more.js"></script>`), /\/more\.js comes after it/],
    [
      'with one before it that waits',
      html('<script defer src="/first.js"></script>', `<p></p>${tag}`),
      /\/first\.js waits for the page/,
    ],
    ['with scripts for other browsers', html(`${deferred}<script nomodule src="/old.js"></script>`), /nomodule/],
    ['with an import map', html(`${deferred}<script type="importmap">{}</script>`), /import map/],
    ['with a base address', html(`<base href="/shop/">${deferred}`), /base address/],
    ['that checks the script', html('<script defer src="/bundle.js" integrity="sha384-x"></script>'), /integrity/],
    [
      'that waits for the script to load',
      html('<script defer src="/bundle.js" onload="start()"></script>'),
      /has onload/,
    ],
    [
      'with a policy of hashes',
      html(`<meta http-equiv="Content-Security-Policy" content="script-src 'sha256-x'">${deferred}`),
      /Content Security Policy/,
    ],
    ['that loads it twice', html(deferred + deferred), /twice/],
    // Chunks name the entry without a query: it would be loaded, and run, twice.
    ['that loads it with a query', html('<script defer src="/bundle.js?v=2"></script>'), /address that can be told/],
    ['that names it elsewhere', html(`${deferred}<script>const at = '/bundle.js'</script>`), /elsewhere/],
  ])('%s', (_, page, reason) => {
    expect(edited(page)).toMatch(reason)
  })

  it('where its code uses what a classic script makes', () => {
    expect(edited(html(`${deferred}<button onclick="shop.open()"></button>`), { global: 'shop' })).toMatch(
      /global shop/,
    )
    expect(edited(html('', `<p></p>${tag}`), { writes: true })).toMatch(/writes into the page/)
    expect(edited(html(deferred), { isModule: true })).toMatch(/classic script/)
  })

  it('unless the policy lets in all scripts of its own host', () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">`
    expect(edited(html(policy + deferred))).toContain('type="module"')
  })
})
