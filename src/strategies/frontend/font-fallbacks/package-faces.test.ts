import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { TargetSystem } from '../../../model/target.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { actuator } from './actuator.js'
import { observed } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const FACE =
  '@font-face{font-family:Open Sans;font-style:normal;font-display:swap;font-weight:400;src:url(../fonts/open-sans-latin-400-normal.5e0fb0b8.ttf) format("truetype");unicode-range:u+00??}'

/** A project whose font comes from a package, and what its build made of it. */
const PROJECT = {
  'src/index.js': "import '@fontsource/open-sans/400.css';\nimport './base.css';\n",
  'src/base.css': "a { color: red }\nh1 { font-family: 'Open Sans', sans-serif }\n",
  'dist/css/main.a1b2c3d4.css': `${FACE}a{color:red}h1{font-family:Open Sans,sans-serif}`,
  'dist/fonts/open-sans-latin-400-normal.5e0fb0b8.ttf': openSans(),
}

interface Served {
  readonly sheets?: readonly string[]
  readonly font?: string
  readonly serve?: TargetSystem['serve']
}

const projectOf = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  {
    sheets = ['/css/main.a1b2c3d4.css'],
    font = '/fonts/open-sans-latin-400-normal.5e0fb0b8.ttf',
    serve = { kind: 'static', folder: 'dist' },
  }: Served = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-package-faces-'))
  folders.push(folder)
  await writeSite(folder, files)
  const site = staticSite(folder, observed(0.1, sheets, font))
  const target = { ...site.target, serve, build: { command: 'node build.mjs', output: 'dist' } }
  const [context, workspace] = [contextOf(strategy, { ...site, target }), folderWorkspace(folder)]
  const proposal = await actuator.propose(context, workspace)
  return {
    ...proposal,
    /** A file as it is with the change; without what is the same of each face. */
    changed: async (path: string): Promise<string> => {
      await actuator.apply(proposal.candidates[0]!, context, workspace)
      return (await workspace.readText(path)).replaceAll(/ {2}src: local[^}]*line-gap[^}]*;\n/g, '  …\n')
    },
  }
}

/** The face as `changed` shows it. */
const WRITTEN = `@font-face {
  font-family: "Open Sans Fallback";
  font-weight: 400;
  font-style: normal;
  …
}
`

