import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { AppliedChange, Proposal } from '../../../model/actuator.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { shown } from './fixtures/encoded.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'

let folder = ''
let proposal: Proposal
let applied: AppliedChange

/** A site of Pug templates and SCSS: the background can be changed, the templates cannot. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pug-site-'))
  await mkdir(path.join(folder, 'src/img'), { recursive: true })
  const picture = async (name: string, seed: number) => {
    const file = await photo(280, 210, 3, seed).jpeg({ quality: 96 }).toBuffer()
    await writeFile(path.join(folder, 'src/img', name), file)
    return file
  }
  const [band, lamp, chair] = [
    await picture('band.jpg', 1),
    await picture('lamp.jpg', 2),
    await picture('chair.jpg', 3),
  ]
  await writeFile(
    path.join(folder, 'src/index.pug'),
    "link(rel='stylesheet' href='band.css')\nimg(src=asset('img/lamp.jpg'))\nimg(src=asset('img/chair.jpg'))\n",
  )
  await writeFile(path.join(folder, 'src/card.pug'), "img(src=asset('../img/lamp.jpg'))\n")
  await writeFile(path.join(folder, 'src/_colors.scss'), '// Colours\n$white: #fff;\n')
  await writeFile(
    path.join(folder, 'src/band.css'),
    '/* Band */\n.band {\n  background-image: url("img/band.jpg");\n  background-size: cover;\n}\n',
  )
  const page = { id: 'home', path: '/', weight: 1 }
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: folder,
    pages: [page],
    serve: { kind: 'static', folder: 'src' },
    environment: {},
  }
  const seen = (name: string, file: Buffer, width: number, via: 'img' | 'css-background') =>
    shown('desktop', width, {
      url: `/img/${name}`,
      via,
      objectFit: via === 'img' ? 'fill' : 'cover',
      natural: { width: 280, height: 210 },
      bodyHash: sha256(file),
      bytes: file.length,
    }).image
  const images = [
    seen('band.jpg', band, 280, 'css-background'),
    seen('lamp.jpg', lamp, 100, 'img'),
    seen('chair.jpg', chair, 100, 'img'),
  ]
  const context = actuatorContext(
    target,
    observationOf([{ page, profile: 'desktop', images }]),
    path.join(folder, '.c'),
  )
  proposal = await actuator.propose(context, folderWorkspace(folder))
  applied = await actuator.apply(proposal.candidates[0]!, context, folderWorkspace(folder))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a site whose templates cannot be edited', () => {
  it('is promised what can be done, and told what was', () => {
    expect(proposal.candidates.map(c => c.id)).toEqual(['manifest', 'without-avif', 'in-place'])
    expect(proposal.candidates[0]).toMatchObject({
      title: '1 picture in modern formats and the sizes it is shown in, 2 re-encoded under their own names',
      shortTitle: '1 picture in modern formats, 2 made smaller',
    })
    expect(proposal.candidates[1]?.shortTitle).toBe('1 picture in WebP alone, 2 made smaller')
    for (const { title, shortTitle } of proposal.candidates)
      expect((shortTitle ?? title).length, title).toBeLessThanOrEqual(52)
    expect(applied.summary).toBe(
      '1 picture in modern formats, 2 re-encoded under their own names (2 of them with fewer pixels); nothing made lazy. 2 originals are replaced in the repository (git keeps them). Left alone: the markup of src/index.pug and 1 more, in a form that cannot be edited.',
    )
  })

  it('hears of the templates, and of no sheet that shows no picture', () => {
    expect(applied.refusals.map(r => r.subject)).toEqual(['src/index.pug', 'src/card.pug'])
    expect(applied.refusals[0]?.reason).toMatch(/Pug.*the 2 pictures that it names/)
  })

  it('is told of each key what the change really did', () => {
    for (const settings of [proposal.settings, applied.settings ?? []]) {
      const of = (key: string) => settings.find(setting => setting.key === key)
      expect(of('responsive.lazyLoading')).toMatchObject({
        effect: 'without-effect',
        note: expect.stringContaining('no markup that can be edited'),
      })
      expect(of('automation.fallback')).toMatchObject({
        effect: 'acts',
        note: expect.stringMatching(/of 1 picture stay.*2 pictures replaced under their own names/),
      })
      expect(of('responsive.densities')?.note).toMatch(/^1 picture served at.*2 pictures re-encoded in place/)
      expect(of('formats.avif.quality')?.note).toContain('(1 picture)')
    }
  })
})
