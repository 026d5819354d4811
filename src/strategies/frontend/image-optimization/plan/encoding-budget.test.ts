import { describe, expect, it } from 'vitest'
import { EncodingTimeSpent, encodingBudget, inTime, proposalTime } from './encoding-budget.js'

const MINUTE = 60_000

describe('the time that a proposal has for encoding', () => {
  it('is a share of the session: a short one has most of its time for proofs', () => {
    expect(proposalTime(5 * MINUTE)).toBe(45_000)
    expect(proposalTime(30 * MINUTE)).toBe(4.5 * MINUTE)
    expect(proposalTime(4 * 60 * MINUTE)).toBe(6 * MINUTE)
  })

  it('ends between encodings, and what it was spent on before stays', async () => {
    let now = 1000
    const { checkpoint } = encodingBudget(new AbortController().signal, proposalTime(5 * MINUTE), () => now)
    now += 44_999
    expect(checkpoint).not.toThrow()
    now += 1
    expect(checkpoint).toThrow(EncodingTimeSpent)
    expect(await inTime(async () => checkpoint())).toBeNull()
  })

  it('has no end where it is not limited, but that of the session', () => {
    const session = new AbortController()
    const { checkpoint } = encodingBudget(session.signal, Number.POSITIVE_INFINITY, () => 1e12)
    expect(checkpoint).not.toThrow()
    session.abort()
    expect(checkpoint).toThrow(expect.objectContaining({ code: 'CANCELLED' }))
  })
})
