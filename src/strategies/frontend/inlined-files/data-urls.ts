/** A font, a picture or a film that stands in a text as a `data:` URL. */
export interface InlinedFile {
  readonly kind: 'font' | 'picture' | 'media'
  /** Without a dot, by which its type is known to builds: `['jpg', 'jpeg']`. The first is the usual one. */
  readonly endings: readonly [string, ...string[]]
  /** Bytes of the file that it was. */
  readonly bytes: number
  /** Where its URL stands in the text: UTF-16 code units. */
  readonly start: number
  readonly end: number
  /** What its body begins with, by which it is found again in another text. */
  readonly head: string
}

const FONTS: Readonly<Record<string, InlinedFile['endings']>> = {
  'font/woff2': ['woff2'],
  'font/woff': ['woff'],
  'font/ttf': ['ttf'],
  'font/otf': ['otf'],
  'font/sfnt': ['ttf', 'otf'],
  'application/font-woff2': ['woff2'],
  'application/x-font-woff2': ['woff2'],
  'application/font-woff': ['woff'],
  'application/x-font-woff': ['woff'],
  'application/x-font-ttf': ['ttf'],
  'application/x-font-truetype': ['ttf'],
  'application/font-sfnt': ['ttf', 'otf'],
  'application/x-font-opentype': ['otf'],
  'application/vnd.ms-opentype': ['otf'],
  'application/vnd.ms-fontobject': ['eot'],
}

const PICTURES: Readonly<Record<string, InlinedFile['endings']>> = {
  'image/svg+xml': ['svg'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/x-icon': ['ico'],
  'image/vnd.microsoft.icon': ['ico'],
}

const MEDIA: Readonly<Record<string, InlinedFile['endings']>> = {
  'audio/mpeg': ['mp3', 'mpeg'],
  'audio/mp4': ['m4a', 'mp4'],
  'video/quicktime': ['mov'],
}

const typeOf = (mime: string): Pick<InlinedFile, 'kind' | 'endings'> | null => {
  const [group, subtype = ''] = mime.split('/')
  const font = FONTS[mime]
  if (font !== undefined) return { kind: 'font', endings: font }
  if (group === 'image') return { kind: 'picture', endings: PICTURES[mime] ?? [subtype] }
  if (group === 'audio' || group === 'video') return { kind: 'media', endings: MEDIA[mime] ?? [subtype] }
  return null
}

const BEGINS = /data:((?:font|image|audio|video|application)\/[\w.+-]+)((?:;[\w-]+(?:=[\w."'-]+)?)*?)(;base64)?,/gi
const NO_BASE64 = /[^A-Za-z0-9+/=_%\\\r\n-]/g

/** The end of a body that is base64, also escaped, or written over several lines of a string. */
const endOfBase64 = (text: string, body: number): number => {
  NO_BASE64.lastIndex = body
  let end = NO_BASE64.exec(text)?.index ?? text.length
  while (/[\\\r\n]/.test(text[end - 1]!)) end--
  return end
}

/** The end of a body that is no base64: whatever closes what it stands in. */
const endOfText = (text: string, start: number, body: number): number => {
  const before = text[start - 1] ?? ''
  // In a string within a string: `"url(\"data:…\")"`.
  const isEscaped = text[start - 2] === '\\'
  const closing = before === '(' ? ')' : before
  if (!/["'`)]/.test(closing)) {
    const found = text.slice(body).search(/[\s"'`<>)]/)
    return found < 0 ? text.length : body + found
  }
  for (let at = body; at < text.length; at++) {
    if (text[at] === '\\' && !(isEscaped && text[at + 1] === closing)) at++
    else if (text[at] === (isEscaped ? '\\' : closing)) return at
  }
  return text.length
}

const base64Bytes = (body: string): number => {
  const characters = body.replace(/%[0-9a-f]{2}/gi, '=').replace(/[^A-Za-z0-9+/_-]/g, '').length
  return Math.floor((characters * 3) / 4)
}

const textBytes = (body: string): number => Buffer.byteLength(body.replace(/%[0-9a-f]{2}/gi, 'x'))

/** Long enough to tell two files of one type apart, whose beginnings are alike. */
const HEAD = 200

/** Fonts, pictures and films in a style sheet, a script or a page. What else a `data:` URL may hold (source maps, modules) is none of them. */
export const inlinedFiles = (text: string): readonly InlinedFile[] => {
  const found: InlinedFile[] = []
  for (const { 0: opening, 1: mime, 3: base64, index } of text.matchAll(BEGINS)) {
    const type = typeOf(mime!.toLowerCase())
    const start = index + opening.length
    if (type === null || index < (found.at(-1)?.end ?? 0)) continue
    const end = base64 === undefined ? endOfText(text, index, start) : endOfBase64(text, start)
    const body = text.slice(start, end)
    const bytes = base64 === undefined ? textBytes(body) : base64Bytes(body)
    found.push({ ...type, bytes, start: index, end, head: body.slice(0, HEAD) })
  }
  return found
}

/** The text with a short name in place of each of them, by its place in the list: what is left can be parsed at once. */
export const withNames = (text: string, files: readonly InlinedFile[]): string => {
  let [left, at] = ['', 0]
  for (const [index, { start, end, endings }] of files.entries()) {
    left += `${text.slice(at, start)}inlined-${index}.${endings[0]}`
    at = end
  }
  return left + text.slice(at)
}

/** Which of the list a name stands for; null for any other name. */
export const placeOfName = (name: string): number | null => {
  const [, index] = /^inlined-(\d+)\.\w/.exec(name) ?? []
  return index === undefined ? null : Number(index)
}
