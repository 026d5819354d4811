import sharp from 'sharp';
import { generator } from './noise.mjs';

/**
 * From the light of a scene to what a camera records of it: a lens that is sharp at one distance,
 * darker corners, a tone curve, and a sensor with more noise where there is less light.
 */
export async function expose({ light, depth }, scene, width, height) {
  const soft = await blurred(light, width, height, width / 420);
  const softer = await blurred(light, width, height, width / 150);
  const pixels = Buffer.alloc(width * height * 3);
  const random = generator(scene.seed);
  const bell = () => random() + random() + random() - 1.5;
  for (let y = 0; y < height; y++) {
    const before = [0, 0, 0];
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const blur = Math.min(2, (scene.aperture * Math.abs(depth[i] - scene.focus) * 2.2) / scene.focus);
      const corner = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 0.9;
      const luma = bell();
      for (let c = 0; c < 3; c++) {
        const k = i * 3 + c;
        const seen = blur < 1 ? mix(light[k], soft[k], blur) : mix(soft[k], softer[k], blur - 1);
        const value = curve(seen * scene.exposure * (1 - corner));
        // A sensor interpolates colours between neighbours, so noise is not independent per pixel.
        const own = 0.7 * luma + 0.5 * bell();
        const noise = 0.62 * own + 0.28 * before[c];
        before[c] = own;
        pixels[k] = Math.max(0, Math.min(255, Math.round(value * 255 + noise * (1.8 + 4.6 * Math.sqrt(1 - value)))));
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const mix = (a, b, t) => a + (b - a) * t;

/** A filmic curve (Narkowicz's fit of ACES), then the display's gamma. */
function curve(v) {
  const film = (v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14);
  return Math.max(0, Math.min(1, film)) ** (1 / 2.2);
}

/** Blurs light, packed into bytes by a square root so that the dark parts keep their steps. */
async function blurred(light, width, height, sigma) {
  const bytes = Buffer.alloc(light.length);
  for (let i = 0; i < light.length; i++) bytes[i] = Math.min(255, 160 * Math.sqrt(light[i]));
  const out = await sharp(bytes, { raw: { width, height, channels: 3 } }).blur(sigma).raw().toBuffer();
  return Float32Array.from(out, (v) => (v / 160) ** 2);
}
