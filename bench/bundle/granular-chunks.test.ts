import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, type Project } from '../../src/instruments/bundle/fixtures/project.js'
import { granularConfiguration } from './granular-chunks.js'

let project: Project
beforeAll(async () => {
  project = await createProject({
    'own.cjs': `module.exports = {
  mode: 'production',
  entry: './index.js',
  output: { path: __dirname + '/dist', filename: '[name].js' },
  optimization: { minimize: false },
}`,
    'webpack.config.cjs': granularConfiguration('./own.cjs'),
    'index.js':
      "import { createElement } from 'react'\nimport('./one.js')\nimport('./two.js')\nconsole.log(createElement)\n",
    'one.js': "import { parse } from '@babel/parser'\nimport { z } from 'zod'\nconsole.log(parse, z)\n",
    'two.js': "import { z } from 'zod'\nconsole.log(2, z)\n",
  })
  await promisify(execFile)(process.execPath, ['node_modules/webpack-cli/bin/cli.js'], { cwd: project.root })
})
afterAll(() => project.remove())

it('cuts React, large packages and what chunks share, and keeps the rest of the configuration', async () => {
  const dist = join(project.root, 'dist')
  const chunks = await Promise.all(
    (await readdir(dist)).map(async name => ({ name, text: await readFile(join(dist, name), 'utf8') })),
  )
  const holding = (text: string) => chunks.filter(chunk => chunk.text.includes(text)).map(chunk => chunk.name)
  expect(holding('react.transitional.element')).toEqual(['framework.js'])
  expect(holding('BABEL_PARSER_SYNTAX_ERROR')).toEqual([expect.stringMatching(/^lib-/)])
  expect(holding('Invalid input: expected')).toEqual([expect.stringMatching(/^shared-/)])
})
