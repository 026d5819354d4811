import { parse } from '@babel/parser'
import { describe, expect, it } from 'vitest'
import { treeOf } from '../fixtures/tree.js'
import { editFile } from './edit.js'
import { findSplits } from './split.js'
import { awaitedWithoutRoom } from './suspense.js'

const entry = { 'src/index.js': "import { App } from './App'\nApp()\n" }
const page = 'export default function Page() { return <h1>Page</h1> }\n'

/** The file after everything in it that can be split is split. */
const edited = async (files: Record<string, string>, path = 'src/App.jsx', taken: string[] = []): Promise<string> => {
  const tree = await treeOf({ ...entry, 'src/Page.jsx': page, 'src/Other.jsx': page, ...files })
  const splits = findSplits(tree).splits.filter(
    split => split.subject.startsWith('src/') && split.subject !== 'src/App.jsx',
  )
  return editFile(tree, tree.files.get(path)!, splits, new Set(taken))
}

describe('routes', () => {
  it('of react-router 5, by component and by render', async () => {
    const text = await edited({
      'src/App.jsx': `import React from "react";
import { Route, Switch } from "react-router-dom";
import Page from "./Page";
import Other from "./Other";

export const App = () => (
  <Switch>
    <Route path="/page" component={Page} />
    <Route path="/other" render={props => <Other {...props} />} />
  </Switch>
);
`,
    })
    expect(text).toBe(`import React, { lazy, Suspense } from "react";
import { Route, Switch } from "react-router-dom";

const Page = lazy(() => import(/* webpackChunkName: "page" */ "./Page"));
const Other = lazy(() => import(/* webpackChunkName: "other" */ "./Other"));

export const App = () => (
  <Suspense fallback={<div style={{ minHeight: '100vh' }} aria-busy="true" />}>
    <Switch>
      <Route path="/page" component={Page} />
      <Route path="/other" render={props => <Other {...props} />} />
    </Switch>
  </Suspense>
);
`)
  })

  it('waited for in the loading state that a page has itself, and for others in room of their own', async () => {
    const text = await edited({
      'src/App.jsx': `import { Route, Routes } from 'react-router-dom'
import Page from './Page'
import Other from './Other'

export const App = () => (
  <Routes>
    <Route path="/page/:id" element={<Page />} />
    <Route path="/other" element={<Other />} />
  </Routes>
)
`,
      'src/Page.jsx': `export default function Page() {
  const { data, error } = useData()
  if (error) return <Problem error={error} />
  if (error === null) return <p>There is no such page.</p>
  if (!data) {
    return (
      <p className="loading">
        One moment …
      </p>
    )
  }
  return <h1>{data.title}</h1>
}
`,
    })
    expect(text).toContain(
      `element={<Suspense fallback={<p className="loading">One moment …</p>}><Page /></Suspense>} />`,
    )
    expect(text).toContain(`<Route path="/other" element={<Other />} />`)
    expect(text).toContain(
      `<Suspense fallback={<div style={{ minHeight: '100vh' }} aria-busy="true" />}>\n    <Routes>`,
    )
  })

  it.each([
    ['<div><nav>Menu</nav><main>{/* the page */}', '</main></div>', 'null'],
    ['<><nav>Menu</nav><main>', '</main> </>', 'null'],
    [
      '<div><main>',
      '</main><footer>Open till six</footer></div>',
      '<div style={{ minHeight: \'100vh\' }} aria-busy="true" />',
    ],
    ['<main>', '{after}</main>', '<div style={{ minHeight: \'100vh\' }} aria-busy="true" />'],
    ['<>', '</>', '<div style={{ minHeight: \'100vh\' }} aria-busy="true" />'],
  ])(
    'are waited for in room of their own where something may come after them: %s … %s',
    async (open, close, fallback) => {
      const text = await edited({
        'src/App.jsx': `import { Route, Routes } from 'react-router-dom'
import Page from './Page'

export const App = ({ after }) => ${open}<Routes><Route path="/page" element={<Page />} /></Routes>${close}
`,
      })
      expect(text).toContain(`${open}<Suspense fallback={${fallback}}><Routes>`)
    },
  )

  it('of a route table, by element and by Component', async () => {
    const text = await edited({
      'src/App.jsx': `import * as React from 'react'
import { createBrowserRouter, RouterProvider } from 'react-router-dom'
import Frame from './Frame'
import Page from './Page'
import Other from './Other'

const router = createBrowserRouter([
  { path: '/', element: <Frame />, children: [{ index: true, element: <Page /> }, { path: 'other', Component: Other }] },
])

export const App = () => <RouterProvider router={router} />
`,
      'src/Frame.jsx': page,
    })
    const fallback = `fallback={<div style={{ minHeight: '100vh' }} aria-busy="true" />}`
    expect(text).toContain(`element: <React.Suspense ${fallback}><Page /></React.Suspense> }`)
    expect(text).toContain(`element: <React.Suspense ${fallback}><Other /></React.Suspense> }`)
    expect(text).toContain("import Frame from './Frame'")
    expect(text).toContain(`const Page = React.lazy(() => import(/* webpackChunkName: "page" */ './Page'))`)
  })

  it.each(['routes.ts', 'routes.js'])(
    'of a route table in a file without JSX, whose build may know none: %s',
    async name => {
      const text = await edited(
        {
          'src/App.jsx': "import { router } from './routes'\nexport const App = () => router\n",
          [`src/${name}`]: `import { createBrowserRouter } from 'react-router-dom'
import Page from './Page'
import Other from './Other'

export const router = createBrowserRouter([
  { path: '/', Component: Page },
  { path: '/other', Component: Other },
])
`,
        },
        `src/${name}`,
      )
      expect(text).toContain("import { createElement, lazy, Suspense } from 'react'")
      const fallback = "{ fallback: createElement('div', { style: { minHeight: '100vh' }, 'aria-busy': true }) }"
      expect(text).toContain(`{ path: '/', element: createElement(Suspense, ${fallback}, createElement(Page)) },`)
      expect(() => parse(text, { sourceType: 'module', plugins: ['typescript'] })).not.toThrow()
    },
  )

  it('inside a layout route, so that its frame stays', async () => {
    const text = await edited({
      'src/App.jsx': `import { Route, Routes } from 'react-router-dom'
import Frame from './Frame'
import Page from './Page'

export const App = () => (
  <Routes>
    <Route element={<Frame />}>
      <Route path="/page" element={<Page />} />
    </Route>
  </Routes>
)
`,
      'src/Frame.jsx': page,
    })
    expect(text).toContain(
      `element={<Suspense fallback={<div style={{ minHeight: '100vh' }} aria-busy="true" />}><Page /></Suspense>}`,
    )
    expect(text).toMatch(/=> \(\n {2}<Routes>/)
  })

  it('whose chunk would be taken for one there is get another name', async () => {
    const files = { 'src/App.jsx': "import Page from './Page'\nexport const App = () => <p>{open && <Page />}</p>\n" }
    expect(await edited(files, 'src/App.jsx', ['page'])).toContain('webpackChunkName: "page-view"')
  })
})

it.each([
  ['<div><nav>Menu</nav><main>', '</main></div>', true],
  ['<div><main>', '</main><footer>Open till six</footer></div>', false],
])('whether a frame is painted before its page, and keeps no room for it: %s … %s', async (open, close, expected) => {
  const tree = await treeOf({
    ...entry,
    'src/Page.jsx': page,
    'src/App.jsx': `import { Route, Routes } from 'react-router-dom'
import Page from './Page'

export const App = () => ${open}<Routes><Route path="/page" element={<Page />} /></Routes>${close}
`,
  })
  const { splits } = findSplits(tree)
  expect(awaitedWithoutRoom(splits.filter(({ kind }) => kind === 'route').flatMap(({ sites }) => sites))).toBe(expected)
})

describe('components', () => {
  it('keep the key that a list gave them', async () => {
    const text = await edited({
      'src/App.jsx': `import { memo } from 'react'
import Page from './Page'

export const App = ({ items }) => <ul>{items.map(item => <Page key={item.id} {...item} />)}</ul>
`,
    })
    expect(text).toContain('<Suspense key={item.id} fallback={null}><Page key={item.id} {...item} /></Suspense>')
    expect(text).toContain("import { memo, lazy, Suspense } from 'react'")
  })

  it('leave lines of template literals as they are', async () => {
    const text = await edited({
      'src/App.jsx': `import Page from './Page'

export const App = () => (
  <Page
    text={\`one
two\`}
  />
)
`,
    })
    expect(text).toContain('    <Page\n      text={`one\ntwo`}\n    />\n')
  })

  it('in TypeScript, with imports of types left alone', async () => {
    const text = await edited(
      {
        'src/App.jsx': "import Part from './Part'\nexport const App = () => <Part />\n",
        'src/Part.tsx': `import type { ReactNode } from 'react'
import Page from './Page'

export type Props = { text: string }
export default function Part(): ReactNode {
  return <Page />
}
`,
      },
      'src/Part.tsx',
    )
    expect(text).toContain("import type { ReactNode } from 'react'")
    expect(text).toContain("import { lazy, Suspense } from 'react'")
    expect(text).toContain('return <Suspense fallback={null}><Page /></Suspense>')
  })

  const typed = (imports: string, body: string): Record<string, string> => ({
    'src/App.jsx': "import Part from './Part'\nexport const App = () => <Part />\n",
    'src/Part.tsx': `${imports}\n\nexport default function Part${body}\n`,
  })

  it('leave types that come in the same statement where they were', async () => {
    const files = typed(
      "import Page, { type Props, Other as Named } from './Page'",
      '(p: Props & Named) { return <Page {...p} /> }',
    )
    const text = await edited(files, 'src/Part.tsx')
    expect(text).toContain(`import type { Props, Other as Named } from './Page'

const Page = lazy(() => import(/* webpackChunkName: "page" */ './Page'))
`)
    expect(text.match(/lazy\(/g)).toHaveLength(1)
  })

  it('are not found in a name that is a type as well, which a lazy one is not', async () => {
    const files = typed("import { Page } from './Page'", '(p: { page: Page }) { return <Page {...p} /> }')
    const tree = await treeOf({ ...entry, 'src/Page.jsx': page, ...files })
    const { refusals } = findSplits(tree)
    expect(refusals.find(one => one.subject === 'src/Page.jsx')?.reason).toMatch(/uses Page as a type as well/)
  })

  it('are not found in one that is only a type', async () => {
    const files = typed(
      "import type { ReactNode } from 'react'\nimport { Page } from './Page'",
      '(p: Page): ReactNode { return null }',
    )
    expect(await edited(files, 'src/Part.tsx')).toBe(files['src/Part.tsx'])
  })

  it('are not found in a route, which is not shown but read', async () => {
    const app = "import { Route } from 'router'\nexport const App = () => <Pages><Route path='/' /></Pages>\n"
    const { refusals } = findSplits(await treeOf({ ...entry, 'src/App.jsx': app }))
    expect(refusals.find(one => one.subject === 'router')?.reason).toMatch(/App\.jsx:2 is a route/)
  })

  it('are not found in one that is given a ref, which would be empty at first', async () => {
    const files = {
      'src/App.jsx': "import Page from './Page'\nexport const App = () => <p>{open && <Page ref={page} />}</p>\n",
    }
    const tree = await treeOf({ ...entry, 'src/Page.jsx': page, ...files })
    const { splits, refusals } = findSplits(tree)
    expect(splits.map(split => split.subject)).not.toContain('src/Page.jsx')
    expect(refusals.find(one => one.subject === 'src/Page.jsx')?.reason).toMatch(/App\.jsx:2 gives Page a ref/)
  })
})

describe('libraries', () => {
  const files = (handler: string): Record<string, string> => ({
    'src/App.jsx': `import { valid } from './phone'

export function App() {
  ${handler}
  return <form onSubmit={submit} />
}
`,
    'src/phone.js': "import phone from 'phone'\nexport const valid = text => phone(text)\n",
  })

  it('are waited for just before a handler that is asynchronous first uses them', async () => {
    const handler = `async function submit(event) {
    event.preventDefault()
    const text = event.target.value
    if (!valid(text)) return
    await send(text)
  }`
    const text = await edited(files(handler))
    expect(text).toContain(`    const text = event.target.value
    const { valid } = await import(/* webpackChunkName: "phone" */ './phone')
    if (!valid(text)) return`)
    expect(text).not.toContain('import { valid }')
  })

  it.each([
    ['a try', 'try { ok = valid(event) } catch { ok = false }', 'try { const { valid } = await import'],
    ['a catch', 'try { await send() } catch (error) { report(valid(error)) }', '{ const { valid } = await import'],
    ['a branch', 'if (event.late) { ok = valid(event) }', 'if (event.late) { const { valid } = await import'],
  ])('are waited for inside of %s that alone uses them', async (_, statement, waits) => {
    const text = await edited(files(`async function submit(event) {\n    let ok\n    ${statement}\n  }`))
    expect(text).toContain(waits)
    expect(text.match(/await import/g)).toHaveLength(1)
  })

  it.each([
    [
      'a function that is called before they would be there',
      'const ok = check(1)\n    await send(ok)\n    function check(x) { return valid(x) }',
      /in a function that may be called before it is there/,
    ],
    [
      'a try among others, which would not catch that they do not load',
      'const first = valid(1)\n    try { valid(2) } catch { report(first) }',
      /in a try, which would not catch/,
    ],
  ])('are not where they are used in %s', async (_, body, reason) => {
    const tree = await treeOf({ ...entry, ...files(`async function submit() {\n    ${body}\n  }`) })
    const { splits, refusals } = findSplits(tree)
    expect(splits.map(split => split.subject)).not.toContain('src/phone.js')
    expect(refusals.find(one => one.subject === 'src/phone.js')?.reason).toMatch(reason)
  })

  it('that draw are where a handler waits, and not where an effect draws at once', async () => {
    const drawing = (effect: string) => ({
      'src/App.jsx': `import { useEffect, useRef } from 'react'
import Chart from 'chart.js'

export function App() {
  const canvas = useRef(null)
  ${effect}
  return <canvas ref={canvas} />
}
`,
    })
    const at = async (effect: string) => findSplits(await treeOf({ ...entry, ...drawing(effect) }))
    const effect = await at(
      'useEffect(() => { const chart = new Chart(canvas.current); return () => chart.destroy() }, [])',
    )
    expect(effect.refusals.find(one => one.subject === 'chart.js')?.reason).toMatch(
      /App\.jsx:6 uses Chart in a function that does not wait/,
    )
    const handler = await at('const draw = async () => { const data = await load(); new Chart(canvas.current, data) }')
    expect(handler.splits.find(one => one.subject === 'chart.js')?.kind).toBe('library')
  })

  it('are not where something has to happen at once after, or the handler does not wait', async () => {
    const late = 'async function submit(event) {\n    if (valid(1)) event.preventDefault()\n  }'
    const plain = 'function submit() {\n    return valid(1)\n  }'
    for (const handler of [late, plain]) {
      const tree = await treeOf({ ...entry, ...files(handler) })
      expect(findSplits(tree).splits.map(split => split.subject)).not.toContain('src/phone.js')
    }
  })
})

describe('an initializer that first asks for its element', () => {
  const start = `import { initMap } from './map'
import initChart from './chart'

function start() {
  initMap();
  initChart();
}

document.addEventListener('DOMContentLoaded', start)
`
  const map =
    "import L from 'leaflet'\nexport function initMap() {\n  const el = document.querySelector('[data-map]')\n  if (!el) return\n  L.map(el)\n}\n"
  const chart =
    "import C from 'chart'\nexport default function initChart() {\n  if (document.querySelectorAll('canvas').length === 0) return\n  C()\n}\n"

  it('is loaded and run only where the element is', async () => {
    const files = { 'src/index.js': start, 'src/map.js': map, 'src/chart.js': chart }
    expect(await edited(files, 'src/index.js')).toBe(`
function start() {
  if (document.querySelector('[data-map]')) import(/* webpackChunkName: "map" */ './map').then(module => module.initMap());
  if (document.querySelector('canvas')) import(/* webpackChunkName: "chart" */ './chart').then(module => module.default());
}

document.addEventListener('DOMContentLoaded', start)
`)
  })

  it.each([
    ['does something before it asks', map.replace('  const el', "  document.title = 'x'\n  const el")],
    ['does something else where there is none', map.replace('if (!el) return', 'if (!el) return fallback()')],
    ['goes on in an else branch', map.replace('if (!el) return', 'if (!el) return; else count++')],
    ['takes arguments', map.replace('initMap()', 'initMap(options = read())')],
    ['asks for an element that is computed', map.replace("'[data-map]'", 'selector')],
  ])('stays where it is when it %s', async (_, changed) => {
    const tree = await treeOf({ 'src/index.js': start, 'src/map.js': changed, 'src/chart.js': chart })
    const found = findSplits(tree)
    expect(found.splits.map(split => split.subject)).not.toContain('src/map.js')
    expect(found.refusals.find(refusal => refusal.subject === 'src/map.js')?.reason).toMatch(/uses initMap at once/)
  })

  it('stays where something waits for what it returns, or needs it at once', async () => {
    for (const use of ['const map = initMap()', 'if (ready) initMap(); else start()', 'initMap(document)']) {
      const tree = await treeOf({
        'src/index.js': start.replace('initMap();', use),
        'src/map.js': map,
        'src/chart.js': chart,
      })
      expect(findSplits(tree).splits.map(split => split.subject)).not.toContain('src/map.js')
    }
  })
})
