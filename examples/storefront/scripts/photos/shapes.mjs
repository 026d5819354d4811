/*
 * Shapes as signed distance functions (x, y, z) => distance, each with a sphere that encloses it,
 * so that rays which pass far away cost nothing. Lengths are in decimetres, the ground is y = 0.
 */

export function box(cx, cy, cz, hx, hy, hz, round = 0.1, turn = 0) {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return {
    center: [cx, cy, cz],
    radius: Math.hypot(hx, hy, hz) + round,
    distance(x, y, z) {
      const dx = x - cx;
      const dz = z - cz;
      const qx = Math.abs(dx * cos - dz * sin) - hx + round;
      const qy = Math.abs(y - cy) - hy + round;
      const qz = Math.abs(dx * sin + dz * cos) - hz + round;
      const outside = Math.hypot(Math.max(qx, 0), Math.max(qy, 0), Math.max(qz, 0));
      return outside + Math.min(Math.max(qx, qy, qz), 0) - round;
    },
  };
}

/** A pillow: a box whose thickness falls off towards its edges. */
export function pillow(cx, cy, cz, hx, hy, hz, turn = 0) {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return {
    center: [cx, cy, cz],
    radius: Math.hypot(hx, hy, hz),
    distance(x, y, z) {
      const dx = x - cx;
      const dz = z - cz;
      const px = Math.abs(dx * cos - dz * sin) / hx;
      const py = Math.abs(y - cy) / hy;
      const pz = Math.abs(dx * sin + dz * cos) / hz;
      const norm = (px ** 4 + py ** 4) ** 0.5 + pz ** 2;
      return (Math.sqrt(norm) - 1) * hz * 0.55;
    },
  };
}

export function ball(cx, cy, cz, radius) {
  return {
    center: [cx, cy, cz],
    radius,
    distance: (x, y, z) => Math.hypot(x - cx, y - cy, z - cz) - radius,
  };
}

export function rod(ax, ay, az, bx, by, bz, radius) {
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const length2 = dx * dx + dy * dy + dz * dz;
  return {
    center: [(ax + bx) / 2, (ay + by) / 2, (az + bz) / 2],
    radius: Math.sqrt(length2) / 2 + radius,
    distance(x, y, z) {
      const t = ((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / length2;
      const s = Math.max(0, Math.min(1, t));
      return Math.hypot(x - ax - dx * s, y - ay - dy * s, z - az - dz * s) - radius;
    },
  };
}

/** A ring standing upright, for handles: in the plane of x and y. */
export function ring(cx, cy, cz, radius, thickness) {
  return {
    center: [cx, cy, cz],
    radius: radius + thickness,
    distance: (x, y, z) => Math.hypot(Math.hypot(x - cx, y - cy) - radius, z - cz) - thickness,
  };
}

/**
 * What a lathe or a potter's wheel makes: an outline of [radius, height] points, turned about a
 * vertical axis. The outline is smoothed, starts and ends on the axis or closes on itself.
 */
export function turned(cx, cz, outline, { smooth = true } = {}) {
  const points = smooth ? smoothed(outline) : outline;
  const top = Math.max(...points.map((p) => p[1]));
  const bottom = Math.min(...points.map((p) => p[1]));
  const widest = Math.max(...points.map((p) => p[0]));
  return {
    center: [cx, (top + bottom) / 2, cz],
    radius: Math.hypot(widest, (top - bottom) / 2),
    distance: (x, y, z) => polygonDistance(points, Math.hypot(x - cx, z - cz), y),
  };
}

function smoothed(outline) {
  const points = [];
  for (let i = 0; i < outline.length - 1; i++) {
    const a = outline[Math.max(0, i - 1)];
    const b = outline[i];
    const c = outline[i + 1];
    const d = outline[Math.min(outline.length - 1, i + 2)];
    for (const t of [0, 0.2, 0.4, 0.6, 0.8]) {
      points.push([0, 1].map((k) => Math.max(k ? -9 : 0, catmullRom(a[k], b[k], c[k], d[k], t))));
    }
  }
  points.push(outline.at(-1));
  return points;
}

function catmullRom(a, b, c, d, t) {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function polygonDistance(points, px, py) {
  let nearest = Infinity;
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ix, iy] = points[i];
    const [jx, jy] = points[j];
    const ex = jx - ix;
    const ey = jy - iy;
    const wx = px - ix;
    const wy = py - iy;
    const t = Math.max(0, Math.min(1, (wx * ex + wy * ey) / (ex * ex + ey * ey || 1)));
    const bx = wx - ex * t;
    const by = wy - ey * t;
    nearest = Math.min(nearest, bx * bx + by * by);
    if (iy > py !== jy > py && px < (ex * (py - iy)) / ey + ix) inside = !inside;
  }
  return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
}
