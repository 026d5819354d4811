import { fractal, noise } from './noise.mjs';

/*
 * A material gives a point of a surface its colour and a height, whose slope bends the light.
 * `gloss` is how much of the room it mirrors, `glow` how much light it gives by itself, `grain`
 * how rough its finest texture is.
 */

const scaled = ([r, g, b], f) => [r * f, g * f, b * f];
const blend = (a, b, t) => a.map((v, i) => v + (b[i] - v) * t);

export const plaster = (color) => ({
  gloss: 0,
  relief: 0.02,
  color: (x, y, z) => scaled(color, 0.82 + 0.36 * fractal(x * 0.5, y * 0.5, z, 6, 0.55)),
  height: (x, y, z) => fractal(x * 2.5, y * 2.5, z, 6, 0.6),
});

export const wood = (color, dark, along = 'x') => ({
  gloss: 0.08,
  grain: 1.2,
  relief: 0.008,
  color(x, y, z) {
    const [l, a, b] = along === 'x' ? [x, y, z] : along === 'y' ? [y, x, z] : [z, x, y];
    const bend = fractal(l * 0.25, a * 0.9, b * 0.9, 4);
    const ring = 0.5 + 0.5 * Math.sin((b * 2.3 + a * 1.7 + bend * 5) * 6);
    const fibre = fractal(l * 2.2, a * 30, b * 30, 4, 0.65);
    const pore = noise(l * 5, a * 70, b * 70) > 0.8 ? 0.7 : 1;
    return scaled(blend(color, dark, 0.55 * ring * fibre + 0.5 * (1 - fibre)), pore * (0.9 + 0.2 * bend));
  },
  height: (x, y, z) => (along === 'x' ? noise(x * 3, y * 40, z * 40) : noise(x * 40, y * 3, z * 40)),
});

export const cloth = (color, threads = 22) => ({
  gloss: 0,
  grain: 1.2,
  relief: 0.035,
  color(x, y, z) {
    const weave = Math.sin((x + z * 0.6) * threads * 4.7) * Math.sin((y + z * 0.8) * threads * 4.7);
    const slub = fractal(x * threads * 0.4, y * threads * 2, z * threads, 3);
    const wear = fractal(x * 0.8, y * 0.8, z * 0.8, 5);
    return scaled(color, 0.72 + 0.1 * weave + 0.22 * slub + 0.24 * wear);
  },
  height(x, y, z) {
    const weave = Math.sin((x + z * 0.6) * threads * 4.7) * Math.sin((y + z * 0.8) * threads * 4.7);
    return 0.12 * weave + fractal(x * 1.1, y * 1.1, z * 1.1, 5);
  },
});

export const glaze = (color, speckle = [0.2, 0.14, 0.1]) => ({
  gloss: 0.45,
  grain: 0.22,
  relief: 0.012,
  color(x, y, z) {
    const body = scaled(color, 0.78 + 0.4 * fractal(x * 1.3, y * 2.2, z * 1.3, 6));
    const spot = noise(x * 26, y * 26, z * 26) * (0.6 + 0.4 * noise(x * 9, y * 9, z * 9));
    return spot > 0.62 ? blend(body, speckle, Math.min(1, (spot - 0.62) * 9)) : body;
  },
  height: (x, y, z) => 0.3 * noise(x * 0.8, y * 9, z * 0.8) + fractal(x * 3, y * 3, z * 3, 4),
});

export const metal = (color) => ({
  gloss: 0.8,
  grain: 0.2,
  relief: 0.004,
  color: (x, y, z) => scaled(color, 0.75 + 0.4 * fractal(x * 3, y * 14, z * 3, 5)),
  height: (x, y, z) => fractal(x * 6, y * 40, z * 6, 3),
});

export const shade = (color, glow) => ({
  ...cloth(color, 30),
  grain: 0.3,
  relief: 0.01,
  glow: (y) => scaled(color, glow * (0.7 + 0.5 * Math.sin(y * 1.2 + 2))),
});

export const wax = (color) => ({
  gloss: 0.15,
  grain: 0.1,
  relief: 0.006,
  glow: () => scaled(color, 0.12),
  color: (x, y, z) => scaled(color, 0.85 + 0.2 * fractal(x * 3, y * 3, z * 3, 5)),
  height: (x, y, z) => fractal(x * 5, y * 5, z * 5, 4),
});

export const leaves = (color, dark) => ({
  gloss: 0.12,
  grain: 1.4,
  relief: 0.09,
  color: (x, y, z) => blend(dark, color, Math.min(1, 1.5 * fractal(x * 5, y * 5, z * 5, 5, 0.6) - 0.15)),
  height: (x, y, z) => fractal(x * 5, y * 5, z * 5, 5, 0.6),
});

export const stone = (color) => ({
  gloss: 0.05,
  grain: 1.2,
  relief: 0.03,
  color(x, y, z) {
    const vein = Math.abs(fractal(x * 0.9, y * 0.9, z * 0.9, 6) - 0.5);
    return scaled(color, 0.66 + 0.4 * fractal(x * 4, y * 4, z * 4, 6, 0.65) + (vein < 0.02 ? 0.12 : 0));
  },
  height: (x, y, z) => fractal(x * 4, y * 4, z * 4, 6, 0.6),
});
