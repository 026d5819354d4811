import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtProject, initialBytes } from '../../fixtures/built-project.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { projects } from '../../fixtures/projects.js'
import { actuator } from './actuator.js'
import { APP } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const create = projects()

const SOURCES = {
  'src/index.js': APP['src/index.js']!.replace("import 'whatwg-fetch'\n", ''),
  'src/basket.js': APP['src/basket.js']!,
}

it.each([
  [
    'Vite',
    {
      'index.html': '<!doctype html><title>-</title><script type="module" src="/src/index.js"></script>',
      'vite.config.js': "export default { build: { target: 'es2015' } }\n",
    },
    ['node_modules/vite/bin/vite.js', 'build'],
    'vite.config.js: build.target of Vite is es2020, not es2015',
  ],
  [
    'TypeScript in webpack',
    {
      'tsconfig.json':
        '{\n  "compilerOptions": {\n    "module": "esnext",\n    "target": "ES5",\n    "lib": ["es2020", "dom"],\n    "allowJs": true,\n    "moduleResolution": "node",\n    "noEmit": false\n  },\n  "include": ["src"]\n}\n',
      'webpack.config.js': APP['webpack.config.js']!.replace(
        "use: 'babel-loader'",
        "loader: 'ts-loader', options: { compiler: 'typescript-5', transpileOnly: true }",
      ),
    },
    undefined,
    'tsconfig.json: target of TypeScript is es2020, not ES5',
  ],
] as const)('%s writes for browsers of today', async (_, files, command, detail) => {
  const project = await create({ ...APP, ...SOURCES, ...files })
  await project.build(command)
  const context = contextOf(strategy, await builtProject(project))
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  expect(candidates.map(({ id }) => id)).toEqual(['modern-target'])
  const before = await initialBytes(project)
  const { details } = await actuator.apply(candidates[0]!, context, workspace)
  expect(details).toEqual([detail])
  await project.build(command)
  expect(await initialBytes(project)).toBeLessThan(before)
  const made = await readdir(join(project.root, 'dist'), { recursive: true })
  const script = made.find(file => file.endsWith('.js'))!
  expect(await readFile(join(project.root, 'dist', script), 'utf8')).toMatch(/async load\(/)
})
