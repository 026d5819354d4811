import type { SettingEffect } from '../../../../model/actuator.js'
import type { AssetPipeline } from '../configuration.js'
import type { Counts } from './counts.js'
import { pictures } from './in-words.js'
import type { Settings } from './settings.js'

/** What a plan does, as far as the keys of the configuration are concerned. */
export interface Shown {
  readonly counts: Counts
  /** Whether markup in forms that cannot be edited names pictures of it. */
  readonly hasUneditable: boolean
}

/**
 * What each key did in a change, from what the change does: a key that acts wherever it can is without effect where nothing came of it. Keys of
 * which the change shows nothing are left out.
 */
export const shownEffects = (
  effects: readonly SettingEffect[],
  { counts, hasUneditable }: Shown,
  settings: Settings,
  { responsive }: Pick<AssetPipeline, 'responsive'>,
): SettingEffect[] => {
  if (settings.means === 'cdn') return lazyOnly(effects, counts, settings)
  const { modern, sized, renamed, inPlace, narrowed, byFormat } = counts
  const offered = modern + sized
  const noMarkup =
    settings.means === 'in-place'
      ? 'no markup is touched: files are re-encoded under their own names'
      : hasUneditable
        ? 'no markup that can be edited shows these pictures'
        : 'no reference to a picture could be changed: files are re-encoded under their own names'
  const notes: Readonly<Record<string, (note: string) => Outcome>> = {
    'formats.avif.quality': note => ofFormat(note, 'AVIF', byFormat.get('avif'), noMarkup),
    'formats.webp.quality': note => ofFormat(note, 'WebP', byFormat.get('webp'), noMarkup),
    // Searches for PNG start there too.
    'formats.jpeg.quality': note =>
      ofFormat(note, 'JPEG or PNG', (byFormat.get('jpeg') ?? 0) + (byFormat.get('png') ?? 0), NOT_NEEDED),
    'formats.jpeg.progressive': note => ofFormat(note, 'JPEG', byFormat.get('jpeg'), NOT_NEEDED),
    'optimization.progressive': note => ofFormat(note, 'JPEG', byFormat.get('jpeg'), NOT_NEEDED),
    'responsive.breakpoints': note =>
      offered > 0 ? acts(`${note}, for the ${pictures(offered)} offered beside the old file`) : idle(noMarkup),
    'responsive.densities': () => densities(responsive, offered, renamed, inPlace, narrowed),
    'responsive.lazyLoading': note => lazyLoading(note, counts, settings, noMarkup),
    animated: note => animated(note, counts),
    'automation.processing': () =>
      acts(
        `encodings are made now, ${[offered + renamed > 0 ? 'kept beside the sources' : '', inPlace > 0 ? 'in place of the originals' : ''].filter(Boolean).join(' or ')}; nothing is encoded when a page is asked for`,
      ),
    'automation.fallback': () => fallback(offered, renamed, inPlace),
  }
  return effects.flatMap(effect => {
    const outcome = effect.effect === 'acts' ? notes[effect.key]?.(effect.note) : undefined
    return outcome === undefined ? [] : [{ key: effect.key, ...outcome }]
  })
}

type Outcome = Pick<SettingEffect, 'effect' | 'note'>
const acts = (note: string): Outcome => ({ effect: 'acts', note })
const idle = (note: string): Outcome => ({ effect: 'without-effect', note })

const NOT_NEEDED = 'no place needed a form that every browser has'

const ofFormat = (note: string, name: string, made: number | undefined, why: string): Outcome =>
  made ? acts(`${note} (${pictures(made)})`) : idle(`no ${name} file was made: ${why}`)

const animated = (note: string, { films, moving }: Counts): Outcome => {
  const done = [
    ...(films > 0 ? [`${films} as ${films === 1 ? 'a video' : 'videos'}`] : []),
    ...(moving > 0 ? [`${moving} as animated WebP`] : []),
  ]
  return done.length > 0 ? acts(`${note} (${done.join(', ')})`) : idle('no animated GIF is shown otherwise')
}

const densities = (
  { densities: wanted }: AssetPipeline['responsive'],
  offered: number,
  renamed: number,
  inPlace: number,
  narrowed: number,
): Outcome => {
  const all = wanted.map(density => `${density}x`).join(', ')
  const most = `${Math.max(...wanted)}x`
  const said = [
    offered > 0 ? `${pictures(offered)} served at ${all} of each shown box` : '',
    renamed > 0 ? `${pictures(renamed)} led to a file of the one size that the largest box needs at ${most}` : '',
    narrowed > 0
      ? `${pictures(narrowed)} re-encoded in place, in the one size that the largest box needs at ${most}`
      : '',
  ].filter(Boolean)
  return said.length > 0
    ? acts(`${said.join('; ')}${inPlace > narrowed ? `; ${inPlace - narrowed} kept their pixels` : ''}`)
    : idle('every picture is re-encoded in place with the pixels it had')
}

const lazyLoading = (note: string, { lazy }: Counts, settings: Settings, noMarkup: string): Outcome => {
  if (lazy > 0) return acts(`${note}: ${lazy} ${lazy === 1 ? 'place' : 'places'} in markup`)
  if (!settings.lazyLoading) return settings.means === 'in-place' ? idle(noMarkup) : acts('no picture is made lazy')
  return idle(`nothing was made lazy: no markup that can be edited shows a picture outside every first view`)
}

const fallback = (offered: number, renamed: number, inPlace: number): Outcome => {
  const others = [
    renamed > 0
      ? `${pictures(renamed)} shown in WebP alone, which every browser has that the project means; the old ${renamed === 1 ? 'file stays' : 'files stay'}`
      : '',
    inPlace > 0
      ? `${pictures(inPlace)} replaced under ${inPlace === 1 ? 'its own name' : 'their own names'}, in the format that every browser had before`
      : '',
  ].filter(Boolean)
  if (offered === 0)
    return idle(
      `${renamed === 0 ? 'no old file stays beside a new one' : 'no place offers an old file beside a new one'}: ${others.join('; ')}`,
    )
  return acts(
    [
      `the old files and names of ${pictures(offered)} stay, and are what a browser without the new formats shows`,
      ...others,
    ].join('; '),
  )
}

/** A CDN makes the files: of the change, only what was done to markup is seen. */
const lazyOnly = (effects: readonly SettingEffect[], counts: Counts, settings: Settings): SettingEffect[] =>
  effects
    .filter(({ key, effect }) => key === 'responsive.lazyLoading' && effect === 'acts')
    .map(({ key, note }) => ({ key, ...lazyLoading(note, counts, settings, '') }))
