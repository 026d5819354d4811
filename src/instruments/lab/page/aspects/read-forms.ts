/**
 * How forms are made, a line for each form and for each field: what a browser, a password manager and a server take from them. What somebody
 * has typed, and what a password field holds, is no part of it; of hidden values only those that are plain words.
 */
export const readForms = (): string[] => {
  type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 120)
  /** The names of parameters, without their values: those may be another one at every load. */
  const path = (url: string): string => {
    if (!URL.canParse(url, document.baseURI)) return url
    const { origin, pathname, searchParams } = new URL(url, document.baseURI)
    const names = [...searchParams.keys()].map(name => `${name}=`)
    return `${origin === location.origin ? '' : origin}${pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`
  }
  const said = (element: Element, names: readonly string[]): string[] =>
    names.flatMap(name => {
      const value = element.getAttribute(name)
      return value === null ? [] : [value === '' || value === name ? name : `${name}=${tidy(value)}`]
    })
  const formOf = (form: HTMLFormElement | null): string =>
    form === null
      ? 'outside of forms'
      : `form ${(form.getAttribute('method') ?? 'get').toLowerCase()} ${path(form.getAttribute('action') ?? document.URL)}`

  const SENT = ['enctype', 'target', 'novalidate', 'accept-charset', 'autocomplete']
  const LIMITS = [
    'autocomplete',
    'required',
    'readonly',
    'disabled',
    'multiple',
    'pattern',
    'min',
    'max',
    'step',
    'minlength',
    'maxlength',
    'accept',
    'inputmode',
    'placeholder',
    'formaction',
    'formmethod',
    'formtarget',
    'formnovalidate',
  ]
  /** The options that are chosen before anybody chooses: where a list of one row says none, browsers take the first that can be. */
  const presetOptions = (select: HTMLSelectElement): HTMLOptionElement[] => {
    const options = [...select.options]
    const said = options.filter(option => option.defaultSelected)
    if (select.multiple) return said
    if (said.length > 0) return said.slice(-1)
    if (select.size > 1) return []
    return options.filter(option => !option.disabled && option.closest('optgroup[disabled]') === null).slice(0, 1)
  }
  /** What the field has before anybody touches it, where that is part of how the form is made. */
  const preset = (control: Control): string[] => {
    if (control instanceof HTMLSelectElement) {
      const chosen = presetOptions(control)
      const options = [...control.options].map(option => `${chosen.includes(option) ? '*' : ''}${tidy(option.text)}`)
      return [`options ${JSON.stringify(options.slice(0, 200))}`]
    }
    if (control instanceof HTMLTextAreaElement) return control.defaultValue === '' ? [] : ['filled in']
    const { value } = control
    if (control.type === 'checkbox' || control.type === 'radio')
      return [`value=${tidy(value)}`, ...((control as HTMLInputElement).defaultChecked ? ['checked'] : [])]
    if (control.type === 'hidden')
      return /^[a-z]+(?:[ _-][a-z]+)*$/i.test(value) && value.length < 24 ? [`value=${value}`] : []
    if (/^(?:number|range|color)$/.test(control.type))
      return [`value=${tidy((control as HTMLInputElement).defaultValue)}`]
    if (control instanceof HTMLButtonElement) return value === '' ? [] : [`value=${tidy(value)}`]
    if (/^(?:submit|reset|button)$/.test(control.type)) return []
    return (control as HTMLInputElement).defaultValue === '' ? [] : ['filled in']
  }
  const labelOf = (control: Control): string => {
    const named = control.getAttribute('aria-label') ?? ''
    const labels = [...(control.labels ?? [])].map(label => label.innerText || label.textContent)
    const own = control instanceof HTMLButtonElement ? control.textContent : ''
    const shown =
      control instanceof HTMLInputElement && /^(?:submit|reset|button)$/.test(control.type) ? control.value : ''
    return tidy(named || labels.join(' ') || own || shown)
  }

  const lines = [...document.forms].map(form => [formOf(form), ...said(form, SENT)].join(' '))
  for (const control of document.querySelectorAll<Control>('input, select, textarea, button')) {
    const form = formOf(control.form)
    const name = control.getAttribute('name')
    // What stands alone and sends nothing is a control of the page, and seen as such.
    if (control.form === null && control instanceof HTMLButtonElement) continue
    lines.push(
      [
        `${form}: ${control.type}`,
        name === null || name === '' ? 'without a name, so that it is not sent' : JSON.stringify(name),
        ...(control.type === 'hidden' ? [] : [`labelled ${JSON.stringify(labelOf(control))}`]),
        ...said(control, LIMITS),
        ...preset(control),
      ].join(' '),
    )
  }
  return lines
}
