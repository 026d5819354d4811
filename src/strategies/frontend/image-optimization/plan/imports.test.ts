import { describe, expect, it } from 'vitest'
import { planImports, planWebpImports, refusedInScript } from './imports.js'
import type { Project } from './project.js'

const project = (
  packages: Record<string, string>,
  configuration = 'module.exports = { module: { rules: [] } }',
): Project =>
  ({ packages, modules: [{ path: 'webpack.config.js', text: configuration }], others: [] }) as unknown as Project

const refusals = (packages: Record<string, string>, configuration?: string) => {
  const webp = planWebpImports(project(packages, configuration), ['jpg'])
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
