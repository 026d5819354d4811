import path from 'node:path'
import { type EncodedPicture, formatName } from '../plan/encoded-picture.js'
import { relativeSpecifier } from '../plan/relative-specifier.js'

/** What a module writes to know pictures, and their encodings, that get their addresses from the build. */
export interface ImportedEncodings {
  readonly imports: readonly string[]
  /** Properties of an object, by the picture's address. */
  readonly entries: readonly string[]
}

/**
 * @param file the module that imports them
 * @param attribute what the elements of the project call `srcset`
 */
export const importedEncodings = (
  file: string,
  pictures: readonly EncodedPicture[],
  attribute: 'srcSet' | 'srcset',
): ImportedEncodings => {
  const imports: string[] = []
  const taken = new Set<string>()
  const imported = (target: string, ending: string): string => {
    const name = nameFor(target, ending, taken)
    imports.push(`import ${name} from '${relativeSpecifier(file, target).replace(/[\\']/g, '\\$&')}';`)
    return name
  }
  const entries = pictures
    .toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1))
    .map(({ file: { path: original }, picture, modern }) => {
      const name = imported(original, 'Picture')
      const sources = modern.map(source => {
        const files = source.files.map(({ path: output, encoding }) => {
          const format = formatName(source)
          return `\${${inSrcset(imported(output, capitalized(format)), output)}} ${encoding.width}w`
        })
        return `      { type: '${source.type}', ${attribute}: \`${files.join(', ')}\` },`
      })
      return [
        `  [${name}]: {`,
        `    size: '${picture.width}x${picture.height}',`,
        '    sources: [',
        ...sources,
        '    ],',
        '  },',
      ].join('\n')
    })
  return { imports, entries }
}

/** `ridge-690.avif` is `ridge690Avif`; what is taken gets a number. */
const nameFor = (file: string, ending: string, taken: Set<string>): string => {
  const { name } = path.posix.parse(file)
  const words = name.split(/[^a-zA-Z\d]+/).filter(word => word !== '')
  const stem = words.map((word, index) => (index === 0 ? word : capitalized(word))).join('')
  const wanted = `${/^[a-zA-Z]/.test(stem) ? '' : 'picture'}${stem}${ending}`
  let free = wanted
  for (let i = 2; taken.has(free); i++) free = `${wanted}_${i}`
  taken.add(free)
  return free
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** A bundler may keep a file's name in its address, and a space would end that in a `srcset`. */
const inSrcset = (name: string, file: string): string => (/\s/.test(file) ? `${name}.replace(/\\s/g, '%20')` : name)
