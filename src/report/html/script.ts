/** Comfort only: everything can be read and opened without it. */
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
`
