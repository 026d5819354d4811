import { describe, expect, it } from 'vitest'
import { readBuildCommand } from '../../../build-config/build-command.js'
import { planImports, planWebpImports, refusedInScript } from './imports.js'
import type { Project } from './project.js'

const project = (
  packages: Record<string, string>,
  configuration = 'module.exports = { module: { rules: [] } }',
): Project =>
  ({
    packages,
    modules: [{ path: 'webpack.config.js', text: configuration }],
    others: [],
    build: readBuildCommand(undefined, '{}'),
  }) as unknown as Project

const refusals = (packages: Record<string, string>, configuration?: string) => {
  const webp = planWebpImports(project(packages, configuration), ['a.jpg'])
  const { refused, refusedInSheets } = planImports(project(packages, configuration), [
    { file: { path: 'a.jpg' } } as never,
  ])
  return [refused, webp.refusedFor('src/app.js'), refusedInSheets, webp.refusedFor('src/app.css')].map(
    reason => reason !== null,
  )
}

describe('a webpack configuration without a rule for pictures', () => {
  it('takes any that a style sheet names, where css-loader hands them to webpack 5; modules import none', () => {
    expect(refusals({ webpack: '^5.90.0', 'css-loader': '^6.10.0' })).toEqual([true, true, false, false])
  })

  it('takes none with older versions, or without css-loader', () => {
    expect(refusals({ webpack: '^5.90.0', 'css-loader': '^5.2.0' })).toEqual([true, true, true, true])
    expect(refusals({ webpack: '^4.46.0', 'css-loader': '^6.0.0' })).toEqual([true, true, true, true])
    expect(refusals({ webpack: '^5.90.0' })).toEqual([true, true, true, true])
  })
})

it('a rule for pictures takes those of modules and style sheets', () => {
  const rule = "module.exports = { module: { rules: [{ test: /\\.(png|jpg)$/i, type: 'asset/resource' }] } }"
  expect(refusals({ webpack: '^5.90.0', 'css-loader': '^6.10.0' }, rule)).toEqual([false, false, false, false])
})

const refusedBy = (build: string, files: Readonly<Record<string, string>>, file = 'src/a.jpg') => {
  const packageText = JSON.stringify({ scripts: { build } })
  const built = {
    packages: { rollup: '4', esbuild: '0.28', preact: '10' },
    modules: Object.entries(files).map(([path, text]) => ({ path, text })),
    others: [{ path: 'package.json', text: packageText }],
    build: readBuildCommand('npm run build', packageText),
  } as unknown as Project
  const plan = planImports(built, [{ file: { path: file } } as never])
  return { ...plan, webp: planWebpImports(built, [file]) }
}

