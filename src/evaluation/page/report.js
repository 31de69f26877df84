// Sorts a table by the heading that is pressed, and filters the lists of mistakes. Without this script the page is
// complete, but does not move.
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement('button');
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (a, b) => value(a).localeCompare(value(b), 'en', { numeric: true });
      const numeric = body.rows[0]?.cells[column].dataset.value !== undefined;
      const rows = [...body.rows].sort((a, b) => (numeric ? value(a) - value(b) : compare(a, b)));
      body.append(...(up ? rows : rows.reverse()));
    });
  });
}

for (const section of document.querySelectorAll('section.filtered')) {
  const items = [...section.querySelectorAll('.mistakes > li')];
  if (items.length < 8) continue;
  const filter = document.createElement('input');
  filter.type = 'search';
  filter.placeholder = 'Only those with …';
  filter.setAttribute('aria-label', 'Only those with these words');
  section.querySelector('ol').before(filter);
  filter.addEventListener('input', () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
}
