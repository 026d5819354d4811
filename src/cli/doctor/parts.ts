import { startBrowser } from '../../instruments/lab/browser.js'
import { findBrowser } from '../../instruments/lab/find-browser.js'
import { fileConfiguration } from '../../services/file-configuration.js'
import { storeFailure } from '../../services/store-failure.js'
import { probeDatabase } from '../../store/probe.js'
import type { Check } from './check.js'

const SOURCES = { configured: 'named by CHROME_PATH', installed: 'installed', bundled: 'comes along' } as const

export const browserCheck: Check = {
  name: 'browser',
  title: 'Browser',
  async run({ logger }) {
    const found = await findBrowser()
    const warnings: string[] = []
    const browser = await startBrowser(found, {
      logger: { ...logger, warn: message => warnings.push(message) },
    })
    const { version } = browser
    await browser.close()
    return {
      status: warnings.length > 0 ? 'warning' : 'ok',
      found: [`Chromium ${version}, ${SOURCES[found.source]} (${found.executable})`, ...warnings].join('; '),
      ...(warnings.length > 0 && { remedy: 'Allow user namespaces to plain users, where the pages are not your own.' }),
      details: { version, executable: found.executable, source: found.source },
    }
  },
}

export const storeCheck: Check = {
  name: 'store',
  title: 'Store',
  async run({ folder }) {
    const configuration = await fileConfiguration({ file: folder, environment: process.env }).catch(() =>
      fileConfiguration({ environment: process.env }),
    )
    const url = configuration.get('database.url')
    const external = typeof url === 'string' && url !== '' ? url : undefined
    const { version } = await probeDatabase(external).catch((error: unknown) => {
      throw storeFailure(error, external)
    })
    return {
      status: 'ok',
      found: `PostgreSQL ${version}, ${external === undefined ? 'comes along, starts' : 'of your own, answers'}`,
      details: { version, source: external === undefined ? 'embedded' : 'configured' },
    }
  },
}

export const picturesCheck: Check = {
  name: 'pictures',
  title: 'Pictures',
  async run() {
    // Loaded here: where it is not there for this platform, that is the finding.
    try {
      const { default: sharp } = await import('sharp')
      const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: '#a0522d' } })
      const sizes = await Promise.all(
        (['avif', 'webp', 'jpeg'] as const).map(async format => {
          const { data } = await picture.clone().toFormat(format).toBuffer({ resolveWithObject: true })
          return (await sharp(data).metadata()).width
        }),
      )
      if (sizes.some(width => width !== 16)) throw new Error('a picture came back in another size')
      return {
        status: 'ok',
        found: `AVIF, WebP and JPEG are written and read (libvips ${sharp.versions.vips})`,
        details: { ...sharp.versions },
      }
    } catch (error) {
      return {
        status: 'missing',
        found: `pictures cannot be encoded: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
        remedy: 'Install the packages anew on this machine (npm install), with optional dependencies.',
        details: {},
      }
    }
  },
}
