import { describe, expect, it } from 'vitest'
import { contextOf, dataOf, encodedPicture, shown } from '../fixtures/encoded.js'
import { projectOf } from '../fixtures/works.js'
import { followPreloads } from '../plan/follow-preloads.js'
import { rewriteCss } from './css.js'
import { rewriteHtml } from './html.js'
import { rewriteJsx } from './jsx.js'
import type { ShownAs } from './rewritten.js'

const hall = encodedPicture('photos/lamp.jpg')
/** Shown small in narrow viewports and large in wide ones. */
const wall = encodedPicture('photos/wall.jpg', [shown('mobile', 140), shown('desktop', 350)])
const LINK = '<link rel="preload" as="image" href="photos/lamp.jpg">'
const IMG = '<img src="photos/lamp.jpg" alt="">'

const follow = (
  files: Readonly<Record<string, string>>,
  shown: readonly (ShownAs & { file: string })[],
  bundles = false,
  by: 'rules' | 'elements' = 'elements',
) => {
  const context = contextOf([hall, wall])
  const result = {
    texts: new Map<string, string>(),
    used: new Set([hall, wall]),
    shown,
    backgrounds: new Set(by === 'rules' ? [hall, wall] : []),
    styled: new Set(by === 'elements' ? [hall, wall] : []),
    details: [] as string[],
    refusals: [] as { subject: string; reason: string }[],
  }
  followPreloads(projectOf(files), result, context.resolve, bundles, context.configuration)
  return result
}
const shownBy = (html: string, file = 'index.html') =>
  rewriteHtml(html, file, contextOf([hall])).shown.map(one => ({ ...one, file }))

describe('a preload of a picture', () => {
  it('asks for what is shown now, in the first format that its `<picture>` offers', () => {
    const { texts, details } = follow({ 'index.html': `<head>${LINK}</head>${IMG}` }, shownBy(IMG))
    expect(texts.get('index.html')).toBe(
      `<head><link rel="preload" as="image" imagesrcset="photos/lamp-400.avif 400w, photos/lamp-800.avif 800w" imagesizes="(max-width: 767px) 93vw, 600px" type="image/avif"></head>${IMG}`,
    )
    expect(details).toEqual([
      'index.html: preload of photos/lamp.jpg: of what is shown now, in browsers that know image/avif',
    ])
    const again = follow({ 'index.html': texts.get('index.html')! }, shownBy(IMG))
    expect(again.texts.size).toBe(0)
  })

  it('keeps what else it says, and says the type once', () => {
    const page = `<link rel=preload as=image type="image/jpeg" media="(min-width: 9px)" href=photos/lamp.jpg fetchpriority=high>`
    const { texts } = follow({ 'index.html': page }, shownBy(IMG))
    expect(texts.get('index.html')).toMatch(
      /^<link rel=preload as=image type="image\/avif" media="\(min-width: 9px\)" imagesrcset="[^"]*" imagesizes="[^"]*" fetchpriority=high>$/,
    )
  })

  it('has no type where every browser takes the same file', () => {
    const wanted = shownBy('<x-frame><img src="photos/lamp.jpg"></x-frame>')
    expect(wanted[0]?.form).toBe('srcset')
    const { texts } = follow({ 'index.html': LINK }, wanted)
    expect(texts.get('index.html')).toContain('imagesrcset="photos/lamp-400.jpg 400w')
    expect(texts.get('index.html')).not.toContain('type=')
  })

  it('is written in JSX by its names, for what another module shows', () => {
    const module = 'const A = () => <Helmet><link rel="preload" as="image" href="/photos/lamp.jpg" /></Helmet>'
    const { texts } = follow({ 'src/A.jsx': module }, shownBy(IMG, 'src/B.jsx'))
    expect(texts.get('src/A.jsx')).toContain(
      'imageSrcSet="/photos/lamp-400.avif 400w, /photos/lamp-800.avif 800w" imageSizes="',
    )
  })

  it.each([
    [
      'several sizes',
      [...shownBy(IMG, 'a.html'), ...shownBy(IMG, 'b.html').map(s => ({ ...s, sizes: '10px' }))],
      /several sizes/,
    ],
    ['a background', [], /by styles/],
  ] as const)('stays, with the reason, where it is shown in %s', (_, shown, reason) => {
    const { texts, refusals } = follow({ 'index.html': LINK }, shown)
    expect(texts.size).toBe(0)
    expect(refusals).toEqual([
      { subject: 'index.html: preload of photos/lamp.jpg', reason: expect.stringMatching(reason) },
    ])
  })

  it('is there for each choice that the rules of a style sheet make', () => {
    const page = `<head>\n  <link rel="preload" as="image" type="image/jpeg" href="photos/wall.jpg" fetchpriority="high">\n</head>`
    const { texts, details } = follow({ 'index.html': page }, [], false, 'rules')
    const sheet = rewriteCss('.a { background: url(photos/wall.jpg) center / cover }', 'a.css', contextOf([wall]))
    const [narrow, wide] = ['photos/wall-400.avif', 'photos/wall-800.avif']
    expect(sheet.text).toContain(
      `image-set(url("${narrow}") type("image/avif") 1x, url("${wide}") type("image/avif") 2x,`,
    )
    expect(sheet.text).toContain(`image-set(url("${narrow}") type("image/avif"), `)
    const link = (more: string): string => `<link rel="preload" as="image" ${more} fetchpriority="high">`
    const text = texts.get('index.html')!
    expect(text).toBe(
      `<head>\n  ${link(`href="${narrow}" type="image/avif" media="(max-width: 767px)"`)}\n  ${link(`imagesrcset="${narrow} 1x, ${wide} 2x" type="image/avif" media="not all and (max-width: 767px)"`)}\n</head>`,
    )
    expect(details).toEqual(['index.html: preload of photos/wall.jpg: of what backgrounds are painted with now'])
    expect(follow({ 'index.html': text }, [], false, 'rules').texts.size).toBe(0)
  })

  it.each([
    ['with a condition of its own', LINK.replace('<link', '<link media="print"'), 'index.html'],
    ['in JSX', 'const A = () => <link rel="preload" as="image" href="/photos/lamp.jpg" />', 'src/A.jsx'],
  ])('of a background stays where it stands %s', (_, text, file) => {
    const { texts, refusals } = follow({ [file]: text }, [], false, 'rules')
    expect(texts.size).toBe(0)
    expect(refusals).toEqual([expect.objectContaining({ reason: expect.stringMatching(/cannot make there/) })])
  })

  it('of what is shown both ways stays', () => {
    const { texts, refusals } = follow({ 'index.html': LINK }, shownBy(IMG), false, 'rules')
    expect(texts.size).toBe(0)
    expect(refusals).toEqual([expect.objectContaining({ reason: expect.stringMatching(/several ways/) })])
  })

  it('knows how data shows a picture', () => {
    const jsx = rewriteJsx("import React from 'react'\nconst P = ({ p }) => <img src={p.photo} />", 'src/P.jsx', {
      ...contextOf([hall]),
      showingsOf: picture => picture.showings,
      data: dataOf([hall], hall.showings),
      helper: { specifier: './h' },
      importRefusal: null,
      fetchPriority: 'fetchPriority',
    })
    const { texts } = follow(
      { 'index.html': LINK },
      jsx.shown.map(one => ({ ...one, file: 'src/P.jsx' })),
    )
    expect(texts.get('index.html')).toContain('photos/lamp-800.avif 800w')
  })
})
