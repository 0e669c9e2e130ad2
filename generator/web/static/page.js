/* The page after a change: the document, the findings, and the form fetched anew. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { work, base, trusted, notice, ask } = bench;
  const { inputOf, fitTexts } = bench;

  const CHECK_AFTER = 200;
  let looks = 0;

  // Shows the document and the findings as they are now.
  async function look() {
    // What is typed meanwhile is shown with what follows.
    if (state.waiting.size) { return; }
    looks += 1;
    const turn = looks;
    // The document comes first: the findings, and what explains them, take longer, and would hold up
    // the document of what is typed next.
    await bench.showDocument();
    await new Promise(function (resolve) { setTimeout(resolve, CHECK_AFTER); });
    if (state.waiting.size || turn !== looks) { return; }
    const address = base + '/status?page=' + encodeURIComponent(work.page);
    const status = await ask(address).catch(function (error) {
      if (!error.lost) { notice(error.message, true); }
      return null;
    });
    // What is being saved just now is not in it; it is looked at when that is done.
    if (!status || state.waiting.size || state.sending) { return; }
    bench.showStatus(status);
    if (bench.isWronglyMarked(status.publishable)) { await bench.showDocument(); }
  }

  // The form as the program has it now; null where it has none, undefined where the program does
  // not answer. It is fetched again where a change of this page came between.
  async function fetchedForm() {
    for (let tries = 0; ; tries += 1) {
      const address = base + '/page/' + work.page + '?fragment=1';
      const answer = await fetch(address).catch(function () { return undefined; });
      if (!answer) { return undefined; }
      if (!answer.ok) { return null; }
      const text = trusted.createHTML(await answer.text());
      const form = new DOMParser().parseFromString(text, 'text/html').getElementById('form');
      if (Number(form.dataset.revision) >= state.revision || tries > 2) { return form; }
    }
  }

  // Fetches the form anew; what is typed, open or in focus stays so.
  async function rebuild() {
    if (work.page === 'text') { location.reload(); return; }
    const before = document.activeElement;
    const value = before && before.value;
    let form = await fetchedForm();
    // Signs that are being composed would be lost with their field.
    while (state.composing) {
      await composed();
      form = await fetchedForm();
    }
    if (form === undefined) { return; }
    if (form === null) { location.reload(); return; }
    const active = document.activeElement;
    const typing = active === before && active && active.value !== value;
    const place = placeOf(active);
    const scrolled = window.scrollY;
    const open = new Set();
    document.querySelectorAll('details[data-path][open]').forEach(function (node) {
      open.add(node.dataset.path);
    });
    const rows = bench.takeTypedRows();
    // What is typed and not sent yet stays; what leaves the page changes nothing by that.
    state.rebuilding = true;
    document.getElementById('form').replaceWith(document.adoptNode(form));
    state.rebuilding = false;
    state.stored.clear();
    showHead(form.dataset);
    [state.unsaved, state.waiting].forEach(keepTyped);
    bench.putTypedRows(rows);
    state.units.forEach(function (unit, grid) {
      const choice = document.querySelector('.typed-unit[data-for="' + grid + '"]');
      if (choice) { choice.value = unit; }
    });
    state.revision = Math.max(state.revision, Number(form.dataset.revision));
    document.querySelectorAll('details[data-path]').forEach(function (node) {
      if (open.has(node.dataset.path)) { node.open = true; }
    });
    fitTexts();
    bench.showSwipes();
    window.scrollTo(0, scrolled);
    focusAgain(place, typing);
    bench.showRemarks(state.remarks);
  }

  // Whose page it is, and of which year, as the file has it now.
  function showHead(head) {
    document.getElementById('unit').textContent = head.unit;
    document.getElementById('year').textContent = head.year ? head.year + '年度' : '';
    work.year = head.year;
  }

  function keepTyped(changes) {
    changes.forEach(function (each) {
      const node = inputOf(each.path);
      if (node) { node.value = each.value; }
    });
  }

  function composed() {
    return new Promise(function (resolve) {
      document.addEventListener('compositionend', function end() {
        document.removeEventListener('compositionend', end);
        setTimeout(resolve, 0);
      });
    });
  }

  // Where the reader is: the field with its value and cursor, or else its row of a table.
  function placeOf(active) {
    const row = active && active.closest && active.closest('#form tr');
    const table = row && row.closest('table');
    return {
      find: finderOf(active, row),
      field: active && bench.isField(active),
      key: active && active.dataset && active.dataset.key ? active.defaultValue : null,
      value: active && active.value,
      cursor: [active && active.selectionStart, active && active.selectionEnd],
      grid: table && table.dataset.grid,
      row: row ? row.sectionRowIndex : -1
    };
  }

  // Finds the same field in the form as it comes anew.
  function finderOf(active, row) {
    if (active && active.id) {
      return function () { return document.getElementById(active.id); };
    }
    if (active && active.dataset && active.dataset.key) {
      return function () {
        return Array.from(document.querySelectorAll('#form [data-key]')).find(function (node) {
          return node.dataset.key === active.dataset.key;
        });
      };
    }
    const cell = row && row.classList.contains('new') && active.closest('td');
    if (cell && active.tagName !== 'BUTTON') {
      const grid = row.closest('table').dataset.grid;
      const at = cell.cellIndex;
      return function () {
        const place = document.querySelector('table[data-grid="' + grid + '"] tr.new');
        return place && place.cells[at] && place.cells[at].querySelector('input, select, textarea');
      };
    }
    return function () { return null; };
  }

  // Back to the same place. A field into which somebody else has put another value is left: what is
  // typed on would be mixed with it.
  function focusAgain(place, typing) {
    const node = place.find();
    if (!node) {
      if (place.grid) { focusRow(place.grid, place.row); }
      return;
    }
    if (place.field && typing) { node.value = place.value; }
    // A name that is being typed is written when its field is left.
    if (place.key !== null && node.defaultValue === place.key) { node.value = place.value; }
    if (place.field && plain(node.value) !== plain(place.value)) { return; }
    node.focus();
    if (node.value === place.value && typeof place.cursor[0] === 'number') {
      node.setSelectionRange(place.cursor[0], place.cursor[1]);
    }
  }

  // An amount is written without separators.
  function plain(text) { return String(text).replace(/[,，\s]/g, ''); }

  function focusRow(grid, at) {
    const table = document.querySelector('table[data-grid="' + grid + '"]');
    const rows = table ? table.tBodies[0].rows : [];
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    const input = row && row.querySelector('input, textarea, select');
    if (input) { input.focus(); }
  }

  Object.assign(bench, {
    look: look, rebuild: rebuild
  });
}());
