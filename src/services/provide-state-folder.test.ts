import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { provideStateFolder } from './provide-state-folder.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-home-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the state folder', () => {
  it('is made with its parents, left empty, and taken as it is the next time', async () => {
    const home = path.join(folder, 'a', 'b')
    await provideStateFolder(home)
    await writeFile(path.join(home, 'kept'), '')
    await provideStateFolder(home)
    expect(await readdir(home)).toEqual(['kept'])
  })

  it('is refused where a file is in the way, or a link leads nowhere', async () => {
    await writeFile(path.join(folder, 'file'), '')
    await symlink(path.join(folder, 'gone'), path.join(folder, 'link'))
    for (const [home, why] of [
      ['file', 'is a file'],
      ['file/below', 'is a file'],
      ['link/below', 'leads nowhere'],
    ] as const) {
      await expect(provideStateFolder(path.join(folder, home))).rejects.toMatchObject({
        code: 'UNSAFE_ENVIRONMENT',
        message: expect.stringContaining(why),
        remedy: expect.stringContaining('TUNEWRIGHT_HOME'),
      })
    }
  })

  // Node's recursive mkdir never returns there.
  it.runIf(process.platform === 'linux')(
    'is refused at once where no folder can be made, whoever asks',
    async () => {
      for (const home of ['/proc/nope', '/proc/nope/deeper', '/proc']) {
        await expect(provideStateFolder(home)).rejects.toMatchObject({ code: 'UNSAFE_ENVIRONMENT' })
      }
    },
    10_000,
  )
})
