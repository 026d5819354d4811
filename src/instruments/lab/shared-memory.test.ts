import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sharedMemoryFlags } from './shared-memory.js'

test('shared memory is used where there is enough of it, and files in its place where there is not, or none', async () => {
  expect(await sharedMemoryFlags(tmpdir(), 1)).toEqual([])
  expect(await sharedMemoryFlags(tmpdir(), Number.MAX_SAFE_INTEGER)).toEqual(['--disable-dev-shm-usage'])
  expect(await sharedMemoryFlags(path.join(tmpdir(), 'there-is-no-such-folder'), 1)).toEqual([
    '--disable-dev-shm-usage',
  ])
})
