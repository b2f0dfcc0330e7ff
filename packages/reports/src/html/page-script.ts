/**
 * Comfort for readers on a screen; the page is complete without it. Sorts tables by a click on a column's head, shows a
 * figure's origin by a click on it, and opens all collapsed tables on request. Reads and writes nothing but the page.
 */
export const pageScript = `'use strict'
document.querySelectorAll('table.sortable').forEach((table) => {
  const body = table.tBodies[0]
  if (body.rows.length < 3) return
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    head.tabIndex = 0
    head.classList.add('sorts')
    head.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') head.click()
    })
    head.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      for (const other of head.parentNode.cells) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const key = (row) => {
        const data = row.cells[column].querySelector('data')
        return data ? Number(data.value) : row.cells[column].textContent.trim()
      }
      const order = (a, b) => {
        const x = key(a)
        const y = key(b)
        return typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y))
      }
      body.append(...Array.from(body.rows).sort((a, b) => (down ? order(b, a) : order(a, b))))
    })
  })
})
const note = document.getElementById('figure-note')
document.addEventListener('click', (event) => {
  const figure = event.target.closest('data[data-pointer], span.na[data-pointer]')
  note.hidden = figure === null
  if (figure !== null) note.textContent = figure.title || figure.dataset.pointer + ' = ' + figure.value
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') note.hidden = true
})
addEventListener('beforeprint', () => {
  for (const detail of document.querySelectorAll('details.detail')) detail.open = true
})
const all = document.getElementById('open-all')
all.hidden = false
all.addEventListener('click', () => {
  const tables = Array.from(document.querySelectorAll('details'))
  const open = tables.some((table) => !table.open)
  for (const table of tables) table.open = open
  all.textContent = open ? 'Close all detail tables' : 'Open all detail tables'
})
`
