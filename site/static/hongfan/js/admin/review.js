// A phone begins with the phone's layout; one box ticks the whole check list; a button prints, with
// every list unfolded. Without this the phone's layout is a tap away, each box is ticked by itself,
// and the browser's menu prints.

const phone = document.querySelector('.review-widths [value="phone"]')
if (phone && window.matchMedia('(max-width: 40rem)').matches) phone.checked = true

for (const list of document.querySelectorAll('[data-checklist]')) {
  const boxes = [...list.querySelectorAll('input[name="tick"]')]
  if (boxes.length < 2) continue
  const label = document.createElement('label')
  const all = document.createElement('input')
  all.type = 'checkbox'
  label.className = 'review-all'
  label.append(all, ` ${list.dataset.checklist}`)
  list.append(label)
  const show = () => { all.checked = boxes.every((box) => box.checked) }
  all.addEventListener('change', () => boxes.forEach((box) => { box.checked = all.checked }))
  list.addEventListener('change', (event) => { if (event.target !== all) show() })
  show()
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

window.addEventListener('beforeprint', () => {
  for (const list of document.querySelectorAll('.review-history__list')) list.open = true
})
