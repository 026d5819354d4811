import sharp from 'sharp'
import type { ReplacedFrame } from '../../model/actuator.js'
import type { ShownFrame } from '../../model/observation.js'

/** A frame of one page that shows something else by the user's order. */
export type Replaced = Pick<ReplacedFrame, 'selector' | 'url'>

/** What is needed of a look in which frames are seen. */
interface Seen {
  readonly screenshotBase64?: string
  readonly frames?: readonly ShownFrame[]
}

/** What is painted over them in both arms: a colour that pages hardly have, so that a box that moved, grew or is gone is still seen. */
const PAINT = '#c000c0'
/** The sides of a box may differ by this much, CSS pixels. */
const SAME_SIZE = 2

const find = (frames: readonly ShownFrame[] | undefined, { selector, url }: Replaced): ShownFrame | undefined =>
  frames?.find(frame => frame.selector === selector && frame.url === url)

/** A look with the boxes painted over in which it shows frames that were ordered to be replaced; the look itself where it shows none. */
export async function covered<L extends Seen>(look: L, replaced: readonly Replaced[]): Promise<L> {
  const boxes = replaced.flatMap(one => find(look.frames, one)?.box ?? [])
  if (boxes.length === 0 || look.screenshotBase64 === undefined) return look
  const picture = sharp(Buffer.from(look.screenshotBase64, 'base64'), { limitInputPixels: false })
  const { width, height } = await picture.metadata()
  const pieces = boxes.flatMap(box => {
    const [left, top] = [Math.max(0, Math.round(box.left)), Math.max(0, Math.round(box.top))]
    const right = Math.min(width, Math.round(box.left + box.width))
    const bottom = Math.min(height, Math.round(box.top + box.height))
    if (right <= left || bottom <= top) return []
    const create = { width: right - left, height: bottom - top, channels: 3 as const, background: PAINT }
    return [{ input: { create }, left, top }]
  })
  if (pieces.length === 0) return look
  const painted = await picture.composite(pieces).png({ compressionLevel: 1 }).toBuffer()
  return { ...look, screenshotBase64: painted.toString('base64') }
}

/** What became of the boxes of such frames, in words: what stands in for one has its place and its size. */
export function compareFrames(
  baseline: readonly Seen[],
  candidate: readonly Seen[],
  replaced: readonly Replaced[],
): string[] {
  return replaced.flatMap(one => {
    const before = baseline.flatMap(({ frames }) => find(frames, one) ?? [])
    if (before.length < baseline.length) return []
    const after = candidate.map(({ frames }) => find(frames, one))
    if (after.every(frame => frame === undefined)) return [`the frame ${one.selector} is not shown any more`]
    const isOther = (frame: ShownFrame | undefined): boolean =>
      before.every(({ box }) =>
        (['width', 'height'] as const).some(side => Math.abs((frame?.box[side] ?? 0) - box[side]) > SAME_SIZE),
      )
    const [now] = after.filter(frame => frame !== undefined)
    if (!after.every(isOther)) return []
    const said = ({ box }: ShownFrame): string => `${Math.round(box.width)} × ${Math.round(box.height)} px`
    return [`the frame ${one.selector} is ${said(now!)} instead of ${said(before[0]!)}`]
  })
}
