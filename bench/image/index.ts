import { openEncodingCache } from '../../src/instruments/images/encoding-cache.js'
import type { Bench } from '../row.js'
import { withFolder } from '../with-folder.js'
import { compare } from './compare.js'
import { readPictures } from './pictures.js'
import { report } from './report.js'

export const imageBench: Bench = {
  name: 'image',
  title: 'Bytes of pictures that look as good: a quality for each picture against one quality for all',
  data: 'a folder of PNG and JPEG files',
  async run({ data, signal, progress }) {
    const pictures = await readPictures(data)
    return withFolder(async folder => report(await compare(pictures, openEncodingCache(folder), { signal, progress })))
  },
}
