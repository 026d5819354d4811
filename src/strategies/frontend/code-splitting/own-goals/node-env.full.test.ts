import { describe, expect, it } from 'vitest'
import { REPLACE_PLUGIN } from '../fixtures/installed-packages.js'
import { scoredProjects } from '../fixtures/scored.js'

const create = scoredProjects()

const TITLE = 'Build with what packages have for production'

const REACT = {
  'src/index.jsx':
    "import { createRoot } from 'react-dom/client'\ncreateRoot(document.body).render(<h1>Open till six</h1>)\n",
}
const VUE = {
  'src/index.js':
    "import { createApp, h } from 'vue'\ncreateApp({ render: () => h('h1', 'Open till six') }).mount('body')\n",
}

const esbuild = (entry: string, options: string): string =>
  `import { build } from 'esbuild'\nawait build({ entryPoints: ['${entry}'], bundle: true, outdir: 'dist', jsx: 'automatic', ${options} })\n`

const DEVELOPMENT = `define: { 'process.env.NODE_ENV': '"development"' }`

describe.each([
  ['React', REACT, 'src/index.jsx'],
  ['Vue', VUE, 'src/index.js'],
])('%s that comes as for developers', (_, sources, entry) => {
  it('comes as for production once esbuild is told so', async () => {
    const scored = await create({ ...sources, 'build.mjs': esbuild(entry, `minify: true, ${DEVELOPMENT}`) }, [
      'build.mjs',
    ])
    expect(scored.goals).toEqual(['development-code'])
    const { change, candidate, bytes } = await scored.mend('development-code')
    expect(change.details).toEqual(['build.mjs: packages are built as for production'])
    expect(await scored.text('build.mjs')).toBe(
      esbuild(entry, `minify: true, ${DEVELOPMENT.replace('development', 'production')}`),
    )
    // Functions that only such code calls go as well.
    expect(candidate.predicted['initial-bundle-size']).toBeLessThan(-5)
    expect(bytes).toBeLessThan(candidate.predicted['initial-bundle-size']!)
    const then = await scored.again()
    expect(then.candidates.map(({ id }) => id)).not.toContain('development-code')
    expect(then.refusals.map(({ subject }) => subject)).not.toContain(TITLE)
  })
})

describe('a build by esbuild that ships what packages have for developers', () => {
  it('is told of NODE_ENV where it minifies in part', async () => {
    const scored = await create(
      { ...VUE, 'build.mjs': esbuild('src/index.js', 'minifyWhitespace: true, minifySyntax: true') },
      ['build.mjs'],
    )
    const { bytes } = await scored.mend('development-code')
    expect(bytes).toBeLessThan(-15)
  })

  it('does not come to it where it also serves', async () => {
    const serving = `import { context } from 'esbuild'
const built = await context({ entryPoints: ['src/index.js'], bundle: true, outdir: 'dist', minify: true, ${DEVELOPMENT} })
if (process.argv.includes('--serve')) await built.serve()
else await built.rebuild().then(() => built.dispose())
`
    const { goals, proposal } = await create({ ...VUE, 'build.mjs': serving }, ['build.mjs'])
    expect(goals).toEqual([])
    expect(proposal.refusals).toContainEqual({
      subject: TITLE,
      reason: expect.stringMatching(/^@vue\/.*also watches or serves for developers/),
    })
  })

  it('does not come to it where its JSX calls for that too', async () => {
    const options = `minify: true, jsxDev: true, ${DEVELOPMENT}`
    const { goals, proposal } = await create({ ...REACT, 'build.mjs': esbuild('src/index.jsx', options) }, [
      'build.mjs',
    ])
    expect(goals).toEqual([])
    expect(proposal.refusals).toContainEqual({
      subject: TITLE,
      reason: expect.stringContaining('JSX is compiled for developers'),
    })
  })
})

it('Rollup comes to it by the plugin that replaces texts, and developers who have it watch do not', async () => {
  const config = `import commonjs from '@rollup/plugin-commonjs'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import replace from '@rollup/plugin-replace'
import { minify } from 'terser'
const minifier = { name: 'minifier', renderChunk: async code => ({ code: (await minify(code, { module: true })).code, map: null }) }
export default {
  input: 'src/index.js',
  output: { dir: 'dist', format: 'es' },
  plugins: [replace({ 'process.env.NODE_ENV': JSON.stringify('development') }), nodeResolve({ browser: true }), commonjs(), minifier],
}
`
  const scripts =
    '{\n  "type": "module",\n  "scripts": {\n    "build": "rollup -c",\n    "dev": "rollup -c -w"\n  }\n}\n'
  const command = ['node_modules/rollup/dist/bin/rollup', '-c']
  const scored = await create({ ...VUE, 'rollup.config.js': config, 'package.json': scripts }, command, {
    '@rollup/plugin-replace': REPLACE_PLUGIN,
  })
  expect(scored.goals).toEqual(['development-code'])
  const now = (await scored.text('dist/index.js')).length
  const { bytes } = await scored.mend('development-code')
  expect(bytes).toBeLessThan(-15)
  await scored.project.build(command, { ROLLUP_WATCH: 'true' })
  expect((await scored.text('dist/index.js')).length).toBe(now)
})

it('Vite takes it by itself once nothing else is defined', async () => {
  const scored = await create(
    {
      ...VUE,
      'index.html': '<!doctype html><title>-</title><body><script type="module" src="/src/index.js"></script></body>',
      'vite.config.js':
        "export default {\n  base: './',\n  define: { 'process.env.NODE_ENV': JSON.stringify('development') },\n}\n",
    },
    ['node_modules/vite/bin/vite.js', 'build'],
  )
  expect(scored.goals).toEqual(['development-code'])
  const { bytes } = await scored.mend('development-code')
  expect(await scored.text('vite.config.js')).toBe("export default {\n  base: './',\n  define: {  },\n}\n")
  expect(bytes).toBeLessThan(-15)
})
