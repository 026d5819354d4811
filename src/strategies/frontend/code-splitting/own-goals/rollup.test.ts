import { describe, expect, it } from 'vitest'
import { TERSER_PLUGIN } from '../fixtures/installed-packages.js'
import { scoredProjects } from '../fixtures/scored.js'

const create = scoredProjects()

const ROLLUP = ['node_modules/rollup/dist/bin/rollup', '-c']

const packageWith = (
  scripts: Readonly<Record<string, string>>,
  devDependencies: Readonly<Record<string, string>> = {},
) => `${JSON.stringify({ type: 'module', scripts, devDependencies }, null, 2)}\n`

const WITH_TERSER = { '@rollup/plugin-terser': '^1.0.0' }

const config = (more = ''): string =>
  `import { nodeResolve } from '@rollup/plugin-node-resolve'
${more === '' ? '' : "import terser from '@rollup/plugin-terser'\n"}
export default {
  input: 'src/index.js',
  output: { dir: 'dist', format: 'es' },
  plugins: [
    nodeResolve(),${more}
  ],
}
`

/** Comments and spaces are a good part of it. */
const SOURCES = {
  'src/index.js': `import { greeting } from './greeting.js'

// The only thing there is on this page.
document.title = greeting('everybody who reads this')
`,
  'src/greeting.js': `/** What is said first, to whoever comes. */
export function greeting(everybody) {
  const parts = []
  for (let index = 0; index < 3; index += 1) {
    parts.push('Hello, ' + everybody)
  }
  return parts.join('\\n')
}
`,
}

const REFUSED = 'Minify JavaScript again'

describe('a build by Rollup that is not minified', () => {
  it('gets the minifier that is installed', async () => {
    const files = {
      ...SOURCES,
      'rollup.config.js': config(),
      'package.json': packageWith({ build: 'rollup -c' }, WITH_TERSER),
    }
    const scored = await create(files, ROLLUP, { '@rollup/plugin-terser': TERSER_PLUGIN })
    expect(scored.goals).toEqual(['missing-minimizer'])
    const { change, candidate, bytes } = await scored.mend('missing-minimizer')
    expect(change.details).toEqual(['rollup.config.js: JavaScript is minified'])
    expect(await scored.text('rollup.config.js')).toBe(
      config()
        .replace("node-resolve'\n", "node-resolve'\nimport terser from '@rollup/plugin-terser'\n")
        .replace('nodeResolve(),', 'nodeResolve(),\n    terser(),'),
    )
    expect(bytes).toBeLessThan(candidate.predicted['initial-bundle-size']!)
    expect((await scored.again()).candidates.map(({ id }) => id)).not.toContain('missing-minimizer')
  })

  it('stays as it is for developers who have it watch', async () => {
    const scripts = packageWith({ build: 'rollup -c', dev: 'rollup -cw' }, WITH_TERSER)
    const files = { ...SOURCES, 'rollup.config.js': config(), 'package.json': scripts }
    const scored = await create(files, ROLLUP, { '@rollup/plugin-terser': TERSER_PLUGIN })
    const { bytes } = await scored.mend('missing-minimizer')
    expect(bytes).toBeLessThan(-20)
    await scored.project.build(ROLLUP, { ROLLUP_WATCH: 'true' })
    expect(await scored.text('dist/index.js')).toContain('/** What is said first')
  })

  it('goes by the environment that its own command sets, where it minifies on a condition', async () => {
    const conditional = config("\n    process.env.NODE_ENV === 'production' && terser(),")
    const files = {
      ...SOURCES,
      'rollup.config.js': conditional,
      'package.json': packageWith({ build: 'rollup -c' }, WITH_TERSER),
    }
    const scored = await create(files, ROLLUP, { '@rollup/plugin-terser': TERSER_PLUGIN })
    const { change, bytes } = await scored.mend('missing-minimizer', [
      ...ROLLUP,
      '--environment',
      'NODE_ENV:production',
    ])
    expect(change.details).toEqual(['package.json: "build": "rollup -c --environment NODE_ENV:production"'])
    expect(bytes).toBeLessThan(-20)
    expect(await scored.text('rollup.config.js')).toBe(conditional)
  })

  it.each([
    ['is not among the packages', {}, { '@rollup/plugin-terser': TERSER_PLUGIN }],
    ['is not installed', WITH_TERSER, {}],
  ])('is told of one that %s', async (_, dependencies, packages) => {
    const files = {
      ...SOURCES,
      'rollup.config.js': config(),
      'package.json': packageWith({ build: 'rollup -c' }, dependencies),
    }
    const { goals, proposal } = await create(files, ROLLUP, packages)
    expect(goals).toEqual([])
    expect(proposal.refusals).toContainEqual({
      subject: REFUSED,
      reason: expect.stringContaining('install @rollup/plugin-terser'),
    })
  })

  it('is mended in what its configuration imports, and not in other configurations', async () => {
    const files = {
      ...SOURCES,
      'rollup.config.js': "export { default } from './build/web.js'\n",
      'build/web.js': config(),
      'rollup.worker.js': config().replace('index.js', 'worker.js'),
      'package.json': packageWith({ build: 'rollup -c' }, WITH_TERSER),
    }
    const scored = await create(files, ROLLUP, { '@rollup/plugin-terser': TERSER_PLUGIN })
    const { change, bytes } = await scored.mend('missing-minimizer')
    expect(change.details).toEqual(['build/web.js: JavaScript is minified'])
    expect(bytes).toBeLessThan(-20)
  })
})
