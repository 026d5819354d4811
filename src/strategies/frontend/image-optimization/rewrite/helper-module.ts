import path from 'node:path'
import { type EncodedPicture, formatName } from '../plan/encoded-picture.js'
import { importedEncodings } from './imported-encodings.js'

/** The address at which pages know a picture, and its encodings. */
export interface AddressedPicture {
  readonly address: string
  readonly encoded: EncodedPicture
}

/** Addresses that need no escaping in a `srcset`. */
export const PLAIN_ADDRESS = /^[\w./@~-]+$/

const FIRST_WORDS = '// Smaller encodings of pictures'

export const isHelperModule = (text: string): boolean => text.startsWith(FIRST_WORDS)

/**
 * The module that knows which encodings there are, by address. It is total: what is not in its list gets no source, and is
 * shown as before. Written in plain ES2015, since not every build translates everything.
 */
export const helperModule = (
  file: string,
  pictures: readonly AddressedPicture[],
  /** Those that modules import: their addresses are the build's. */
  imported: readonly EncodedPicture[],
  /** What the elements of the project call it. */
  attribute: 'srcSet' | 'srcset',
): string => {
  const typed = file.endsWith('.ts')
  const lines = [...pictures]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, encoded }) => `  '${address}': '${shape(encoded)} ${encoded.modern.map(entry).join(' ')}',`)
  const of = (type: string): string => (typed ? `: ${type}` : '')
  const known = importedEncodings(file, imported, attribute)
  const hasImports = known.imports.length > 0
  return `${FIRST_WORDS}, by the address that pages know: its own size, then
// \`format:width,width\` for each format, in files beside the picture.
// A picture that is not listed is shown as it is.
${hasImports ? `${known.imports.join('\n')}\n\n` : ''}const encodings${of('Record<string, string>')} = {
${lines.join('\n')}
};

function entriesOf(address${of('string | null | undefined')}) {
  return address && Object.prototype.hasOwnProperty.call(encodings, address) ? encodings[address].split(' ') : [];
}

${hasImports ? importedPictures(known.entries, of, attribute) : ''}/** Sources for a <picture>, smallest format first; none for an address that is not listed. */
export function pictureSources(address${of('string | null | undefined')}) {
${hasImports ? '  const known = importedAt(address);\n  if (known) return known.sources;\n' : ''}  const stem = String(address).replace(/\\.[^.]*$/, '');
  return entriesOf(address).slice(1).map(entry => {
    const [format, widths] = entry.split(':');
    const files = widths.split(',').map(width => stem + '-' + width + '.' + format + ' ' + width + 'w');
    return { type: 'image/' + format, ${attribute}: files.join(', ') };
  });
}

/** CSS \`aspect-ratio\` that keeps a picture's place while it loads; undefined for an address that is not listed. */
export function pictureRatio(address${of('string | null | undefined')}) {
${hasImports ? '  const known = importedAt(address);\n  const size = known ? known.size : entriesOf(address)[0];' : '  const [size] = entriesOf(address);'}
  return size ? 'auto ' + size.replace('x', ' / ') : undefined;
}

/** The preferred background where the browser knows its notation, else the other. */
export function supportedBackground(preferred${of('string')}, fallback${of('string')}) {
  return typeof CSS !== 'undefined' && CSS.supports('background-image', preferred) ? preferred : fallback;
}
`
}

const importedPictures = (
  entries: readonly string[],
  of: (type: string) => string,
  attribute: 'srcSet' | 'srcset',
): string => `// Pictures that modules import: their addresses are known when the project is built.
const imported${of(`Record<string, { size: string; sources: { type: string; ${attribute}: string }[] }>`)} = {
${entries.join('\n')}
};

function importedAt(address${of('string | null | undefined')}) {
  return address && Object.prototype.hasOwnProperty.call(imported, address) ? imported[address] : undefined;
}

`

const shape = ({ picture }: EncodedPicture): string => `${picture.width}x${picture.height}`

const entry = (source: EncodedPicture['modern'][number]): string =>
  `${formatName(source)}:${source.files.map(f => f.encoding.width).join(',')}`

/** Whether the helper's rule for names (`stem-width.format`) finds every file of a picture. */
export const followsNaming = ({ address, encoded }: AddressedPicture): boolean => {
  const { name } = path.posix.parse(encoded.file.path)
  return (
    PLAIN_ADDRESS.test(address) &&
    path.posix.basename(address) === path.posix.basename(encoded.file.path) &&
    encoded.modern.length > 0 &&
    encoded.modern.every(s => s.type !== null) &&
    encoded.modern.every(s =>
      s.files.every(f => path.posix.basename(f.path) === `${name}-${f.encoding.width}.${formatName(s)}`),
    )
  )
}
