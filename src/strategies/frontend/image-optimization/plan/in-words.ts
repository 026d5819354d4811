import type { Refusal } from '../../../../model/actuator.js'
import type { Counts } from './counts.js'

/** e.g. `1 picture`, `14 pictures` */
export const pictures = (count: number): string => `${count} ${count === 1 ? 'picture' : 'pictures'}`

/** What is done, as the title of a candidate says it: counted where not all pictures get the same. */
export const titleOf = (counts: Counts, formats = 'modern formats'): string => {
  const { modern, sized, renamed, inPlace, films, drawings, videos, lazy } = counts
  const kinds = [modern, sized, renamed, inPlace, films].filter(count => count > 0).length
  const lazily = lazy > 0 ? ', lazy below the first view' : ''
  if (kinds === 0 && drawings > 0) return `Drawings (SVG) minified${lazily}`
  if (kinds === 0 && videos > 0) return 'Videos fetched when they are played'
  if (kinds !== 1)
    return `${parts(counts, formats, counts.modern === 1 ? ' and the sizes it is shown in' : ' and the sizes they are shown in').join(', ')}${lazily}`
  if (films > 0) return `Animated pictures as videos${lazily}`
  if (inPlace > 0) return `Pictures re-encoded under their own names${lazily}`
  if (renamed > 0) return `Pictures led to smaller files in WebP${lazily}`
  return `Pictures in ${modern > 0 ? `${formats} and ` : ''}the sizes they are shown in${lazily}`
}

/** The same where there is little room: at most 52 characters with counts of up to three digits. */
export const shortTitleOf = (counts: Counts, formats = 'modern formats'): string => {
  const { modern, sized, renamed, inPlace, films, drawings, videos } = counts
  if (modern + sized + renamed + inPlace + films === 0 && drawings + videos > 0)
    return drawings > 0 ? 'Drawings (SVG) minified' : 'Videos fetched when they are played'
  const smaller = inPlace + sized + renamed + films
  if ([modern, sized, renamed, inPlace, films].filter(count => count > 0).length !== 1)
    return modern > 0
      ? `${pictures(modern)} in ${formats}, ${smaller} made smaller`
      : `${pictures(smaller)} made smaller`
  if (films > 0) return 'Animated pictures as videos'
  if (inPlace > 0) return 'Pictures re-encoded under their own names'
  if (renamed > 0) return 'Pictures led to smaller files in WebP'
  return modern > 0 ? `Pictures in ${formats} and sizes as shown` : 'Pictures in the sizes they are shown in'
}

/** What was really done, and what it means for the repository, in a few sentences. */
export const summaryOf = (counts: Counts, uneditable: readonly Refusal[]): string => {
  const { inPlace, narrowed, delivered, lazy, byFormat } = counts
  const formats = byFormat.has('avif') ? 'modern formats' : 'WebP'
  const done = [
    ...(delivered > 0 ? [`${pictures(delivered)} asked of the image CDN in the sizes shown`] : []),
    ...parts(counts, formats),
  ].join(', ')
  const sentences = [
    `${done}${narrowed > 0 ? ` (${narrowed} of them with fewer pixels)` : ''}; ${lazy > 0 ? `${lazy} ${lazy === 1 ? 'place loads' : 'places load'} lazily` : 'nothing made lazy'}.`,
  ]
  if (inPlace > 0)
    sentences.push(
      `${inPlace} ${inPlace === 1 ? 'original is' : 'originals are'} replaced in the repository (git keeps ${inPlace === 1 ? 'it' : 'them'}).`,
    )
  const [first] = uneditable
  if (first !== undefined)
    sentences.push(
      `Left alone: the markup of ${first.subject}${uneditable.length > 1 ? ` and ${uneditable.length - 1} more` : ''}, in a form that cannot be edited.`,
    )
  return sentences.join(' ')
}

const parts = (
  { modern, sized, renamed, inPlace, films, drawings, videos }: Counts,
  formats: string,
  more = '',
): string[] => {
  const said: string[] = []
  const add = (count: number, how: string): void => {
    if (count > 0) said.push(`${said.length === 0 ? pictures(count) : count} ${how}`)
  }
  add(modern, `in ${formats}${more}`)
  add(sized, 'in the sizes shown')
  add(renamed, `led to ${renamed === 1 ? 'a smaller file' : 'smaller files'} in WebP`)
  add(films, films === 1 ? 'as a video' : 'as videos')
  add(inPlace, `re-encoded under ${inPlace === 1 ? 'its own name' : 'their own names'}`)
  if (drawings > 0) said.push(`${drawings} ${drawings === 1 ? 'drawing' : 'drawings'} minified`)
  if (videos > 0) said.push(`${videos} ${videos === 1 ? 'video' : 'videos'} fetched when played`)
  return said
}
