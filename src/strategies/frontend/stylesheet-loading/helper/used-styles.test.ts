import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../html/rule-names.js'
import { readPage } from '../page-sheets.js'
import { usedStyles as ofSources } from '../used-styles.js'
import { siteFile, usedStyles, withUsedStyles } from './used-styles.mjs'

const page = (body: string, head = ''): string =>
  `<!doctype html>\n<html>\n  <head>\n    <title>Site</title>\n${head}  </head>\n  <body>\n    ${body}\n  </body>\n</html>\n`

const LIMITS = { maximum: 9_000, forScripts: 9_000, minimumLeftOut: -1 }

/** What of a sheet goes into a page. */
const taken = (css: string, body: string, scripts = ''): string => {
  const files: Readonly<Record<string, string>> = { '/css/site.css': css, '/app.js': scripts }
  const html = page(body, '<link rel="stylesheet" href="/css/site.css"><script src="/app.js" defer></script>')
  const done = withUsedStyles(html, address => files[address] ?? null, LIMITS)
  return done.html === undefined ? done.reason : (/<style>([\s\S]*?)<\/style>/.exec(done.html)?.[1] ?? '')
}

const plain = (css: string): string => css.replaceAll(/\s+/g, '').replaceAll(/;(?=\}|$)/g, '')

