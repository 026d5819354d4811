import { posix } from 'node:path'
import { hasOwnMark } from '../../../../instruments/images/own-mark.js'
import type { Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { BundleObservation } from '../../../../model/observation.js'
import { sha256 } from '../../../../system/hash.js'
import { readPackage } from '../../../build-config/dev-server.js'
import type { SourceText } from '../../../markup/source-text.js'
import { isComponentFile } from '../../../source/vue.js'
import type { ImageAddress, WrittenAddress } from './image-address.js'
import type { ImageElement } from './image-element.js'
import { jsxImages } from './jsx-images.js'
import { jsxLibrary } from './jsx-library.js'
import { vueImages } from './vue-images.js'

/** An `<img>` of a component, and the file that it is in. */
export interface ComponentImage extends ImageElement<ImageAddress> {
  readonly file: SourceText
}

export interface Components {
  readonly images: readonly ComponentImage[]
  /** The project's own modules that are in its bundle. */
  readonly modules: readonly SourceText[]
  readonly refusals: readonly Refusal[]
}

const SCRIPT = /\.[cm]?[jt]sx?$/
const PICTURES = ['**/*.{png,apng,jpg,jpeg,webp,avif,gif,svg,PNG,JPG,JPEG,WEBP,AVIF,GIF,SVG}']

/** The `<img>` elements in components that are in a project's bundle. */
export const readComponents = async (bundle: BundleObservation, workspace: ReadableWorkspace): Promise<Components> => {
  const known = new Set(await workspace.list())
  const own = bundle.modules
    .filter(({ packageName }) => packageName === null)
    .map(({ path }) => path.replace(/\?.*$/s, ''))
  const paths = [...new Set(own)].filter(path => known.has(path) && (SCRIPT.test(path) || isComponentFile(path)))
  const modules = await Promise.all(
    paths.toSorted().map(async path => ({ path, text: await workspace.readText(path) })),
  )
  const packageText = known.has('package.json') ? await workspace.readText('package.json') : '{}'
  const library = jsxLibrary(
    new Set([...bundle.modules.flatMap(({ packageName }) => packageName ?? []), ...namesIn(packageText)]),
  )
  const files = new PictureFiles(await workspace.list(PICTURES), workspace)
  const images: ComponentImage[] = []
  const refusals: Refusal[] = []
  for (const file of modules) {
    if (!/<img\b/i.test(file.text)) continue
    const found = isComponentFile(file.path)
      ? vueImages(file.path, file.text)
      : library === null
        ? 'its markup is that of a library whose elements are not known here'
        : jsxImages(file.path, file.text, library)
    if (typeof found === 'string') refusals.push({ subject: file.path, reason: found })
    else
      for (const image of found)
        images.push({
          ...image,
          file,
          addresses: await Promise.all(image.addresses.map(one => files.addressOf(one, file.path))),
        })
  }
  return { images, modules, refusals }
}

const namesIn = (packageText: string): readonly string[] => {
  const { dependencies, devDependencies } = readPackage(packageText)
  return Object.keys({ ...dependencies, ...devDependencies })
}

/** The pictures of a project, as imports name them. */
class PictureFiles {
  readonly #paths: readonly string[]
  readonly #workspace: ReadableWorkspace

  constructor(paths: readonly string[], workspace: ReadableWorkspace) {
    this.#paths = paths
    this.#workspace = workspace
  }

  async addressOf(written: WrittenAddress, importer: string): Promise<ImageAddress> {
    if (written.kind !== 'import') return written
    const named = this.#named(written.specifier.replace(/[?#].*$/s, ''), importer)
    if (named === null) return { kind: 'unknown' }
    const path = await this.#seenAs(named)
    return { kind: 'file', path, hash: sha256(await this.#workspace.read(path)) }
  }

  /** The picture beside one that was made of it here: where that is named now, it is the other that was seen. `hall.webp` and `hall-jpg.webp` of `hall.jpg`. */
  async #seenAs(path: string): Promise<string> {
    if (!hasOwnMark(await this.#workspace.read(path))) return path
    const stem = (one: string): string => one.slice(0, -posix.extname(one).length)
    const isSource = (other: string): boolean =>
      other !== path &&
      [stem(other), `${stem(other)}-${posix.extname(other).slice(1).toLowerCase()}`].includes(stem(path))
    return this.#paths.find(isSource) ?? path
  }

  #named(specifier: string, importer: string): string | null {
    const near = posix.normalize(posix.join(posix.dirname(importer), specifier))
    if (this.#paths.includes(near)) return near
    if (specifier.startsWith('.')) return null
    // An alias (`@/assets/table.jpg`), or the root of the project: the one picture whose path ends that way.
    const tail = specifier.replace(/^(?:[@~#][^/]*)?\//, '')
    const found = this.#paths.filter(path => `/${path}`.endsWith(`/${tail}`))
    return found.length === 1 ? found[0]! : null
  }
}
