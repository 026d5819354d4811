import { describe, expect, it } from 'vitest'
import { insertHint } from './insert-hint.js'

const hint = { href: '/hero.jpg', several: null, type: null, fetchPriority: 'high', only: null } as const
const link = '<link rel="preload" as="image" href="/hero.jpg" fetchpriority="high">'

describe('the hint', () => {
  it.each([
    [
      'before the first style sheet',
      '<head>\n    <title>A</title>\n    <link rel="stylesheet" href="a.css">\n</head>',
      `<head>\n    <title>A</title>\n    ${link}\n    <link rel="stylesheet" href="a.css">\n</head>`,
    ],
    [
      'before the first script',
      '<head><script src="a.js"></script></head>',
      `<head>${link}<script src="a.js"></script></head>`,
    ],
    [
      'at the end of a head that loads nothing',
      '<head>\n  <title>A</title>\n</head>',
      `<head>\n  <title>A</title>\n  ${link}\n</head>`,
    ],
    [
      'outside of a template, whose content is not loaded',
      '<head><template><script></script></template></head>',
      `<head><template><script></script></template>${link}</head>`,
    ],
    [
      'with the line ends of the file',
      '<head>\r\n  <script></script>\r\n</head>',
      `<head>\r\n  ${link}\r\n  <script></script>\r\n</head>`,
    ],
  ])('goes %s, and the rest stays as it is', (_, before, after) => {
    const rest = '<body class=x><p>Text <b>as it was</body>'
    expect(insertHint(before + rest, hint)).toEqual({ text: after + rest })
  })

  it('hands on the candidates that the page has for the picture, and for whom they are', () => {
    const several = {
      candidates: [
        { href: '/hero.avif', descriptor: '800w' },
        { href: "<%= require('./small.avif') %>", descriptor: '400w' },
      ],
      sizes: '50vw',
    }
    expect(insertHint('<head></head>', { ...hint, several, type: 'image/avif' })).toEqual({
      text: `<head><link rel="preload" as="image" imagesrcset="/hero.avif 800w, <%= require('./small.avif') %> 400w" imagesizes="50vw" type="image/avif" fetchpriority="high"></head>`,
    })
  })

  it('is for one page alone where others have the same HTML, unless no script may stand there', () => {
    const only = { ...hint, only: '/a"<b' }
    expect(insertHint('<head></head>', only)).toEqual({
      text: String.raw`<head>${link.replace('>', ' media="not all">')}<script>if (location.pathname === "/a\"\u003cb") document.currentScript.previousElementSibling.media = 'all'</script></head>`,
    })
    const strict = `<head><meta http-equiv="Content-Security-Policy" content="script-src 'self'"></head>`
    expect(insertHint(strict, only)).toBe('is that of other pages too, and holds no scripts')
  })

  it('asks for a bundled picture as the template does', () => {
    const result = insertHint('<head></head>', {
      ...hint,
      href: "<%= require('./hero.jpg') %>",
      fetchPriority: 'auto',
    })
    expect(result).toEqual({ text: `<head><link rel="preload" as="image" href="<%= require('./hero.jpg') %>"></head>` })
  })

  it.each([
    ['it is there already', '<head><link rel="preload" as="image" href="/hero.jpg"></head>', /already/],
    ['the file is a part of a page', '<main><img src="/hero.jpg"></main>', /no <head> of its own/],
    [
      'it is there among others',
      '<head><link rel="preload" as="image" imagesrcset="/small.jpg 400w, hero.jpg 800w"></head>',
      /already/,
    ],
    [
      'a policy forbids it',
      `<head><meta http-equiv="Content-Security-Policy" content="img-src cdn.example"></head>`,
      /Policy/,
    ],
  ])('is left out where %s', (_, html, reason) => {
    expect(insertHint(html, hint)).toMatch(reason)
  })
})
