import {
  BOWL, BRASS, CHALK, CLAY, CUP, INK, IRON, JUG, OCHRE, POT, RUST, SAGE, SAND, VASE,
  armchair, candlestick, floorLamp, foliage, fruit, oak, part, raised, stool, tableLamp, walnut,
} from './furniture.mjs';
import { cloth, glaze, leaves, metal, plaster, shade, stone, wax } from './materials.mjs';
import { unit } from './render.mjs';
import { ball, box, pillow, ring, rod, turned } from './shapes.mjs';

/** The studio: things on a table in front of a wall, with daylight from one side. */
function studio(seed, parts, options = {}) {
  const { wall = CHALK, table = oak('x'), camera, side = -1, ...rest } = options;
  return {
    seed,
    parts,
    ground: table,
    wall: plaster(wall),
    wallZ: -4.5,
    sun: unit([side * 0.62, 0.62, 0.48]),
    key: 1.7,
    fill: 0.55,
    lamps: [],
    exposure: 0.78,
    focus: 9.5,
    aperture: 0.7,
    camera: { eye: [0.6, 3.2, 9.4], target: [0, 1.45, 0], zoom: 2.75, ...camera },
    ...rest,
  };
}

const GREEN = leaves([0.32, 0.42, 0.18], [0.06, 0.11, 0.04]);
const CREAM = glaze([0.75, 0.7, 0.6]);

const PRODUCTS = {
  'table-lamp': studio(11, [
    ...tableLamp(-0.2, 0),
    part(box(1.7, 0.14, 0.5, 0.75, 0.14, 0.52, 0.03, 0.3), cloth(CLAY)),
    part(box(1.65, 0.38, 0.5, 0.66, 0.1, 0.48, 0.03, -0.1), cloth(INK)),
  ], { wall: [0.5, 0.46, 0.4], key: 1.1, fill: 0.4, lamps: [{ at: [-0.2, 2.3, 0.2], power: 1.6 }], camera: { target: [0.2, 1.7, 0], zoom: 2.45 } }),

  lantern: studio(12, [
    ...[0.12, 2.85].map((y) => part(box(0, y, 0, 0.95, 0.12, 0.95, 0.05, 0.5), metal(IRON))),
    ...[0.78, 2.35, 3.92, 5.49].map((a) =>
      part(rod(Math.cos(a) * 1.16, 0.1, Math.sin(a) * 1.16, Math.cos(a) * 1.16, 2.8, Math.sin(a) * 1.16, 0.07), metal(IRON))),
    part(ring(0, 3.3, 0, 0.42, 0.05), metal(BRASS)),
    part(turned(0, 0, [[0, 0.2], [0.45, 0.2], [0.45, 1.4], [0, 1.4]], { smooth: false }), wax([0.85, 0.78, 0.64])),
    part(ball(0, 1.58, 0, 0.1), shade([1, 0.8, 0.4], 4)),
  ], { table: stone([0.5, 0.47, 0.43]), wall: SAGE, lamps: [{ at: [0, 1.6, 0.3], power: 1.2 }], camera: { target: [0, 1.7, 0] } }),

  candlestick: studio(13, [
    ...candlestick(-0.9, 0.2, 1, wax([0.8, 0.72, 0.56]), 3.1),
    ...candlestick(0.6, -0.4, 1.4, wax(CLAY), 3.5),
    part(box(1.7, 0.1, 0.9, 0.9, 0.1, 0.6, 0.03, 0.5), cloth(SAND)),
  ], { wall: INK, table: walnut('x'), side: 1, exposure: 0.95, camera: { target: [0.2, 1.6, 0] } }),

  'floor-lamp': studio(14, [...floorLamp(0.4, 0), ...armchair(-2.3, -1.4, cloth(SAGE))], {
    wall: SAND, focus: 11, lamps: [{ at: [0.4, 4.3, 0.2], power: 2.2 }], camera: { eye: [1.4, 3.2, 11], target: [-0.5, 2.5, 0], zoom: 2.05 },
  }),

  vase: studio(15, [part(turned(0, 0, VASE), glaze(CHALK)), ...foliage(0, 3.3, 0, 0.85, GREEN)], {
    focus: 10.7, window: { width: 6, shift: 0, leaves: 0.5 }, camera: { eye: [0.6, 3.4, 10.6], target: [0, 2.15, 0], zoom: 2.5 },
  }),

  bowl: studio(16, [
    part(turned(0, 0, BOWL), glaze(INK, [0.6, 0.55, 0.45])),
    fruit(-0.35, -0.1, 0.48, stone(OCHRE), 0.95),
    fruit(0.5, 0.2, 0.44, stone(RUST), 0.95),
    fruit(2.2, 0.9, 0.42, stone(OCHRE)),
    fruit(-2, 0.8, 0.38, stone(RUST)),
  ], { table: cloth(SAND, 14), wall: SAGE, focus: 8.9, camera: { eye: [0.5, 4.4, 8], target: [0, 0.6, 0] } }),

  mug: studio(17, [
    part(turned(-0.5, 0, CUP), glaze([0.55, 0.6, 0.6])),
    part(ring(-1.3, 0.75, 0, 0.4, 0.1), glaze([0.55, 0.6, 0.6])),
    part(turned(1.3, -0.9, CUP), glaze(CLAY)),
    part(box(1.2, 0.06, 0.9, 0.9, 0.06, 0.6, 0.03, 0.3), cloth(INK)),
  ], { table: walnut('x'), side: 1, focus: 8.3, camera: { eye: [0.4, 2.8, 8], target: [0.1, 0.75, 0], zoom: 2.8 } }),

  jug: studio(18, [
    part(turned(0, 0, JUG), CREAM),
    part(ring(0.95, 1.75, 0, 0.55, 0.12), CREAM),
    fruit(-1.8, 0.8, 0.4, stone(OCHRE)),
    fruit(-1.2, 1.3, 0.36, stone(OCHRE)),
  ], { wall: CLAY, window: { width: 4, shift: 1, leaves: 0.3 }, camera: { target: [0, 1.2, 0] } }),

  stool: studio(19, stool(0, 0, 2.7, oak), {
    table: stone([0.42, 0.4, 0.38]), wall: [0.6, 0.6, 0.58], focus: 10, camera: { eye: [2.6, 3.6, 9.6], target: [0, 1.3, 0], zoom: 2.6 },
  }),

  armchair: studio(20, armchair(0, 0, cloth(CLAY)), {
    focus: 10.6, window: { width: 5, shift: 2, leaves: 0.4 }, camera: { eye: [2, 3.4, 10.5], target: [0, 1.4, 0], zoom: 2.5 },
  }),

  cushion: studio(21, [
    part(pillow(0, 1.35, 0, 1.55, 1.4, 1, 0.3), cloth(SAGE, 16)),
    part(pillow(1.5, 1.2, -1.1, 1.4, 1.25, 0.9, -0.3), cloth(SAND, 18)),
  ], { table: cloth([0.5, 0.47, 0.42], 12), camera: { target: [0.4, 1.25, 0], zoom: 2.8 } }),

  planter: studio(22, [part(turned(0, 0, POT), glaze(CLAY)), ...foliage(0, 2.1, 0, 1.25, GREEN)], {
    table: stone([0.55, 0.5, 0.45]), side: 1, focus: 10.8, camera: { eye: [0.5, 3.4, 11], target: [0, 1.9, 0], zoom: 2.6 },
  }),
};

