import type { EncodingCache } from '../../src/instruments/images/encoding-cache.js'
import { makeMaster } from '../../src/instruments/images/master.js'
import { PICTURES_AT_ONCE } from '../../src/instruments/images/unoptimized.js'
import { mapBounded } from '../../src/system/map-bounded.js'
import type { BenchOptions } from '../row.js'
import { type Arm, type Judged, ourArm, peerArm } from './arms.js'
import { FLOOR, judgeOf } from './judge.js'
import { lowestSetting } from './lowest-setting.js'
import { FORMATS, type Format } from './peer.js'
import type { BenchPicture } from './pictures.js'

/** What one side makes of the set in one format with one setting. */
export interface SideInFormat {
  /** Peer: quality, 1–100. Ours: the perceptual floor, in hundredths. */
  readonly setting: number
  /** In the pictures' order; null: the file is left as it is. */
  readonly judged: readonly (Judged | null)[]
}

export interface Comparison {
  readonly pictures: readonly BenchPicture[]
  /** null where no setting is enough for every picture. */
  readonly formats: Readonly<
    Record<Format, { readonly ours: SideInFormat | null; readonly theirs: SideInFormat | null }>
  >
  /** Pictures whose encoding at the stock manifest's own floor is below the judge's, by format. */
  readonly belowAtStock: Readonly<Record<Format, number>>
}

/**
 * Both sides have one setting for all pictures: a quality, or a perceptual floor. Each is set to the lowest at which every picture of the
 * set meets the judge's floor (ours never below the stock manifest's). Encodings of both are made and judged picture by picture.
 */
export const compare = async (
  pictures: readonly BenchPicture[],
  cache: EncodingCache,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<Comparison> => {
  const [ours, theirs] = [ourArm(cache), peerArm]
  const formats: Partial<Record<Format, Comparison['formats'][Format]>> = {}
  const belowAtStock: Partial<Record<Format, number>> = {}
  for (const format of FORMATS) {
    const least = new Map<Arm, number | null>([ours, theirs].map(arm => [arm, arm.least]))
    const below = new Set<BenchPicture>()
    let done = 0
    await mapBounded(pictures, PICTURES_AT_ONCE, async one => {
      const master = await makeMaster(one.source, one.picture, one.picture.width)
      const judge = await judgeOf(master)
      for (const arm of [ours, theirs]) {
        const meets = async (setting: number): Promise<boolean> => {
          signal.throwIfAborted()
          const judged = await arm.encode(one, master, judge, format, setting)
          const enough = judged === null || judged.judged >= FLOOR
          if (arm === ours && setting === arm.least && !enough) below.add(one)
          return enough
        }
        if (arm === ours) await meets(arm.least)
        const from = least.get(arm) ?? null
        const needed = from === null ? null : await lowestSetting(from, arm.highest, meets)
        const known = least.get(arm) ?? null
        least.set(arm, needed === null || known === null ? null : Math.max(needed, known))
      }
      progress(`${format}, ${++done} of ${pictures.length}: ${one.name}`)
    })
    const settle = (arm: Arm) => {
      const found = least.get(arm) ?? null
      return settleOn(arm, found === null ? null : Math.max(arm.least, found - arm.margin), pictures, format, signal)
    }
    progress(`${format}, every picture at the setting found`)
    formats[format] = { ours: await settle(ours), theirs: await settle(theirs) }
    belowAtStock[format] = below.size
  }
  return { pictures, formats: formats as Comparison['formats'], belowAtStock: belowAtStock as Record<Format, number> }
}

/**
 * All pictures at the setting found, or a little below it, as they are delivered. Where some turn out to look worse than they did in the
 * search, a step up: first of those alone, then of all.
 */
const settleOn = async (
  arm: Arm,
  from: number | null,
  pictures: readonly BenchPicture[],
  format: Format,
  signal: AbortSignal,
): Promise<SideInFormat | null> => {
  const deliver = async (one: BenchPicture, setting: number): Promise<Judged | null> => {
    signal.throwIfAborted()
    const master = await makeMaster(one.source, one.picture, one.picture.width)
    return arm.deliver(one, master, await judgeOf(master), format, setting)
  }
  const isEnough = (judged: Judged | null): boolean => judged === null || judged.judged >= FLOOR
  let hard: readonly BenchPicture[] = []
  for (let setting = from ?? arm.highest + 1; setting <= arm.highest; setting++) {
    const firstJudged = await mapBounded(hard, PICTURES_AT_ONCE, one => deliver(one, setting))
    if (!firstJudged.every(isEnough)) continue
    const judged = await mapBounded(pictures, PICTURES_AT_ONCE, one => deliver(one, setting))
    if (judged.every(isEnough)) return { setting, judged }
    hard = pictures.filter((_, i) => !isEnough(judged[i]!))
  }
  return null
}
