import type { Showing } from '../../../../instruments/images/inventory.js'
import { usablePixels } from '../../../../instruments/images/unoptimized.js'
import type { Drawing } from '../drawings/minify-drawings.js'
import type { ShownFilm } from '../films/show-films.js'
import type { EncodedPicture, OutputFile, SourceType } from './encoded-picture.js'
import type { BytesAfter } from './forecast.js'
import type { Replacement } from './in-place.js'

/** What each kind of candidate would send, from the encodings made for the first. */
export interface BytesByCandidate {
  readonly asPlanned: BytesAfter
  readonly asWebp: BytesAfter
  readonly inPlace: BytesAfter
  /** Animated GIFs as pictures. */
  readonly withoutFilms: BytesAfter
}

export const bytesAfterOf = (
  rewriting: { readonly used: ReadonlySet<EncodedPicture> },
  replacements: readonly Pick<Replacement, 'work' | 'encoding'>[],
  drawings: readonly Drawing[],
  films: readonly ShownFilm[],
): BytesByCandidate => {
  const offered = new Map([...rewriting.used].map(u => [u.file.hash, u]))
  const replaced = new Map(replacements.map(r => [r.work.file.hash, r.encoding]))
  const filmed = new Map(films.map(film => [film.work.file.hash, film]))
  /** What the visitor with the larger of two videos gets. */
  const asFilm = ({ image }: Showing): number | null => {
    const film = filmed.get(image.bodyHash ?? '')
    if (film === undefined) return null
    return film.poster.encoding.bytes + Math.max(...film.videos.map(({ encoding }) => encoding.bytes))
  }
  const asMoving = ({ image }: Showing): number | null => filmed.get(image.bodyHash ?? '')?.asPicture ?? null
  const drawn = new Map(drawings.map(d => [d.hash, d]))
  /** As large as it was sent, so much smaller as it became. */
  const asDrawn = ({ image }: Showing): number | null => {
    const drawing = drawn.get(image.bodyHash ?? '')
    if (drawing === undefined) return null
    const compressed = image.bytes < drawing.bytes.before
    const { before, after } = compressed ? drawing.sent : drawing.bytes
    return Math.min(image.bytes, Math.round((image.bytes * after) / before))
  }
  const filesFor = (showing: Showing, type?: SourceType): readonly OutputFile[] | undefined => {
    const found = offered.get(showing.image.bodyHash ?? '')
    return (found?.modern.find(m => type === undefined || m.type === type) ?? found?.modern[0] ?? found?.universal)
      ?.files
  }
  const fitting = (showing: Showing, type?: SourceType): number | null => {
    const files = filesFor(showing, type)
    const enough = showing.image.followsOwnWidth
      ? undefined
      : files?.find(f => f.encoding.width >= usablePixels(showing))
    const file = enough ?? files?.at(-1)
    return file?.encoding.bytes ?? replaced.get(showing.image.bodyHash ?? '')?.bytes ?? asDrawn(showing)
  }
  return {
    asPlanned: showing => asFilm(showing) ?? fitting(showing),
    asWebp: showing => asFilm(showing) ?? fitting(showing, 'image/webp'),
    withoutFilms: showing => asMoving(showing) ?? fitting(showing),
    // One file for every box: the largest; JPEG weighs about as much as WebP at the same score.
    inPlace: showing => filesFor(showing, 'image/webp')?.at(-1)?.encoding.bytes ?? fitting(showing),
  }
}
