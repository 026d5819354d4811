import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { InstalledPackages } from '../../../source/packages.js'
import { treeOf } from '../fixtures/tree.js'
import { selectComponents, selectRoutes } from './select.js'

const installed = await mkdtemp(join(tmpdir(), 'tunewright-packages-'))
afterAll(() => rm(installed, { recursive: true, force: true }))
const packages = new InstalledPackages(installed)

const install = async (name: string, text: string): Promise<void> => {
  await mkdir(join(installed, 'node_modules', name), { recursive: true })
  await writeFile(join(installed, 'node_modules', name, 'index.js'), text)
}

const app = (routes: string, imports: string): string => `import { Route, Routes } from 'react-router-dom'
${imports}

export function App() {
  return (
    <Routes>
      ${routes}
    </Routes>
  )
}
`

const page = (before = '', body = 'return <h1>Page</h1>'): string =>
  `${before}\nexport default function Page() {\n  ${body}\n}\n`

/** One page behind a route, with other files; what is said of it. */
const refusalOf = async (
  files: Record<string, string>,
  imports = "import Page from './Page'",
): Promise<string | undefined> => {
  const tree = await treeOf({
    'src/index.js': "import { App } from './App'\nApp()\n",
    'src/App.jsx': app('<Route path="/page" element={<Page />} />', imports),
    ...files,
  })
  const { splits, refusals } = await selectRoutes(tree, packages, 1)
  if (splits.length > 0) return undefined
  return refusals.map(refusal => refusal.reason).join('; ')
}

