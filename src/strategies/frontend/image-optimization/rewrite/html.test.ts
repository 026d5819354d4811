import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contextOf, encodedPicture, settings, shown } from '../fixtures/encoded.js'
import { rewriteHtml } from './html.js'

const lamp = encodedPicture()
const rewrite = (html: string, css = '', pictures = [lamp]) => rewriteHtml(html, 'index.html', contextOf(pictures, css))

describe('pictures in HTML', () => {
  it('offers sizes and formats around the image, which stays the fallback', () => {
    expect(rewrite('<main>\n  <img class="a" src="photos/lamp.jpg" alt="A lamp">\n</main>').text).toBe(
      `<main>\n  <picture style="display: contents"><source hidden type="image/avif" srcset="photos/lamp-400.avif 400w, photos/lamp-800.avif 800w" sizes="(max-width: 767px) 93vw, 600px"><source hidden type="image/webp" srcset="photos/lamp-400.webp 400w, photos/lamp-800.webp 800w" sizes="(max-width: 767px) 93vw, 600px"><img width="1600" style="aspect-ratio: auto 1600 / 1200" loading="lazy" class="a" src="photos/lamp.jpg" alt="A lamp"></picture>\n</main>`,
    )
  })

  it('keeps the form of each reference: absolute, with a query, unquoted, in single quotes', () => {
    expect(rewrite('<img src="/photos/lamp.jpg?v=3">').text).toContain('/photos/lamp-400.avif?v=3 400w')
    expect(rewrite("<img src='./photos/lamp.jpg'>").text).toContain("srcset='./photos/lamp-400.avif 400w")
    expect(rewrite('<img src=photos/lamp.jpg>').text).toMatch(/<img [^>]*src=photos\/lamp\.jpg><\/picture>/)
  })

  it('is idempotent', () => {
    const once = rewrite('<p><img src="photos/lamp.jpg"></p>').text
    expect(rewrite(once).text).toBe(once)
  })

  it('never makes a picture of a first view lazy, on whichever page or profile it is', () => {
    const seen = [shown('mobile', 380), shown('desktop', 600, { inFirstView: true })]
    expect(rewrite('<img src="photos/lamp.jpg">', '', [encodedPicture('photos/lamp.jpg', seen)]).text).not.toContain(
      'loading',
    )
    const lazy = rewrite('<img src="photos/lamp.jpg" loading=lazy>', '', [encodedPicture('photos/lamp.jpg', seen)])
    expect(lazy.text).toContain('loading="eager"')
  })

  it('gives the LCP picture priority', () => {
    const seen = [shown('mobile', 380, { isLcp: true, inFirstView: true })]
    expect(rewrite('<img src="photos/lamp.jpg">', '', [encodedPicture('photos/lamp.jpg', seen)]).text).toContain(
      'fetchpriority="high"',
    )
  })

  it('gives it priority where a script has copied its element, unless a template may repeat it', () => {
    const copied = encodedPicture('photos/lamp.jpg', [
      shown('mobile', 380, { isLcp: true, inFirstView: true }),
      shown('mobile', 380, { inFirstView: false }),
    ])
    expect(rewrite('<img src="photos/lamp.jpg">', '', [copied]).text).toContain('fetchpriority="high"')
    expect(rewrite('{{#each a}}<img src="photos/lamp.jpg">{{/each}}', '', [copied]).text).not.toContain('fetchpriority')
  })

  it('keeps a picture as wide by itself as it is, where what holds it goes by that', () => {
    const seen = [shown('mobile', 300), shown('desktop', 380, { followsOwnWidth: true })]
    const { text } = rewrite('<img src="photos/lamp.jpg">', '', [encodedPicture('photos/lamp.jpg', seen)])
    expect(text).toContain('photos/lamp-800.avif 800w" sizes="1600px"')
  })

  it('leaves lazy loading out where the settings say so', () => {
    const context = { ...contextOf([lamp]), settings: { ...settings, lazyLoading: false } }
    expect(rewriteHtml('<img src="photos/lamp.jpg">', 'index.html', context).text).not.toContain('loading')
  })

  it.each([
    ['.card > img { width: 50% }', '<div class="card"><img src="photos/lamp.jpg"></div>'],
    ['img + p { margin: 0 }', '<img src="photos/lamp.jpg"><p>x</p>'],
    ['.card img:first-child { width: 50% }', '<div class="card"><img src="photos/lamp.jpg"></div>'],
    ['.stack > * { margin: 1em }', '<div class="stack"><img src="photos/lamp.jpg"></div>'],
    ['.card { & > img { width: 9px } }', '<div class="card"><img src="photos/lamp.jpg"></div>'],
  ])('does not wrap where %s matches, and offers a format that every browser has', (css, html) => {
    const { text } = rewrite(html, css)
    expect(text).not.toContain('<picture')
    expect(text).toContain('srcset="photos/lamp-400.jpg 400w, photos/lamp-800.jpg 800w"')
  })

  it.each([
    ['legend + * { clear: left }', '<div><p>x</p><img src="photos/lamp.jpg"></div>'],
    ['legend ~ img { clear: left }', '<div><img src="photos/lamp.jpg"><b>x</b></div>'],
    ['img + p { margin: 0 }', '<div><img src="photos/lamp.jpg"><b>x</b><p>y</p></div>'],
    ['img ~ p { margin: 0 }', '<div><p>y</p><img src="photos/lamp.jpg"></div>'],
  ])('wraps where %s means what does not stand beside the image', (css, html) => {
    expect(rewrite(html, css).text).toContain('<picture')
  })

  it.each([
    ['legend + * { clear: left }', '<form><legend>x</legend> text <img src="photos/lamp.jpg"></form>'],
    ['.a ~ img { clear: left }', '<div><p class="a">x</p><b>y</b><img src="photos/lamp.jpg"></div>'],
    ['img ~ p { margin: 0 }', '<div><img src="photos/lamp.jpg"><b>x</b><p>y</p></div>'],
    ['p + img { margin: 0 }', '<div>{{#if lead}}<p>{{lead}}</p>{{/if}}<b>x</b><img src="photos/lamp.jpg"></div>'],
    ['p + img { margin: 0 }', '<div><!--#include file="lead.html" --><img src="photos/lamp.jpg"></div>'],
    ['legend + * { clear: left }', '<fieldset>{{> head}}<img src="photos/lamp.jpg"></fieldset>'],
  ])('does not wrap where %s may mean what stands beside it: %s', (css, html) => {
    expect(rewrite(html, css).text).not.toContain('<picture')
  })

  it('wraps where a selector with relations means other elements', () => {
    expect(
      rewrite('<div class="card"><img src="photos/lamp.jpg"></div>', '.hero > img, .card > p, li + li {width: 1px}')
        .text,
    ).toContain('<picture')
  })

  it('wraps where the place among siblings is asked of the children of others', () => {
    const css = '.modal-footer > :not(:first-child) { margin: 1em } .row > :first-child img:only-child { width: 1px }'
    expect(rewrite('<!doctype html><div class="card"><img src="photos/lamp.jpg"></div>', css).text).toContain(
      '<picture',
    )
    expect(rewrite('<!doctype html><div class="row"><p><img src="photos/lamp.jpg"></p></div>', css).text).not.toContain(
      '<picture',
    )
  })

  it('does not wrap where a script asks for the image as a child', () => {
    const context = contextOf([lamp], '', `document.querySelector('.card > img').remove()`)
    expect(rewriteHtml('<img src="photos/lamp.jpg">', 'index.html', context).text).not.toContain('<picture')
  })

  it('wraps where a script compares with the size of an image', () => {
    const script = 'if (width > img.naturalWidth) zoom() // .card > img { }'
    expect(rewriteHtml('<img src="photos/lamp.jpg">', 'index.html', contextOf([lamp], '', script)).text).toContain(
      '<picture',
    )
  })

  it.each([
    ["$('.work__block--6 > img').attr('alt', '')", true],
    ["$('.other, .card > img')", false],
    [`$(\`.\${name} > img\`)`, false],
    ['$(\'[data-a="b"] > img\')', false],
  ])('asks of a selector in a script, %s, what image it means', (script, isWrapped) => {
    const { text } = rewriteHtml(
      '<div class="card"><img src="photos/lamp.jpg"></div>',
      'index.html',
      contextOf([lamp], '', script),
    )
    expect(text.includes('<picture')).toBe(isWrapped)
  })

  it('adds no inline style where the page forbids them', () => {
    const page = '<meta http-equiv="Content-Security-Policy" content="style-src \'self\'"><img src="photos/lamp.jpg">'
    expect(rewrite(page).text).not.toContain('style=')
  })

  it('adds width and height where the styles decide both, and no width where the styles do', () => {
    expect(rewrite('<img src="photos/lamp.jpg">', 'img { width: 100%; height: auto }').text).toContain(
      'width="1600" height="1200"',
    )
    expect(rewrite('<img src="photos/lamp.jpg">', 'img { width: 100% }').text).not.toMatch(/ width=/)
    expect(rewrite('<img src="photos/lamp.jpg">', 'img { height: 60px }').text).not.toMatch(/ (?:width|height)=/)
  })

  it.each([
    ['<img src="{{ product.photo }}">', /computed by the template/],
    ['<img src="photos/lamp.jpg" {% if big %}class="big"{% endif %}>', /template code/],
    ['<img src="photos/lamp.jpg" srcset="photos/lamp.jpg 2x">', /already names/],
  ])('refuses %s with the reason', (html, reason) => {
    const { text, refusals } = rewrite(html)
    expect(text).toBe(html)
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('leaves alone what is in a picture, in noscript, foreign or not a known file', () => {
    for (const html of [
      '<picture><source srcset="x.webp"><img src="photos/lamp.jpg"></picture>',
      '<noscript><img src="photos/lamp.jpg"></noscript>',
      '<img src="https://elsewhere.test/photos/lamp.jpg">',
      '<img src="photos/chair.jpg">',
      '<!-- <img src="photos/lamp.jpg"> -->',
      '<script>const a = \'<img src="photos/lamp.jpg">\'</script>',
    ])
      expect(rewrite(html).text).toBe(html)
  })

  it('closes one picture before it opens the next, where nothing is between them', () => {
    const { text } = rewrite('<img src="photos/lamp.jpg"><img src="photos/lamp.jpg">')
    expect(text.replace(/<(?!\/?picture)[^>]*>/g, '')).toBe(
      '<picture style="display: contents"></picture><picture style="display: contents"></picture>',
    )
  })

  it.each([
    ['<image src="photos/lamp.jpg">', /<image width="1600" [^>]*src="photos\/lamp\.jpg"><\/picture>/],
    ['<IMAGE src="photos/lamp.jpg"/>', /<IMAGE width="1600" [^>]*src="photos\/lamp\.jpg"\/><\/picture>/],
  ])('knows the other name of the tag: %s', (html, expected) => {
    expect(rewrite(html).text).toMatch(expected)
  })

  it('does not wrap an image that ends an SVG: a picture would be a part of the SVG', () => {
    for (const html of ['<svg><img src="photos/lamp.jpg">', '<svg><a><img src="photos/lamp.jpg"></a></svg>']) {
      expect(rewrite(html).text).not.toContain('<picture')
      expect(rewrite(html).text).toContain('srcset="photos/lamp-400.jpg')
    }
    expect(rewrite('<svg></svg><img src="photos/lamp.jpg">').text).toContain('<picture')
  })

  it('leaves what is in noscript as the text that it is with scripts, also in the head', () => {
    const html = '<!doctype html><head><noscript><img src="photos/lamp.jpg"></noscript></head>'
    expect(rewrite(html).text).toBe(html)
  })

  it('adds image-set() in style elements and attributes', () => {
    const { text } = rewrite(
      '<style>.a { background: url(photos/lamp.jpg) center / cover }</style><div style="background-image: url(\'photos/lamp.jpg\')"></div>',
      '',
      [encodedPicture('photos/lamp.jpg', [shown('mobile', 380, { via: 'css-background', objectFit: 'cover' })])],
    )
    expect(text).toContain('background: url(photos/lamp.jpg) center / cover;background-image: image-set(')
    expect(text).toMatch(
      /style="background-image: url\('photos\/lamp\.jpg'\); background-image: image-set\(url\('photos/,
    )
  })

  it('changes nothing but the tags of pictures, whatever is around them', () => {
    const noise = fc.stringMatching(/^[ \t\r\n<>/="'&;!{}a-zé-]*$/)
    const piece = fc.oneof(
      { weight: 3, arbitrary: noise },
      fc.constantFrom(
        '<p>',
        '</p>',
        '<table><tr>',
        '</div>',
        '<br/>',
        '<!-- c -->',
        '<svg><path d="M0 0"/></svg>',
        '\r\n',
        '<td>',
      ),
      fc.constantFrom(
        '<img src="photos/lamp.jpg">',
        "<IMG\r\n SRC='photos/lamp.jpg' alt=x />",
        '<img alt="a > b" src=/photos/lamp.jpg>',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const html = pieces.join('')
        const { text } = rewrite(html)
        const undone = text
          .replace(
            /<picture style=(["'])display: contents\1>(?:<source hidden type=(["'])image\/(?:avif|webp)\2[^>]*>)+/g,
            '',
          )
          .replaceAll('</picture>', '')
          // Inside what may be a custom element the image is not wrapped.
          .replace(/(<img) srcset=(["'])(?:(?!\2).)*\2 sizes=(["'])(?:(?!\3).)*\3/gi, '$1')
          .replace(
            /(<img) width=(["'])1600\2 style=(["'])aspect-ratio: auto 1600 \/ 1200\3 loading=(["'])lazy\4/gi,
            '$1',
          )
        expect(undone).toBe(html)
      }),
      { numRuns: 400, seed: 7 },
    )
  })
})
