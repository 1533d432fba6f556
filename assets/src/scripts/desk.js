// At the MASH desk: one press chooses every report on the page, or none.
export function chooseAll() {
  for (const place of document.querySelectorAll('[data-choose-all]')) {
    const boxes = [...place.closest('form').querySelectorAll('input[type="checkbox"][name="chosen"]')]
    const button = place.querySelector('button')
    if (!button) continue
    place.hidden = boxes.length < 2
    const words = () => {
      button.textContent = boxes.every((box) => box.checked) ? 'Choose none' : 'Choose all on this page'
    }
    button.addEventListener('click', () => {
      const all = boxes.every((box) => box.checked)
      for (const box of boxes) box.checked = !all
      words()
    })
    for (const box of boxes) box.addEventListener('change', words)
    words()
  }
}
