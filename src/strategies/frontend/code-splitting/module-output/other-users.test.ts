import { describe, expect, it } from 'vitest'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { projects } from '../../../fixtures/projects.js'
import { bundleNames } from './bundle-names.js'
import { otherUserHazard } from './other-users.js'

const create = projects()

const hazard = async (
  files: Readonly<Record<string, string>>,
  global: string | null = null,
): Promise<string | null> => {
  const { root } = await create({ 'public/index.html': '<script src="/app.js"></script>', ...files })
  const names = bundleNames('app.js', 'dist', '')
  return otherUserHazard(names, new Map(), new Set(['public/index.html']), global, folderWorkspace(root))
}

describe('something else relies on the bundle as one classic script', () => {
  it.each([
    ['a page that the build does not make', { 'admin/index.html': '<script src="/app.js" defer></script>' }],
    ['a page beside the output', { 'docs/demo.html': '<script src="../dist/app.js"></script>' }],
    ['a template', { 'views/layout.ejs': '<script src="<%= base %>"></script><script src="app.js"></script>' }],
    ['a service worker', { 'public/sw.js': "const FILES = ['index.html', './app.js']" }],
    ['a manifest of an extension', { 'public/manifest.json': '{"content_scripts": [{"js": ["app.js"]}]}' }],
    ['a worker', { 'src/main.js': "new Worker('/app.js')" }],
    ['headers of its own', { _headers: '/app.js\n  Cache-Control: max-age=31536000\n' }],
    ['a script that edits it', { 'scripts/stamp.js': "readFileSync('dist/app.js')" }],
    ['a script that runs it', { 'scripts/prerender.js': "const { render } = require('../dist/app.js')" }],
    ['a library', { 'package.json': '{"main": "dist/app.js"}' }],
    [
      'a later step',
      {
        'package.json':
          '{"scripts": {"build": "esbuild a.js --bundle --outfile=dist/app.js && terser dist/app.js -o dist/app.js"}}',
      },
    ],
  ])('%s', async (_, files) => {
    expect(await hazard(files)).toContain(`${Object.keys(files)[0]} names /app.js`)
  })

  it.each([
    ['a service worker that may keep it', { 'src/main.js': "navigator.serviceWorker.register('/sw.js')" }, /may keep/],
    [
      'a policy of a server',
      { 'netlify.toml': `[headers.values]\nContent-Security-Policy = "default-src 'none'; script-src 'sha256-x'"` },
      /netlify\.toml: its Content Security Policy/,
    ],
    [
      'a policy that is put together',
      { 'server.js': "response.setHeader('Content-Security-Policy', policy)" },
      /cannot be read/,
    ],
    [
      'pages that are opened as files',
      { 'package.json': '{"devDependencies": {"electron": "30.0.0"}}' },
      /opened as files/,
    ],
  ])('%s', async (_, files, reason) => {
    expect(await hazard(files)).toMatch(reason)
  })

  it('by the global that it makes', async () => {
    expect(await hazard({ 'src/more.js': 'window.shop.open()' }, 'shop')).toMatch(/global shop/)
    expect(await hazard({ 'src/more.js': 'shopping.shop.open()' }, 'shop')).toBeNull()
  })
})

it.each([
  [
    'modules of that name',
    { 'src/main.js': "import './app.js'\nexport { a } from '../app.js'\nconst b = require('./app.js')" },
  ],
  ['another file', { 'public/data.json': '{"at": "/js/app.js", "or": "/my-app.js", "also": "/app.json"}' }],
  [
    "what developers have, and the project's tests",
    {
      'package.json': '{"scripts": {"start": "esbuild a.js --bundle --servedir=dist --outfile=dist/app.js"}}',
      'test/a.js': "'/app.js'",
    },
  ],
  [
    'a policy for all scripts of the host',
    { _headers: "/*\n  Content-Security-Policy: default-src 'self'; frame-ancestors 'none'\n" },
  ],
  ['prose', { 'README.md': 'The bundle is dist/app.js.' }],
])('%s says nothing of the bundle', async (_, files) => {
  expect(await hazard(files)).toBeNull()
})
