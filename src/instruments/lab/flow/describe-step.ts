import type { FlowSelector, FlowStep } from '../../../model/flow.js'

const selectorText = (selector: FlowSelector): string =>
  JSON.stringify(typeof selector === 'string' ? selector : selector.join(' ⟩ '))

/** A step as people name it, e.g. `click "#buy"`; what is typed is left out. */
export const describeStep = (step: FlowStep): string => {
  if (step.type === 'navigate') return `go to ${step.url.replace(/^https?:\/\/[^/]*/, '') || '/'}`
  if (step.type === 'customStep') return 'go back'
  if (step.type === 'waitForExpression') return `wait for ${step.expression}`
  if (step.type === 'keyDown' || step.type === 'keyUp')
    return `${step.type === 'keyDown' ? 'press' : 'release'} ${step.key}`
  const names = {
    click: 'click',
    doubleClick: 'double-click',
    hover: 'point at',
    change: 'fill in',
    scroll: 'scroll to',
  }
  const words = step.type === 'waitForElement' ? 'wait for' : names[step.type as 'click']
  if (!('selectors' in step)) return words === undefined ? step.type : 'scroll'
  return step.selectors?.[0] === undefined ? 'scroll' : `${words} ${selectorText(step.selectors[0])}`
}
