import { fractal, noise } from './noise.mjs';

const FAR = 60;
const HIT = 0.002;

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const sub = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const add = (a, b, f) => [a[0] + b[0] * f, a[1] + b[1] * f, a[2] + b[2] * f];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const length = (a) => Math.sqrt(dot(a, a));
export const unit = (a) => add([0, 0, 0], a, 1 / (length(a) || 1));
const clamp01 = (v) => Math.max(0, Math.min(1, v));
const smoothstep = (a, b, v) => {
  const t = clamp01((v - a) / (b - a));
  return t * t * (3 - 2 * t);
};

const WARM = [1, 0.93, 0.82];
const COOL = [0.86, 0.94, 1];

/**
 * Renders a scene by sphere tracing. Returns the light that reaches each pixel (linear RGB) and
 * its distance from the camera, from which the lens makes its blur.
 */
export function render(scene, width, height) {
  const light = new Float32Array(width * height * 3);
  const depth = new Float32Array(width * height);
  const { eye, target, zoom } = scene.camera;
  const forward = unit(sub(target, eye));
  const right = unit(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  for (let py = 0; py < height; py++) {
    for (let px = 0; px < width; px++) {
      const u = (px + 0.5 - width / 2) / (width * 0.5) / zoom;
      const v = (height / 2 - py - 0.5) / (width * 0.5) / zoom;
      const ray = unit(add(add(forward, right, u), up, v));
      const hit = trace(scene, eye, ray);
      const i = py * width + px;
      light.set(lightFrom(scene, eye, ray, hit), i * 3);
      depth[i] = hit.t;
    }
  }
  return { light, depth };
}

/** The parts whose enclosing sphere the ray crosses before `limit`. */
function along(parts, o, d, limit) {
  return parts.filter(({ shape }) => {
    const c = sub(shape.center, o);
    const b = dot(c, d);
    const r = shape.radius * 1.05;
    return b > -r && b - r < limit && dot(c, c) - b * b < r * r;
  });
}

function trace(scene, o, d) {
  const ground = d[1] < 0 ? -o[1] / d[1] : FAR;
  const back = d[2] < 0 ? (scene.wallZ - o[2]) / d[2] : FAR;
  const limit = Math.min(ground, back, FAR);
  const parts = along(scene.parts, o, d, limit);
  let t = 0.5;
  for (let step = 0; parts.length && step < 110 && t < limit; step++) {
    let nearest = Infinity;
    let part;
    for (const candidate of parts) {
      const distance = candidate.shape.distance(o[0] + d[0] * t, o[1] + d[1] * t, o[2] + d[2] * t);
      if (distance < nearest) {
        nearest = distance;
        part = candidate;
      }
    }
    if (nearest < HIT) return { t, shape: part.shape, material: part.material };
    t += nearest * 0.9;
  }
  return ground <= back
    ? { t: limit, normal: [0, 1, 0], material: scene.ground }
    : { t: limit, normal: [0, 0, 1], material: scene.wall };
}

function normalOf(shape, x, y, z) {
  const e = 0.004;
  const f = shape.distance;
  const a = f(x + e, y - e, z - e);
  const b = f(x - e, y - e, z + e);
  const c = f(x - e, y + e, z - e);
  const g = f(x + e, y + e, z + e);
  return unit([a - b - c + g, c + g - a - b, b + g - a - c]);
}

/** Tilts a normal by the slope of the material's relief. */
function tilted(normal, material, x, y, z) {
  const e = 0.006;
  const h = material.height(x, y, z);
  const slope = [
    material.height(x + e, y, z) - h,
    material.height(x, y + e, z) - h,
    material.height(x, y, z + e) - h,
  ].map((s) => (s / e) * material.relief);
  return unit(add(add(normal, slope, -1), normal, dot(slope, normal)));
}

/** How much of the lamp is seen from a point: 1 in the open, falling softly towards a shadow. */
function openTo(scene, p, direction, reach, softness) {
  const parts = along(scene.parts, p, direction, reach).filter(({ material }) => !material.glow);
  let open = 1;
  for (let t = 0.06, step = 0; parts.length && step < 40 && t < reach; step++) {
    const q = add(p, direction, t);
    let nearest = Infinity;
    for (const { shape } of parts) nearest = Math.min(nearest, shape.distance(q[0], q[1], q[2]));
    if (nearest < 0.001) return 0;
    open = Math.min(open, (softness * nearest) / t);
    t += Math.max(0.03, nearest);
  }
  return clamp01(open);
}

/** Corners and the foot of things get less light from the room. */
function occlusion(scene, p, n) {
  const parts = scene.parts.filter(({ shape }) => length(sub(shape.center, p)) < shape.radius + 1.2);
  let shade = 0;
  for (let i = 1; i <= 4; i++) {
    const reach = 0.22 * i;
    const q = add(p, n, reach);
    let nearest = Math.min(reach, q[1], q[2] - scene.wallZ);
    for (const { shape } of parts) nearest = Math.min(nearest, shape.distance(q[0], q[1], q[2]));
    shade += (reach - nearest) / 2 ** i;
  }
  return clamp01(1 - 1.5 * shade);
}

/** Sunlight through a window with glazing bars and leaves before it, where the scene has one. */
function windowLight({ window, sun }, p) {
  if (!window) return 1;
  const side = unit(cross(sun, [0, 1, 0]));
  const top = cross(side, sun);
  const u = dot(p, side) + window.shift;
  const v = dot(p, top);
  const pane = (w, size) => 1 - smoothstep(0.4, 0.46, Math.abs(w / size - Math.floor(w / size) - 0.5));
  const open = 1 - smoothstep(window.width, window.width + 0.8, Math.abs(u));
  const leaf = smoothstep(0.42, 0.62, noise(u * 1.1, v * 1.1, 3) * 0.7 + noise(u * 2.7, v * 2.7, 7) * 0.3);
  return 0.12 + 0.88 * open * pane(u, 3.1) * pane(v, 4.2) * (1 - window.leaves * leaf);
}

/** What a glossy surface mirrors: a bright window in a dim, warm room. */
function room(scene, d) {
  const bar = Math.abs(d[0] - scene.sun[0]) < 0.03;
  const window = smoothstep(0.72, 0.86, dot(d, scene.sun)) * (bar ? 0.5 : 2.6);
  const ambient = 0.28 + 0.3 * Math.max(0, d[1]);
  return [ambient + window, ambient * 0.95 + window * 0.96, ambient * 0.88 + window * 0.88];
}

function lightFrom(scene, o, d, { t, shape, normal, material }) {
  const p = add(o, d, t);
  const flat = normal ?? normalOf(shape, p[0], p[1], p[2]);
  const n = tilted(flat, material, p[0], p[1], p[2]);
  // Dust, fibres and grain: no surface is of one colour, however closely one looks.
  const grain = 1 + (material.grain ?? 0.8) * (fractal(p[0] * 24, p[1] * 24, p[2] * 24, 4, 1) - 0.5);
  const albedo = material.color(p[0], p[1], p[2]).map((a) => a * grain);
  const facing = Math.max(0, dot(n, scene.sun));
  const sunlit = facing && facing * windowLight(scene, p) * openTo(scene, add(p, flat, 0.02), scene.sun, 14, 7);
  const around = occlusion(scene, p, flat);
  const sky = around * (0.62 + 0.38 * n[1]);
  const bounce = Math.max(0, 0.3 - 0.4 * n[1]) * 0.25;
  const light = WARM.map((warm, k) => scene.key * sunlit * warm + scene.fill * sky * COOL[k] + bounce * warm);
  for (const lamp of scene.lamps) {
    const to = sub(lamp.at, p);
    const distance = length(to);
    const received = (lamp.power * Math.max(0.15, dot(n, to) / distance)) / (1 + distance * distance);
    for (let k = 0; k < 3; k++) light[k] += received * WARM[k];
  }
  const out = albedo.map((a, k) => a * light[k]);
  if (material.gloss) {
    const mirrored = room(scene, add(d, n, -2 * dot(d, n)));
    const grazing = (1 - Math.max(0, -dot(d, n))) ** 3;
    const share = material.gloss * (0.12 + 0.88 * grazing) * around;
    // Metals colour what they mirror, a glaze does not.
    for (let k = 0; k < 3; k++) out[k] += share * mirrored[k] * (material.gloss > 0.6 ? albedo[k] * 1.6 : 0.6);
  }
  const glow = material.glow?.(p[1]);
  return glow ? out.map((v, k) => v + glow[k]) : out;
}
