import { execFile } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfigFile } from '../../services/config-file.js'
import { detectTarget } from '../../target/detect.js'
import { configText } from './config-text.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-init-')))
  await writeFile(
    path.join(folder, 'package.json'),
    '{"scripts": {"build": "webpack"}, "devDependencies": {"webpack": "5"}}',
  )
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'tunewright.config.ts')

it('each comment of the file is a setting that compiles and is read, as is the file itself', async () => {
  const text = configText(await detectTarget(folder))
  const uncommented = text.replaceAll(/^( +)\/\/ ([a-z]\w*: .*,)$/gm, '$1$2')
  expect(uncommented.match(/^ {2,4}[a-z]\w*: /gm)).toHaveLength(13)
  await writeFile(file(), uncommented)
  expect(Object.keys((await readConfigFile(folder))!.config)).toHaveLength(8)
  // As an installed package is found, by its types.
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: path.join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        paths: { tunewright: [path.join(ROOT, 'src/services/config-schema.ts')] },
        verbatimModuleSyntax: false,
        typeRoots: [path.join(ROOT, 'node_modules/@types')],
      },
      include: [],
      files: ['tunewright.config.ts', 'wrong.ts'],
    }),
  )
  await writeFile(path.join(folder, 'wrong.ts'), text.replace('build:', 'biuld:'))
  const { stdout } = await promisify(execFile)(process.execPath, [
    path.join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    folder,
  ]).then(
    done => done,
    (failed: { stdout: string }) => failed,
  )
  expect(stdout).toMatch(/^\S*wrong\.ts\(\d+,\d+\): error .*biuld/)
  expect(stdout.match(/error TS/g)).toHaveLength(1)
})
