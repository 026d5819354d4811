#!/usr/bin/env node
import { requireNode } from './require-node.js'

requireNode(process.versions.node)
// Only now: what an older Node lacks must not keep it from saying so.
const { readFileSync } = await import('node:fs')
const { leave } = await import('./leave.js')
const { createProgram } = await import('./program.js')

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
await createProgram(version).parseAsync()
await leave()
