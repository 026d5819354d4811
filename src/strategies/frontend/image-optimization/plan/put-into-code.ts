import type { OutputFormat } from '../../../../instruments/images/encode.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { isCopied } from './copied.js'
import { plainBundling } from './plain-bundlers.js'
import type { Project } from './project.js'

/** Below so many bytes, what builds import goes into their code where nothing else is said (Vite 4–8, webpack 5’s `asset`, react-scripts, Vue CLI 5). */
const LIMITS = { vite: 4096, asset: 8096, 'react-scripts': 10_000, '@vue/cli-service': 4096 } as const

/** A number that is written out, also as a product: `4 * 1024`. */
const numberIn = (text: string, key: string): number | null => {
  const [, product] = new RegExp(`\\b${key}\\s*:\\s*(\\d[\\d_]*(?:\\s*\\*\\s*\\d[\\d_]*)*)\\s*[,}\\n]`).exec(text) ?? []
  if (product === undefined) return null
  return product
    .replaceAll('_', '')
    .split('*')
    .map(Number)
    .reduce((a, b) => a * b)
}

type Built = Pick<Project, 'packages' | 'modules' | 'others' | 'build'>

/** Bytes from which on pictures that a build imports stay files; 0 where none goes into the code, or nobody knows. */
export interface InlineLimits {
  /** Of the types that are imported now. */
  readonly own: number
  /** Of AVIF and WebP, once the build's configuration takes them. */
  readonly added: number
}

/** @param pictures the paths of those that are worked on */
export const inlineLimits = (project: Built, pictures: readonly string[]): InlineLimits => {
  const { packages } = project
  const isKnown = ['vite', 'react-scripts', '@vue/cli-service', 'webpack'].some(name => packages[name] !== undefined)
  if (!isKnown) return plainBundling(project, pictures)?.limits ?? { own: 0, added: 0 }
  const limit = limitOfBundler(project)
  return { own: limit, added: limit }
}

const limitOfBundler = ({ packages, modules }: Pick<Project, 'packages' | 'modules'>): number => {
  const configured = (name: RegExp): string => modules.flatMap(m => (name.test(m.path) ? [m.text] : [])).join('\n')
  if (packages.vite !== undefined)
    return numberIn(configured(/(?:^|\/)vite\.config\./), 'assetsInlineLimit') ?? LIMITS.vite
  if (packages['react-scripts'] !== undefined) return LIMITS['react-scripts']
  if (packages['@vue/cli-service'] !== undefined) return LIMITS['@vue/cli-service']
  const webpack = packages.webpack === undefined ? '' : configured(/webpack[^/]*\.[cm]?[jt]s$/)
  return /\btype\s*:\s*['"]asset['"]/.test(webpack) ? (numberIn(webpack, 'maxSize') ?? LIMITS.asset) : 0
}

/** @param encoding what would be there in place of a file */
export type IsCode = (
  file: { readonly path: string; readonly bytes: number },
  encoding: { readonly bytes: number; readonly format: OutputFormat },
) => boolean

/**
 * Whether a picture that comes as a file would be put into the code that names it: there it holds up what waits for the code, as the first paint of many pages does, for bytes that
 * nobody waited for before.
 */
export const wouldBeCode = (project: Built, pictures: readonly string[]): IsCode => {
  const { own, added } = inlineLimits(project, pictures)
  return (file, { bytes, format }) => {
    if (isCopied(file.path)) return false
    const isAdded = (format === 'avif' || format === 'webp') && !file.path.endsWith(`.${format}`)
    return bytes < (isAdded ? added : own) && file.bytes >= own
  }
}

/** Scores that are asked for in turn, until a picture is large enough to stay a file. */
const FINER = [0.9, 0.95, 0.98]

/**
 * The smallest encoding that stays a file.
 * @param encode the smallest encoding with at least this score, or undefined
 * @returns undefined where there is none
 */
export const smallestFile = async (
  floor: number,
  isCode: (encoding: Encoding) => boolean,
  encode: (floor: number) => Promise<Encoding | undefined>,
): Promise<Encoding | undefined> => {
  for (const least of [floor, ...FINER.filter(one => one > floor)]) {
    const encoding = await encode(least)
    if (encoding === undefined || !isCode(encoding)) return encoding
  }
  return undefined
}
