/** A part of a file's name that looks like a hash of its content: what bundlers put there changes with it. */
const isHash = (part: string): boolean =>
  !/^\d+$/.test(part) &&
  (/^[0-9a-f]{6,64}$/.test(part) ? /\d/.test(part) : /^[\w-]{8,22}$/.test(part) && /\d|[a-z][A-Z]|[A-Z]{2}/.test(part))

/** A path without the hashes in its name: `assets/index-DiwrgTda.js` → `assets/index.js`. */
export function withoutHash(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const dot = name.search(/\.[^.]*$/)
  if (dot <= 0) return file
  const [stem, extension] = [name.slice(0, dot), name.slice(dot)]
  // Base64url has hyphens and underscores in it, so a hash of eight is looked for from the end before the parts are.
  const vite = /^(.+)[-.]([\w-]{8})$/.exec(stem)
  const kept =
    vite?.[1] !== undefined && isHash(vite[2] ?? '')
      ? vite[1]
      : stem
          .split(/(?=[.\-_~])/)
          .filter((part, index) => index === 0 || !isHash(part.slice(1)))
          .join('')
  return file.slice(0, file.length - name.length) + kept + extension
}

/** A text without the hashes of the files whose paths are in it. */
export const withoutHashes = (text: string): string =>
  text.replace(/[^\s"'`“”()<>]*\/[^\s"'`“”()<>]*\.\w+/g, withoutHash)
