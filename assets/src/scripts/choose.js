// Lists whose rows can be chosen: choose all of the page at once, and hear how many are chosen. Without it, one by one.

function boxesOf(form) {
  return [...form.querySelectorAll('input[type="checkbox"][name="chosen"]')]
}

function say(form, all) {
  const boxes = boxesOf(form)
  const chosen = boxes.filter((box) => box.checked).length
  form.querySelector('[data-choose-count]').textContent = chosen ? `${chosen} chosen.` : ''
  all.checked = chosen === boxes.length
  all.indeterminate = chosen > 0 && chosen < boxes.length
}

export function offerChoosing() {
  for (const form of document.querySelectorAll('form[data-choose]')) {
    const offer = form.querySelector('[data-choose-all]')
    if (!offer) continue
    const all = offer.querySelector('input')
    if (!all) continue
    offer.hidden = false
    all.addEventListener('change', () => {
      for (const box of boxesOf(form)) box.checked = all.checked
      say(form, all)
    })
    form.addEventListener('change', (event) => {
      if (event.target.name === 'chosen') say(form, all)
    })
    say(form, all)
  }
}
