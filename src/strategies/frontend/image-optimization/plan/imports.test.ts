import { describe, expect, it } from 'vitest'
import { planImports, planWebpImports } from './imports.js'
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
