import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openEncodingCache } from '../../src/instruments/images/encoding-cache.js'
import type { Bench } from '../row.js'
import { compare } from './compare.js'
import { readPictures } from './pictures.js'
import { report } from './report.js'

export const imageBench: Bench = {
  name: 'image',
  title: 'Bytes of pictures that look as good: a quality for each picture against one quality for all',
  data: 'a folder of PNG and JPEG files',
  async run({ data, signal, progress }) {
    const pictures = await readPictures(data)
    const cacheFolder = await mkdtemp(path.join(os.tmpdir(), 'tunewright-bench-'))
    try {
      return report(await compare(pictures, openEncodingCache(cacheFolder), { signal, progress }))
    } finally {
      await rm(cacheFolder, { recursive: true, force: true })
    }
  },
}
