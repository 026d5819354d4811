/** A hash of an integer lattice point, in [0, 1). The same everywhere and on every run. */
export function hash(x, y, z) {
  let h = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(z, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 13), 0x5bd1e995);
  h = Math.imul(h ^ (h >>> 15), 0x27d4eb2d);
  return ((h ^ (h >>> 14)) >>> 0) / 4294967296;
}

const fade = (t) => t * t * (3 - 2 * t);
const mix = (a, b, t) => a + (b - a) * t;

/** Value noise: random values at lattice points, blended smoothly between them, in [0, 1). */
export function noise(x, y, z) {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  const u = fade(x - xi);
  const v = fade(y - yi);
  const w = fade(z - zi);
  const near = mix(
    mix(hash(xi, yi, zi), hash(xi + 1, yi, zi), u),
    mix(hash(xi, yi + 1, zi), hash(xi + 1, yi + 1, zi), u),
    v,
  );
  const far = mix(
    mix(hash(xi, yi, zi + 1), hash(xi + 1, yi, zi + 1), u),
    mix(hash(xi, yi + 1, zi + 1), hash(xi + 1, yi + 1, zi + 1), u),
    v,
  );
  return mix(near, far, w);
}

/** Octaves of noise, each at twice the frequency: the 1/f spectrum that natural surfaces have. */
export function fractal(x, y, z, octaves, gain = 0.5) {
  let sum = 0;
  let total = 0;
  let amplitude = 1;
  for (let i = 0; i < octaves; i++) {
    sum += amplitude * noise(x, y, z);
    total += amplitude;
    amplitude *= gain;
    x = x * 2.02 + 17.3;
    y = y * 2.02 + 5.1;
    z = z * 2.02 + 9.7;
  }
  return sum / total;
}

/** A seeded generator for sensor noise (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
