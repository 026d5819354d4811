import { glaze, metal, shade, wood } from './materials.mjs';
import { ball, box, rod, turned } from './shapes.mjs';

export const CHALK = [0.72, 0.69, 0.63];
export const SAGE = [0.36, 0.42, 0.33];
export const CLAY = [0.62, 0.34, 0.22];
export const INK = [0.1, 0.14, 0.2];
export const SAND = [0.66, 0.55, 0.41];
export const OCHRE = [0.62, 0.42, 0.12];
export const RUST = [0.5, 0.2, 0.1];
export const BRASS = [0.66, 0.5, 0.26];
export const IRON = [0.18, 0.16, 0.15];

export const oak = (along) => wood([0.55, 0.36, 0.2], [0.24, 0.13, 0.06], along);
export const walnut = (along) => wood([0.3, 0.17, 0.1], [0.1, 0.05, 0.03], along);
export const part = (shape, material) => ({ shape, material });

/*
 * Outlines of turned things, [radius, height]: up the outside, over the rim and down the inside.
 */
export const VASE = [[0, 0], [0.62, 0], [0.95, 0.7], [1.02, 1.3], [0.7, 2.1], [0.36, 2.6], [0.48, 3], [0.4, 3], [0.28, 2.6], [0, 2.4]];
export const BOWL = [[0, 0], [0.6, 0], [0.66, 0.2], [1.3, 0.62], [1.72, 1.15], [1.62, 1.17], [1.2, 0.72], [0.6, 0.38], [0, 0.3]];
export const CUP = [[0, 0], [0.62, 0], [0.74, 0.12], [0.76, 0.7], [0.78, 1.42], [0.7, 1.42], [0.67, 0.7], [0.6, 0.2], [0, 0.18]];
export const JUG = [[0, 0], [0.7, 0], [0.98, 0.6], [0.9, 1.3], [0.55, 1.9], [0.5, 2.3], [0.66, 2.7], [0.58, 2.7], [0.4, 2.3], [0, 2.1]];
export const POT = [[0, 0], [0.78, 0], [0.92, 0.8], [1.08, 1.5], [1.16, 1.5], [1.16, 1.72], [1, 1.72], [0.95, 1.4], [0, 1.4]];
const STICK = [[0, 0], [0.62, 0], [0.64, 0.1], [0.2, 0.24], [0.14, 0.7], [0.26, 0.85], [0.14, 1], [0.16, 1.5], [0.34, 1.62], [0.34, 1.74], [0, 1.74]];
const LAMP_FOOT = [[0, 0], [0.8, 0], [0.82, 0.1], [0.36, 0.28], [0.52, 0.8], [0.4, 1.4], [0.13, 1.7], [0.12, 2.2], [0, 2.2]];
const LAMP_SHADE = [[0.62, 3.45], [1.3, 1.95], [1.24, 1.95], [0.56, 3.45]];
const TALL_SHADE = [[0.75, 5.2], [1.15, 3.9], [1.1, 3.9], [0.7, 5.2]];
const DISC = [[0, 0], [0.9, 0], [0.9, 0.12], [0.1, 0.2], [0, 0.2]];

/** An outline made smaller and set on something `y` high. */
export const raised = (outline, y, scale = 1) => outline.map(([r, h]) => [r * scale, h * scale + y]);

const CORNERS = [[-1, -1], [1, -1], [-1, 1], [1, 1]];

export function stool(x, z, height, timber) {
  return [
    part(box(x, height, z, 1.15, 0.14, 0.78, 0.1), timber('x')),
    ...[-0.78, 0.78].map((side) =>
      part(rod(x + side, height * 0.42, z - 0.58, x + side, height * 0.42, z + 0.58, 0.07), timber('z'))),
    ...CORNERS.map(([a, b]) =>
      part(rod(x + a * 0.95, 0, z + b * 0.7, x + a * 0.62, height - 0.15, z + b * 0.45, 0.11), timber('y'))),
  ];
}

export function armchair(x, z, fabric) {
  const turn = 0.3;
  const at = (right, forth) => [x + right * Math.cos(turn) + forth * Math.sin(turn), z - right * Math.sin(turn) + forth * Math.cos(turn)];
  const block = (right, y, forth, hx, hy, hz) => {
    const [cx, cz] = at(right, forth);
    return part(box(cx, y, cz, hx, hy, hz, 0.2, turn), fabric);
  };
  return [
    block(0, 0.95, 0, 1.5, 0.3, 1.25),
    block(0, 1.38, 0.12, 1.12, 0.26, 1.15),
    block(0, 2.05, -1.05, 1.4, 1.1, 0.27),
    block(-1.36, 1.5, 0.1, 0.25, 0.6, 1.15),
    block(1.36, 1.5, 0.1, 0.25, 0.6, 1.15),
    ...CORNERS.map(([a, b]) => {
      const [cx, cz] = at(a * 1.25, b * 1);
      return part(rod(cx, 0, cz, cx, 0.8, cz, 0.1), walnut('y'));
    }),
  ];
}

export function tableLamp(x, z) {
  return [
    part(turned(x, z, LAMP_FOOT), glaze(SAGE)),
    part(turned(x, z, LAMP_SHADE, { smooth: false }), shade([0.9, 0.78, 0.58], 0.6)),
  ];
}

export function floorLamp(x, z) {
  return [
    part(turned(x, z, DISC), metal(IRON)),
    part(rod(x, 0.1, z, x, 4.4, z, 0.06), metal(BRASS)),
    part(turned(x, z, TALL_SHADE, { smooth: false }), shade([0.85, 0.8, 0.7], 0.55)),
  ];
}

export function candlestick(x, z, scale, candle, top) {
  return [
    part(turned(x, z, raised(STICK, 0, scale)), metal(BRASS)),
    part(rod(x, 1.7 * scale, z, x, top, z, 0.17), candle),
  ];
}

export function foliage(x, y, z, size, material) {
  return Array.from({ length: 15 }, (_, i) => {
    const out = size * (0.3 + 0.1 * ((i * 7) % 5));
    const rise = ((i * 5) % 7) * 0.17 * size;
    const radius = size * (0.3 + 0.03 * (i % 4));
    return part(ball(x + Math.cos(i * 2.4) * out, y + rise, z + Math.sin(i * 2.4) * out, radius), material);
  });
}

export const fruit = (x, z, radius, material, y = radius) => part(ball(x, y, z, radius), material);
