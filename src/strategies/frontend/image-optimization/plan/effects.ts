import type { SettingEffect } from '../../../../model/actuator.js'
import type { ImageCdn } from '../../../../model/image-cdn.js'
import { whyUnproved } from '../cdn/deliverable.js'
import type { AssetPipeline, AssetPipelineAutomation } from '../configuration.js'
import { type PipelineContext, qualityFloor } from './encode-pictures.js'

const acts = (key: string, note: string): SettingEffect => ({ key, effect: 'acts', note })
const idle = (key: string, note: string): SettingEffect => ({ key, effect: 'without-effect', note })

const COMPRESSIONS: Record<AssetPipeline['optimization']['compression'], string> = {
  lossy: 'lossy at the floor, whatever is shown',
  lossless: 'nothing is thrown away: WebP and PNG without loss, and the sizes that are shown',
  'lossless-then-lossy':
    'what is no photograph is tried without loss first, and stays so where that saves what the manifest demands or more than lossy would; the rest is lossy at the floor',
}

/** What each key of the configuration and automation does here. */
export const settingEffects = ({
  configuration,
  automation,
  manifest,
  target,
}: Pick<PipelineContext, 'configuration' | 'automation' | 'manifest' | 'target'>): SettingEffect[] => {
  const floor = qualityFloor({ manifest })
  const { formats, responsive, optimization } = configuration
  const { compression } = optimization
  const effects: SettingEffect[] = []
  for (const [name, format] of Object.entries(formats)) {
    if (format === undefined) continue
    effects.push(
      compression === 'lossless'
        ? idle(`formats.${name}.quality`, 'nothing lossy is made')
        : acts(
            `formats.${name}.quality`,
            `the search for the smallest encoding that scores ${floor} or more starts at ${format.quality}`,
          ),
      name === 'jpeg' && compression !== 'lossless'
        ? acts(
            'formats.jpeg.progressive',
            `JPEGs are ${format.progressive && optimization.progressive ? 'written in scans from coarse to fine' : 'written top to bottom'}; used for pictures that cannot be wrapped and files re-encoded in place`,
          )
        : idle(
            `formats.${name}.progressive`,
            name === 'jpeg'
              ? 'nothing lossy is made'
              : `${name === 'webp' ? 'WebP' : 'AVIF'} has no progressive form in its encoder`,
          ),
    )
  }
  const noJpeg = formats.jpeg === undefined || compression === 'lossless'
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
    acts('optimization.compression', COMPRESSIONS[compression]),
    acts(
      'optimization.stripping',
      'metadata is left out, except copyright, rights, credits and a colour profile that is not sRGB; files with signed credentials are left alone',
    ),
    noJpeg
      ? idle('optimization.progressive', 'no JPEG is made')
      : acts(
          'optimization.progressive',
          `progressive JPEG is ${optimization.progressive ? 'on' : 'off'}; other formats have no such form`,
        ),
    animatedEffect(configuration),
    acts(
      'automation.detection',
      'kinds are read from the bytes of files, whatever their names say: format, and whether a photograph or a graphic (a drawing, logo, diagram, screenshot) is shown',
    ),
    acts(
      'automation.processing',
      'encodings are made now and kept beside the sources; nothing is encoded when a page is asked for',
    ),
    deliveryEffect(automation.delivery, target.imageCdn),
    acts('automation.fallback', 'the old files and names stay, and are what a browser without the new formats shows'),
  ]
}

const animatedEffect = ({
  animated = 'video',
  formats,
  optimization: { compression },
}: AssetPipeline): SettingEffect => {
  if (animated === 'none') return acts('animated', 'animated GIFs stay as they are')
  if (formats.webp === undefined || compression === 'lossless')
    return idle('animated', 'without lossy WebP animated GIFs stay as they are')
  return acts(
    'animated',
    animated === 'video'
      ? 'animated GIFs become videos where that is safe and saves enough against an animated WebP, else that'
      : 'animated GIFs become animated WebP',
  )
}

const deliveryEffect = (delivery: AssetPipelineAutomation['delivery'], cdn: ImageCdn | undefined): SettingEffect => {
  const key = 'automation.delivery'
  if (delivery === 'origin') return acts(key, 'served by the project itself, from files made at build time')
  if (cdn === undefined)
    return idle(
      key,
      'no image CDN is configured (`target.imageCdn`): pictures are made at build time, and any CDN in front of the site delivers the files',
    )
  const unreachable = whyUnproved(cdn)
  return unreachable === null
    ? acts(
        key,
        `pictures are asked of the CDN by its own addresses (${cdn.adapter}), the files of the site stay as the fallback`,
      )
    : idle(key, unreachable)
}
