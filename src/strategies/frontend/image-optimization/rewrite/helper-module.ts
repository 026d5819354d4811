import path from 'node:path'
import { type EncodedPicture, formatName } from '../plan/encoded-picture.js'

/** The address at which pages know a picture, and its encodings. */
export interface AddressedPicture {
  readonly address: string
  readonly encoded: EncodedPicture
}

/** Addresses that need no escaping in a `srcset`. */
export const PLAIN_ADDRESS = /^[\w./@~-]+$/

/**
 * The module that knows which encodings there are, by address. It is total: what is not in its list gets no source, and is
 * shown as before. Written in plain ES2015, since not every build translates everything.
 */
export const helperModule = (
  pictures: readonly AddressedPicture[],
  typed: boolean,
  /** What the elements of the project call it. */
  attribute: 'srcSet' | 'srcset',
): string => {
  const lines = [...pictures]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, encoded }) => `  '${address}': '${shape(encoded)} ${encoded.modern.map(entry).join(' ')}',`)
  const of = (type: string): string => (typed ? `: ${type}` : '')
  return `// Smaller encodings of pictures, by the address that pages know: its own size, then
// \`format:width,width\` for each format, in files beside the picture.
// A picture that is not listed is shown as it is.
const encodings${of('Record<string, string>')} = {
${lines.join('\n')}
};

function entriesOf(address${of('string | null | undefined')}) {
  return address && Object.prototype.hasOwnProperty.call(encodings, address) ? encodings[address].split(' ') : [];
}

/** Sources for a <picture>, smallest format first; none for an address that is not listed. */
export function pictureSources(address${of('string | null | undefined')}) {
  const stem = String(address).replace(/\\.[^.]*$/, '');
  return entriesOf(address).slice(1).map(entry => {
    const [format, widths] = entry.split(':');
    const files = widths.split(',').map(width => stem + '-' + width + '.' + format + ' ' + width + 'w');
    return { type: 'image/' + format, ${attribute}: files.join(', ') };
  });
}

/** CSS \`aspect-ratio\` that keeps a picture's place while it loads; undefined for an address that is not listed. */
export function pictureRatio(address${of('string | null | undefined')}) {
  const [size] = entriesOf(address);
  return size ? 'auto ' + size.replace('x', ' / ') : undefined;
}

/** The preferred background where the browser knows its notation, else the other. */
export function supportedBackground(preferred${of('string')}, fallback${of('string')}) {
  return typeof CSS !== 'undefined' && CSS.supports('background-image', preferred) ? preferred : fallback;
}
`
}

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
