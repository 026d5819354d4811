import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspectPicture, type Picture } from '../../src/instruments/images/inspect.js'
import { TunewrightError } from '../../src/model/errors.js'
import { sha256 } from '../../src/system/hash.js'

/** A picture of the set, as it lies in its file. */
export interface BenchPicture {
  readonly name: string
  readonly source: Buffer
  readonly hash: string
  readonly picture: Picture
}

const shop = (folder: string): string => fileURLToPath(new URL(`../../examples/storefront/${folder}`, import.meta.url))
/** The example shop's photographs. */
const OWN = [shop('public/photos'), shop('src/images')]

/**
 * The PNG and JPEG files of a folder, or the shop's photographs.
 * @throws TunewrightError INPUT_INVALID where there is none, or one that cannot be re-encoded
 */
export const readPictures = async (data: string | null): Promise<readonly BenchPicture[]> => {
  const pictures: BenchPicture[] = []
  for (const folder of data === null ? OWN : [data])
    for (const name of (await readdir(folder)).filter(one => /\.(png|jpe?g)$/i.test(one)).sort())
      pictures.push(await readPicture(folder, name))
  if (pictures.length > 0) return pictures
  throw new TunewrightError('INPUT_INVALID', `${data} holds no PNG and no JPEG file.`, {
    remedy: 'Name a folder that holds the pictures themselves.',
    state: 'Nothing was measured.',
  })
}

const readPicture = async (folder: string, name: string): Promise<BenchPicture> => {
  const source = await readFile(path.join(folder, name))
  const inspection = await inspectPicture(source)
  if (inspection.ok) return { name, source, hash: sha256(source), picture: inspection.picture }
  throw new TunewrightError('INPUT_INVALID', `${name} cannot be re-encoded: ${inspection.reason}.`, {
    remedy: 'Take it out of the folder.',
    state: 'Nothing was measured.',
  })
}
