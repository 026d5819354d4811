import { describe, expect, it } from 'vitest'
import { contextOf, dataOf, encodedPicture, shown } from '../fixtures/encoded.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { DataPictures } from './data-images.js'
import { type JsxContext, rewriteJsx } from './jsx.js'

const hero = encodedPicture('src/images/hero.jpg')
const lamp = encodedPicture('public/photos/lamp.jpg')

const context = (more: Partial<JsxContext> = {}): JsxContext => ({
  ...contextOf([hero, lamp]),
  showingsOf: (picture: EncodedPicture) => picture.showings,
  data: dataOf([lamp], [shown('mobile', 180), shown('mobile', 180), shown('desktop', 260)]),
  helper: { specifier: './picture-sources' },
  importRefusal: null,
  fetchPriority: 'fetchPriority',
  showsAsGiven: () => false,
  ...more,
})
const rewrite = (source: string, more: Partial<JsxContext> = {}) => rewriteJsx(source, 'src/Page.jsx', context(more))

describe('pictures in JSX', () => {
  it('imports the encodings of an imported picture, and keeps the formatting of all else', () => {
    const source = `import hero from './images/hero.jpg'\nimport x   from "x"\n\nexport const Page = () => (\n  <main>\n    <img onLoad={ f } src={hero}   alt="" />\n  </main>\n)\n`
    const { text } = rewrite(source)
    expect(text).toContain('import x   from "x"\nimport hero400Avif from \'./images/hero-400.avif\'\n')
    expect(text).toContain(`    <picture style={{ display: 'contents' }}>
      <source hidden type="image/avif" srcSet={\`\${hero400Avif} 400w, \${hero800Avif} 800w\`} sizes="(max-width: 767px) 93vw, 600px" />`)
    expect(text).toContain(
      `<img width="1600" style={{ aspectRatio: 'auto 1600 / 1200' }} loading="lazy" onLoad={ f } src={hero}   alt="" />\n    </picture>\n  </main>`,
    )
    expect(rewrite(text).text).toBe(text)
  })

  it('does the same for require, with names that are free', () => {
    const { text } = rewrite(
      `const hero = require('./images/hero.jpg');\nconst hero400Avif = 1;\nconst P = () => <img src={hero} />;\n`,
    )
    expect(text).toContain("const hero400Avif_2 = require('./images/hero-400.avif');")
  })

  it('moves the key to the outermost element', () => {
    expect(rewrite(`const P = () => a.map(b => <img key={b} src="/photos/lamp.jpg" />)`).text).toMatch(
      /<picture key=\{b\} style=\{\{ display: 'contents' \}\}>.*<img [^>]* src="\/photos\/lamp\.jpg" \/><\/picture>/,
    )
  })

  it('asks the helper for pictures that data names, and writes nothing of one picture for all', () => {
    const { text, usesHelper } = rewrite(
      `import React from 'react';\nconst P = ({ p }) => <li>{p.photo && <img src={p.photo} alt="" />}</li>;\n`,
    )
    expect(usesHelper).toBe(true)
    expect(text).toContain("import { pictureRatio, pictureSources } from './picture-sources';")
    expect(text).toContain(
      '{pictureSources(p.photo).map(source => <source hidden key={source.type} {...source} sizes="(max-width: 767px) 44vw, 260px" />)}',
    )
    expect(text).toContain('style={{ aspectRatio: pictureRatio(p.photo) }}')
    expect(text).not.toMatch(/ width=/)
  })

  it('asks it for what is imported elsewhere and passed on, and says which pictures it has to know', () => {
    const source = `import React from 'react';\nconst P = ({ s }) => <li><img src={s.photo} alt="" /></li>;\n`
    const passedTo: DataPictures['passedTo'] = (file, expression) =>
      file === 'src/Page.jsx' && expression === 's.photo'
        ? { pictures: [hero], showings: [shown('mobile', 200), shown('desktop', 500)] }
        : { pictures: [], showings: [] }
    const { text, used, passed } = rewrite(source, { data: dataOf([], [], { passedTo, isEmpty: false }) })
    expect(text).toContain(
      '{pictureSources(s.photo).map(source => <source hidden key={source.type} {...source} sizes="(max-width: 767px) 49vw, 500px" />)}',
    )
    expect([used, passed]).toEqual([[hero], [hero]])
    const unknown = rewrite(source, { data: dataOf([], [], { passedTo, isEmpty: false, importRefusal: 'no rule' }) })
    expect(unknown).toMatchObject({ text: source, passed: [], refusals: [{ reason: 'no rule' }] })
  })

  it('asks the browser about a background in a style object', () => {
    const band = encodedPicture('public/photos/lamp.jpg', [
      shown('desktop', 780, { via: 'css-background', objectFit: 'cover' }),
    ])
    const { text } = rewrite(
      `import R from 'react'\nconst P = () => <div style={{ backgroundImage: 'url(/photos/lamp.jpg)' }} />`,
      contextOf([band]),
    )
    expect(text).toMatch(
      /backgroundImage: supportedBackground\('image-set\(url\("\/photos\/lamp-800\.avif"\).*', 'url\(\/photos\/lamp\.jpg\)'\)/,
    )
  })

  it.each([
    ['const P = p => <img {...p} src="/photos/lamp.jpg" />', /spread/],
    ['const P = p => <img src={photoOf(p)} />', /evaluated twice/],
    ['const P = () => <img src="/photos/lamp.jpg" srcSet="a 2x" />', /already names/],
  ])('refuses %s with the reason', (source, reason) => {
    const { text, refusals } = rewrite(source)
    expect(text).toBe(source)
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('refuses what the build cannot import or the helper cannot serve', () => {
    const imported = `import hero from './images/hero.jpg'\nconst P = () => <img src={hero} />`
    expect(rewrite(imported, { importRefusal: 'no rule' })).toMatchObject({
      text: imported,
      refusals: [{ reason: 'no rule' }],
    })
    const computed = 'const P = p => <img src={p.photo} />'
    expect(rewrite(computed, { helper: { refused: 'there is a server' } }).refusals[0]?.reason).toMatch(
      /there is a server/,
    )
  })

  it('reads TypeScript, and refuses what it cannot read', () => {
    expect(
      rewriteJsx('const P = (p: { a?: string }) => <img src="/photos/lamp.jpg" />', 'src/P.tsx', context()).text,
    ).toContain('<picture')
    expect(rewrite('const P = <img src="/photos/lamp.jpg"').refusals[0]?.reason).toMatch(/cannot be parsed/)
  })

  it('writes the attribute that older React passes through', () => {
    const lcp = encodedPicture('public/photos/lamp.jpg', [shown('mobile', 380, { isLcp: true, inFirstView: true })])
    const made = rewrite('const P = () => <img src="/photos/lamp.jpg" />', {
      ...contextOf([lcp]),
      fetchPriority: 'fetchpriority',
    })
    expect(made.text).toContain('fetchpriority="high"')
  })

  describe('and what stands around them', () => {
    const wraps = (markup: string, css: string, head = '') =>
      rewrite(`${head}const P = ({ x }) => ${markup}`, {
        ...contextOf([hero, lamp], css),
      } as Partial<JsxContext>).text.includes('<picture')

    it('are known from the source, where elements stand there and text', () => {
      expect(
        wraps('<div><p>{"a"}</p>{/* b */}<img src="/photos/lamp.jpg" /></div>', 'legend + * { clear: left }'),
      ).toBe(true)
      expect(wraps('<div><p>a</p><img src="/photos/lamp.jpg" /></div>', 'p + img { clear: left }')).toBe(false)
      expect(wraps('<div><img src="/photos/lamp.jpg" /><p>a</p></div>', 'p + img { clear: left }')).toBe(true)
    })

    it('may be anything where components or values stand there, but what HTML has in one kind of parent alone', () => {
      expect(wraps('<div>{x}<img src="/photos/lamp.jpg" /></div>', 'p + img { clear: left }')).toBe(false)
      expect(wraps('<div><Lead /><img src="/photos/lamp.jpg" /></div>', 'p + img { clear: left }')).toBe(false)
      expect(wraps('<div>{x}<img src="/photos/lamp.jpg" /></div>', 'legend + * { clear: left }')).toBe(true)
      expect(wraps('<fieldset>{x}<img src="/photos/lamp.jpg" /></fieldset>', 'legend + * { clear: left }')).toBe(false)
    })

    it('have the classes that are written on a router’s link, and those that it gives by itself', () => {
      const inLink = (from: string, css: string, props = 'className="card"') =>
        wraps(`<Link ${props}><img src="/photos/lamp.jpg" /></Link>`, css, `import { Link } from '${from}'\n`)
      expect(inLink('wouter-preact', '.page > img { width: 9px }')).toBe(true)
      expect(inLink('react-router-dom', '.card > img { width: 9px }')).toBe(false)
      expect(inLink('react-router-dom', '.active > img { width: 9px }')).toBe(false)
      expect(inLink('react-router-dom', '.page > img { width: 9px }', 'className={x}')).toBe(false)
      expect(inLink('./link', '.page > img { width: 9px }')).toBe(false)
    })
  })
})
