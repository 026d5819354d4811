import { defineConfig, type TunewrightConfig } from '../../src/index.js'
import { seedOptimizers } from './seed-optimizer.js'

/** Compiled, never run: a configuration that is right compiles, and one with anything misspelt does not. */

export const whole = {
  target: {
    pages: ['/', { path: '/cart', id: 'cart', weight: 2 }],
    build: { command: 'npm run build', output: 'dist' },
    serve: { kind: 'process', command: 'npm start', readyPath: '/healthz' },
    test: false,
    environment: { MODE: 'production' },
  },
  profiles: ['mobile', 'slow-mobile'],
  budget: { milliseconds: 600_000, alpha: 0.005 },
  seed: 1,
  includeDirty: true,
  database: { url: 'postgres://127.0.0.1/tunewright' },
  state: { retention: '30d', cap: '10GB' },
  optimizers: seedOptimizers,
} satisfies TunewrightConfig

export const wrong: TunewrightConfig[] = [
  // @ts-expect-error a key that there is not
  { bugdet: { milliseconds: 1 } },
  // @ts-expect-error a key within one
  { target: { page: ['/'] } },
  // @ts-expect-error a profile that there is not
  { profiles: ['tablet'] },
  // @ts-expect-error a length of time without its unit
  { state: { retention: '30' } },
  // @ts-expect-error a size in a unit that there is not
  { state: { cap: '10 gigabytes' } },
  // @ts-expect-error a way to serve that lacks its folder
  { target: { serve: { kind: 'static' } } },
  // @ts-expect-error an optimizer that is none
  { optimizers: [{ id: 'mine' }] },
]

// @ts-expect-error the same by way of the function
defineConfig({ includeDrity: true })