describe('what a page may use of a style sheet', () => {
  it.each([
    ['classes', '.a { x: 1 } .b { x: 2 }', '<p class="a c">', '.a { x: 1 }'],
    [
      'ids and attributes',
      '#i { x: 1 } em { x: 2 } [open] { x: 3 } [data-x] { x: 4 }',
      '<p id="i"><b open>',
      '#i { x: 1 } [open] { x: 3 }',
    ],
    ['a selector of several', '.a, .b > em, .c { x: 1 }', '<p class="a">', '.a { x: 1 }'],
    [
      'states and parts',
      '.a:hover::after { x: 1 } :root { x: 2 } *, ::before { x: 3 }',
      '<p class="a">',
      '.a:hover::after { x: 1 } :root { x: 2 } *, ::before { x: 3 }',
    ],
    [
      'what it is not',
      '.a:not(.b) { x: 1 } :is(.x, .y) { x: 2 } .a:nth-child(2n + 1) { x: 3 }',
      '<p class="a">',
      '.a:not(.b) { x: 1 } :is(.x, .y) { x: 2 } .a:nth-child(2n + 1) { x: 3 }',
    ],
    [
      'conditions',
      '@media (min-width: 1px) { .a { x: 1 } .b { x: 2 } } @supports (x: y) { .b { x: 3 } }',
      '<p class="a">',
      '@media (min-width: 1px) { .a { x: 1 } }',
    ],
    [
      'layers, in their order',
      '@layer one { .b { x: 1 } } @layer two { .a { x: 2 } } @layer { .b { x: 3 } }',
      '<p class="a">',
      '@layer one; @layer two { .a { x: 2 } }',
    ],
    [
      'fonts and animations',
      '@font-face { font-family: f } @keyframes k { to { x: 1 } } @keyframes l { to { x: 2 } } .a { animation: 1s k }',
      '<p class="a">',
      '@font-face { font-family: f } @keyframes k { to { x: 1 } } .a { animation: 1s k }',
    ],
    ['nothing for printers', '@charset "utf-8"; @media print { .a { x: 1 } } @page { margin: 0 }', '<p class="a">', ''],
    [
      'escaped names',
      '.md\\:flex { x: 1 } .w-1\\/2 { x: 2 } .w-1\\/3 { x: 3 } .\\31 0 { x: 4 }',
      '<p class="md:flex w-1/2 10">',
      '.md\\:flex { x: 1 } .w-1\\/2 { x: 2 } .\\31 0 { x: 4 }',
    ],
    [
      'strings that look like blocks',
      '.a::before { content: "}.b{" } .b { x: 1 } [title="}"] { x: 2 } .a { b: url(data:,{;}) }',
      '<p class="a">',
      '.a::before { content: "}.b{" } .a { b: url(data:,{;}) }',
    ],
    ['comments', '/* } */ .a /* , .b */ { x: 1; /* } */ y: "/* s */" }', '<p class="a">', '.a { x: 1; y: "/* s */" }'],
  ])('%s', (_, css, body, expected) => {
    expect(plain(taken(css, body))).toBe(plain(expected))
  })

  it('also what its scripts have names for', () => {
    expect(
      taken('.open{x:1}.md\\:flex{x:2}dialog{x:3}.other{x:4}', '<p>', "add('open', 'md:flex'); make('dialog')"),
    ).toBe('.open{x:1}.md\\:flex{x:2}dialog{x:3}')
  })

  it('names files by where the page is, and never ends the element that holds it', () => {
    expect(taken(`p{a:url(x.png);b:url('../y.png');c:url(/z.png);d:url(data:,x);e:url(#f);f:"url(g)"}`, '<p>')).toBe(
      `p{a:url(/css/x.png);b:url('/css/../y.png');c:url(/z.png);d:url(data:,x);e:url(#f);f:"url(g)"}`,
    )
    expect(taken("p::after{content:'</style>'}", '<p>')).not.toContain('</style')
  })

  it.each([
    ['it imports another', "@import 'x.css'; p { x: 1 }"],
    ['a block of it does not end', 'p { x: 1'],
    ['a block of it ends before it begins', 'p { x: 1 } }'],
  ])('is not told where %s', (reason, css) => {
    expect(taken(css, '<p>')).toContain(reason)
  })

  it('is the same as of a page that is a file of the project', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'md\\:e', 'f-1')
    const selector = fc
      .tuple(fc.constantFrom('.', '#', ''), name)
      .map(([sign, one]) => `${sign}${sign === '' ? 'em' : one}`)
    const rule = fc.record({
      selectors: fc.array(fc.array(selector, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      around: fc.constantFrom('', '@media screen', '@layer one', '@media print', '@supports (x: y)'),
      state: fc.constantFrom('', ':hover', '::after', ':not(.b)'),
    })
    const classes = fc.subarray(['a', 'b', 'c', 'md:e', 'f-1'])
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { maxLength: 9 }),
        classes,
        fc.subarray(['c', 'd', 'em']),
        async (rules, own, words) => {
          const css = rules
            .map(({ selectors, around, state }, index) => {
              const text = `${selectors.map(parts => parts.join(' ') + state).join(', ')} { order: ${index} }`
              return around === '' ? text : `${around} { ${text} }`
            })
            .join('\n')
          const html = page(`<p class="${own.join(' ')}" id="d">`)
          const vocabulary = { ...readPage(html), words: wordsOf(words) }
          const places = { from: '/site.css', page: '/', read: async () => null }
          const expected = await ofSources(css, vocabulary, places)
          const isInPage = (kind: string, one: string): boolean =>
            kind === 'class' ? own.includes(one) : kind === 'id' ? one === 'd' : vocabulary.tags.has(one)
          const isInCode = (one: string): boolean => (one.match(/[\w-]+/g) ?? []).every(word => words.includes(word))
          const found = usedStyles(css, (kind, one) => isInPage(kind, one) || isInCode(one))
          expect(plain(found)).toBe(plain(typeof expected === 'string' ? expected : expected.text))
        },
      ),
    )
  })
})

