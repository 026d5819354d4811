import type { SettingEffect } from '../../../../model/actuator.js'
import type { AssetPipeline, AssetPipelineAutomation } from '../configuration.js'

const acts = (key: string, note: string): SettingEffect => ({ key, effect: 'acts', note })
const idle = (key: string, note: string): SettingEffect => ({ key, effect: 'without-effect', note })

/** What each key of the configuration and automation does here. */
export const settingEffects = (
  configuration: AssetPipeline,
  automation: AssetPipelineAutomation,
  floor: number,
): SettingEffect[] => {
  const { formats, responsive, optimization } = configuration
  const effects: SettingEffect[] = []
  for (const [name, format] of Object.entries(formats)) {
    if (format === undefined) continue
    effects.push(
      acts(
        `formats.${name}.quality`,
        `the search for the smallest encoding that scores ${floor} or more starts at ${format.quality}`,
      ),
      name === 'jpeg'
        ? acts(
            'formats.jpeg.progressive',
            `JPEGs are ${format.progressive && optimization.progressive ? 'written in scans from coarse to fine' : 'written top to bottom'}; used for pictures that cannot be wrapped and files re-encoded in place`,
          )
        : idle(
            `formats.${name}.progressive`,
            `${name === 'webp' ? 'WebP' : 'AVIF'} has no progressive form in its encoder`,
          ),
    )
  }
  return [
    ...effects,
    acts(
      'responsive.breakpoints',
      `widths near a need (${responsive.breakpoints.join(', ')}) and the viewport at which sizes change`,
    ),
    acts('responsive.densities', `each shown box is served at ${responsive.densities.map(d => `${d}x`).join(', ')}`),
    acts(
      'responsive.lazyLoading',
      responsive.lazyLoading ? 'pictures outside every first view load lazily' : 'no picture is made lazy',
    ),
    acts(
      'optimization.compression',
      optimization.compression === 'lossy'
        ? 'lossy at the floor'
        : 'graphics are tried lossless first, and kept so where that saves enough',
    ),
    acts(
      'optimization.stripping',
      'metadata is left out, except copyright, rights, credits and a colour profile that is not sRGB; files with signed credentials are left alone',
    ),
    formats.jpeg === undefined
      ? idle('optimization.progressive', 'no JPEG is made')
      : acts(
          'optimization.progressive',
          `progressive JPEG is ${optimization.progressive ? 'on' : 'off'}; other formats have no such form`,
        ),
    acts('automation.detection', 'kinds are read from the bytes of files, whatever their names say'),
    acts(
      'automation.processing',
      'encodings are made now and kept beside the sources; nothing is encoded when a page is asked for',
    ),
    automation.delivery === 'origin'
      ? acts('automation.delivery', 'served by the project itself')
      : acts(
          'automation.delivery',
          'no image CDN is configured: met by files made at build time, which any CDN in front of the site delivers',
        ),
    acts('automation.fallback', 'the old files and names stay, and are what a browser without the new formats shows'),
  ]
}
