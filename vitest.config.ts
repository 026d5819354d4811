import { defineConfig } from 'vitest/config'

// Long tests end in .full.test.ts: `npm run test:full` runs everything, `npm test` leaves those out.
const full = process.env.TUNEWRIGHT_TEST === 'full'
// Only for what hangs: on a busy machine all takes three times as long, and that is no failure.
const timeout = (full ? 30 : 5) * 60_000

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: full ? ['**/node_modules/**'] : ['**/node_modules/**', '**/*.full.test.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
    // Real Chromium and PostgreSQL on small machines: more workers only make each other slow. The long tests prove changes by real loads: what
    // runs beside them is noise.
    maxWorkers: full ? 1 : 2,
    // Of tests of one file that may go on at once: each has a browser's pages open, and more only wait for each other.
    maxConcurrency: 3,
    typecheck: { enabled: false },
  },
})
