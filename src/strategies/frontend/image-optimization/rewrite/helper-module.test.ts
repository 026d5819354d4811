import { describe, expect, it } from 'vitest'
import { encodedPicture } from '../fixtures/encoded.js'
import { helperModule } from './helper-module.js'

interface Helper {
  pictureSources(address: unknown): { type: string; srcSet: string }[]
  pictureRatio(address: unknown): string | undefined
}

/** Runs the module as a build would that puts every file under `/media/`. */
const run = (text: string): Helper => {
  const code = text
    .replace(/^import (\w+) from '\.(.*)';$/gm, "const $1 = '/media$2';")
    .replace(/^export function/gm, 'function')
  return new Function(`${code}; return { pictureSources, pictureRatio }`)() as Helper
}

describe('the helper module', () => {
  const lamp = encodedPicture('public/photos/lamp.jpg')
  const ridge = encodedPicture('src/images/the ridge.jpg')
  const text = helperModule(
    'src/picture-sources.js',
    [{ address: '/photos/lamp.jpg', encoded: lamp }],
    [ridge],
    'srcSet',
  )

  it('knows pictures by the address that they are served at, and imported ones by what the build gives them', () => {
    const { pictureSources, pictureRatio } = run(text)
    expect(pictureSources('/photos/lamp.jpg')[0]).toEqual({
      type: 'image/avif',
      srcSet: '/photos/lamp-400.avif 400w, /photos/lamp-800.avif 800w',
    })
    expect(pictureSources('/media/images/the ridge.jpg')).toEqual([
      {
        type: 'image/avif',
        srcSet: '/media/images/the%20ridge-400.avif 400w, /media/images/the%20ridge-800.avif 800w',
      },
      {
        type: 'image/webp',
        srcSet: '/media/images/the%20ridge-400.webp 400w, /media/images/the%20ridge-800.webp 800w',
      },
    ])
    expect(pictureRatio('/media/images/the ridge.jpg')).toBe('auto 1600 / 1200')
  })

  it('has nothing for any other address', () => {
    const { pictureSources, pictureRatio } = run(text)
    for (const other of ['/media/images/other.jpg', 'constructor', '', undefined, null]) {
      expect(pictureSources(other)).toEqual([])
      expect(pictureRatio(other)).toBeUndefined()
    }
  })

  it('imports nothing where there is nothing to import', () => {
    expect(helperModule('src/picture-sources.js', [], [], 'srcSet')).not.toMatch(/^import|importedAt/m)
  })
})
