import { describe, expect, it } from 'vitest'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { projects } from '../../../fixtures/projects.js'
import { oldBrowserHazard } from './old-browsers.js'

const create = projects()

const hazard = async (
  files: Readonly<Record<string, string>>,
  targets: readonly string[] = [],
  text = 'export default {}',
): Promise<string | null> => {
  const { root } = await create({ 'package.json': '{}', ...files })
  const config = { path: 'rollup.config.js', text }
  return oldBrowserHazard(files['package.json'] ?? '{}', config, targets, folderWorkspace(root))
}

describe('browsers that the project is built for', () => {
  it.each([
    ['nothing is said', {}, []],
    ['a level of the language that came with modules', {}, ['es2017']],
    ['browsers that know import()', {}, ['chrome63', 'safari11.1', 'firefox67', 'edge79']],
    [
      'a list of browsers that do',
      { 'package.json': '{"browserslist": ["last 2 chrome versions", "safari >= 14"]}' },
      [],
    ],
  ] as const)('know modules: %s', async (_, files, targets) => {
    expect(await hazard(files, targets)).toBeNull()
  })

  it.each([
    ['an older level', {}, ['es5'], /written for es5/],
    ['an older browser', {}, ['es2020', 'chrome62'], /written for chrome62/],
    ['one that is older by a little', {}, ['safari11'], /written for safari11/],
    ['Internet Explorer', {}, ['ie11'], /written for ie11/],
    [
      'a list with one that does not',
      { 'package.json': '{"browserslist": "defaults, ie 11"}' },
      [],
      /package\.json names/,
    ],
    [
      'a list that cannot be read',
      { '.browserslistrc': 'extends browserslist-config-shop\n' },
      [],
      /\.browserslistrc names browsers that cannot be told/,
    ],
    [
      'a preset of Babel with one that does not',
      { 'babel.config.json': '{"presets": [["@babel/preset-env", {"targets": "ie 11"}]]}' },
      [],
      /babel\.config\.json names ie 11/,
    ],
  ] as const)('may not: %s', async (_, files, targets, reason) => {
    expect(await hazard(files, targets)).toMatch(reason)
  })

  it('may not, where plugins of Rollup or TypeScript write an older language', async () => {
    expect(await hazard({}, [], "export default { plugins: [esbuild({ target: 'es2015' })] }")).toMatch(/es2015/)
    const typescript = "import typescript from '@rollup/plugin-typescript'\nexport default { plugins: [typescript()] }"
    expect(await hazard({ 'tsconfig.json': '{"compilerOptions": {"target": "ES5"}}' }, [], typescript)).toMatch(/ES5/)
    expect(await hazard({ 'tsconfig.json': '{"compilerOptions": {"target": "ES2020"}}' }, [], typescript)).toBeNull()
  })
})