describe('a page that is built', () => {
  const files: Readonly<Record<string, string>> = {
    '/a.css': '.a{x:1}.b{x:2}.c{x:3}',
    '/b.css': `.a{y:1}${'.z{y:2}'.repeat(600)}`,
    '/app.js': 'b z',
  }
  const built = (html: string, limits = {}) =>
    withUsedStyles(html, address => files[address] ?? null, { ...LIMITS, ...limits })

  it('holds its styles right before each link, which loads without holding it up', () => {
    const head =
      '<link href=/a.css rel=stylesheet><link rel="stylesheet" crossorigin media="(min-width: 9px)" href="/b.css">'
    const { html } = built(page('<p class="a">', head))
    expect(html).toBe(
      page(
        '<p class="a">',
        '<style>.a{x:1}</style><link data-late-sheet media="print" onload="this.onload=null;this.media=\'all\'" href=/a.css rel=stylesheet><noscript><link href=/a.css rel=stylesheet></noscript>' +
          '<style>@media (min-width: 9px){.a{y:1}}</style><link data-late-sheet media="print" onload="this.onload=null;this.media=\'(min-width: 9px)\'" rel="stylesheet" crossorigin href="/b.css"><noscript><link rel="stylesheet" crossorigin media="(min-width: 9px)" href="/b.css"></noscript>',
      ),
    )
    expect(built(html!).reason).toBe('holds its styles already')
  })

  it('leaves sheets that are for printers, switched off, in comments, or of other hosts', () => {
    const others =
      '<!-- <link rel="stylesheet" href="/a.css"> --><link rel="stylesheet" media="print" href="/a.css"><link rel="alternate stylesheet" href="/a.css"><noscript><link rel="stylesheet" href="/a.css"></noscript>'
    expect(built(page('<p class="a">', others)).reason).toBe('waits for no style sheet')
    const elsewhere = '<link rel="stylesheet" href="https://cdn.example/x.css">'
    expect(built(page('<p class="a">', elsewhere)).reason).toContain('it is no file of the site')
    expect(built(page('<p class="a">', `${elsewhere}<link rel="stylesheet" href="/a.css">`)).html).toContain(elsewhere)
  })

  it('holds what only its scripts have names for where there is room, or where it is little', () => {
    const head =
      '<link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/b.css"><script src="/app.js"></script>'
    const stylesIn = (forScripts: number): string[] =>
      [...built(page('<p class="a">', head), { forScripts }).html!.matchAll(/<style>(.*?)<\/style>/g)].map(
        ([, css]) => css!,
      )
    expect(stylesIn(9_000)).toEqual(['.a{x:1}.b{x:2}', files['/b.css']])
    expect(stylesIn(4_000)).toEqual(['.a{x:1}.b{x:2}', '.a{y:1}'])
  })

  it.each([
    ['uses nearly all of them', '<p class="a b c">', { minimumLeftOut: 0.3 }, /too little could come later/],
    ['uses too much of them', '<p class="a">', { maximum: 3 }, /more than 3/],
    [
      'forbids them',
      '<meta http-equiv="Content-Security-Policy" content="style-src \'self\'"><p>',
      {},
      /Content Security Policy/,
    ],
  ])('stays as it is where it %s', (_, body, limits, reason) => {
    expect(built(page(body, '<link rel="stylesheet" href="/a.css">'), limits).reason).toMatch(reason)
  })

  it('waits for its whole sheet at the addresses of others, where it is drawn for one', () => {
    const drawn = '<div id="root"></div><template data-drawn-page><p class="a">Lamps</p></template>'
    const { html } = built(page(drawn, '<link rel="stylesheet" href="/a.css">'))
    expect(html).toContain('<style>.a{x:1}</style>')
    expect(html).toContain(
      `<script>document.documentElement.hasAttribute('data-drawn')||document.write("\\u003clink rel=\\"stylesheet\\" href=\\"/a.css\\">")</script>`,
    )
  })
})

it.each([
  ['/assets/a.css?v=1', 'index.html', '/', 'assets/a.css'],
  ['/shop/assets/a.css', 'index.html', '/shop/', 'assets/a.css'],
  ['/shop/assets/a.css', 'index.html', '/shop', 'assets/a.css'],
  ['../a%20b.css', 'about/index.html', './', 'a b.css'],
  ['./a.css', 'about/index.html', '', 'about/a.css'],
  ['https://cdn.example/x/a.css', 'index.html', 'https://cdn.example/x/', 'a.css'],
  ['https://other.example/a.css', 'index.html', '/', null],
  ['//other.example/a.css', 'index.html', '/', null],
])('%s in %s below %s is the file %s', (address, at, base, expected) => {
  expect(siteFile(address, at, base)).toBe(expected)
})
