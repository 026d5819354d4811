import type { Encoding } from '../../../../instruments/images/search.js'
import type { Project } from './project.js'

/** Below so many bytes, what builds import goes into their code where nothing else is said (Vite 4–8, webpack 5’s `asset`, react-scripts, Vue CLI 5). */
const LIMITS = { vite: 4096, asset: 8096, 'react-scripts': 10_000, '@vue/cli-service': 4096 } as const

/** Files that no build imports: they are copied as they are. */
const COPIED = /^(?:public|static)\//

const numberIn = (text: string, key: string): number | null => {
  const [, digits] = new RegExp(`\\b${key}\\s*:\\s*(\\d[\\d_]*)\\s*[,}\\n]`).exec(text) ?? []
  return digits === undefined ? null : Number(digits.replaceAll('_', ''))
}

/** Bytes from which on a picture that the project's build imports stays a file; 0 where none goes into the code, or nobody knows. */
export const inlineLimit = ({ packages, modules }: Pick<Project, 'packages' | 'modules'>): number => {
  const configured = (name: RegExp): string => modules.flatMap(m => (name.test(m.path) ? [m.text] : [])).join('\n')
  if (packages.vite !== undefined)
    return numberIn(configured(/(?:^|\/)vite\.config\./), 'assetsInlineLimit') ?? LIMITS.vite
  if (packages['react-scripts'] !== undefined) return LIMITS['react-scripts']
  if (packages['@vue/cli-service'] !== undefined) return LIMITS['@vue/cli-service']
  const webpack = packages.webpack === undefined ? '' : configured(/webpack[^/]*\.[cm]?[jt]s$/)
  return /\btype\s*:\s*['"]asset['"]/.test(webpack) ? (numberIn(webpack, 'maxSize') ?? LIMITS.asset) : 0
}

/** @param bytes what a file would have in place of its own */
export type IsCode = (file: { readonly path: string; readonly bytes: number }, bytes: number) => boolean

/**
 * Whether a picture that comes as a file would be put into the code that names it: there it holds up what waits for the code, as the first paint of many pages does, for bytes that
 * nobody waited for before.
 */
export const wouldBeCode = (project: Pick<Project, 'packages' | 'modules'>): IsCode => {
  const limit = inlineLimit(project)
  return (file, bytes) => bytes < limit && file.bytes >= limit && !COPIED.test(file.path)
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
  isCode: (bytes: number) => boolean,
  encode: (floor: number) => Promise<Encoding | undefined>,
): Promise<Encoding | undefined> => {
  for (const least of [floor, ...FINER.filter(one => one > floor)]) {
    const encoding = await encode(least)
    if (encoding === undefined || !isCode(encoding.bytes)) return encoding
  }
  return undefined
}
