/*
 * Makes the shop's photographs: npm run photos [-- name ...]
 *
 * The same seeds give the same pixels. The files are kept in the repository as any shop keeps its
 * uploads, so this runs only when a photograph is added or changed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expose } from './photos/camera.mjs';
import { withExif } from './photos/exif.mjs';
import { render } from './photos/render.mjs';
import { PHOTOS } from './photos/scenes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);

for (const { file, scene, width, height, quality, format = 'jpeg', camera } of PHOTOS) {
  if (wanted.length && !wanted.includes(path.parse(file).name)) continue;
  const image = await expose(render(scene, width, height), scene, width, height);
  // A camera held upright saves what it sees sideways, and says so.
  if (camera?.orientation === 6) image.rotate(270);
  const saved = await image.toFormat(format, { quality }).toBuffer();
  const bytes = camera ? await withExif(saved, camera) : saved;
  const target = path.join(ROOT, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, bytes);
  console.log(`${file} ${width}x${height} ${Math.round(bytes.length / 1000)} kB`);
}
