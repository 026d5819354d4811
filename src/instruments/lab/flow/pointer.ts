import type { Protocol } from 'puppeteer-core'
import type { Visit } from '../visit.js'

interface Place {
  readonly x: number
  readonly y: number
}

const BUTTONS: Readonly<Record<string, Protocol.Input.MouseButton>> = {
  primary: 'left',
  auxiliary: 'middle',
  secondary: 'right',
  back: 'back',
  forward: 'forward',
}

/** Taps or clicks, as the visit's device does. @param times 2 for a double click */
export const press = async (visit: Visit, { x, y }: Place, button = 'primary', times = 1): Promise<void> => {
  if (visit.profile.viewport.mobile && button === 'primary') {
    for (let time = 0; time < times; time++) {
      await visit.session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
      await visit.session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    }
    return
  }
  await point(visit, { x, y })
  const mouse = { x, y, button: BUTTONS[button] ?? 'left' }
  for (let clickCount = 1; clickCount <= times; clickCount++) {
    await visit.session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...mouse, clickCount })
    await visit.session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...mouse, clickCount })
  }
}

/** Moves the mouse; a finger cannot be held above a screen. */
export const point = async (visit: Visit, { x, y }: Place): Promise<void> => {
  if (visit.profile.viewport.mobile) return
  await visit.session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
}
