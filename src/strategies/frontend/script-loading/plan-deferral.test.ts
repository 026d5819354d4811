import { describe, expect, it } from 'vitest'
import { editPage } from './edit-page.js'
import { planDeferral } from './plan-deferral.js'

const page = (head: string, body = ''): string =>
  `<!doctype html>\n<html>\n  <head>\n    <title>Site</title>\n${head}  </head>\n  <body>\n    <h1>Site</h1>\n${body}  </body>\n</html>\n`

const TEXTS: Readonly<Record<string, string>> = {
  'lib.js': 'window.lib = { go() {} }; window.$ = lib',
  'app.js': 'lib.go()',
  'writes.js': "document.write('<p>here</p>')",
}

const plan = (html: string, inlineCode: 'as-module' | 'keep-in-place' = 'as-module') =>
  planDeferral(html, { inlineCode, textOf: async src => TEXTS[src] ?? null })

const deferred = async (html: string, place: 'in-place' | 'head' = 'in-place'): Promise<string | null> =>
  editPage(html, await plan(html), { place, ahead: false })

const ahead = async (html: string): Promise<string | null> =>
  editPage(html, await plan(html), { place: 'in-place', ahead: true })

const tag = (src: string, attributes = ''): string => `    <script${attributes} src="${src}"></script>\n`
const inline = (code: string): string => `    <script>${code}</script>\n`

describe('scripts that hold up a page', () => {
  it('are asked for ahead of pictures where they are to be, by what is not set already', async () => {
    expect(await ahead(page(tag('lib.js') + tag('app.js', ' fetchpriority="low"')))).toBe(
      page(tag('lib.js', ' defer fetchpriority="high"') + tag('app.js', ' defer fetchpriority="low"')),
    )
  })

  it('wait, in their order, and nothing else of the page changes', async () => {
    expect(await deferred(page(tag('lib.js') + tag('app.js')))).toBe(
      page(tag('lib.js', ' defer') + tag('app.js', ' defer')),
    )
  })

  it('are asked for from the head where they stood at the end', async () => {
    expect(await deferred(page('', tag('lib.js') + tag('app.js')), 'head')).toBe(
      page(tag('lib.js', ' defer').replace('    ', '    ') + tag('app.js', ' defer')),
    )
  })

  it('take along the code in the page that needs them', async () => {
    const html = page(tag('lib.js'), inline('lib.go()') + inline("document.title = 'ready'"))
    expect(await deferred(html)).toBe(
      page(
        tag('lib.js', ' defer'),
        `    <script type="module">lib.go()</script>\n${inline("document.title = 'ready'")}`,
      ),
    )
  })

  it('do not take along code that needs them only once the page has loaded', async () => {
    const code = "addEventListener('DOMContentLoaded', () => { lib.go() }); window.onload = function () { lib.go() }"
    const { deferred: waiting, modules } = await plan(page(tag('lib.js'), inline(code)))
    expect(waiting.map(({ src }) => src)).toEqual(['lib.js'])
    expect(modules).toEqual([])
  })

  it('take along code that needs them when a picture has loaded: that may be before', async () => {
    const code = "document.querySelector('img').addEventListener('load', () => lib.go())"
    expect((await plan(page(tag('lib.js'), inline(code)))).modules).toHaveLength(1)
  })

  it('are no templates, no data and no other browsers’ scripts', async () => {
    const html = page(
      '    <script type="application/json">{"a": 1}</script>\n    <script nomodule src="app.js"></script>\n    <template><script src="lib.js"></script></template>\n    <noscript><script src="lib.js"></script></noscript>\n',
    )
    expect((await plan(html)).page.scripts).toEqual([])
  })
})

describe('nothing before it waits, with the reason, where a script', () => {
  it.each([
    ['writes into the page', tag('lib.js') + tag('writes.js'), 'writes.js', /writes into the page/],
    [
      'comes from elsewhere',
      tag('lib.js') + tag('https://cdn.example/x.js'),
      'https://cdn.example/x.js',
      /not the site’s own/,
    ],
    [
      'in the page writes into it',
      tag('lib.js') + inline('document.write(lib.name)'),
      'lib.name',
      /needs lib at once, and it writes/,
    ],
    [
      'in the page makes a name for others',
      tag('lib.js') + inline('var table = lib.go()') + inline('table.x()'),
      'var table',
      /makes table, which other code uses/,
    ],
    [
      'in the page makes a name without declaring it',
      tag('lib.js') + inline('table = lib.go()'),
      'table = ',
      /global table without declaring/,
    ],
    [
      'in the page takes `this` for the window',
      tag('lib.js') + inline('(function () { this.x = lib.go() })()'),
      '(function',
      /`this` for the window/,
    ],
    ['in the page is not strict', tag('lib.js') + inline('with (lib) { go() }'), 'with', /strict mode/],
    [
      'in the page asks where it stands',
      tag('lib.js') + inline('lib.go(document.currentScript)'),
      'currentScript',
      /asks where it stands/,
    ],
    ['in the page cannot be read', tag('lib.js') + inline('lib.go('), 'lib.go(', /cannot be read/],
  ])('%s', async (_, head, subject, reason) => {
    const { deferred: waiting, kept } = await plan(page(head))
    expect(waiting).toEqual([])
    expect(kept).toEqual([{ subject: expect.stringContaining(subject), reason: expect.stringMatching(reason) }])
  })

  it('waits already and would come first', async () => {
    const { deferred: waiting, kept } = await plan(page(tag('app.js', ' defer'), tag('lib.js')))
    expect(waiting).toEqual([])
    expect(kept).toEqual([{ subject: 'app.js', reason: expect.stringContaining('would come after it') }])
  })

  it('in the page is to stay where it is', async () => {
    const { deferred: waiting, kept } = await plan(page(tag('lib.js'), inline('lib.go()')), 'keep-in-place')
    expect(waiting).toEqual([])
    expect(kept).toHaveLength(1)
  })
})

it('what comes after a script that cannot wait may wait', async () => {
  const { deferred: waiting } = await plan(page(tag('writes.js') + tag('lib.js')))
  expect(waiting.map(({ src }) => src)).toEqual(['lib.js'])
})

it('a name that a handler of the page uses stays global', async () => {
  const html = page(
    tag('lib.js'),
    `    <button onclick="start()">Go</button>\n${inline('function start() { lib.go() }\nstart()')}`,
  )
  expect((await plan(html)).kept).toEqual([
    { subject: expect.any(String), reason: expect.stringContaining('it makes start, which other code uses') },
  ])
})

it('a head whose end is not written out takes nothing', async () => {
  const html = '<!doctype html><title>Site</title><h1>Site</h1><script src="lib.js"></script>'
  expect(await deferred(html, 'head')).toBeNull()
  expect(await deferred(html)).toContain('<script defer src="lib.js">')
})
