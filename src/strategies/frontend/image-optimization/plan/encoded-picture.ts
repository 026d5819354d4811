import path from 'node:path'
import type { Picture } from '../../../../instruments/images/inspect.js'
import type { PictureFile, Showing } from '../../../../instruments/images/inventory.js'
import type { Encoding } from '../../../../instruments/images/search.js'

/** An encoding and the file it goes to (path in the workspace). */
export interface OutputFile {
  readonly path: string
  readonly encoding: Encoding
  /** Where a CDN gives it: nothing is written then, and `path` says the same. */
  readonly address?: string
}

export type SourceType = 'image/avif' | 'image/webp' | 'image/jpeg' | 'image/png'

/** One format's files, ascending by width. */
export interface Source {
  /** null: a CDN chooses it by what the browser says it takes. */
  readonly type: SourceType | null
  readonly files: readonly OutputFile[]
}

/** A picture with everything that may be shown instead of it. */
export interface EncodedPicture {
  readonly file: PictureFile
  readonly picture: Picture
  /** Where this picture, or one that data may put in its place, is shown. */
  readonly showings: readonly Showing[]
  /** In modern formats, smallest first. */
  readonly modern: readonly Source[]
  /** In the format that every browser has, for places that take no choice of formats; null where there is none. */
  readonly universal: Source | null
}

/** The format's name, e.g. `avif`. */
export const formatName = ({ type }: Source): string => type?.slice('image/'.length) ?? 'by the CDN’s choice'

/** `hero.jpg` at 960 as AVIF is `hero-960.avif`, beside the original: what copies or serves the folder takes it along. */
export const outputPath = (source: string, width: number, format: string, taken: ReadonlySet<string>): string => {
  const extension = path.posix.extname(source)
  const stem = source.slice(0, source.length - extension.length)
  const ending = format === 'jpeg' ? 'jpg' : format
  const plain = `${stem}-${width}.${ending}`
  return taken.has(plain) ? `${stem}-${extension.slice(1).toLowerCase()}-${width}w.${ending}` : plain
}

/**
 * The same address with another file of the same folder in place of the picture's own, for markup and styles; query and fragment stay. A
 * space would end an address in a `srcset`.
 */
export const withBasename = (reference: string, file: string): string =>
  replaceBasename(
    reference.trim().replace(/\s/g, '%20'),
    encodeURIComponent(path.posix.basename(file)).replaceAll('%40', '@'),
  )

/** The same for the specifier of an import, which is a path: nothing is escaped in it. */
export const withBasenameAsSpecifier = (specifier: string, file: string): string =>
  replaceBasename(specifier, path.posix.basename(file))

const replaceBasename = (reference: string, name: string): string => {
  const end = /[?#]/.exec(reference)?.index ?? reference.length
  const from = reference.lastIndexOf('/', end - 1) + 1
  return reference.slice(0, from) + name + reference.slice(end)
}
