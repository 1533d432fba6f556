// Shows the buttons that print, which would do nothing without a script, and opens on paper what is folded on the screen.

let folded = []

function unfold() {
  folded = [...document.querySelectorAll('details:not([open])')]
  for (const details of folded) details.open = true
}

function fold() {
  for (const details of folded) details.open = false
}

export function offerPrinting() {
  window.addEventListener('beforeprint', unfold)
  window.addEventListener('afterprint', fold)
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
