import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { readPictures } from '../image/pictures.js'

/** A picture of a project: which photograph it is made from, and how its team saved it. */
const entry = z.strictObject({
  /** Its name says the format: JPEG or PNG. */
  file: z.string(),
  /** Number of the photograph, counted from 0; beyond the last it starts again. */
  of: z.int().min(0),
  width: z.int().positive(),
  height: z.int().positive(),
  /** 1–100, of JPEGs. */
  quality: z.int().min(1).max(100).default(90),
})

const LIST = 'pictures.json'

/**
 * Makes the pictures that a project's `pictures.json` lists, and takes the list away: the same files each time.
 * @param data a folder of photographs; null: those of the example shop
 */
export const makePictures = async (project: string, data: string | null): Promise<void> => {
  const list = path.join(project, LIST)
  const wanted = z.array(entry).parse(JSON.parse(await readFile(list, 'utf8')))
  const photographs = await readPictures(data)
  for (const [number, { file, of, width, height, quality }] of wanted.entries()) {
    const { source } = photographs[of % photographs.length]!
    // No two are of the same bytes, though there are fewer photographs than pictures.
    const resized = sharp(source)
      .autoOrient()
      .resize(width, height, { fit: 'cover' })
      .modulate({ hue: (number * 11) % 60 })
    const to = path.join(project, file)
    await mkdir(path.dirname(to), { recursive: true })
    await writeFile(to, await (file.endsWith('.png') ? resized.png() : resized.jpeg({ quality })).toBuffer())
  }
  await rm(list)
}