describe('a route is loaded later only where that can be shown safe', () => {
  it('as a page that does nothing when it is loaded', async () => {
    const harmless = `import { createContext } from 'react'
const Context = createContext(null)
const euros = new Intl.NumberFormat('en')
const width = window.matchMedia('(min-width: 40em)')
Page.displayName = 'Page'`
    expect(await refusalOf({ 'src/Page.jsx': page(harmless) })).toBeUndefined()
  })

  it.each([
    ['waits for the document', "document.addEventListener('DOMContentLoaded', () => {})", /waits for the document/],
    ['waits for the window', "function wait() { window.addEventListener('load', go) }", /waits for the document/],
    ['sets a global', 'window.shop = {}', /Page\.jsx:1 acts when it is loaded: window\.shop/],
    [
      'runs a function of its own that sets one',
      'const ready = setUp()\nfunction setUp() { window.shop = {} }',
      /acts when it is loaded/,
    ],
    ['listens to the page', "window.addEventListener('resize', () => {})", /acts when it is loaded/],
    ['runs something at once', '(function () { document.title = "x" })()', /acts when it is loaded/],
  ])('not one that %s', async (_, before, reason) => {
    expect(await refusalOf({ 'src/Page.jsx': page(before) })).toMatch(reason)
  })

  it('prepared to come after the document, it may wait for it', async () => {
    const prepared =
      "export const later = go => document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', go) : go()"
    expect(await refusalOf({ 'src/Page.jsx': page(prepared) })).toBeUndefined()
  })

  it('not one that changes a package which the first load has', async () => {
    const files = { 'src/Page.jsx': page("import dates from 'dates'\ndates.locale('de')") }
    expect(await refusalOf(files)).toBeUndefined()
    const eager = { ...files, 'src/index.js': "import dates from 'dates'\nimport { App } from './App'\nApp(dates)\n" }
    expect(await refusalOf(eager)).toMatch(/acts when it is loaded: dates\.locale/)
  })

  it('not one that imports a package for its effects', async () => {
    expect(await refusalOf({ 'src/Page.jsx': page("import 'polyfill'") })).toMatch(/imports polyfill for its effects/)
  })

  it('not one with a package that extends prototypes, waits for the document or brings styles', async () => {
    await install('calendar', 'HTMLElement.prototype.calendar = function () {}')
    await install('waiter', "document.addEventListener('DOMContentLoaded', start)")
    await install('styled', "require('./styled.css')")
    expect(await refusalOf({ 'src/Page.jsx': page("import c from 'calendar'\nexport const a = c") })).toMatch(
      /extends built-in prototypes/,
    )
    expect(await refusalOf({ 'src/Page.jsx': page("import c from 'waiter'\nexport const a = c") })).toMatch(
      /waits for the document/,
    )
    expect(await refusalOf({ 'src/Page.jsx': page("import c from 'styled'\nexport const a = c") })).toMatch(
      /style sheet of its own/,
    )
  })

  it('not one with a package that sets a global which something else takes from there', async () => {
    await install('map', 'window.L = exports')
    const files = { 'src/Page.jsx': page("import map from 'map'\nexport const a = map") }
    expect(await refusalOf(files)).toBeUndefined()
    const script = "<script>L.map('map')</script>"
    expect(await refusalOf({ ...files, 'public/index.html': script })).toMatch(
      /node_modules\/map\/index\.js sets the global L, which public\/index\.html uses/,
    )
    const eager = {
      ...files,
      'src/index.js': "import { App } from './App'\nApp()\nexport const later = () => L.map('map')\n",
    }
    expect(await refusalOf(eager)).toMatch(/sets the global L, which src\/index\.js uses/)
    await install('map-plugin', 'L.Plugin = function () {}')
    const plugin = {
      ...files,
      'src/index.js': "import plugin from 'map-plugin'\nimport { App } from './App'\nApp(plugin)\n",
    }
    expect(await refusalOf(plugin)).toMatch(/sets the global L, which node_modules\/map-plugin\/index\.js uses/)
  })

  it('not one that requires a style sheet, which cannot be left where it was', async () => {
    const files = { 'src/Page.jsx': page("const styles = require('./page.css')"), 'src/page.css': 'h1 { color: red }' }
    expect(await refusalOf(files)).toMatch(/requires a style sheet/)
  })

  it('not one of which something is used at once', async () => {
    const imports = "import Page, { loadPage } from './Page'\nloadPage()"
    expect(await refusalOf({ 'src/Page.jsx': page('export const loadPage = () => 1') }, imports)).toMatch(
      /uses loadPage at once/,
    )
    expect(await refusalOf({ 'src/Page.jsx': page() }, "import Page from './Page'\nPage.preload()")).toMatch(
      /uses Page at once/,
    )
  })

  it('not one that something else imports too', async () => {
    const files = {
      'src/Page.jsx': page('export const LIMIT = 3'),
      'src/index.js': "import { App } from './App'\nimport { LIMIT } from './Page'\nApp(LIMIT)\n",
    }
    expect(await refusalOf(files)).toMatch(/index\.js:3 uses LIMIT at once/)
  })

  it('not the layout that other routes are shown in', async () => {
    const tree = await treeOf({
      'src/index.js': "import { App } from './App'\nApp()\n",
      'src/App.jsx': app(
        '<Route element={<Frame />}><Route path="/page" element={<Page />} /></Route>',
        "import Frame from './Frame'\nimport Page from './Page'",
      ),
      'src/Frame.jsx': page(),
      'src/Page.jsx': page(),
    })
    const { splits, refusals } = await selectRoutes(tree, packages, 1)
    expect(splits.map(split => split.subject)).toEqual(['src/Page.jsx'])
    expect(refusals).toContainEqual({
      subject: 'src/Frame.jsx',
      reason: expect.stringContaining('layout of other routes'),
    })
  })

  it('not where modules of the first load would run in another order', async () => {
    const files = {
      'src/index.js': "import { App } from './App'\nimport './early'\nimport './late'\nApp()\n",
      'src/Page.jsx': page("import './late'"),
      'src/early.js': "window.order = 'early'",
      'src/late.js': "window.order = 'late'",
    }
    expect(await refusalOf(files)).toMatch(/early\.js would be evaluated in another order/)
  })

  it('but with its style sheets left where they were, in order', async () => {
    const files = {
      'src/index.js': "import { App } from './App'\nimport './base.css'\nApp()\n",
      'src/base.css': 'h1 { color: blue }',
      'src/Page.jsx': page("import './widget'\nimport './page.css'"),
      'src/widget.js': "import './widget.css'\nexport const widget = 1",
      'src/page.css': 'h1 { color: red }',
      'src/widget.css': 'h1 { color: green }',
    }
    expect(await refusalOf(files)).toBeUndefined()
  })

  it('through an index that hands it on, when the bundler prunes that', async () => {
    const pages = { 'src/pages/Page.jsx': page(), 'src/pages/index.js': "export { default as Page } from './Page'" }
    expect(await refusalOf(pages, "import { Page } from './pages'")).toBeUndefined()
    const loaded = { ...pages, 'src/pages/index.js': "window.pages = 1\nexport { default as Page } from './Page'" }
    expect(await refusalOf(loaded, "import { Page } from './pages'")).toMatch(/hands it on and is loaded itself/)
  })
})

