import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import { TunewrightError } from '../model/errors.js'
import { errorText, exitCodeOf } from './error-text.js'

const colors = picocolors.createColors(false)
const failed = new TunewrightError('BUILD_FAILED', 'The build failed.', {
  remedy: 'Run npm run build and look.',
  details: { output: `${'noise\n'.repeat(40)}Module not found: \u001b[31m./x` },
  cause: new Error('exit 1'),
})

describe('an error in a terminal', () => {
  it('says what happened, how things stand, what to do, and the last of the output: no stack', () => {
    const text = errorText(failed, colors, false)
    expect(text).toContain('Error: The build failed.')
    expect(text).toContain('Module not found')
    expect(text.match(/noise/g)).toHaveLength(14)
    expect(text).toContain('Nothing was changed.')
    expect(text).toContain('What to do: Run npm run build and look.')
    expect(text).not.toContain('\u001b')
    expect(text).not.toMatch(/\n\s+at /)
  })

  it('shows stacks and causes where they are asked for', () => {
    const text = errorText(failed, colors, true)
    expect(text).toMatch(/\n\s+at /)
    expect(text).toContain('Caused by: Error: exit 1')
  })

  it('keeps what is wrong in several places apart, a line for each', () => {
    const error = new TunewrightError(
      'INPUT_INVALID',
      'It cannot be used (2 problems):\n  seed is "\u001b[31mx"\n  budgett',
      {
        remedy: 'Correct it.',
      },
    )
    expect(errorText(error, colors, false).split('\n').slice(0, 3)).toEqual([
      'Error: It cannot be used (2 problems):',
      '  seed is " [31mx"',
      '  budgett',
    ])
  })

  it('explains what was not foreseen too', () => {
    expect(errorText(new TypeError('x is undefined'), colors, false)).toContain('--debug')
  })
})

it('tells bad input from failure and from interruption by the exit code', () => {
  const code = (name: ConstructorParameters<typeof TunewrightError>[0]) =>
    exitCodeOf(new TunewrightError(name, 'm', { remedy: 'r' }))
  expect([code('INPUT_INVALID'), code('TARGET_NOT_FOUND'), code('BUILD_FAILED'), code('CANCELLED')]).toEqual([
    2, 2, 1, 130,
  ])
  expect(exitCodeOf(new Error('x'))).toBe(1)
})
