/*
 * What a camera writes beside the picture: Exif 2.3, with the small preview its display shows.
 * https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf
 */
import sharp from 'sharp';

const CAMERA = { make: 'Canon', model: 'Canon EOS 80D', focalLength: 50 };
const PREVIEW = 160;

const [ASCII, SHORT, LONG, RATIONAL, UNDEFINED] = [2, 3, 4, 5, 7];

const text = (tag, value) => ({ tag, type: ASCII, count: value.length + 1, bytes: Buffer.from(`${value}\0`, 'latin1') });
const raw = (tag, value) => ({ tag, type: UNDEFINED, count: value.length, bytes: Buffer.from(value, 'latin1') });
const short = (tag, value) => ({ tag, type: SHORT, count: 1, bytes: Buffer.from([value >> 8, value & 255]) });

function long(tag, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return { tag, type: LONG, count: 1, bytes };
}

function rational(tag, over, under) {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(over);
  bytes.writeUInt32BE(under, 4);
  return { tag, type: RATIONAL, count: 1, bytes };
}

/** A directory that stands at `at`, with the values that do not fit into it behind it. */
function directory(entries, at, next = 0) {
  const head = Buffer.alloc(2 + entries.length * 12 + 4);
  const behind = [];
  let end = at + head.length;
  head.writeUInt16BE(entries.length);
  entries.forEach(({ tag, type, count, bytes }, i) => {
    const p = 2 + i * 12;
    head.writeUInt16BE(tag, p);
    head.writeUInt16BE(type, p + 2);
    head.writeUInt32BE(count, p + 4);
    if (bytes.length <= 4) {
      bytes.copy(head, p + 8);
      return;
    }
    head.writeUInt32BE(end, p + 8);
    const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
    behind.push(padded);
    end += padded.length;
  });
  head.writeUInt32BE(next, head.length - 4);
  return Buffer.concat([head, ...behind]);
}

/** The JPEG with Exif after its first segment; its pixels are left as they are. */
export async function withExif(jpeg, { taken, orientation, exposure: [over, under], aperture, iso }) {
  const { width, height } = await sharp(jpeg).metadata();
  const preview = await sharp(jpeg).resize(PREVIEW, PREVIEW, { fit: 'inside' }).jpeg({ quality: 75 }).toBuffer();

  const exif = directory.bind(null, [
    rational(0x829a, over, under), // ExposureTime
    rational(0x829d, Math.round(aperture * 10), 10), // FNumber
    short(0x8827, iso), // PhotographicSensitivity
    raw(0x9000, '0230'), // ExifVersion
    text(0x9003, taken), // DateTimeOriginal
    text(0x9004, taken), // DateTimeDigitized
    rational(0x920a, CAMERA.focalLength, 1), // FocalLength
    long(0xa002, width), // PixelXDimension
    long(0xa003, height), // PixelYDimension
  ]);
  const image = (exifAt, next) =>
    directory([
      text(0x010f, CAMERA.make),
      text(0x0110, CAMERA.model),
      short(0x0112, orientation),
      rational(0x011a, 72, 1), // XResolution
      rational(0x011b, 72, 1), // YResolution
      short(0x0128, 2), // ResolutionUnit: inch
      text(0x0132, taken), // DateTime
      long(0x8769, exifAt),
    ], 8, next);
  const thumbnail = (at, dataAt) =>
    directory([
      short(0x0103, 6), // Compression: JPEG
      rational(0x011a, 72, 1),
      rational(0x011b, 72, 1),
      short(0x0128, 2),
      long(0x0201, dataAt), // JPEGInterchangeFormat
      long(0x0202, preview.length), // JPEGInterchangeFormatLength
    ], at);

  // Lengths do not depend on where things stand.
  const exifAt = 8 + image(0, 0).length;
  const thumbnailAt = exifAt + exif(exifAt).length;
  const dataAt = thumbnailAt + thumbnail(0, 0).length;
  const body = Buffer.concat([
    Buffer.from('Exif\0\0MM\0\x2a\0\0\0\x08', 'latin1'),
    image(exifAt, thumbnailAt),
    exif(exifAt),
    thumbnail(thumbnailAt, dataAt),
    preview,
  ]);
  const marker = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  const afterFirst = 4 + jpeg.readUInt16BE(4);
  return Buffer.concat([jpeg.subarray(0, afterFirst), marker, body, jpeg.subarray(afterFirst)]);
}
