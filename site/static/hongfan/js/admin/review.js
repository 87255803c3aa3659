// One box ticks the whole check list; the preview takes a phone's width. Without this each box is
// ticked by itself and the preview is as wide as its column.

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
