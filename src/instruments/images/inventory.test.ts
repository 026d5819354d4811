import { describe, expect, it } from 'vitest'
import type { ReadableWorkspace } from '../../model/change.js'
import type { PageSurvey, ShownImage } from '../../model/observation.js'
import { sha256 } from '../../system/hash.js'
import { isInlined, isMeant, takeInventory } from './inventory.js'

const workspace = (files: Record<string, string>): ReadableWorkspace => ({
  handmade: new Set(),
  root: '/',
  read: async path => Buffer.from(files[path]!),
  readText: async path => files[path]!,
  exists: async path => path in files,
  list: async () => Object.keys(files).sort(),
})

const survey = (...images: { url: string; content: string }[]): PageSurvey =>
  ({
    page: 'home',
    profile: 'mobile',
    images: images.map(({ url, content }) => ({ url, bodyHash: sha256(content) }) as ShownImage),
  }) as unknown as PageSurvey

describe('the inventory of pictures', () => {
  it('finds the file behind a URL by content, whatever the build called it', async () => {
    const { files, unmatched } = await takeInventory(workspace({ 'src/hero.jpg': 'hero', 'src/other.jpg': 'other' }), [
      survey(
        { url: '/assets/0a1b2c3d.jpg', content: 'hero' },
        { url: '/assets/made.png', content: 'made by the build' },
      ),
    ])
    expect(files.map(f => [f.path, f.showings.length])).toEqual([
      ['src/hero.jpg', 1],
      ['src/other.jpg', 0],
    ])
    expect(unmatched.map(s => s.image.url)).toEqual(['/assets/made.png'])
  })

  it('knows which of two files with one content a page means, by its address', async () => {
    const { files } = await takeInventory(
      workspace({ 'upload.jpeg': 'hall', 'photos/the  hall.jpg': 'hall', 'img/hall.jpg': 'hall' }),
      [survey({ url: '/photos/the%20%20hall.jpg?v=2', content: 'hall' })],
    )
    expect(files.filter(isMeant).map(f => f.path)).toEqual(['photos/the  hall.jpg'])
    expect(files.map(f => f.showings.length)).toEqual([1, 1, 1])
  })

  it('finds the file of what stands in the code, and misses none of what stands there alone', async () => {
    const inlinedImages = [
      { url: 'data:image/jpeg', bodyHash: sha256('hero') },
      { url: 'data:image/png', bodyHash: sha256('icon of a package') },
      { url: 'data:image/svg+xml', bodyHash: null },
    ] as ShownImage[]
    const { files, unmatched } = await takeInventory(workspace({ 'hero.jpg': 'hero', 'lamp.jpg': 'lamp' }), [
      { ...survey({ url: '/assets/lamp.jpg', content: 'lamp' }), inlinedImages },
    ])
    expect(files.map(f => [f.path, f.showings.length, isInlined(f)])).toEqual([
      ['hero.jpg', 1, true],
      ['lamp.jpg', 1, false],
    ])
    expect(unmatched).toEqual([])
  })

  it('leaves out copies that a build made, tracked or not', async () => {
    const { files } = await takeInventory(
      workspace({
        'src/hero.jpg': 'hero',
        'public/build/hero.0bc078d8b80c.jpg': 'hero',
        'src/only.deadbeef01.jpg': 'only',
      }),
      [],
    )
    expect(files.map(f => f.path)).toEqual(['src/hero.jpg', 'src/only.deadbeef01.jpg'])
  })
})
