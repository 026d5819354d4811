import type { ReadableWorkspace } from '../../model/change.js'
import type { PageSurvey, ShownImage } from '../../model/observation.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { ProfileId } from '../../model/profile.js'
import { sha256 } from '../../system/hash.js'

/** A picture as one page shows it under one profile. */
export interface Showing {
  readonly page: string
  readonly profile: ProfileId
  readonly image: ShownImage
}

/** A picture file of the project and where pages show it, found by content: names and paths may change in a build. */
export interface PictureFile {
  readonly path: string
  readonly hash: string
  readonly bytes: number
  readonly showings: readonly Showing[]
}

export interface Inventory {
  readonly files: readonly PictureFile[]
  /** Pictures that pages ask for whose bytes are no file of the project: transformed by the build, generated, or foreign. */
  readonly unmatched: readonly Showing[]
}

/** Pictures that stand in the code of a page, its styles or its scripts. */
export const inlinedShowings = ({ page, profile, inlinedImages = [] }: PageSurvey): readonly Showing[] =>
  inlinedImages.map(image => ({ page, profile, image }))

/** Whether pages show it, and all of them from their code. */
export const isInlined = ({ showings }: Pick<PictureFile, 'showings'>): boolean =>
  showings.length > 0 && showings.every(({ image }) => image.url.startsWith('data:'))

/** Whether a page shows it under an address that ends as its path does: of several files with one content that is the one it means. */
export const isMeant = ({ path, showings }: Pick<PictureFile, 'path' | 'showings'>): boolean =>
  showings.some(({ image }) => `/${path}`.endsWith(pathOf(image.url)))

const pathOf = (url: string): string => decoded(withoutQuery(url).replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, ''))

/** Those that are never re-encoded are found too, so that each is left alone for its own reason. */
export const PICTURE_FILES = [
  '**/*.{png,apng,jpg,jpeg,jpe,jfif,webp,avif,gif,heic,heif,jxl,bmp,PNG,JPG,JPEG,WEBP,AVIF,GIF,HEIC,HEIF,BMP}',
]

/** Maps the project's picture files to the pictures that pages show. Files with the same content share their showings. */
export const takeInventory = async (
  workspace: ReadableWorkspace,
  surveys: readonly PageSurvey[],
): Promise<Inventory> => {
  const asked = surveys.flatMap(({ page, profile, images }) => images.map(image => ({ page, profile, image })))
  const showings = [...asked, ...surveys.flatMap(inlinedShowings)]
  const files: PictureFile[] = []
  for (const path of await workspace.list(PICTURE_FILES)) {
    const data = await workspace.read(path)
    const hash = sha256(data)
    files.push({ path, hash, bytes: data.length, showings: showings.filter(s => s.image.bodyHash === hash) })
  }
  const known = new Set(files.map(f => f.hash))
  return {
    files: files.filter(f => !isBuiltCopy(f, files)),
    unmatched: asked.filter(s => !known.has(s.image.bodyHash ?? '')),
  }
}

/** `hero.0bc078d8b80c.jpg` beside `hero.jpg` of the same content is what some build made of it. */
const isBuiltCopy = (file: PictureFile, files: readonly PictureFile[]): boolean =>
  HASHED_NAME.test(file.path) && files.some(f => f.hash === file.hash && !HASHED_NAME.test(f.path))

const HASHED_NAME = /[.-][\da-f]{8,}\.\w+$/i
