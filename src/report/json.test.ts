import { describe, expect, it } from 'vitest'
import { report } from './fixtures/report.js'
import { reportToJson, toJson } from './json.js'

describe('a report as JSON', () => {
  it('writes dates in ISO 8601 and leaves the pictures of pages out unless asked', async () => {
    const full = await report()
    const plain = reportToJson(full)
    expect(JSON.parse(plain).generatedAt).toBe('2026-03-02T10:09:00.000Z')
    expect(plain).not.toContain('jpegBase64')
    expect(plain).not.toContain('\n')
    expect(reportToJson(full, { pictures: true })).toContain('jpegBase64')
  })

  it("never holds a value of the target's environment, only the names", async () => {
    const plain = reportToJson(await report())
    expect(plain).toContain('DATABASE_URL')
    expect(plain).not.toContain('secret')
  })

  it('keeps what JSON would lose or corrupt', () => {
    expect(
      toJson({ test: /[\\/]node_modules[\\/]/, a: Number.NaN, b: [undefined, 1], c: () => 1, d: undefined }),
    ).toEqual({
      test: '/[\\\\/]node_modules[\\\\/]/',
      a: null,
      b: [null, 1],
    })
  })
})
