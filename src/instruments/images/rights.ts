/** Who made a picture and who may use it: what survives when the rest of the metadata is stripped. */
export interface PictureRights {
  /** EXIF Copyright and Artist, where there are any. */
  readonly copyright: string | null
  readonly artist: string | null
  /** An XMP packet that holds the rights fields of the original alone, or null where it has none. */
  readonly xmp: string | null
  /** True where C2PA content credentials are bound to the file's bytes: any re-encoding would break their signature. */
  readonly signedCredentials: boolean
}

/** Properties that say who made, owns or licenses a picture, or how it came about (IPTC Photo Metadata 2023, PLUS, Creative Commons). */
const RIGHTS_PROPERTIES = new RegExp(
  [
    'dc:(?:rights|creator|publisher)',
    'xmpRights:\\w+',
    'photoshop:(?:Credit|Source|AuthorsPosition|Instructions)',
    'Iptc4xmpCore:CreatorContactInfo',
    'Iptc4xmpExt:(?:DigitalSourceType|DigitalSourcetype|ArtworkOrObject|ModelReleaseStatus)',
    'plus:\\w+',
    'cc:\\w+',
    'dcterms:(?:provenance|license|rights|rightsHolder)',
  ].join('|'),
)

export const readRights = (
  data: Buffer,
  metadata: { exif?: Buffer | undefined; iptc?: Buffer | undefined; xmp?: Buffer | undefined },
): PictureRights => {
  const exif = metadata.exif ? readExifStrings(metadata.exif) : new Map<number, string>()
  const iptc = metadata.iptc ? readIptc(metadata.iptc) : new Map<number, string>()
  const kept = metadata.xmp ? rightsOfXmp(metadata.xmp.toString('utf8')) : null
  const copyright = exif.get(EXIF_COPYRIGHT) ?? iptc.get(IPTC_COPYRIGHT) ?? null
  const artist = exif.get(EXIF_ARTIST) ?? iptc.get(IPTC_BYLINE) ?? null
  return {
    copyright,
    artist,
    xmp: kept ?? (iptc.size > 0 ? xmpFromIptc(iptc) : null),
    signedCredentials: data.includes('jumdc2pa'),
  }
}

const EXIF_ARTIST = 0x013b
const EXIF_COPYRIGHT = 0x8298

/** Text fields of the first directory of an EXIF block (TIFF 6.0). A damaged block has none. */
const readExifStrings = (exif: Buffer): Map<number, string> => {
  const found = new Map<number, string>()
  const tiff = exif.subarray(0, 4).toString('latin1') === 'Exif' ? exif.subarray(6) : exif
  if (tiff.length < 8) return found
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  try {
    const directory = u32(4)
    const count = u16(directory)
    for (let i = 0; i < count; i++) {
      const at = directory + 2 + i * 12
      const tag = u16(at)
      if (tag !== EXIF_ARTIST && tag !== EXIF_COPYRIGHT) continue
      const length = u32(at + 4)
      const from = length > 4 ? u32(at + 8) : at + 8
      const text = tiff
        .toString('utf8', from, from + length)
        .split('\0')
        .filter(Boolean)
        .join('; ')
        .trim()
      if (text !== '') found.set(tag, text)
    }
  } catch {
    return found // offsets that point outside the block
  }
  return found
}

const IPTC_BYLINE = 80
const IPTC_CREDIT = 110
const IPTC_SOURCE = 115
const IPTC_COPYRIGHT = 116

/** The rights fields of an IPTC-IIM block (record 2), wherever it is wrapped. */
const readIptc = (iptc: Buffer): Map<number, string> => {
  const found = new Map<number, string>()
  for (let at = iptc.indexOf(Buffer.from([0x1c, 2])); at >= 0 && at + 5 <= iptc.length; ) {
    const dataset = iptc[at + 2]!
    const length = iptc.readUInt16BE(at + 3)
    if ([IPTC_BYLINE, IPTC_CREDIT, IPTC_SOURCE, IPTC_COPYRIGHT].includes(dataset))
      found.set(dataset, iptc.toString('utf8', at + 5, at + 5 + length).trim())
    at = iptc.indexOf(Buffer.from([0x1c, 2]), at + 5 + length)
  }
  return found
}

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)

const packet = (namespaces: string, attributes: string, elements: string): string =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""${namespaces}${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

const xmpFromIptc = (iptc: Map<number, string>): string => {
  const line = (tag: number, wrap: (text: string) => string): string => {
    const text = iptc.get(tag)
    return text === undefined ? '' : wrap(escapeXml(text))
  }
  return packet(
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
    '',
    line(IPTC_COPYRIGHT, t => `<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${t}</rdf:li></rdf:Alt></dc:rights>`) +
      line(IPTC_BYLINE, t => `<dc:creator><rdf:Seq><rdf:li>${t}</rdf:li></rdf:Seq></dc:creator>`) +
      line(IPTC_CREDIT, t => `<photoshop:Credit>${t}</photoshop:Credit>`) +
      line(IPTC_SOURCE, t => `<photoshop:Source>${t}</photoshop:Source>`),
  )
}

/** The rights properties of an XMP packet as a packet of their own, or null where there are none. */
export const rightsOfXmp = (xmp: string): string | null => {
  const name = RIGHTS_PROPERTIES.source
  const elements = [...xmp.matchAll(new RegExp(`<(${name})(?=[\\s>/])[^>]*?(?:/>|>[\\s\\S]*?</\\1>)`, 'g'))].map(
    m => m[0],
  )
  const inner = elements.join('')
  const attributes = [...xmp.matchAll(new RegExp(`\\s(?:${name})\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'))]
    .map(m => m[0])
    .filter(attribute => !inner.includes(attribute))
  if (elements.length + attributes.length === 0) return null
  const used = inner + attributes.join('')
  const namespaces = new Map<string, string>()
  for (const [, prefix, uri] of xmp.matchAll(/xmlns:([\w-]+)\s*=\s*["']([^"']*)["']/g))
    if (prefix !== 'rdf' && prefix !== 'x' && used.includes(`${prefix}:`)) namespaces.set(prefix!, uri!)
  const declared = [...namespaces].map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('')
  return packet(declared, attributes.join(''), inner)
}