const FROM_AFAR = { eye: [1.5, 4.4, 15], target: [0.2, 2.1, 0], zoom: 1.8 };

const livingRoom = studio(31, [
  ...armchair(-2.8, -0.6, cloth(SAGE)),
  part(pillow(-2.7, 2.1, -0.5, 0.8, 0.7, 0.5, 0.3), cloth(CLAY, 18)),
  ...stool(0.7, 0.6, 1.9, oak),
  part(turned(0.4, 0.6, raised(VASE, 2.02, 0.5)), glaze([0.75, 0.7, 0.62])),
  part(turned(1.3, 0.75, raised(CUP, 2.02, 0.42)), glaze(CLAY)),
  part(turned(5, -1.2, raised(POT, 0, 1.1)), glaze(INK)),
  ...foliage(5, 2.4, -1.2, 1.7, GREEN),
  ...floorLamp(-6, -1.6),
  part(box(0, 0.03, 0.4, 5.4, 0.03, 2.3, 0.02), cloth([0.52, 0.42, 0.34], 9)),
], { camera: FROM_AFAR, focus: 15, window: { width: 7, shift: 1, leaves: 0.45 }, lamps: [{ at: [-6, 4.3, -1.2], power: 2 }] });

const tableLaid = studio(32, [
  part(turned(-3.6, -0.4, JUG), CREAM),
  part(ring(-2.65, 1.75, -0.4, 0.55, 0.12), CREAM),
  part(turned(0.2, 0.5, BOWL), glaze(SAGE)),
  fruit(0, 0.5, 0.46, stone(CLAY), 0.9),
  fruit(0.7, 0.6, 0.42, stone(OCHRE), 0.9),
  part(turned(3.2, 0, CUP), glaze(CLAY)),
  part(turned(4.6, -0.9, CUP), glaze(INK)),
  ...candlestick(-6, -1.4, 1.3, wax([0.8, 0.72, 0.56]), 3.6),
], { wall: INK, table: cloth([0.62, 0.58, 0.5], 12), side: 1, exposure: 0.85, focus: 13, camera: { eye: [0.4, 4.6, 13], target: [-0.4, 1.3, 0], zoom: 1.55 } });

