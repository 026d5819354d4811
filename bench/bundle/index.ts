import type { Bench } from '../row.js'

export const bundleBench: Bench = { name: 'bundle', title: 'x', data: null, run: async () => ({ rows: [], notes: [] }) }
