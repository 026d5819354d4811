import { gzipSync } from 'node:zlib'
import type { Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { PageSurvey, ShownImage } from '../../../../model/observation.js'
import { sha256 } from '../../../../system/hash.js'
import type { Project } from '../plan/project.js'
import { reachesInto } from './drawing-use.js'
import { looksSame } from './looks-same.js'
import { liveliness, minifyDrawing, type Precision, wrappedPictures } from './minify-drawing.js'

/** A drawing (SVG) that is written anew under its own name. */
export interface Drawing {
  readonly path: string
  /** Of the file as it was: what pages were seen to load. */
  readonly hash: string
  readonly text: string
  readonly bytes: { readonly before: number; readonly after: number }
  /** The same as a server sends them, compressed. */
  readonly sent: { readonly before: number; readonly after: number }
}

export interface Drawings {
  readonly drawings: readonly Drawing[]
  readonly refusals: readonly Refusal[]
}

const LEAST_BYTES = 512
const LEAST_SHARE = 0.1
/** More is a map or a picture in disguise: it takes long to read. */
const LARGEST = 2_000_000
/** As coarse as can be first. */
const PRECISIONS: readonly Precision[] = [3, 5, null]

/** Minifies the drawings that pages show as pictures, where a renderer sees no difference. */
export const minifyDrawings = async (
  project: Project,
  surveys: readonly PageSurvey[],
  workspace: ReadableWorkspace,
  checkpoint: () => void,
): Promise<Drawings> => {
  const shown = surveys.flatMap(s => s.images).filter(isDrawing)
  if (shown.length === 0) return { drawings: [], refusals: [] }
  const drawings: Drawing[] = []
  const refusals: Refusal[] = []
  for (const file of await workspace.list(['**/*.svg'])) {
    checkpoint()
    const data = await workspace.read(file)
    const hash = sha256(data)
    if (!shown.some(image => image.bodyHash === hash)) continue
    const made = await minifyOne(file, data, hash, project)
    if ('reason' in made) refusals.push({ subject: file, reason: made.reason })
    else drawings.push(made)
  }
  return { drawings, refusals }
}

const isDrawing = ({ contentType, bodyHash, via }: ShownImage): boolean =>
  /^image\/svg/.test(contentType) && bodyHash !== null && (via === 'img' || via === 'css-background')

const minifyOne = async (
  file: string,
  data: Buffer,
  hash: string,
  project: Project,
): Promise<Drawing | { readonly reason: string }> => {
  const svg = data.toString()
  if (svg.length > LARGEST || Buffer.from(svg).compare(data) !== 0)
    return { reason: 'it is too large, or not in UTF-8' }
  const wrapped = wrappedPictures(svg)
  if (wrapped > svg.length / 2)
    return {
      reason: `it is a drawing around a picture that is written into it (${Math.round(wrapped / 1000)} kB of ${Math.round(svg.length / 1000)} kB): as a file of its own that could be encoded`,
    }
  const lively = liveliness(svg) ?? reachesInto(file, project)
  if (lively !== null) return { reason: `${lively}: it stays as it is written` }
  let smaller = false
  for (const precision of PRECISIONS) {
    const text = minifyDrawing(svg, precision)
    if (text === null) return { reason: 'it cannot be read' }
    const sent = { before: gzipSync(data).length, after: gzipSync(text).length }
    if (sent.before - sent.after < Math.max(LEAST_BYTES, sent.before * LEAST_SHARE)) continue
    smaller = true
    if (await looksSame(svg, text).catch(() => false))
      return { path: file, hash, text, bytes: { before: data.length, after: Buffer.byteLength(text) }, sent }
  }
  return {
    reason: smaller
      ? 'minified, it would look different'
      : 'minifying it would save less than a tenth or 512 bytes compressed',
  }
}
