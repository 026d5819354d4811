import type { ProgressEvent } from '../../model/progress.js'
import { printable } from '../../report/printable.js'
import { truncate } from '../terminal.js'
import { wrapped } from '../wrapped.js'
import type { PlainOptions } from './plain.js'
import type { ProgressView } from './view.js'
import { clock, deliveryText, stageName, stepText, verdictLines } from './wording.js'

export interface LiveOptions extends PlainOptions {
  width(): number
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const REDRAW_EVERY = 120
const CLEAR_LINE = '\r\u001b[2K'

/** Verdicts stay on the screen; below them one line says what is being done, redrawn in place and never wider than the window. */
export function liveView({ write, colors, elapsed, width }: LiveOptions): ProgressView {
  let doing = ''
  let stage = ''
  let frame = 0
  const draw = () => {
    if (stage === '') return
    const time = clock(elapsed())
    const head = `${SPINNER[frame++ % SPINNER.length]} ${stage}`
    const room = Math.max(10, width() - head.length - time.length - 4)
    write(`${CLEAR_LINE}${colors.cyan(head)}  ${truncate(doing, room)} ${colors.dim(time)}`)
  }
  const stay = (text: string) => {
    write(`${CLEAR_LINE}${text}\n`)
    draw()
  }
  const broken = (text: string) => wrapped(text, { width: width(), rest: '    ' })
  const timer = setInterval(draw, REDRAW_EVERY)
  timer.unref()
  const isPreparation = (event: Extract<ProgressEvent, { kind: 'stage' }>) =>
    event.stage === 'prepare' || event.stage === 'observe' || event.stage === 'diagnose'
  return {
    handle(event) {
      if (event.kind === 'step') {
        stage = stageName(event.stage)
        doing = stepText(event)
      } else if (event.kind === 'verdict') {
        stay('')
        for (const text of verdictLines(event, colors)) for (const line of broken(text)) stay(line)
      } else if (event.kind === 'delivered') stay(`\n${colors.bold(deliveryText(event))}`)
      else if (event.kind === 'session') {
        // How it ends is told by the command, with the state of things and what to do.
        if (event.status === 'started') stay(colors.bold(printable(event.message)))
      } else if (event.status === 'started') {
        stage = stageName(event.stage)
        doing = printable(event.message)
      } else if (isPreparation(event)) {
        stay(`${colors.dim(clock(elapsed()).padStart(5))} ${printable(event.message)}`)
      }
      draw()
    },
    note: text => {
      for (const line of text.split('\n')) for (const part of broken(line)) stay(part)
    },
    close() {
      clearInterval(timer)
      if (stage !== '') write(CLEAR_LINE)
    },
  }
}
