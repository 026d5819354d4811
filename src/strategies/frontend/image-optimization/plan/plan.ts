import type { Encoding } from '../../../../instruments/images/search.js'
import type { AppliedChange, PictureOutcome, Refusal } from '../../../../model/actuator.js'
import type { Drawing } from '../drawings/minify-drawings.js'
import type { ShownFilms } from '../films/show-films.js'
import type { Renaming } from '../rename/rename-pictures.js'
import { type BytesByCandidate, bytesAfterOf } from './bytes-after.js'
import { shareThatPlays, shareThatShows } from './compatibility.js'
import { type Counts, countChange } from './counts.js'
import { dataAddress } from './data-pictures.js'
import { encodingsOf, type PipelineContext } from './encode-pictures.js'
import { withBasename, withBasenameAsSpecifier } from './encoded-picture.js'
import type { Replacement } from './in-place.js'
import { summaryOf } from './in-words.js'
import type { Project } from './project.js'
import type { Rewriting } from './rewrite-project.js'
import type { Settings } from './settings.js'
import { taken } from './taken.js'
import { uneditableMarkup } from './uneditable.js'

/** Everything that applying a candidate would write. Made without writing anything. */
export interface Plan extends AppliedChange {
  readonly writes: ReadonlyMap<string, string | Buffer>
  readonly bytesAfter: BytesByCandidate
  readonly counts: Counts
  /** Markup in forms that cannot be edited: it names pictures that are re-encoded in place for want of anything else. */
  readonly uneditable: readonly Refusal[]
  /** Hashes of pictures for which there was no time. */
  readonly leftOut: readonly string[]
  /** Everything that was encoded, taken or not, by the picture's hash. */
  readonly encodings: ReadonlyMap<string, readonly Encoding[]>
}

interface Parts {
  readonly context: PipelineContext
  readonly project: Project
  readonly settings: Settings
  readonly rewriting: Rewriting
  readonly replacements: readonly Replacement[]
  /** Pictures shown under another name; null where none may be. */
  readonly renaming: Renaming | null
  readonly films: ShownFilms
  readonly drawings: readonly Drawing[]
  readonly refusals: readonly Refusal[]
  readonly leftOut: readonly string[]
  readonly encodings: Plan['encodings']
}

/** Puts a plan together and counts what only the encoder knows. */
export const summarize = (parts: Parts): Plan => {
  const { context, project, settings, rewriting, replacements, renaming, films: shownFilms, drawings } = parts
  const { refusals, leftOut, encodings } = parts
  const writes = new Map<string, string | Buffer>(rewriting.texts)
  const texts = [...rewriting.texts.values()].join('\n')
  const isNamed = (file: string): boolean =>
    texts.includes(withBasename('', file)) || texts.includes(withBasenameAsSpecifier('', file))
  const helped = new Set(
    [...rewriting.texts].filter(([, text]) => text.startsWith('// Smaller encodings')).map(([, text]) => text),
  )
  const pictures: PictureOutcome[] = []
  for (const used of rewriting.used) {
    const address = dataAddress(used.file)
    const byAddress = address !== null && [...helped].some(text => text.includes(`'${address}'`))
    const files = [...new Set([...used.modern, ...(used.universal ? [used.universal] : [])])].flatMap(s =>
      s.files.filter(f => f.address !== undefined || (byAddress && used.modern.includes(s)) || isNamed(f.path)),
    )
    for (const file of files) if (file.address === undefined) writes.set(file.path, file.encoding.buffer)
    pictures.push(
      outcomeOf(
        used.file.path,
        used.file.bytes,
        files.map(f => ({ path: f.path, encoding: f.encoding })),
      ),
    )
  }
  for (const { work, encoding } of replacements) {
    writes.set(work.file.path, encoding.buffer)
    pictures.push(outcomeOf(work.file.path, work.file.bytes, [{ path: work.file.path, encoding }]))
  }
  const renamed = renaming?.renamed ?? []
  for (const { work, encoding, path: output } of renamed) {
    writes.set(output, encoding.buffer)
    pictures.push(outcomeOf(work.file.path, work.file.bytes, [{ path: output, encoding }]))
  }
  const { films } = shownFilms
  for (const { work, videos, poster } of films) {
    for (const { path: output, encoding } of [...videos, poster]) writes.set(output, encoding.buffer)
    pictures.push(outcomeOf(work.file.path, work.file.bytes, [...videos, poster]))
  }
  for (const { path: file, text } of drawings) writes.set(file, text)
  const scores = pictures.flatMap(p => p.outputs.map(o => o.score))
  const shown = [...rewriting.used].map(u => u.picture.format).concat(replacements.map(r => r.work.picture.format))
  const shares = [
    ...[...shown, ...renamed.map(() => 'webp' as const)].map(format => shareThatShows(format, context.target.root)),
    ...films.map(() => shareThatPlays(context.target.root)),
  ]
  const counts = countChange(rewriting, replacements, renamed, films.length, drawings.length, pictures)
  // What leaves all markup alone is not kept from it by its form.
  const uneditable =
    settings.means === 'in-place'
      ? []
      : uneditableMarkup(
          project,
          replacements.map(r => r.work.file.path),
        )
  return {
    writes,
    summary: summaryOf(counts, uneditable),
    details: [
      ...rewriting.details,
      ...[...rewriting.used].map(used => taken(used.file.path, used.picture, encodingsOf(used))),
      ...(renaming?.details ?? []),
      ...shownFilms.details,
      ...drawings.map(
        ({ path: file, bytes, sent }) =>
          `${file}: minified, ${bytes.before} to ${bytes.after} bytes (${sent.before} to ${sent.after} compressed)`,
      ),
      ...replacements.map(
        ({ work, encoding }) =>
          `${work.file.path}: ${work.picture.width === encoding.width ? '' : `${work.picture.width} to `}${encoding.width} pixels wide, ${work.file.bytes} to ${encoding.bytes} bytes, score ${encoding.score.toFixed(3)}; ${taken('', work.picture, [encoding]).trim()}`,
      ),
    ],
    refusals: [...refusals, ...uneditable],
    measured:
      scores.length === 0
        ? {}
        : {
            'image-quality-score': Math.min(...scores),
            'quality-metrics': scores.reduce((a, b) => a + b, 0) / scores.length,
            'compatibility-score': Math.min(1, ...shares),
            'compatibility-issues': shares.filter(share => share < 1).length,
          },
    pictures,
    bytesAfter: bytesAfterOf(rewriting, [...replacements, ...renamed], drawings, films),
    leftOut,
    encodings,
    counts,
    uneditable,
  }
}

const outcomeOf = (
  source: string,
  sourceBytes: number,
  outputs: readonly { path: string; encoding: Omit<PictureOutcome['outputs'][number], 'path'> }[],
): PictureOutcome => ({
  source,
  sourceBytes,
  outputs: outputs.map(({ path: output, encoding: { format, width, bytes, score, quality } }) => ({
    path: output,
    format,
    width,
    bytes,
    score,
    quality,
  })),
})
