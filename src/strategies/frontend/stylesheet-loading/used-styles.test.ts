import fc from 'fast-check'
import postcss from 'postcss'
import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../html/rule-names.js'
import { compactStyles } from './compact-styles.js'
import type { StylesheetLoading } from './configuration.js'
import { editPage } from './edit-page.js'
import { readPage } from './page-sheets.js'
import { planPage } from './plan-page.js'
import { allowsInline } from './policy.js'
import { usedStyles } from './used-styles.js'

const page = (body: string, head = ''): string =>
  `<!doctype html>\n<html>\n  <head>\n    <title>Site</title>\n${head}  </head>\n  <body>\n    ${body}\n  </body>\n</html>\n`

const used = async (
  css: string,
  body: string,
  scripts = '',
  others: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const result = await usedStyles(
    css,
    { ...readPage(page(body)), words: wordsOf([scripts]) },
    { from: '/css/site.css', page: '/', read: async path => others[path] ?? null },
  )
  return typeof result === 'string' ? result : result.text
}

const compact = (css: string): string => compactStyles(postcss.parse(css))

describe('what a page may use of a style sheet', () => {
  it.each([
    ['a class of it', '.a { x: 1 } .b { x: 2 }', '<p class="a c">', '.a { x: 1 }'],
    [
      'an id, a tag and an attribute',
      '#i { x: 1 } em { x: 2 } [open] { x: 3 } [data-x] { x: 4 }',
      '<p id="i"><b open>',
      '#i { x: 1 } [open] { x: 3 }',
    ],
    ['one selector of several', '.a, .b > em, .c { x: 1 }', '<p class="a">', '.a { x: 1 }'],
    ['all of whose parts are there', '.a .b { x: 1 } .a .c { x: 2 }', '<p class="a"><b class="c">', '.a .c { x: 2 }'],
    [
      'in whatever state',
      '.a:hover::after { x: 1 } :root { x: 2 } *, ::before { x: 3 }',
      '<p class="a">',
      '.a:hover::after { x: 1 } :root { x: 2 } *, ::before { x: 3 }',
    ],
    [
      'but for what it is not',
      '.a:not(.b) { x: 1 } :is(.x, .y) { x: 2 }',
      '<p class="a">',
      '.a:not(.b) { x: 1 } :is(.x, .y) { x: 2 }',
    ],
    [
      'on a condition',
      '@media (min-width: 1px) { .a { x: 1 } .b { x: 2 } } @supports (x: y) { .b { x: 3 } } @layer one, two;',
      '<p class="a">',
      '@media (min-width: 1px) { .a { x: 1 } } @layer one, two;',
    ],
    [
      'of animations and fonts',
      '@font-face { font-family: f } @keyframes k { to { x: 1 } } @keyframes l { to { x: 2 } } .a { animation: 1s k }',
      '<p class="a">',
      '@font-face { font-family: f } @keyframes k { to { x: 1 } } .a { animation: 1s k }',
    ],
    [
      'for a printer and a screen',
      '@media print, screen { .a { x: 1 } } @media only print, print { .a { x: 2 } }',
      '<p class="a">',
      '@media print, screen { .a { x: 1 } }',
    ],
    ['and nothing for a printer', '@media print { .a { x: 1 } } @page { margin: 0 }', '<p class="a">', ''],
    ['within a rule', '.a { x: 1; & .b { x: 2 } &:hover { x: 3 } }', '<p class="a">', '.a { x: 1; &:hover { x: 3 } }'],
    [
      'by escaped names',
      '.md\\:flex { x: 1 } .w-1\\/2 { x: 2 } .w-1\\/3 { x: 3 }',
      '<p class="md:flex w-1/2">',
      '.md\\:flex { x: 1 } .w-1\\/2 { x: 2 }',
    ],
  ])('is %s', async (_, css, body, expected) => {
    expect(await used(css, body)).toBe(compact(expected))
  })

  it('is also what its scripts have names for', async () => {
    expect(await used('.open { x: 1 } dialog { x: 2 } .other { x: 3 }', '<p>', "add('open'); make('dialog')")).toBe(
      '.open{x:1}dialog{x:2}',
    )
  })

  it('names files by where the page is', async () => {
    const css = "p { a: url(x.png); b: url('../img/y.png'); c: url(/z.png); d: url(data:,x); e: url(#f) }"
    expect(await used(css, '<p>')).toBe("p{a:url(css/x.png);b:url('img/y.png');c:url(/z.png);d:url(data:,x);e:url(#f)}")
  })

  it('is not told of what cannot be read', async () => {
    expect(await used('p { ', '<p>')).toBe('is no CSS that can be read')
    expect(await used("@import 'x.css';", '<p>')).toBe('imports x.css, which cannot be read')
    expect(await used("@import 'x.css' layer(a);", '<p>', '', { '/css/x.css': '' })).toContain('on a condition')
  })

  it('is taken of what it imports as well, but for other hosts', async () => {
    const others = {
      '/css/x.css': "@import '../y.css' screen; .a { x: url(i.png) } .b { x: 2 }",
      '/y.css': '.a { y: url(i.png) }',
    }
    const css = "@charset 'utf-8'; @import url(https://fonts.example/css); @import url(x.css); .a { z: url(i.png) }"
    expect(await used(css, '<p class="a">', '', others)).toBe(
      '@media screen{.a{y:url(i.png)}}.a{x:url(css/i.png)}.a{z:url(css/i.png)}',
    )
  })

  it('is written without what is there for readers, and means the same', async () => {
    const css = `/* a */ p > em , a[title="a , b"] { color : red /* b */; --own:  { a ; b } ; --none: ; margin: 0!important; }
      @media (min-width : 1px)  and  screen { p { x : calc( 1px + 2px ) } } @font-face { font-family: 'A  B' }`
    expect(await used(css, '<p title="t"><em><a>')).toBe(
      `p > em , a[title="a , b"]{color:red;--own:  { a ; b } ;--none: ;margin:0!important}@media (min-width : 1px)  and  screen{p{x:calc( 1px + 2px )}}@font-face{font-family:'A  B'}`,
    )
  })

  it('goes round no circle of imports', async () => {
    expect(await used("@import 'x.css';", '<p>', '', { '/css/x.css': "@import 'x.css'; p { x: 1 }" })).toContain(
      'cannot be read',
    )
  })

  it('never ends the element that holds it', async () => {
    expect(await used("p::after { content: '</style>' }", '<p>')).not.toContain('</style')
  })

  it('keeps every rule of a page that uses all of them, in their order', async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/)
    const rule = fc.record({ selector: fc.array(name, { minLength: 1, maxLength: 3 }), media: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 12 }), async rules => {
        const css = rules
          .map(({ selector, media }, index) => {
            const text = `.${selector.join(' .')} { order: ${index} }`
            return media ? `@media screen { ${text} }` : text
          })
          .join('\n')
        const body = `<p class="${rules.flatMap(({ selector }) => selector).join(' ')}">`
        expect(await used(css, body)).toBe(compact(css))
        expect(await used(css, '<p>')).toBe('')
      }),
    )
  })
})

