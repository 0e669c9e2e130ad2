/* New rows of tables and new items: added by a button, by Enter, or when the page is left; what is
   typed into them stays on the page until it is written. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { element, actButton, notice } = bench;

  const MOST_SHOWN = 20;
  const MOST_REPLACED = 12;
  // What is on its way: the cells of a row by their table.
  const sent = new Map();

  function tableOf(grid) { return document.querySelector('table[data-grid="' + grid + '"]'); }

  function newRowOf(grid) {
    const table = tableOf(grid);
    return table && table.querySelector('tr.new');
  }

  function gridOf(row) { return row.closest('table').dataset.grid; }

  function problemsOf(grid) {
    const table = tableOf(grid);
    return table && table.closest('.scroll').nextElementSibling;
  }

  // --- what is typed ---

  function valuesOf(row) {
    return Array.from(row.cells).slice(0, -1).map(function (cell) {
      const input = cell.querySelector('input, select, textarea');
      return input ? input.value : '';
    });
  }

  // Whether somebody has typed into a row, or chosen where nothing is chosen at first.
  function isTyped(row) {
    return Array.from(row.querySelectorAll('input, textarea, select')).some(function (node) {
      const isChosen = node.tagName !== 'SELECT' || !node.options[0].value;
      return isChosen && node.value.trim();
    });
  }

  // Whether a row is other than it comes.
  function isTouched(row) {
    return isTyped(row) || Array.from(row.querySelectorAll('select')).some(function (node) {
      return node.selectedIndex > 0;
    });
  }

  function typedRows() {
    return Array.from(document.querySelectorAll('#form tr.new')).filter(isTyped);
  }

  // The names of new items, each of which is filled in below its own heading.
  function typedCards() {
    return Array.from(document.querySelectorAll('#form .add-card')).filter(function (card) {
      return card.querySelector('input').value.trim();
    });
  }

  function hasTypedRows() { return typedRows().length + typedCards().length > 0; }

  // --- adding ---

  // Adds rows to a table. agreed: amounts that are there already may be replaced; isLeft: the
  // reader is somewhere else by now. Gives whether they are in the file.
  async function addRows(grid, rows, agreed, isLeft) {
    const key = JSON.stringify(rows);
    sent.set(grid, key);
    await bench.save();
    const group = tableOf(grid) && tableOf(grid).closest('.group');
    if (group) {
      group.querySelectorAll('.row-problems').forEach(function (box) { box.textContent = ''; });
    }
    const row = newRowOf(grid);
    const unit = row ? bench.unitFor(row) : '';
    const asked = { grid: grid, rows: rows, agreed: agreed === true, unit: unit };
    const answer = await bench.send('rows', asked);
    if (sent.get(grid) === key) { sent.delete(grid); }
    if (!answer) { return false; }
    if ((answer.replaced || []).length) {
      askToReplace(grid, rows, answer.replaced);
      return false;
    }
    if ((answer.problems || []).length) {
      showProblems(grid, rows, answer.problems);
      return false;
    }
    const next = newRowOf(grid);
    const first = next && next.querySelector('input, select, textarea');
    if (first && !isLeft) { first.focus(); }
    return true;
  }

  function showProblems(grid, rows, problems) {
    const place = problemsOf(grid);
    if (!place) { return; }
    const isBlock = rows.length > 1;
    problems.slice(0, MOST_SHOWN).forEach(function (each) {
      const rest = each.count > 1 ? '等 ' + each.count + ' 行' : '';
      const row = isBlock ? '第 ' + each.row + ' 行' + rest + '：' : '';
      place.appendChild(element('p', '', row + each.message));
    });
    const unwritten = isBlock ? '这 ' + rows.length + ' 行都还没有写入：' : '';
    place.appendChild(element('p', '', unwritten + '改好再来一次。'));
  }

  function askToReplace(grid, rows, replaced) {
    const place = problemsOf(grid);
    if (!place) { return; }
    place.appendChild(element('p', '', '这些已经有数，还没有写入：'));
    replaced.slice(0, MOST_REPLACED).forEach(function (line) {
      place.appendChild(element('p', '', line));
    });
    if (replaced.length > MOST_REPLACED) {
      place.appendChild(element('p', '', '等 ' + replaced.length + ' 个'));
    }
    const button = actButton('换成新的数，写入', function () { addRows(grid, rows, true); });
    place.appendChild(button);
    button.focus();
  }

  // Adds the row that is typed, once.
  function addTypedRow(row, isLeft) {
    const rows = [valuesOf(row)];
    const grid = gridOf(row);
    if (!isTyped(row) || sent.get(grid) === JSON.stringify(rows)) { return Promise.resolve(true); }
    return addRows(grid, rows, false, isLeft);
  }

  // Adds an item under the name that is typed, once; gives whether it is in the file.
  async function addCard(card) {
    const input = card.querySelector('input');
    const name = input.value.trim();
    if (!name || sent.get(input.id) === name) { return true; }
    sent.set(input.id, name);
    await bench.save();
    const path = JSON.parse(card.querySelector('button').dataset.path);
    const asked = { changes: [{ path: path, value: name }], revision: state.revision };
    const answer = await bench.send('set', asked);
    const isAdded = Boolean(answer) && !(answer.conflicts || []).length;
    if (isAdded) { await bench.rebuild(); }
    if (sent.get(input.id) === name) { sent.delete(input.id); }
    return isAdded;
  }

  // A list of single items takes a new one when its field is left.
  function leaveNewItem(node) {
    const row = node.tagName !== 'BUTTON' && node.closest && node.closest('tr.new');
    if (row && row.cells.length === 2) { addTypedRow(row, true); }
  }

  // --- leaving the page ---

  // Adds all rows that are typed; gives whether they are in the file. Of those that cannot be
  // taken it is told which, and why.
  async function addTypedRows() {
    const cards = Promise.all(typedCards().map(addCard));
    const grids = typedRows().map(gridOf);
    const done = await Promise.all(typedRows().map(function (row) {
      return addTypedRow(row, true);
    }));
    const refused = grids.filter(function (grid, number) { return !done[number]; });
    refused.forEach(showUnwritten);
    return !refused.length && (await cards).every(Boolean);
  }

  function showUnwritten(grid, number) {
    const place = problemsOf(grid);
    const first = place && place.querySelector('p');
    const reason = first ? '：' + first.textContent.replace(/，还没有写入：$/, '') : '';
    const name = grid.split('/').join('›');
    notice('“' + name + '”最后一行打的还没有写入' + reason, true);
    if (number || !place) { return; }
    openAround(place);
    place.scrollIntoView({ block: 'center' });
    const input = place.querySelector('button') || newRowOf(grid).querySelector('input, textarea');
    input.focus();
  }

  function openAround(node) {
    for (let part = node.closest('details'); part; part = part.parentElement.closest('details')) {
      part.open = true;
    }
  }

  // --- when the form comes anew ---

  // What is typed and not written, and what is said of it, to be put into another form.
  function takeTypedRows() {
    const rows = Array.from(document.querySelectorAll('#form tr.new')).filter(isTouched).map(function (row) {
      return { grid: gridOf(row), values: valuesOf(row) };
    }).filter(function (each) { return sent.get(each.grid) !== JSON.stringify([each.values]); });
    const names = typedCards().map(function (card) { return card.querySelector('input'); })
      .filter(function (input) { return sent.get(input.id) !== input.value.trim(); })
      .map(function (input) { return { id: input.id, value: input.value }; });
    const problems = Array.from(document.querySelectorAll('#form .row-problems'));
    const boxes = problems.filter(function (box) { return box.firstChild; }).map(function (box) {
      return { grid: box.previousElementSibling.querySelector('table').dataset.grid, box: box };
    });
    return { rows: rows, names: names, boxes: boxes };
  }

  function putTypedRows(typed) {
    typed.rows.forEach(function (each) {
      const row = newRowOf(each.grid);
      if (!row || row.cells.length !== each.values.length + 1) { return; }
      each.values.forEach(function (value, number) {
        const input = row.cells[number].querySelector('input, select, textarea');
        if (input) { input.value = value; }
      });
    });
    typed.names.forEach(function (each) {
      const input = document.getElementById(each.id);
      if (input) { input.value = each.value; }
    });
    typed.boxes.forEach(function (each) {
      const place = problemsOf(each.grid);
      if (place) { place.replaceWith(each.box); }
    });
  }

  Object.assign(bench, {
    addRows: addRows, addCard: addCard, addTypedRow: addTypedRow, addTypedRows: addTypedRows,
    hasTypedRows: hasTypedRows, leaveNewItem: leaveNewItem, takeTypedRows: takeTypedRows,
    putTypedRows: putTypedRows
  });
}());
