/** A part of a file name that looks made by a bundler from the content: hexadecimal, or eight base64url characters of mixed kind. */
const looksHashed = (part: string): boolean => {
  if (/^[0-9a-f]{8,64}$/.test(part)) return part.length >= 16 || /\d/.test(part)
  if (!/^[\w-]{8,10}$/.test(part)) return false
  const kinds = [/[a-z]/, /.[A-Z]/, /\d/].filter(kind => kind.test(part)).length
  return kinds >= 2
}

/** Whether a path names content that never changes: `main.3f2a9c1b.js`, `index-DiwrgT4a.css`, `5ac8e1….avif`. */
export const isContentHashed = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const stem = name.slice(0, name.lastIndexOf('.'))
  if (stem === '') return false
  return [stem, ...stem.split('.').slice(stem.startsWith('.') ? 2 : 0), ...tailsAfterDash(stem)].some(looksHashed)
}

/** `index-Di-rgT4a` may be hashed in its last eight characters, dashes included, or after its last dash. */
const tailsAfterDash = (stem: string): string[] => {
  const last = stem.split(/[.~]/).at(-1)!
  const tails = [last.slice(last.lastIndexOf('-') + 1)]
  if (last.at(-9) === '-') tails.push(last.slice(-8))
  return tails
}

/** What a carefully configured host sends: documents revalidated, hashed files for ever, the rest for an hour. */
export const cacheControlOf = (path: string, contentType: string): string => {
  if (/html|manifest/.test(contentType)) return 'no-cache'
  return isContentHashed(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
}
