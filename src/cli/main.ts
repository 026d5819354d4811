#!/usr/bin/env node
import { requireNode } from './require-node.js'

requireNode(process.versions.node)
// Only now: what an older Node lacks must not keep it from saying so.
const { leave } = await import('./leave.js')
const { createProgram } = await import('./program.js')
const { ownVersion } = await import('../system/own-version.js')

await createProgram(ownVersion()).parseAsync()
await leave()