describe('a page', () => {
  const link = '    <link rel="stylesheet" href="css/a.css">\n'
  const texts: Record<string, string> = {
    'css/a.css': '.a{x:1}.b{x:2}.c{x:3}',
    'css/all.css': '.a{x:1}',
    'css/b.css': `.a{y:1}${'.z{y:2}'.repeat(9)}`,
  }
  const plan = (html: string, inlined: Partial<StylesheetLoading['inlined']> = {}) =>
    planPage(
      html,
      '/',
      { maximum: 1000, forScripts: 1000, minimumLeftOut: 0.3, ...inlined },
      async (_, address) => texts[address] ?? null,
    )

  it('holds its styles right before each link, which loads without holding it up', async () => {
    const html = page(
      '<p class="a">',
      `${link}    <style>.a { x: 9 }</style>\n    <link href="css/b.css" media="(min-width: 9px)" rel="stylesheet">\n`,
    )
    const { inlined } = await plan(html, { maximum: 1000, minimumLeftOut: 0 })
    expect(editPage(html, inlined)).toBe(
      page(
        '<p class="a">',
        `    <style>.a{x:1}</style>
    <link media="print" onload="this.onload=null;this.media='all'" rel="stylesheet" href="css/a.css">
    <noscript><link rel="stylesheet" href="css/a.css"></noscript>
    <style>.a { x: 9 }</style>
    <style>@media (min-width: 9px){.a{y:1}}</style>
    <link href="css/b.css" media="print" onload="this.onload=null;this.media='(min-width: 9px)'" rel="stylesheet">
    <noscript><link href="css/b.css" media="(min-width: 9px)" rel="stylesheet"></noscript>
`,
      ),
    )
  })

  it('holds what only its scripts have names for where there is room, or where it is little', async () => {
    const html = page(
      '<p class="a">',
      `${link}    <link rel="stylesheet" href="css/c.css">\n    <script>'b z'</script>\n`,
    )
    const all = `.a{y:1}${'.z{y:2}'.repeat(600)}`
    const styles = async (forScripts: number) => {
      const texts: Record<string, string> = { 'css/a.css': '.a{x:1}.b{x:2}.c{x:3}', 'css/c.css': all }
      const limits = { maximum: 9000, forScripts, minimumLeftOut: 0 }
      const { inlined } = await planPage(html, '/', limits, async (_, address) => texts[address] ?? null)
      return inlined.map(({ css }) => css)
    }
    expect(await styles(5000)).toEqual(['.a{x:1}.b{x:2}', all])
    expect(await styles(4000)).toEqual(['.a{x:1}.b{x:2}', '.a{y:1}'])
  })

  it.each([
    ['uses nearly all of them', page('<p class="a b c">', link), undefined, /too little could come later/],
    ['uses too much of them', page('<p class="a">', link), { maximum: 3, minimumLeftOut: 0 }, /more than 0\.0 kB/],
    ['has none', page('<p>'), undefined, /waits for no style sheet/],
    [
      'has only ones from elsewhere',
      page('<p>', '    <link rel="stylesheet" href="https://cdn.example/x.css">\n'),
      undefined,
      /not the site’s own/,
    ],
    [
      'forbids styles in it',
      page('<p class="a">', `    <meta http-equiv="Content-Security-Policy" content="style-src 'self'">\n${link}`),
      undefined,
      /Content Security Policy/,
    ],
  ])('stays as it is where it %s', async (_, html, options, reason) => {
    const { inlined, refusals } = await plan(html, options)
    expect(inlined).toEqual([])
    expect(refusals.map(refusal => refusal.reason)).toContainEqual(expect.stringMatching(reason))
  })
})

it.each([
  ["default-src 'self'", false],
  ["img-src 'self'", true],
  ["style-src 'self' 'unsafe-inline'", true],
  ["style-src 'unsafe-inline'; script-src 'self'", false],
  ["default-src 'self' 'unsafe-inline'", true],
  ["style-src 'unsafe-inline' 'nonce-x'", false],
])('a policy of %s lets a page hold styles and handlers: %s', (policy, expected) => {
  expect(allowsInline(policy)).toBe(expected)
})