describe('a build by Rollup or esbuild', () => {
  const url = "import url from '@rollup/plugin-url'\nexport default { plugins: [url({ include: '**/*.jpg' })] }\n"
  const script = "import { build } from 'esbuild'\nbuild({ loader: { '.jpg': 'file' } })\n"

  it('takes new types once its configuration does', () => {
    for (const [command, files] of [
      ['rollup -c', { 'rollup.config.js': url }],
      ['node build.mjs', { 'build.mjs': script }],
    ] as const) {
      const { refused, configurations, webp } = refusedBy(command, files)
      expect(refused).toBeNull()
      expect(webp.refusedFor('src/app.js')).toBeNull()
      expect(configurations.map(({ path }) => path)).toEqual(Object.keys(files))
      expect(configurations[0]?.text).toContain('.avif')
      expect(webp.configurations).toEqual(configurations)
    }
  })

  it('is read in the files alone that it runs, also where one of them loads another', () => {
    expect(
      refusedBy('rollup -c', { 'rollup.config.old.js': url, 'rollup.config.js': 'export default {}' }).refused,
    ).toMatch(/is not known/)
    expect(
      refusedBy('node build.mjs', { 'build.mjs': "import './esbuild/options.mjs'", 'esbuild/options.mjs': script })
        .refused,
    ).toBeNull()
    expect(refusedBy('vite build', { 'build.mjs': script }).refused).toMatch(/is not known/)
  })

  it('reads style sheets where it is esbuild', () => {
    const rollup = refusedBy('rollup -c', { 'rollup.config.js': url })
    expect([rollup.bundles, rollup.webp.bundles]).toEqual([false, false])
    const esbuild = refusedBy('node build.mjs', { 'build.mjs': script })
    expect([esbuild.bundles, esbuild.refusedInSheets, esbuild.webp.refusedFor('a.css')]).toEqual([true, null, null])
    const copied = refusedBy('node build.mjs', { 'build.mjs': script.replace("'file'", "'copy'") })
    expect([copied.refused, copied.refusedInSheets]).toEqual([expect.stringMatching(/copies/), null])
    const aside = refusedBy('node build.mjs', { 'build.mjs': "import 'esbuild'\nbuild({ external: ['*.jpg'] })" })
    expect([aside.bundles, aside.refusedInSheets]).toEqual([true, expect.stringMatching(/leaves where they are/)])
  })

  it('has nothing to do with pictures that are copied as they are', () => {
    const inCode = { 'build.mjs': script.replace("'file'", "'dataurl'") }
    const copied = refusedBy('node build.mjs', inCode, 'public/a.jpg')
    expect([copied.bundles, copied.configurations]).toEqual([false, []])
    const imported = refusedBy('node build.mjs', inCode)
    expect([imported.bundles, imported.refusedInSheets]).toEqual([true, expect.stringMatching(/into the code/)])
    expect([imported.webp.refusedFor('a.css'), imported.webp.refusedFor('a.js')]).toEqual([null, null])
  })

  it('takes any type that is named by an address of its own, with the plugin for those', () => {
    const assets =
      "import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets'\nexport default { plugins: [importMetaAssets()] }"
    const { webp } = refusedBy('rollup -c', { 'rollup.config.js': assets })
    expect(webp.refusedFor('src/app.js', 'address')).toBeNull()
    expect(webp.refusedFor('src/app.js', 'import')).toMatch(/is not known/)
    expect(refusedBy('rollup -c', { 'rollup.config.js': url }).webp.refusedFor('src/app.js', 'address')).toMatch(
      /is not known/,
    )
  })

  it('is given the new types in its command', () => {
    const { refused, configurations } = refusedBy('esbuild src/a.js --bundle --loader:.jpg=file --outdir=dist', {})
    expect(refused).toBeNull()
    expect(JSON.parse(configurations[0]!.text).scripts.build).toBe(
      'esbuild src/a.js --bundle --loader:.jpg=file --loader:.avif=file --loader:.webp=file --outdir=dist',
    )
  })
})

describe('what components of Vue import', () => {
  const RULE = "module.exports = { module: { rules: [{ test: /\\.(png|jpg)$/i, type: 'asset/resource' }] } }"
  const ofVue = (packages: Record<string, string>, configuration?: string) =>
    planImports(project(packages, configuration), [{ file: { path: 'a.jpg' } } as never])

  it.each<[string, Record<string, string>, string?]>([
    ['Vite', { vite: '^6.0.0' }],
    ['Vue CLI from 5 on', { '@vue/cli-service': '~5.0.8' }],
    ['Nuxt from 3 on', { nuxt: '^3.12.0' }],
    ['webpack with a rule', { webpack: '^5.90.0', 'vue-loader': '^17.0.0' }, RULE],
  ])('is taken by %s', (_, packages, configuration) => {
    expect(ofVue(packages, configuration).refusedInTemplates).toBeNull()
  })

  it.each<[string, Record<string, string>, string?]>([
    ['Vue CLI before', { '@vue/cli-service': '~4.5.0' }],
    ['webpack without a rule', { webpack: '^5.90.0', 'vue-loader': '^17.0.0' }],
    ['an old loader', { webpack: '^4.46.0', 'vue-loader': '^14.2.0' }, RULE],
    ['a build that nobody knows', {}],
  ])('is not by %s', (_, packages, configuration) => {
    expect(ofVue(packages, configuration).refusedInTemplates).not.toBeNull()
  })

  it('wants a declaration where a script is TypeScript, and none for a template', () => {
    const vite = { ...project({ vite: '^6.0.0' }) }
    const plan = planImports(vite, [])
    const script = '<script setup lang="ts">\nimport a from \'./a.jpg\'\n</script>'
    expect(refusedInScript(vite, plan, script)).toMatch(/no declaration/)
    expect(refusedInScript(vite, plan, script.replace(' lang="ts"', ''))).toBeNull()
    expect(plan.refusedInTemplates).toBeNull()
  })
})
