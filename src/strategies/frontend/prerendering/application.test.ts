import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { BuildConfiguration } from '../../build-config/read-build.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { readApplication } from './application.js'
import { drawnPaths } from './paths.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const HTML =
  '<!doctype html><title>Lamps</title><div id="root"> <!-- here --> </div><script type="module" src="/src/main.jsx"></script>'
const MAIN = "import { createRoot } from 'react-dom/client'\ncreateRoot(document.getElementById('root')).render(null)\n"

const projectOf = async (
  files: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, string>> = { 'react-dom': '19.1.0', vue: '3.5.0' },
) => {
  const root = await mkdtemp(path.join(tmpdir(), 'tunewright-prerendering-'))
  folders.push(root)
  await writeSite(root, files)
  for (const [name, version] of Object.entries(versions)) {
    await mkdir(path.join(root, 'node_modules', name), { recursive: true })
    await writeFile(path.join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, version }))
  }
  return root
}
const read = async (
  files: Readonly<Record<string, string>>,
  versions?: Readonly<Record<string, string>>,
  packageText = '{}',
) => {
  const root = await projectOf({ 'index.html': HTML, 'src/main.jsx': MAIN, ...files }, versions)
  const build = { packageText, configs: new Map([['vite.config.js', '']]) } as unknown as BuildConfiguration
  return readApplication(build, root, folderWorkspace(root))
}

it.each([
  ['React by name', MAIN],
  [
    'React by default',
    "import ReactDOM from 'react-dom/client'\nReactDOM.createRoot(document.querySelector('#root')).render(null)\n",
  ],
  [
    'React in TypeScript',
    "import { createRoot } from 'react-dom/client'\ncreateRoot(document.getElementById('root') as HTMLElement).render(<App />)\n",
  ],
])('%s', async (_, main) => {
  expect(await read({ 'src/main.tsx': main, 'index.html': HTML.replace('main.jsx', 'main.tsx') })).toEqual({
    entry: 'src/main.tsx',
    library: 'react',
    mount: 'root',
  })
})

it('Vue', async () => {
  const main = "import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount('#root')\n"
  expect(await read({ 'src/main.jsx': main })).toEqual({ entry: 'src/main.jsx', library: 'vue', mount: 'root' })
})

it.each<[string, Record<string, string>, string, (Record<string, string> | undefined)?, string?]>([
  [
    'something stands in the element',
    { 'index.html': HTML.replace('<!-- here -->', 'Loading') },
    'it has no empty element #root',
  ],
  [
    'scripts begin in two files',
    { 'index.html': `${HTML}<script type="module" src="/src/more.js"></script>` },
    'its scripts begin in 2 files, not in one',
  ],
  [
    'the entry is none',
    { 'index.html': HTML.replace('main.jsx', 'gone.jsx') },
    'src/gone.jsx is no file of the project',
  ],
  [
    'another library',
    { 'src/main.jsx': "import { render } from 'preact'\nrender(null, document.getElementById('root'))\n" },
    'createRoot (React) or createApp (Vue)',
  ],
  [
    'two elements',
    { 'src/main.jsx': `${MAIN}createRoot(document.getElementById('menu')).render(null)\n` },
    'createRoot (React) or createApp (Vue)',
  ],
  ['an old library', {}, 'react-dom 17.0.2 does not take over what is drawn', { 'react-dom': '17.0.2' }],
  [
    'a policy in the page',
    {
      'index.html': HTML.replace(
        '<title>',
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'"><title>',
      ),
    },
    'Content Security Policy',
  ],
  [
    'a policy of the host',
    { 'public/_headers': "/*\n  Content-Security-Policy: script-src 'self'\n" },
    'Content Security Policy',
  ],
  ['a framework', {}, 'a framework of it draws pages itself', undefined, '{"dependencies": {"vike": "1.0.0"}}'],
])('is left where %s', async (_, files, reason, versions, packageText) => {
  expect(await read(files, versions, packageText)).toMatchObject({ reason: expect.stringContaining(reason) })
})

it('is drawn at paths that the code names, not at one of many of a kind', async () => {
  const root = await projectOf({
    'src/routes.tsx':
      "const all = [{ path: 'about' }]\nexport const more = <Route path={'/terms'} />\nexport const lamp = <Route path=\"/lamps/:id\" />\n",
  })
  const pages = [
    '/shop/',
    '/shop/about/',
    '/shop/terms',
    '/shop/lamps/12',
    '/shop/terms?print=1',
    '/shop/feed.xml',
    '/other',
  ].map(path => ({ id: path, path, weight: 1 }))
  expect(await drawnPaths(pages, '/shop', folderWorkspace(root))).toEqual(['/', '/about', '/terms'])
})
