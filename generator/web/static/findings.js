/* Findings: at their fields, counted in the header and beside the pages, and in a list. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { work, base, element, actButton, togglePanel, notice } = bench;
  const { fieldOf, goToField } = bench;

  function showStatus(status) {
    keepingNote(function () { showStatusNow(status); });
  }

  // Shows something anew; whoever types a 核对说明 meanwhile goes on typing.
  function keepingNote(show) {
    const active = document.activeElement;
    const note = active && active.dataset.note;
    const inForm = note && Boolean(active.closest('#form'));
    const cursor = note && active.selectionStart;
    state.replacing = true;
    show();
    state.replacing = false;
    const text = note && Array.from(document.querySelectorAll('textarea.note')).find(function (each) {
      return each.dataset.note === note && Boolean(each.closest('#form')) === inForm;
    });
    if (text) { text.focus(); text.setSelectionRange(cursor, cursor); }
  }

  function showStatusNow(status) {
    document.getElementById('undo').disabled = !status.undo;
    document.getElementById('redo').disabled = !status.redo;
    showCounts(status);
    const totals = document.getElementById('totals');
    if (totals) {
      const values = totals.querySelectorAll('dd');
      status.totals.forEach(function (pair, number) { if (values[number]) { values[number].textContent = pair[1]; } });
    }
    bench.showSums();
    showChanges(status.changes);
    state.remarks = status.remarks;
    state.rechecking.clear();
    showRemarksNow(status.remarks);
    bench.showWaiting(status.remarks);
  }

  // By how much a figure differs, below the field of the reason.
  function showChanges(changes) {
    document.querySelectorAll('#form .change').forEach(function (node) { node.remove(); });
    const words = new Map(changes.map(function (change) { return [JSON.stringify(change.path), change.words]; }));
    document.querySelectorAll('#form textarea[data-path]').forEach(function (node) {
      const text = words.get(JSON.stringify(bench.pathOf(node)));
      if (text) { node.insertAdjacentElement('afterend', element('span', 'change', text)); }
    });
  }

  function showCounts(status) {
    const place = document.getElementById('state');
    place.textContent = '';
    const unsaved = bench.unsavedText();
    if (unsaved) { place.appendChild(element('span', 'chip error', unsaved)); }
    bench.showChips(place, status.counts, status.publishable);
    const list = document.getElementById('remark-list');
    list.textContent = '';
    if (!status.complete) {
      place.appendChild(element('span', 'chip hint', '填好再看其余'));
      list.appendChild(element('p', 'help', '先填好、改好这些，要用到它们的校验随后就有。'));
    }
    if (!status.remarks.length) { list.appendChild(element('p', '', '没有要改、要看的。')); }
    document.querySelectorAll('.pages a[data-page]').forEach(function (link) {
      const ofPage = status.remarks.filter(function (remark) { return remark.page === link.dataset.page; });
      if (!ofPage.length) { return; }
      list.appendChild(element('h3', '', link.firstChild.textContent + '（' + ofPage.length + '）'));
      ofPage.forEach(function (remark) { list.appendChild(listedRemark(remark)); });
    });
    const byPage = {};
    status.remarks.forEach(function (remark) {
      if (remark.level === '错误' && !remark.file) { byPage[remark.page] = (byPage[remark.page] || 0) + 1; }
    });
    document.querySelectorAll('.pages a[data-page]').forEach(function (link) {
      const count = link.querySelector('.count');
      const number = byPage[link.dataset.page] || 0;
      count.hidden = !number;
      count.textContent = number || '';
      count.title = '要改、要填的 ' + number + ' 处';
    });
  }

  // A finding of the list, with the way to its field.
  function listedRemark(remark) {
    const node = remarkNode(remark, null);
    if (!remark.path.length) { return node; }
    const link = element('a', '', remark.address.join(' › '));
    link.href = base + '/page/' + remark.page + '#go=' + encodeURIComponent(JSON.stringify(remark.path));
    link.addEventListener('click', function (event) {
      if (remark.page === work.page) { event.preventDefault(); togglePanel('state', 'all-remarks', false); goToField(remark.path); }
    });
    node.insertBefore(link, node.firstChild);
    return node;
  }

  // Where the findings of a field are told.
  function boxOf(node) {
    const field = node.closest('.field') || node.closest('.card') || node.closest('.group');
    return field ? field.querySelector('.remarks') : null;
  }

  function showRemarks(remarks) {
    keepingNote(function () { showRemarksNow(remarks); });
  }

  function showRemarksNow(remarks) {
    document.querySelectorAll('#form .remarks, #page-remarks').forEach(function (box) { box.textContent = ''; });
    document.querySelectorAll('#form [aria-invalid]').forEach(function (node) { node.removeAttribute('aria-invalid'); });
    const page = document.getElementById('page-remarks');
    if (!page) { return; }
    const empty = new Map();
    remarks.forEach(function (remark) {
      if (work.page !== 'text' && remark.page !== work.page && remark.path.length) { return; }
      const nodes = work.page === 'text' || !remark.path.length ? [] : fieldOf(remark.path);
      const input = nodes.find(function (node) { return /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName); });
      // Of a part that is folded away it is told within, so that it opens.
      const part = nodes.find(function (node) { return node.tagName !== 'DETAILS'; });
      const box = nodes.length ? boxOf(input || part || nodes[0]) : null;
      if (input && remark.level === '错误') { input.setAttribute('aria-invalid', 'true'); }
      if (box && input && remark.missing && input.closest('.grid')) {
        if (!empty.has(box)) { empty.set(box, []); }
        empty.get(box).push(input);
        return;
      }
      (box || page).appendChild(remarkNode(remark, input));
    });
    showNothing();
    empty.forEach(function (inputs, box) { box.insertBefore(emptyCells(inputs), box.firstChild); });
    const closed = Array.from(document.querySelectorAll('#form details:not([open])'));
    closed.forEach(function (node) { if (node.querySelector('.remark.错误')) { node.open = true; } });
  }

  // The numbers of this year that the page asks for and that are still empty.
  function emptyNumbers() {
    const missing = state.remarks.filter(function (remark) {
      const isLast = remark.path.some(function (step) { return step.indexOf('上年') === 0; });
      return remark.missing && !isLast && remark.page === work.page;
    });
    return missing.map(function (remark) { return bench.inputOf(remark.path); })
      .filter(function (input) { return input && input.hasAttribute('inputmode') && !input.value.trim(); });
  }

  function showNothing() {
    const line = document.getElementById('nothing');
    if (!line) { return; }
    const count = emptyNumbers().length;
    line.hidden = !count;
    line.querySelector('.help').textContent = '还空着的 ' + count + ' 格一起填；上年的数不动。';
  }

  // A unit that has nothing of all this says so at once.
  async function fillZeros() {
    await bench.save();
    const changes = emptyNumbers().map(function (input) {
      return { path: bench.pathOf(input), value: '0' };
    });
    const answer = await bench.send('set', { changes: changes, revision: state.revision });
    if (answer) { notice('填了 ' + changes.length + ' 个 0；按“撤销”一起退回'); }
  }

  // The cells of tables that are still to be filled in, told once: they are marked where they are.
  function emptyCells(inputs) {
    const node = element('div', 'remark missing');
    const amounts = inputs.some(function (each) { return each.hasAttribute('inputmode'); });
    const text = element('p');
    text.appendChild(element('span', 'level', '待填'));
    text.appendChild(document.createTextNode(' 表里标红的 ' + inputs.length + ' 格还没有填' + (amounts ? '；没有发生额填 0。' : '。')));
    node.appendChild(text);
    node.appendChild(actButton('到下一格', function () {
      const next = inputs.find(function (each) { return !each.value.trim(); }) || inputs[0];
      next.scrollIntoView({ block: 'center' });
      next.focus();
    }));
    return node;
  }

  // A field has another value: what is said at it is of the one before, until it is checked.
  function showRechecking(path) {
    const key = JSON.stringify(path);
    state.rechecking.add(key);
    document.querySelectorAll('.remark[data-of]').forEach(function (node) {
      if (node.dataset.of === key) { markRechecking(node); }
    });
  }

  function markRechecking(node) {
    if (node.classList.contains('rechecking')) { return; }
    node.classList.add('rechecking');
    node.setAttribute('aria-busy', 'true');
    node.appendChild(element('span', 'again', '正在核对'));
  }

  function remarkNode(remark, input) {
    const node = element('div', 'remark ' + remark.level + (remark.missing ? ' missing' : ''));
    node.dataset.of = JSON.stringify(remark.path);
    if (state.rechecking.has(node.dataset.of)) { markRechecking(node); }
    const text = element('p');
    text.appendChild(element('span', 'level', remark.missing ? '待填' : remark.level));
    const where = remark.file ? '（' + remark.file + ' 第 ' + remark.line + ' 行）' : (input && input.closest('.grid') ? '（' + input.getAttribute('aria-label') + '）' : (work.page === 'text' ? '（第 ' + remark.line + ' 行）' : ''));
    text.appendChild(document.createTextNode(' ' + where + remark.message));
    node.appendChild(text);
    if (remark.fix) { node.appendChild(element('p', '', '→ ' + remark.fix)); }
    if (remark.following.length) {
      const list = element('ul');
      remark.following.slice(0, 6).forEach(function (message) { list.appendChild(element('li', '', message)); });
      node.appendChild(element('p', 'help', '由此还有 ' + remark.following.length + ' 处，改好这里多半就没有了：'));
      node.appendChild(list);
    }
    if (input && input.closest('.grid')) {
      node.appendChild(actButton('到那一格', function () { input.focus(); }));
    } else if (work.page === 'text') {
      node.appendChild(actButton('到那一行', function () { bench.goToLine(remark.line); }));
    }
    if (remark.replacement && input) {
      node.appendChild(actButton('改成 ' + remark.replacement, function () { input.value = remark.replacement; bench.noteChange(input); bench.save(); }));
    }
    if (remark.dispensable && work.page !== 'text') {
      node.appendChild(actButton('不填这一项（删去）', function () { bench.send('set', { changes: [{ path: remark.path, value: null }], revision: state.revision }); }));
    }
    if (remark.rule === '未确认' && remark.path.length && !remark.missing) {
      node.appendChild(actButton('写着的对', function () { bench.send('set', { changes: [{ path: remark.path, confirm: true }], revision: state.revision }); }));
    }
    if (remark.note) {
      node.appendChild(actButton('核对过，写说明', function () {
        const text = askForNote(node, remark);
        if (text) { text.focus(); }
      }));
      if (state.notes.has(remark.note)) { askForNote(node, remark); }
    }
    return node;
  }

  const SHORTEST_NOTE = 2;

  // Asks why a finding is none. What is typed is written into the file when the field is left, and
  // stays on the page when the findings are shown anew before that.
  function askForNote(node, remark) {
    if (node.querySelector('textarea')) { return null; }
    const label = element('label', '', '为什么没有问题：');
    const text = element('textarea', 'note');
    text.dataset.note = remark.note;
    text.value = state.notes.get(remark.note) || '';
    text.addEventListener('input', function () { state.notes.set(remark.note, text.value); });
    text.addEventListener('change', function () { if (!state.replacing) { writeNote(remark.note); } });
    label.appendChild(text);
    node.appendChild(label);
    node.appendChild(actButton('写入核对说明', function () {
      if (text.value.trim().length < SHORTEST_NOTE) {
        notice('写明理由：为什么没有问题', true);
        text.focus();
        return;
      }
      writeNote(remark.note);
    }));
    return text;
  }

  function writeNote(note) {
    const value = (state.notes.get(note) || '').trim();
    if (value.length < SHORTEST_NOTE) { return; }
    state.notes.delete(note);
    const path = ['核对说明', note];
    state.waiting.set(JSON.stringify(path), { path: path, value: value, unit: '', base: state.revision });
    bench.save();
  }

  // All that is typed, before the page is left.
  function writeNotes() {
    Array.from(state.notes.keys()).forEach(writeNote);
  }

  Object.assign(bench, {
    fillZeros: fillZeros, showStatus: showStatus, showRechecking: showRechecking, showRemarks: showRemarks, writeNotes: writeNotes
  });
}());
