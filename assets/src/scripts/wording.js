// Suggestions about words, and the time that was understood: both come with the answer to a draft that saved itself.
// Nothing is changed before somebody presses "Use this"; words that she keeps are kept with the draft.

function suggest(form, suggestions) {
  const place = form.querySelector('[data-suggestions]')
  const template = document.getElementById('suggestion')
  const text = form.elements.text
  if (!place || !template || !text) return
  const boxes = (suggestions ?? []).map((one) => box(form, text, template, one))
  if (boxes.length || place.childElementCount) place.replaceChildren(...boxes)
}

function box(form, text, template, one) {
  const made = template.content.firstElementChild.cloneNode(true)
  made.querySelector('[data-words]').textContent = one.words
  made.querySelector('[data-why]').textContent = one.why
  made.querySelector('[data-instead]').textContent = one.instead
  made.querySelector('[data-use]').addEventListener('click', () => {
    if (text.value.slice(one.start, one.end) === one.words) text.setRangeText(one.instead, one.start, one.end, 'end')
    settle(text, made)
  })
  made.querySelector('[data-keep]').addEventListener('click', () => {
    const kept = form.elements.kept_words
    kept.value = [kept.value, one.words].filter(Boolean).join('\n')
    settle(text, made)
  })
  return made
}

function settle(text, made) {
  made.remove()
  text.focus()
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

function tell(form, understood) {
  for (const [name, words] of Object.entries(understood ?? {})) {
    const field = form.elements[name]
    if (!field) continue
    let place = form.querySelector(`[data-understood="${name}"]`)
    if (!place) {
      place = document.createElement('p')
      place.dataset.understood = name
      place.className = 'erle-meta'
      place.setAttribute('role', 'status')
      field.after(place)
    }
    place.textContent = words
  }
}

export function watchWords() {
  for (const form of document.querySelectorAll('form[data-draft-url]')) {
    form.addEventListener('erle:kept', ({ detail }) => {
      suggest(form, detail.suggestions)
      tell(form, detail.understood)
    })
  }
}
