import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../src/instruments/bundle/fixtures/project.js'
import { photo } from '../../../src/instruments/images/fixtures/pictures.js'
import { folderWorkspace } from '../../../src/strategies/fixtures/folder-workspace.js'
import { type Bundler, recipesOf } from './recipes.js'

let project: Project | null = null
afterEach(async () => {
  await project?.remove()
  project = null
})

const WEBPACK = `const path = require('path')
module.exports = {
  mode: 'production',
  entry: './index.js',
  output: { path: path.join(__dirname, 'dist'), filename: '[name].js', assetModuleFilename: '[name][ext]' },
  module: { rules: [{ test: /\\.jpg$/, type: 'asset/resource' }] },
}
`
const VITE = `export default { build: { rollupOptions: { output: { assetFileNames: '[name][extname]' } } } }\n`

const recipe = (bundler: Bundler, arm: string) => {
  const found = recipesOf(bundler, null).find(one => one.arm === arm)
  if (found === undefined) throw new Error(`no ${arm}`)
  return found
}

const put = async (arm: ReturnType<typeof recipe>, at: Project): Promise<void> => {
  for (const step of arm.sources) await step(folderWorkspace(at.root))
}

const picture = await photo(500, 375).jpeg({ quality: 97 }).toBuffer()

describe('recipes', () => {
  it('are those that a bundler has, and all of them together', () => {
    const names = (bundler: Bundler) => recipesOf(bundler, null).map(({ arm }) => arm)
    expect(names('webpack')).toEqual(['granular chunks', 'image plugin', 'critical CSS', 'all of theirs'])
    expect(names('none')).toEqual(['best practice', 'image plugin', 'critical CSS', 'all of theirs'])
    expect(names('unknown')).toEqual(['image plugin', 'critical CSS', 'all of theirs'])
    expect(recipesOf('vite', '/settings').map(({ arm }) => arm)[0]).toBe('best practice')
  })

  it('put image-minimizer-webpack-plugin and granular chunks over a webpack project’s own configuration', async () => {
    project = await createProject({
      'package.json': '{}',
      'webpack.config.js': WEBPACK,
      'index.js': "import { parse } from '@babel/parser'\nimport photo from './photo.jpg'\nconsole.log(photo, parse)\n",
    })
    await writeFile(join(project.root, 'photo.jpg'), picture)
    await put(recipe('webpack', 'all of theirs'), project)
    await project.build()
    const built = await readdir(join(project.root, 'dist'))
    expect((await readFile(join(project.root, 'dist/photo.jpg'))).length).toBeLessThan(picture.length)
    expect(built.some(name => name.startsWith('lib-'))).toBe(true)
    // Scripts are minified still.
    const scripts = await Promise.all(
      built.filter(name => name.endsWith('.js')).map(name => readFile(join(project!.root, 'dist', name), 'utf8')),
    )
    expect(scripts.join('').split('\n').length).toBeLessThan(200)
  })

  it('put vite-plugin-image-optimizer over a Vite project’s own configuration', async () => {
    project = await createProject({
      'package.json': '{ "type": "module" }',
      'vite.config.js': VITE,
      'index.html': '<!doctype html><html><body><img src="/photo.jpg" alt=""></body></html>',
    })
    await writeFile(join(project.root, 'photo.jpg'), picture)
    await put(recipe('vite', 'image plugin'), project)
    await project.build(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'])
    expect((await readFile(join(project.root, 'dist/photo.jpg'))).length).toBeLessThan(picture.length)
    await rm(join(project.root, 'dist'), { recursive: true })
  })
})