describe('a font of a package', () => {
  it('gets a fallback beside the list of families that names it, by the face that the build made', async () => {
    const { candidates, refusals, changed } = await projectOf(PROJECT)
    expect(refusals).toEqual([])
    expect(candidates.map(({ predicted }) => predicted)).toEqual([{ 'cumulative-layout-shift': -40 }])
    expect(await changed('src/base.css')).toBe(
      `a { color: red }\n${WRITTEN}h1 { font-family: 'Open Sans', 'Open Sans Fallback', sans-serif }\n`,
    )
  })

  it.each(['Open\\ Sans', 'Open \\53 ans', '"Open Sans"'])('is known however its name is written: %s', async name => {
    const sheet = FACE.replace('Open Sans', name)
    const { candidates } = await projectOf({ ...PROJECT, 'dist/css/main.a1b2c3d4.css': sheet })
    expect(candidates).toHaveLength(1)
  })

  it('is not stood in for where its own face leaves characters to others', async () => {
    const { candidates } = await projectOf(PROJECT)
    expect(candidates).toHaveLength(1)
    const narrow = FACE.replace('u+00??', 'U+3000-303F')
    const { candidates: none, refusals } = await projectOf({ ...PROJECT, 'dist/css/main.a1b2c3d4.css': narrow })
    expect(none).toEqual([])
    expect(refusals[0]!.reason).toContain('it lacks letters')
  })

  it.each([
    ['below a path of its host', { kind: 'static', folder: 'dist', base: '/shop' }, '/shop'],
    ['by a process that has the output elsewhere', { kind: 'process', command: 'node .', readyPath: '/' }, '/assets'],
  ] as const)('is found where it is served %s', async (_, serve, at) => {
    const { candidates } = await projectOf(PROJECT, {
      serve,
      sheets: [`${at}/css/main.a1b2c3d4.css`],
      font: `${at}/fonts/open-sans-latin-400-normal.5e0fb0b8.ttf`,
    })
    expect(candidates).toHaveLength(1)
  })

  const INSTALLED = {
    'node_modules/@fontsource/open-sans/package.json': '{ "name": "@fontsource/open-sans", "main": "index.css" }',
    'node_modules/@fontsource/open-sans/400.css': FACE.replace('../fonts', './files').replace('.5e0fb0b8', ''),
    'node_modules/@fontsource/open-sans/index.css': "@import '400.css';",
  }

  it.each([
    ['a module', PROJECT],
    ['a module without its ending', { 'src/index.js': "require('@fontsource/open-sans/400')" }],
    ['its main sheet', { 'src/index.js': "import '@fontsource/open-sans'" }],
    ['a sheet', { 'src/index.js': '', 'src/all.scss': "@import url('~@fontsource/open-sans/400.css');" }],
  ])('is known by the sheet of its package where scripts put styles into pages: %s imports it', async (_, files) => {
    const { candidates, refusals } = await projectOf({ ...PROJECT, ...INSTALLED, ...files }, { sheets: [] })
    expect(refusals).toEqual([])
    expect(candidates).toHaveLength(1)
  })

  it('of a face in the project’s own sheet is read as it was sent, where no source of it is known', async () => {
    const own = `${FACE.replace('../fonts', '/fonts').replace('.5e0fb0b8', '')}\n`
    const { refusals, changed } = await projectOf(
      { ...PROJECT, 'src/index.js': '', 'src/base.css': `${own}${PROJECT['src/base.css']}` },
      { sheets: [] },
    )
    expect(refusals).toEqual([])
    expect(await changed('src/base.css')).toContain(`${WRITTEN}h1 {`)
  })

  it.each([
    ['that no sheet declares', { 'dist/css/main.a1b2c3d4.css': 'a{color:red}' }, {}, 'or a script asks for it'],
    ['whose package is not imported', { ...INSTALLED, 'src/index.js': '' }, { sheets: [] }, 'or a script asks for it'],
    [
      'that is not among the built files',
      { 'dist/fonts/open-sans-latin-400-normal.5e0fb0b8.ttf': 'gone' },
      {},
      'cannot be read as a font',
    ],
    ['of another host', {}, { font: 'https://fonts.example/open-sans.woff2' }, 'another host serves it'],
    [
      'that shows pictograms',
      {
        'dist/css/main.a1b2c3d4.css': FACE.replace('Open Sans', 'Open Icons'),
        'src/base.css': "h1 { font-family: 'Open Icons', sans-serif }",
      },
      {},
      'it shows pictograms',
    ],
    ['that scripts alone name', { 'src/base.css': 'a { color: red }' }, {}, 'no list of families that can be read'],
    [
      'that mixins alone name',
      { 'src/base.css': '', 'src/m.scss': "@mixin text { font-family: 'Open Sans', sans-serif }" },
      {},
      'no rule of a style sheet is known',
    ],
    ['whose text waits for it', { 'dist/css/main.a1b2c3d4.css': FACE.replace('swap', 'block') }, {}, 'font-display'],
  ] as const)('%s is left alone', async (_, files, served, reason) => {
    const { candidates, refusals } = await projectOf({ ...PROJECT, ...files }, served)
    expect(candidates).toEqual([])
    expect(refusals.map(one => one.reason).join('\n')).toContain(reason)
  })
})

describe('in a component of Vue', () => {
  const COMPONENT =
    '<template>\n  <h1>Lamps</h1>\n</template>\n\n<style scoped lang="scss">\n.a { color: red }\nh1 { font: 700 2rem \'Open Sans\', serif }\n</style>\n'

  it('lists get the fallback, its face stands in the sheet of whole pages', async () => {
    const { changed } = await projectOf({
      ...PROJECT,
      'src/base.css': "body { font-family: 'Open Sans', serif }",
      'src/Head.vue': COMPONENT,
    })
    expect(await changed('src/Head.vue')).toBe(
      COMPONENT.replace("'Open Sans', serif", "'Open Sans', 'Open Sans Fallback', serif"),
    )
  })

  it('its face stands there too where no sheet names the family', async () => {
    const { changed } = await projectOf({ ...PROJECT, 'src/base.css': '', 'src/Head.vue': COMPONENT })
    expect(await changed('src/Head.vue')).toBe(
      COMPONENT.replace('h1 { font', `${WRITTEN}h1 { font`).replace(
        "'Open Sans', serif",
        "'Open Sans', 'Open Sans Fallback', serif",
      ),
    )
  })

  it('what is in a language that is not read is left alone', async () => {
    const { candidates } = await projectOf({
      ...PROJECT,
      'src/base.css': '',
      'src/Head.vue': COMPONENT.replace('scss', 'stylus'),
    })
    expect(candidates).toEqual([])
  })
})
