import type { Site } from '../site.js'
import { readFiles } from './read-site.js'

/** A ferry's tickets in German (`/de`) and English (`/en`); dates, numbers and prices are written by script. Plain data. */
export const localized: Site = { files: readFiles('localized') }