const workshop = studio(33, [
  ...stool(-3.4, 0, 2.6, oak),
  ...stool(0.2, -0.9, 2.6, walnut),
  ...stool(3.6, 0.2, 2.2, oak),
  ...tableLamp(6, -2),
  part(box(-6.5, 1.4, -2, 1.2, 1.4, 1, 0.05, 0.2), walnut('y')),
], { table: stone([0.44, 0.42, 0.4]), wall: SAND, camera: FROM_AFAR, focus: 15, window: { width: 9, shift: 3, leaves: 0.1 } });

const onShelf = (x, outline, y, material) => part(turned(x, -1, raised(outline, y + 0.13, 0.7)), material);

const shopShelves = studio(34, [
  ...[0.9, 4].map((y) => part(box(0, y, -1, 6, 0.13, 1.1, 0.03), oak('x'))),
  onShelf(-4, JUG, 0.9, glaze(CLAY)),
  onShelf(-1.6, BOWL, 0.9, glaze(SAGE)),
  onShelf(1.2, VASE, 0.9, glaze(CHALK)),
  onShelf(4, POT, 0.9, glaze(INK)),
  onShelf(-3.4, CUP, 4, glaze(INK)),
  onShelf(-1.9, CUP, 4, glaze(CLAY)),
  onShelf(-0.4, CUP, 4, glaze(SAND)),
  onShelf(2, BOWL, 4, glaze(CLAY)),
  onShelf(4.6, JUG, 4, glaze(CHALK)),
], { wall: SAGE, focus: 14.6, camera: { eye: [0.6, 4, 14], target: [0, 3.1, 0], zoom: 1.75 } });

const kiln = studio(35, [
  ...[CHALK, CLAY, SAGE, SAND, INK].map((color, i) =>
    part(turned(-4 + i * 2, (i % 2) * 0.8 - 0.4, i % 2 ? CUP : raised(BOWL, 0, 0.62)), glaze(color))),
  part(turned(4.9, -1.6, VASE), glaze(CLAY)),
], { wall: [0.32, 0.24, 0.2], table: stone([0.5, 0.44, 0.4]), side: 1, focus: 11.2, camera: { eye: [0.6, 3.6, 11], target: [0.3, 0.9, 0], zoom: 1.55 } });

const closeUp = (seed, material) =>
  studio(seed, [part(box(0, 1, -1, 4, 1.4, 1, 0.5, 0.12), material)], {
    wall: SAND, focus: 4.6, aperture: 0.8, camera: { eye: [0.4, 2.6, 4.4], target: [0, 1.6, 0], zoom: 2.8 },
  });

/** How the camera was set for the nth photograph of a day; orientation 6 is a camera held upright. */
const shot = (day, n, settings) => ({
  taken: `${day} ${String(10 + Math.floor(n / 6)).padStart(2, '0')}:${String((n % 6) * 9 + 4).padStart(2, '0')}:${String((n * 17) % 60).padStart(2, '0')}`,
  orientation: 1,
  exposure: [1, n % 3 ? 60 : 80],
  aperture: 5.6,
  iso: 200,
  ...settings,
});

const products = Object.entries(PRODUCTS).map(([name, scene], n) => ({
  file: `public/photos/${name}.jpg`,
  scene,
  width: 1024,
  height: 768,
  quality: 82,
  camera: shot('2025:09:16', n, name === 'mug' && { orientation: 6 }),
}));

/** Every photograph of the shop: its scene, its size as shown, how it was saved, and the camera if it comes straight from one. */
export const PHOTOS = [
  ...products,
  { file: 'public/photos/detail-grain.jpg', scene: closeUp(37, oak('x')), width: 1024, height: 683, quality: 80, camera: shot('2025:10:02', 0, { aperture: 4 }) },
  // A JPEG in spite of its name: someone renamed it.
  { file: 'public/photos/detail-weave.png', scene: closeUp(36, cloth(SAND, 10)), width: 1024, height: 683, quality: 80, camera: shot('2025:10:02', 1, { aperture: 4 }) },
  { file: 'public/photos/workshop.jpg', scene: workshop, width: 1600, height: 889, quality: 82, camera: shot('2025:10:02', 5, { iso: 800 }) },
  { file: 'src/images/hero-living-room.jpg', scene: livingRoom, width: 2000, height: 1125, quality: 84 },
  { file: 'src/images/table-laid.jpg', scene: tableLaid, width: 1800, height: 900, quality: 83 },
  { file: 'src/images/kiln.jpg', scene: kiln, width: 1800, height: 1100, quality: 85 },
  { file: 'src/images/shop-shelves.png', scene: shopShelves, width: 1000, height: 667, format: 'png' },
];
