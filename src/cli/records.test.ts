import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { Journal } from '../change/journal.js'
import { recordedShop } from './fixtures/recorded-shop.js'

const { on, tunewright } = recordedShop()

it('even a look at what was done first puts back what a killed session left', async () => {
  const killed = path.join(on.state, 'journals', 'killed-shop')
  const journal = await Journal.open(killed)
  await journal.append({
    type: 'change-begun',
    change: 'c1',
    sessionId: 'killed',
    candidateId: 'x',
    root: path.join(on.state, 'gone'),
    head: null,
  })
  await journal.close()
  const locks = path.join(on.state, 'locks')
  mkdirSync(locks, { recursive: true })
  writeFileSync(path.join(locks, 'dead.json'), JSON.stringify({ pid: 999_999_999, startTime: 'never', token: 'x' }))
  const { code, stderr } = await tunewright('history', '--debug')
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Putting back took') })
  expect([existsSync(killed), readdirSync(locks).includes('dead.json')]).toEqual([false, false])
})
