import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { report } from '../report/fixtures/report.js'
import { reportPath, writeReport } from './report-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-report-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('takes a file in a folder that is there, and writes it', async () => {
  const file = await reportPath(path.join(folder, 'report.json'))
  expect(file).toBe(path.join(folder, 'report.json'))
  await writeReport(await report(), file, new Map())
  expect(await readdir(folder)).toEqual(['report.json'])
})

it('writes what the ending asks for', async () => {
  for (const [name, start] of [
    ['report.html', '<!doctype html>'],
    ['report.md', '# Storefront paints'],
    ['report.JSON', '{"$schema":"urn:tunewright:schema:report:1","version":1,'],
  ] as const) {
    const file = await reportPath(path.join(folder, name))
    await writeReport(await report(), file, new Map())
    expect((await readFile(file, 'utf8')).slice(0, start.length)).toBe(start)
  }
})

it('refuses beforehand where it could not be written, and makes no folder', async () => {
  await mkdir(path.join(folder, 'taken.html'))
  for (const [file, why] of [
    ['no/such/report.html', /there is no folder .*no\/such/],
    ['taken.html', /taken\.html is a folder/],
    ['report.pdf', /cannot be written as "report\.pdf"/],
  ] as const) {
    await expect(reportPath(path.join(folder, file))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(why),
    })
  }
  expect(await readdir(folder)).toEqual(['taken.html'])
})

it('says so where the folder went away during the work', async () => {
  const file = path.join(folder, 'gone', 'report.html')
  await expect(writeReport(await report(), file, new Map())).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(file),
    state: expect.stringContaining('The session is done'),
  })
})
