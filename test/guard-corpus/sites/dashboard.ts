import type { Site } from '../site.js'
import { readFiles } from './read-site.js'

/** A dashboard: a table made by script from `/sales.json`, a canvas and an SVG chart behind a tab, notes. Plain data. */
export const dashboard: Site = { files: readFiles('dashboard') }
