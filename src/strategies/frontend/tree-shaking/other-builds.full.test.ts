import { expect, it } from 'vitest'
import { builtProject, initialBytes } from '../../fixtures/built-project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { APP } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const create = projects()

it.each([
  [
    'Vite',
    {
      'index.html': '<!doctype html><title>-</title><script type="module" src="/src/index.js"></script>',
      'vite.config.js': 'export default { build: { rollupOptions: { treeshake: false } } }\n',
      // A minifier leaves out what is a plain value; this it must keep.
      'package.json': '{ "name": "words", "private": true, "sideEffects": false }\n',
      'src/index.js': `import { heavy } from './heavy'\n${APP['src/index.js']}`,
      'src/heavy.js': `export const heavy = (globalThis.made ?? String)('${'heavy'.repeat(2000)}')\n`,
    },
    ['node_modules/vite/bin/vite.js', 'build'],
    'vite.config.js: treeshake is on',
  ],
  [
    'TypeScript in webpack',
    {
      'tsconfig.json':
        '{ "compilerOptions": { "module": "commonjs", "target": "es2020", "lib": ["es2020", "dom"] }, "include": ["src"] }\n',
      'webpack.config.js': APP['webpack.config.js']!.replace('./src/index.js', './src/index.ts')
        .replace("use: 'babel-loader'", "loader: 'ts-loader', options: { compiler: 'typescript-5' }")
        .replace('/\\.js$/', '/\\.ts$/')
        .replace('output:', "resolve: { extensions: ['.ts', '.js'] },\n  output:")
        .replace('  optimization: { usedExports: false },\n', ''),
      'src/index.ts': APP['src/index.js']!,
      'src/words.ts': APP['src/words.js']!,
    },
    undefined,
    'webpack.config.js: ts-loader leaves modules to the bundler (tsconfig.json has commonjs)',
  ],
] as const)('unused code is left out by %s', async (_, files, command, detail) => {
  const project = await create({ ...APP, ...files })
  await project.build(command)
  const context = contextOf(strategy, await builtProject(project))
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  expect(candidates).toHaveLength(1)
  const before = await initialBytes(project)
  const { details } = await actuator.apply(candidates[0]!, context, workspace)
  expect(details).toEqual([detail])
  await project.build(command)
  expect(await initialBytes(project)).toBeLessThan(before * 0.7)
})
