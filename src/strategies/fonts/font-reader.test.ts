import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { readFont } from './font-reader.js'

const ARIMO = dirname(createRequire(import.meta.url).resolve('@fontsource/arimo/package.json'))

it('fonts that are read at once are what each of them is alone', async () => {
  const files = await Promise.all(
    ['latin-400-normal', 'latin-700-normal', 'greek-400-normal', 'latin-400-italic'].map(name =>
      readFile(join(ARIMO, `files/arimo-${name}.woff2`)),
    ),
  )
  const atOnce = await Promise.all(files.map(readFont))
  for (const [index, file] of files.entries()) {
    const alone = await readFont(file)
    expect(atOnce[index]!.sfnt.equals(alone.sfnt)).toBe(true)
  }
})

it('a file that is no font keeps no other from being read', async () => {
  const file = await readFile(join(ARIMO, 'files/arimo-latin-400-normal.woff2'))
  const [none, font] = await Promise.allSettled([readFont(Buffer.from('none')), readFont(file)])
  expect([none.status, font.status]).toEqual(['rejected', 'fulfilled'])
})
