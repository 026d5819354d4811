import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { outputFolder } from './output-folder.js'
import { readProject } from './project.js'

const made: string[] = []
afterEach(() => Promise.all(made.splice(0).map(folder => rm(folder, { recursive: true, force: true }))))

/** The folder of the output of a project with these files, by its build command. */
const outputOf = async (command: string, files: Readonly<Record<string, string>>): Promise<string | undefined> => {
  const root = await mkdtemp(join(tmpdir(), 'output-'))
  made.push(root)
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return (await outputFolder(await readProject(root), command))?.folder
}

const depends = (name: string): Record<string, string> => ({
  'package.json': JSON.stringify({ dependencies: { [name]: '1.0.0' } }),
})

const angular = (builder: string, options: object, more: object = {}) => ({
  'angular.json': `// of the command line\n${JSON.stringify({
    projects: {
      parts: { projectType: 'library', architect: { build: { builder: 'ng-packagr' } } },
      shop: { projectType: 'application', architect: { build: { builder, options } } },
      ...more,
    },
  })}`,
})

describe('the output of Angular', () => {
  it('is the folder for browsers where esbuild builds, with or without a path of its own', async () => {
    expect(await outputOf('ng build', angular('@angular/build:application', {}))).toBe('dist/shop/browser')
    expect(
      await outputOf('ng build', angular('@angular-devkit/build-angular:application', { outputPath: 'out/shop' })),
    ).toBe('out/shop/browser')
    expect(
      await outputOf('ng build', angular('@angular/build:application', { outputPath: { base: 'out', browser: '' } })),
    ).toBe('out')
  })

  it('is the path itself where webpack builds', async () => {
    const options = { outputPath: 'dist/shop' }
    expect(await outputOf('ng build', angular('@angular-devkit/build-angular:browser', options))).toBe('dist/shop')
  })

  it('is that of the project which the command names', async () => {
    const admin = { admin: { projectType: 'application', architect: { build: { builder: 'x:browser', options: {} } } } }
    const files = angular('@angular/build:application', {}, admin)
    expect(await outputOf('ng build admin --configuration production', files)).toBe('dist/admin')
    expect(await outputOf('ng build --configuration production', files)).toBe('dist/shop/browser')
  })

  it('is where the command says, for browsers in a folder within', async () => {
    const options = { outputPath: 'dist/shop' }
    const command = 'ng build --output-path docs --base-href /shop/'
    expect(await outputOf(command, angular('@angular/build:application', options))).toBe('docs/browser')
    expect(await outputOf(command, angular('@angular-devkit/build-angular:browser', options))).toBe('docs')
  })
})

describe('the output of Next.js', () => {
  it('is what its server serves, or the files of an export', async () => {
    expect(await outputOf('next build', depends('next'))).toBe('.next')
    const exported = { ...depends('next'), 'next.config.mjs': "export default { output: 'export' }" }
    expect(await outputOf('next build', exported)).toBe('out')
    expect(
      await outputOf('next build', {
        ...exported,
        'next.config.mjs': "export default { output: 'export', distDir: 'site' }",
      }),
    ).toBe('site')
    expect(await outputOf('next build && next export', depends('next'))).toBe('out')
  })
})

describe('the output of other tools', () => {
  it('is said by the command', async () => {
    expect(
      await outputOf('esbuild src/main.js --bundle --outdir=site && cp index.html site', { 'index.html': '' }),
    ).toBe('site')
    expect(await outputOf('esbuild src/main.js --bundle --outfile=lib/app.js', {})).toBe('lib')
    expect(await outputOf('rollup -c -o lib/app.js', {})).toBe('lib')
    expect(await outputOf('parcel build src/index.html -d site', {})).toBe('site')
    expect(await outputOf('BUILD_PATH=./site react-scripts build', depends('react-scripts'))).toBe('site')
  })

  it('is where the page lies that loads it', async () => {
    const page = { 'public/index.html': '<script src="js/app.js"></script>' }
    expect(await outputOf('esbuild src/main.js --bundle --outfile=public/js/app.js', page)).toBe('public')
    const own = { 'index.html': '<script src="dist/app.js"></script>' }
    expect(await outputOf('esbuild src/main.js --bundle --outdir=dist', own)).toBe('.')
  })

  it('is said by vue.config.js, else the folder that the tool has', async () => {
    expect(await outputOf('vue-cli-service build', depends('@vue/cli-service'))).toBe('dist')
    expect(
      await outputOf('vue-cli-service build', {
        ...depends('@vue/cli-service'),
        'vue.config.js': "module.exports = { outputDir: 'site' }",
      }),
    ).toBe('site')
    expect(await outputOf('react-scripts build', depends('react-scripts'))).toBe('build')
  })
})
