/** All that runs in a report: buttons, sliders and arrow keys for what is readable without them. */
export const SCRIPT = `
const all = [...document.querySelectorAll('details')]
if (all.length > 0) {
  const button = document.createElement('button')
  button.type = 'button'
  const label = () => { button.textContent = all.every(item => item.open) ? 'Close all details' : 'Open all details' }
  button.addEventListener('click', () => {
    const open = !all.every(item => item.open)
    for (const item of all) item.open = open
    label()
  })
  for (const item of all) item.addEventListener('toggle', label)
  label()
  document.querySelector('.tools').append(button)
}
for (const pair of document.querySelectorAll('.pair')) {
  const slider = document.createElement('input')
  slider.type = 'range'
  slider.min = 0
  slider.max = 100
  slider.value = 50
  slider.setAttribute('aria-label', 'How much of ' + pair.dataset.name + ' is shown as it was before')
  const move = () => {
    pair.style.setProperty('--split', slider.value + '%')
    slider.setAttribute('aria-valuetext', slider.value + ' % before, ' + (100 - slider.value) + ' % after')
  }
  slider.addEventListener('input', move)
  pair.classList.add('over')
  pair.append(slider)
  move()
}
for (const map of document.querySelectorAll('.treemap')) {
  const cells = [...map.querySelectorAll('a')]
  const enter = index => cells.forEach((cell, other) => cell.setAttribute('tabindex', index === other ? 0 : -1))
  enter(0)
  map.addEventListener('keydown', event => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
    const index = cells.indexOf(document.activeElement)
    const next = { Home: 0, End: cells.length - 1 }[event.key] ?? index + (steps[event.key] ?? Number.NaN)
    if (index < 0 || !cells[next]) return
    event.preventDefault()
    enter(next)
    cells[next].focus()
  })
  map.addEventListener('focusin', event => {
    const index = cells.indexOf(event.target.closest('a'))
    if (index >= 0) enter(index)
  })
}
// Paper shows all of it.
let closed = []
addEventListener('beforeprint', () => {
  closed = all.filter(item => !item.open)
  for (const item of closed) item.open = true
})
addEventListener('afterprint', () => {
  for (const item of closed) item.open = false
})
`