describe('a component is loaded later', () => {
  const componentsOf = async (
    files: Record<string, string>,
    which: 'where-needed' | 'conditional' | 'all' = 'all',
  ): Promise<string[]> => {
    const tree = await treeOf({
      'src/index.js': "import { App } from './App'\nApp()\n",
      'src/Heavy.jsx': page(),
      ...files,
    })
    return (await selectComponents(tree, packages, 50, [], which)).splits.map(split => split.subject)
  }
  const shows = (jsx: string): Record<string, string> => ({
    'src/App.jsx': `import Heavy from './Heavy'\nexport function App({ open, children }) {\n  return <div>${jsx}</div>\n}\n`,
  })

  it('where it is heavy and shown as an element', async () => {
    expect(await componentsOf(shows('<Heavy />'))).toContain('src/Heavy.jsx')
    expect(await componentsOf(shows('{open && <Heavy />}'), 'conditional')).toEqual(['src/Heavy.jsx'])
    expect(await componentsOf(shows('<Heavy />'), 'conditional')).toEqual([])
  })

  it('only where it asks for its element by itself, and only what was asked for', async () => {
    const init = (name: string) =>
      `export function ${name}() {\n  if (!document.querySelector('.${name}')) return\n  ${'draw();'.repeat(20)}\n}\n`
    const tree = await treeOf({
      'src/index.js': "import { one } from './one'\nimport { two } from './two'\none()\ntwo()\n",
      'src/one.js': init('one'),
      'src/two.js': init('two'),
    })
    const chosen = async (only: string[] | null) =>
      (await selectComponents(tree, packages, 50, [], 'where-needed', only)).splits.map(split => split.subject)
    expect((await chosen(null)).toSorted()).toEqual(['src/one.js', 'src/two.js'])
    expect(await chosen(['src/two.js'])).toEqual(['src/two.js'])
  })

  it('as the outermost of several, since one inside would only come later still', async () => {
    const files = {
      'src/App.jsx': "import Part from './Part'\nexport function App() {\n  return <div><Part /></div>\n}\n",
      'src/Part.jsx': "import Heavy from './Heavy'\nexport default function Part() {\n  return <Heavy />\n}\n",
    }
    expect(await componentsOf(files)).toEqual(['src/Part.jsx'])
  })

  it('not where other elements are shown inside of it, or the whole page', async () => {
    expect(await componentsOf(shows('<Heavy><p /></Heavy>'))).not.toContain('src/Heavy.jsx')
    expect(await componentsOf(shows('<Heavy>{children}</Heavy>'))).not.toContain('src/Heavy.jsx')
    const whole = { 'src/index.js': "import Heavy from './Heavy'\nrender(<Heavy />)\n" }
    expect(await componentsOf(whole)).toEqual([])
  })
})
