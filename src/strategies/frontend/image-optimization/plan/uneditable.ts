import path from 'node:path'
import type { Refusal } from '../../../../model/actuator.js'
import { isVueFile, readBlocks } from '../vue/blocks.js'
import type { Project, SourceText } from './project.js'

/** Languages of markup that pictures are shown by and that are not edited, by the ending of their files. */
const FORMS: Readonly<Record<string, string>> = {
  '.pug': 'Pug',
  '.svelte': 'a Svelte component',
  '.astro': 'Astro',
  '.php': 'PHP',
  '.erb': 'ERB',
  '.haml': 'Haml',
  '.slim': 'Slim',
  '.cshtml': 'Razor',
  '.jsp': 'JSP',
}

/** A component of Vue is read but for templates in other languages. */
const formOf = ({ path: file, text }: SourceText): string | undefined => {
  const language = isVueFile(file) ? readBlocks(text).templateLanguage : null
  if (language !== null) return `a Vue component whose template is in ${language === 'pug' ? 'Pug' : language}`
  return FORMS[path.posix.extname(file).toLowerCase()]
}

const REFERENCE = /[\w@%.~/-]+\.(?:jpe?g|jfif|png|webp)\b/gi

/** Markup that names these pictures (paths in the project) and is in a form that cannot be edited, file by file, what names most of them first. */
export const uneditableMarkup = (project: Pick<Project, 'others'>, pictures: readonly string[]): Refusal[] =>
  project.others
    .flatMap(source => {
      const { path: file, text } = source
      const form = formOf(source)
      if (form === undefined) return []
      const named = new Set(
        [...text.matchAll(REFERENCE)].flatMap(([reference]) => {
          const ending = `/${reference.replace(/^(?:\.{0,2}\/)+/, '')}`
          return pictures.filter(picture => `/${picture}`.endsWith(ending))
        }),
      )
      if (named.size === 0) return []
      const left =
        named.size === 1
          ? 'the picture that it names has no other formats or sizes there, and loads as before'
          : `the ${named.size} pictures that it names have no other formats or sizes there, and load as before`
      return [
        {
          count: named.size,
          refusal: { subject: file, reason: `it is ${form}, a form that cannot be edited: ${left}` },
        },
      ]
    })
    .toSorted((a, b) => b.count - a.count)
    .map(({ refusal }) => refusal)
