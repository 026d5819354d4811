import { posix } from 'node:path'
import { servedPath } from '../../../html/served-texts.js'

/** The bundle by the names under which a project's files can mean it. */
export interface BundleNames {
  /** Path on its host, from the root. */
  readonly served: string
  /** Whether an address in a page of the output (its path there) is that of the bundle, as it is: with a query it would be another module. */
  isAt(page: string, address: string): boolean
  /** Whether a text that is served as it is names it: by its address, or by its name alone. */
  isNamedIn(text: string): boolean
  /** Whether a text of another kind names it by its address. */
  isMeantIn(text: string): boolean
  /** Whether a text says where the build puts it. */
  isPlacedBy(text: string): boolean
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** What may stand before a name: not the rest of another one, or of a path. */
const START = String.raw`(?<![\w./-])`
const END = String.raw`(?![\w-])`

/**
 * @param file path of the bundle below the folder that is served
 * @param folder that one, relative to the project
 * @param base path below which the host has the folder; empty where at its root
 */
export const bundleNames = (file: string, folder: string, base: string): BundleNames => {
  const host = String.raw`(?:(?:https?:)?\/\/[^\s/"'\x60]+)?`
  const address = `${host}(?:${escaped(base)})?\\/${escaped(file)}`
  // At the root of the project nothing tells the place from the name.
  const place = folder === '.' ? '(?!)' : escaped(posix.join(folder, file))
  const alone = String.raw`(?:\.{1,2}\/)*(?:${escaped(file)}|${escaped(posix.basename(file))})`
  const meant = new RegExp(`${START}(?:${address})${END}`)
  const named = new RegExp(`${START}(?:${address}|${alone})${END}`)
  const placed = new RegExp(`(?<![\\w-])${place}${END}`)
  const served = `${base}/${file}`
  return {
    served,
    isAt: (page, written) => !/[?#]/.test(written) && servedPath(`${base}/${page}`, written) === served,
    isNamedIn: text => named.test(text),
    isMeantIn: text => meant.test(text),
    isPlacedBy: text => placed.test(text),
  }
}
