import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfigFile } from '../../services/config-file.js'
import { detectTarget } from '../../target/detect.js'
import { startProgram } from '../fixtures/run-program.js'
import { configText } from './config-text.js'
import { writeConfig } from './write-config.js'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-init-')))
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'shop',
      scripts: { build: 'webpack', test: "jest -t 'it''s'" },
      devDependencies: { webpack: '5' },
    }),
  )
  await writeFile(path.join(folder, 'index.html'), '<title>Shop</title>')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const tunewright = (...args: string[]) => startProgram(folder, args).ended
const file = () => path.join(folder, 'tunewright.config.ts')

describe('tunewright init', () => {
  it('says what was found and how it is known, and writes it so that it is read back as it was found', async () => {
    const detected = await detectTarget(folder)
    const { code, stdout, stderr } = await tunewright('init')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/build +npm run build\n +the script "build" in package\.json/)
    expect(stdout).toMatch(/output +dist\n +webpack puts it there/)
    expect(stdout).toContain('Written  tunewright.config.ts')
    const { build, serve, test } = detected
    expect((await readConfigFile(folder))?.config).toEqual({ target: { build, serve, test } })
    expect((await readdir(folder)).sort()).toEqual(['index.html', 'package.json', 'tunewright.config.ts'])
  })

  it('only prints the file where asked to: what is printed is the file', async () => {
    const { code, stdout } = await tunewright('init', '--print')
    expect({ code, stdout }).toEqual({ code: 0, stdout: configText(await detectTarget(folder)) })
    expect(await readdir(folder)).toEqual(['index.html', 'package.json'])
  })

  it('never overwrites; --force keeps what was there under another name, and says which', async () => {
    await writeFile(path.join(folder, 'tunewright.config.mjs'), 'export default { seed: 1 }')
    await expect(writeConfig(folder, 'one', false)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('tunewright.config.mjs is there already'),
    })
    const { stdout } = await tunewright('init', '--force', '--json')
    expect(stdout).toContain('Replaced tunewright.config.mjs, which is now tunewright.config.mjs.old')
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ file: file(), problem: null })
    expect(await readFile(path.join(folder, 'tunewright.config.mjs.old'), 'utf8')).toBe('export default { seed: 1 }')
    await writeConfig(folder, 'export default {}', true)
    expect((await readConfigFile(folder))?.config).toEqual({})
    expect(await readdir(folder)).toContain('tunewright.config.ts.old')
  })

  it('writes a file with nothing active where nothing is detected', async () => {
    await rm(path.join(folder, 'index.html'))
    await writeFile(path.join(folder, 'package.json'), '{"name": "tools"}')
    const { code, stdout } = await tunewright('init')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing found') })
    expect((await readConfigFile(folder))?.config).toEqual({ target: {} })
  })
})
