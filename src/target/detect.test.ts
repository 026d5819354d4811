import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { detectTarget } from './detect.js'
import { explainTarget } from './explain.js'
import { loadTargetConfig } from './target-config.js'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'tunewright-target-')))
})
afterEach(() => rm(root, { recursive: true }))

async function project(files: Record<string, unknown>): Promise<string> {
  for (const [path, content] of Object.entries({ '.git/HEAD': '', ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

describe('a target from a folder', () => {
  it('webpack single-page application: built, served as files with a fallback, tested', async () => {
    await project({
      'package.json': {
        name: '@shop/web',
        scripts: { build: 'webpack --mode production', start: 'webpack serve --open', test: 'jest' },
        dependencies: { react: '18', 'react-router-dom': '6' },
        devDependencies: { webpack: '5' },
      },
      'package-lock.json': '{}',
      'webpack.config.js': "module.exports = { output: { path: path.resolve(__dirname, 'public', 'assets') } }",
      'src/index.html': '',
    })
    expect(await detectTarget(root)).toEqual({
      id: 'shop-web',
      name: '@shop/web',
      framework: 'frontend',
      root,
      pages: [{ id: 'home', path: '/', weight: 1 }],
      findPages: 3,
      build: { command: 'npm run build', output: 'public/assets' },
      serve: { kind: 'static', folder: 'public/assets', fallback: 'index.html' },
      test: { command: 'npm run test' },
      environment: {},
    })
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['webpack', 'package-lock.json', { 'webpack.config.js': '', 'webpack.prod.js': '' }, 'npx --no-install webpack'],
    ['webpack', 'yarn.lock', { 'webpack.prod.js': '' }, 'yarn run webpack --config webpack.prod.js'],
    ['vite', 'pnpm-lock.yaml', { 'vite.config.ts': '' }, 'pnpm exec vite build'],
    ['rollup', 'package-lock.json', { 'rollup.config.mjs': '' }, 'npx --no-install rollup -c'],
  ])(
    '%s without a script that builds (%s): by its own command, as its configuration says',
    async (tool, lock, files, command) => {
      const devDependencies = { [tool]: '1', ...(tool === 'webpack' && { 'webpack-cli': '1' }) }
      await project({ 'package.json': { devDependencies }, [lock]: '', 'index.html': '', ...files })
      const target = await detectTarget(root)
      expect(target.build).toEqual({ command, output: 'dist' })
      expect((await explainTarget(target)).find(({ what }) => what === 'build')).toEqual({
        what: 'build',
        value: command,
        because: `${Object.keys(files)[0]} configures it; package.json has no script that builds`,
      })
    },
  )

  it('a bundler that is installed at the root of a workspace builds a package of it', async () => {
    await project({
      'package.json': { workspaces: ['apps/*'], devDependencies: { vite: '7' } },
      'package-lock.json': '',
      'apps/shop/package.json': { name: 'shop' },
      'apps/shop/vite.config.ts': '',
      'apps/shop/index.html': '<!doctype html>',
    })
    expect((await detectTarget(join(root, 'apps/shop'))).build).toEqual({
      command: 'npx --no-install vite build',
      output: 'dist',
    })
  })

  it('a configuration of Vite that is there for tests builds nothing', async () => {
    await project({ 'package.json': { devDependencies: { vite: '1' } }, 'vite.config.js': '', 'public/index.html': '' })
    expect(await detectTarget(root)).toMatchObject({ serve: { kind: 'static', folder: 'public' } })
    expect((await detectTarget(root)).build).toBeUndefined()
  })

  it.each([
    ['vite', {}, { 'vite.config.js': "export default { base: '/shop/', plugins: [] }" }, '/shop'],
    [
      'vite',
      {},
      { 'vite.config.ts': "export default ({ mode }) => ({\n  base: mode === 'production' ? '/a/b/' : '/',\n})" },
      '/a/b',
    ],
    ['vite', {}, { 'vite.config.js': "export default {\n  // base: '/shop/',\n  base: './' }" }, undefined],
    ['vite', {}, { 'vite.config.js': "export default {\n  base: ci ? '/one/' : '/two/',\n}" }, undefined],
    [
      'vite',
      { scripts: { build: 'vite build --base=/said/' } },
      { 'vite.config.js': "export default { base: '/shop/' }" },
      '/said',
    ],
    [
      '@vue/cli-service',
      {},
      { 'vue.config.js': "module.exports = { publicPath: isProduction ? '/shop/' : '/' }" },
      '/shop',
    ],
    ['next', {}, { 'next.config.mjs': "export default { output: 'export', basePath: ci ? '/shop' : '' }" }, '/shop'],
    ['react-scripts', { homepage: 'https://somebody.example/shop/' }, {}, '/shop'],
    ['react-scripts', { homepage: '.' }, {}, undefined],
    ['webpack', { homepage: 'https://github.com/somebody/shop#readme' }, {}, undefined],
  ])('%s puts a site below the path that it is told: %j %j', async (tool, packageJson, files, base) => {
    await project({
      'package.json': { scripts: { build: `${tool} build` }, devDependencies: { [tool]: '1' }, ...packageJson },
      'index.html': '',
      ...files,
    })
    const { serve } = await detectTarget(root)
    expect(serve).toMatchObject({ kind: 'static' })
    expect(serve.kind === 'static' && serve.base).toBe(base)
  })

  it('a server of its own is started, and makes it full-stack', async () => {
    await project({
      'package.json': {
        name: 'shop',
        scripts: {
          build: 'vite build',
          start: 'NODE_ENV=production node server/index.js',
          test: 'echo "Error: no test specified" && exit 1',
        },
        devDependencies: { vite: '7' },
      },
      'server/index.js': 'createServer().listen(process.env.PORT)',
      'pnpm-lock.yaml': '',
    })
    expect(await detectTarget(root)).toMatchObject({
      framework: 'full-stack',
      build: { command: 'pnpm run build', output: 'dist' },
      serve: { kind: 'process', command: 'pnpm run start', readyPath: '/' },
    })
    expect(await detectTarget(root)).not.toHaveProperty('test')
  })

  it('a folder of pages without package.json is served as it is', async () => {
    await project({ 'index.html': '<p>hi', 'about.html': '' })
    const target = await detectTarget(root)
    expect(target).toMatchObject({ framework: 'frontend', serve: { kind: 'static', folder: '.' } })
    expect(target).not.toHaveProperty('build')
    expect(target.id).toMatch(/^tunewright-target-/)
  })

  it('many pages are no single-page application, even with a router', async () => {
    await project({
      'package.json': { scripts: { build: 'webpack' }, dependencies: { 'react-router': '6', webpack: '5' } },
      'dist/index.html': '',
      'dist/about.html': '',
    })
    expect((await detectTarget(root)).serve).toEqual({ kind: 'static', folder: 'dist' })
  })

  it('templates of components are no pages: an application of Angular answers one document for every path', async () => {
    await project({
      'package.json': { scripts: { build: 'ng build' }, dependencies: { '@angular/router': '20' } },
      'angular.json': { projects: { shop: { architect: { build: { builder: '@angular/build:application' } } } } },
      'src/index.html': '<!doctype html>\n<html><body><app-root></app-root></body></html>',
      'src/app/app.component.html': '<header>Shop</header>\n<router-outlet></router-outlet>',
      'src/app/cart/cart.html': '<p>Empty</p>',
    })
    const serve = { kind: 'static', folder: 'dist/shop/browser' }
    expect((await detectTarget(root)).serve).toEqual({ ...serve, fallback: 'index.html' })
    await project({ 'public/index.html': '<!DOCTYPE html><title>Of a host, and not built</title>' })
    expect((await detectTarget(root)).serve).toEqual({ ...serve, fallback: 'index.html' })
    await project({
      'dist/shop/browser/index.html': '<!DOCTYPE html>',
      'dist/shop/browser/cart/index.html': '<!DOCTYPE html>',
    })
    expect((await detectTarget(root)).serve).toEqual(serve)
  })

  it('parts of pages are no pages either', async () => {
    await project({
      'package.json': { scripts: { build: 'vite build' }, dependencies: { 'vue-router': '4', vite: '7' } },
      'index.html': '<!doctype html><div id="app"></div>',
      'src/parts/header.html': '<header>Shop</header>',
    })
    expect((await detectTarget(root)).serve).toMatchObject({ fallback: 'index.html' })
    await project({ 'imprint.html': '<!DOCTYPE html><title>Imprint</title>' })
    expect((await detectTarget(root)).serve).not.toHaveProperty('fallback')
  })

  it.each([
    ['react-scripts start', 'build', { 'react-scripts': '5' }],
    ['vite', 'dist', { vite: '7' }],
    ['vite preview', 'dist', { vite: '7' }],
    ['serve -s build', 'build', { 'react-scripts': '5' }],
    ['npm run dev', 'dist', { parcel: '2' }],
    ['node dev-server.js', 'dist', { webpack: '5' }],
    ['nodemon server.js', 'dist', { webpack: '5' }],
    ['gatsby develop', 'public', { gatsby: '5' }],
    ['eleventy --serve', '_site', { '@11ty/eleventy': '3' }],
  ])('`%s` is not what visitors get: %s is served as files', async (start, output, dependencies) => {
    await project({
      'package.json': { scripts: { build: 'tool build', dev: 'parcel src/index.html', start }, dependencies },
      'dev-server.js': "const middleware = require('webpack-dev-middleware')",
    })
    expect(await detectTarget(root)).toMatchObject({ framework: 'frontend', serve: { kind: 'static', folder: output } })
  })

  it.each(['next start', 'node .', 'npm run serve:prod', 'cross-env NODE_ENV=production node build/server.js'])(
    '`%s` is a production server',
    async start => {
      await project({ 'package.json': { scripts: { start, 'serve:prod': 'node server.js' } } })
      expect((await detectTarget(root)).serve).toMatchObject({ kind: 'process', command: 'npm run start' })
    },
  )

  it.each([
    [
      'next build',
      { 'next.config.ts': "const nextConfig = {\n  output: 'export',\n}" },
      "output: 'export' in next.config.ts",
    ],
    ['next build && next export', {}, 'next export puts it there'],
  ])('`next start` serves no export (%s %j): its files are', async (build, files, because) => {
    await project({
      'package.json': { scripts: { build, start: 'next start' }, dependencies: { next: '15' } },
      ...files,
    })
    const target = await detectTarget(root)
    expect(target).toMatchObject({ framework: 'frontend', build: { output: 'out' } })
    expect(target.serve).toEqual({ kind: 'static', folder: 'out' })
    const served = (await explainTarget(target)).find(({ what }) => what === 'served')
    expect(served?.because).toBe(`no server of its own (${because})`)
  })

  it('an export that is only a comment is none', async () => {
    await project({
      'package.json': { scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '15' } },
      'next.config.mjs': "export default {\n  // output: 'export',\n  reactStrictMode: true,\n}",
    })
    expect(await detectTarget(root)).toMatchObject({ build: { output: '.next' }, serve: { kind: 'process' } })
  })

  it.each([
    ['package-lock.json', 'next start -p 3000', 'npm run start -- --port "$PORT"'],
    ['pnpm-lock.yaml', 'next build && next start --port=4000 -H 0.0.0.0', 'pnpm run start --port "$PORT"'],
    ['yarn.lock', 'PORT=3001 next start', 'yarn run start --port "$PORT"'],
    ['yarn.lock', 'next start -p $PORT', 'yarn run start'],
    ['package-lock.json', 'next start -p 3000 | tee log', 'npm run start'],
    ['package-lock.json', 'node server.js -p 3000', 'npm run start'],
  ])(
    'a port that `start` fixes gives way to ours, where the tool can be told (%s, `%s`)',
    async (lock, start, command) => {
      await project({ 'package.json': { scripts: { start }, dependencies: { next: '15' } }, [lock]: '' })
      expect((await detectTarget(root)).serve).toMatchObject({ kind: 'process', command })
    },
  )

  it.each([
    ['package-lock.json', 'ng test', ':karma', 'npm run test -- --watch=false --browsers=ChromeHeadless'],
    ['yarn.lock', 'ng test --browsers=Firefox', ':karma', 'yarn run test --watch=false'],
    ['yarn.lock', 'ng test --watch=false', ':karma', 'yarn run test'],
    ['yarn.lock', 'ng test && ng lint', ':karma', 'yarn run test'],
    ['yarn.lock', 'ng test', ':unit-test', 'yarn run test'],
  ])('tests by Karma come to an end (%s, `%s`, %s)', async (lock, test, builder, command) => {
    await project({
      'package.json': { scripts: { test } },
      [lock]: '',
      'angular.json': {
        projects: { shop: { architect: { test: { builder: `@angular-devkit/build-angular${builder}` } } } },
      },
      'index.html': '',
    })
    expect((await detectTarget(root)).test).toEqual({ command })
  })

  it.each([
    ['browser-sync start -s dist', {}, {}],
    ['live-server dist', {}, {}],
    ['http-server dist', {}, {}],
    ['tsc -w', {}, {}],
    ['sass -w src:dist & node serve.js', {}, {}],
    ['concurrently "tsc -w" "node serve.js"', {}, {}],
    ['npm run build && npx serve dist', {}, {}],
    [
      'npm run build && node scripts/start.js',
      {
        'scripts/clean.js': "require('http')",
        'scripts/start.js':
          "require('concurrently')([{ command: 'node scripts/watch.js' }, { command: bin + '/browser-sync dist -w' }])",
      },
      {},
    ],
    [
      'node start',
      { 'start/index.js': "import './lib/preview.js'", 'start/lib/preview.js': "import 'live-server'" },
      {},
    ],
    ['node start.js', { 'start.js': "require('child_process').spawn(tool)" }, { 'browser-sync': '2' }],
  ])('`%s` is a preview of files: the built folder is served', async (start, files, devDependencies) => {
    await project({
      'package.json': { scripts: { build: 'node scripts/clean.js', start }, devDependencies },
      'dist/index.html': '',
      ...files,
    })
    expect((await detectTarget(root)).serve).toEqual({ kind: 'static', folder: 'dist' })
  })

  it.each([
    ['node server.js', { 'server.js': "const app = require('express')(); if (dev) require('browser-sync')()" }],
    ['node server.js', { 'server.js': "import { createServer } from 'node:http'\n// as live-server does" }],
    ['node server.js', { 'server.js': "require('./lib/app')", 'lib/app.js': "require('fastify')()" }],
    ['node server.js', { 'server.js': "require('child_process'); require('./app').listen(process.env.PORT)" }],
    ['node run.js', { 'run.js': "require('child_process').spawn('node', ['server.js'])" }],
    ['node server.js -w 4', {}],
    ['gulp build && node server.js', {}],
  ])('`%s` with %j is a server, whatever tools its development uses', async (start, files) => {
    await project({
      'package.json': { scripts: { build: 'gulp', start }, devDependencies: { 'browser-sync': '2', parcel: '2' } },
      'dist/index.html': '',
      ...files,
    })
    expect((await detectTarget(root)).serve).toMatchObject({ kind: 'process', command: 'npm run start' })
  })

  it('says what shows that `start` is a preview', async () => {
    await project({
      'package.json': { scripts: { build: 'make', start: 'node scripts/start.js' } },
      'scripts/start.js': "require('browser-sync').create()",
      'dist/index.html': '',
    })
    const served = (await explainTarget(await detectTarget(root))).find(({ what }) => what === 'served')
    expect(served?.because).toContain('is a preview for development (scripts/start.js runs browser-sync)')
  })

  it.each([
    ['webpack --output-path ./www/', {}, 'www'],
    ['webpack', { 'config/webpack.prod.js': "output: { path: path.join(__dirname, '../out') }" }, 'out'],
    ['webpack', { 'webpack.config.js': "output: { path: __dirname + '/site' }" }, 'site'],
    ['vite build', { 'vite.config.ts': "export default { build: { outDir: 'www' } }" }, 'www'],
    ['make', { 'public/index.html': '' }, 'public'],
  ])('output of `%s` with %j: %s', async (build, files, output) => {
    await project({ 'package.json': { scripts: { build } }, ...files })
    expect((await detectTarget(root)).build?.output).toBe(output)
  })

  it.each([
    ['browser-sync start -s dist --no-online', {}, 'dist'],
    ['npm run build && npx serve ./public -l 3000', {}, 'public'],
    ['serve -s build', {}, 'build'],
    [
      'node start.js',
      { 'start.js': 'const tool = `bin/browser-sync`\nrun(tool + ` --reload-delay 2000 dist -w`)' },
      'dist',
    ],
    ['node start.js', { 'start.js': "require('browser-sync').init({ server: { baseDir: './out' } })" }, 'out'],
    ['live-server distance', {}, '.'],
  ])('`%s` with %j shows what the build leaves, also where nothing is built yet', async (start, files, output) => {
    await project({ 'package.json': { scripts: { build: 'make', start } }, 'index.html': '', ...files })
    expect((await detectTarget(root)).build?.output).toBe(output)
  })

  it('the lock file above a package counts, up to the repository', async () => {
    await project({
      'yarn.lock': '',
      'packages/web/package.json': { scripts: { build: 'x' } },
      'packages/web/index.html': '',
    })
    expect((await detectTarget(join(root, 'packages/web'))).build?.command).toBe('yarn run build')
  })

  it('what the configuration says goes before what is detected', async () => {
    await project({
      'package.json': { scripts: { build: 'webpack', test: 'jest' }, devDependencies: { webpack: '5' } },
      'tunewright.config.json': {
        target: {
          name: 'Shop',
          pages: ['/', '/products?page=2', { path: '/p/1', weight: 5 }],
          build: false,
          test: false,
          serve: { kind: 'static', folder: 'site' },
          environment: { API: 'http://localhost:1' },
        },
      },
    })
    const target = await detectTarget(root, await loadTargetConfig(root))
    expect(target).toMatchObject({
      name: 'Shop',
      serve: { folder: 'site' },
      environment: { API: 'http://localhost:1' },
    })
    expect(target).not.toHaveProperty('build')
    expect(target).not.toHaveProperty('test')
    expect(target.pages).toEqual([
      { id: 'home', path: '/', weight: 1 },
      { id: 'products', path: '/products?page=2', weight: 1 },
      { id: 'p-1', path: '/p/1', weight: 5 },
    ])
  })

  it('says what is wrong, where, and what to do', async () => {
    await expect(detectTarget(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
    await project({ 'notes.txt': 'x' })
    await expect(detectTarget(root)).rejects.toMatchObject({
      code: 'TARGET_UNSUPPORTED',
      remedy: expect.stringContaining('tunewright init'),
    })
    await project({ 'package.json': '{ "name": ' })
    await expect(detectTarget(root)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await project({ 'package.json': { scripts: { build: 5 } } })
    await expect(detectTarget(root)).rejects.toThrow(/scripts\.build is 5: expected a text/)
    await project({ 'tunewright.config.json': { target: { serve: { kind: 'static', folder: '../other' } } } })
    await expect(loadTargetConfig(root)).rejects.toThrow(
      /target\.serve\.folder is "\.\.\/other": expected a path relative/,
    )
    await project({ 'tunewright.config.json': { target: { pages: ['products'] } } })
    await expect(loadTargetConfig(root)).rejects.toThrow(
      /target\.pages\[0\] is "products": expected a path that starts/,
    )
    await project({ 'tunewright.config.json': { target: { environment: { KEY: 12345 } } } })
    await expect(loadTargetConfig(root)).rejects.toThrow(/environment\.KEY is \(number, not shown\): expected a text/)
  })
})
