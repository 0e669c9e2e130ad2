/* The workbench of a file, last part: what the reader does is listened to, what others change is
   looked for. ECMAScript 2017, as all its scripts; frame.html loads them in order. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { work, base, press, togglePanel, notice, ask } = bench;
  const { isField, goToField, fitText, fitTexts } = bench;

  const LOOK_AFTER = 1500;
  let scrolledTo = 0;
  let disconnected = false;

  // --- typing ---

  document.addEventListener('compositionstart', function () { state.composing = true; });
  document.addEventListener('compositionend', function (event) {
    state.composing = false;
    if (isField(event.target)) { bench.noteChange(event.target); }
  });
  document.addEventListener('input', function (event) {
    const node = event.target;
    if (node.dataset && node.dataset.subject) {
      if (!state.composing) { bench.offerSubjects(node); }
      return;
    }
    if (node.tagName === 'TEXTAREA' && isField(node)) { fitText(node); }
    if (isField(node) && !state.composing) { bench.noteChange(node); }
  });
  document.addEventListener('change', function (event) {
    const node = event.target;
    if (state.rebuilding || !node.isConnected) { return; }
    if (node.classList.contains('typed-unit')) { state.units.set(node.dataset.for, node.value); }
    if (isField(node) && (state.waiting.has(node.dataset.path) || node.tagName === 'SELECT')) {
      bench.noteChange(node);
      bench.save();
    }
    leaveTyped(node);
  });
  document.addEventListener('paste', bench.pasteCells);
  document.addEventListener('focusin', function (event) {
    if (isField(event.target)) { bench.showPrinted(event.target); }
  });
  document.addEventListener('focusout', function (event) {
    bench.leaveOptions(event.target);
    // Of what was put back into a form that came anew the browser tells no change.
    const isLeft = event.target !== document.activeElement;
    if (isLeft && !state.rebuilding && event.target.isConnected) { leaveTyped(event.target); }
  });
  document.addEventListener('keydown', function (event) {
    if (bench.moveInOptions(event)) { return; }
    const node = event.target;
    const row = node.closest && node.closest('.grid tr');
    if (event.key === 'Enter' && row) { enterInTable(event, row); }
    const card = node.tagName === 'INPUT' && node.closest('.add-card');
    if (event.key === 'Enter' && card && !event.isComposing) { bench.addCard(card); }
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      if (work.page === 'text') { bench.saveText(); } else { saveAll(); }
    }
    if (event.ctrlKey && event.key === ' ' && node.id === 'text') {
      event.preventDefault();
      bench.complete();
    }
  });

  // A name, or a new item, is written when its field is left.
  function leaveTyped(node) {
    if (node.dataset && node.dataset.key) { bench.rename(node); }
    bench.leaveNewItem(node);
  }

  // Enter adds a new row, or goes to the cell below.
  function enterInTable(event, row) {
    const node = event.target;
    if (row.classList.contains('new') && !event.isComposing && node.tagName !== 'BUTTON') {
      event.preventDefault();
      bench.addTypedRow(row);
      return;
    }
    const cell = node.tagName === 'INPUT' && node.closest('td');
    const next = cell && row.nextElementSibling && row.nextElementSibling.cells[cell.cellIndex];
    const below = next && next.querySelector('input, textarea, select');
    if (below) { event.preventDefault(); below.focus(); }
  }

  // --- buttons ---

  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('button');
    if (!button) { return; }
    if (button.classList.contains('remove')) { remove(button); }
    if (button.classList.contains('add-row')) { bench.addTypedRow(button.closest('tr')); }
    if (button.classList.contains('add')) { bench.addCard(button.closest('.add-card')); }
    if (button.classList.contains('copy')) { bench.copyTable(button.dataset.for); }
    if (button.classList.contains('zeros')) { bench.fillZeros(); }
    if (button.classList.contains('split')) { showSplit(button); }
  });

  // A link leads on when all that was typed is saved.
  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('a[href]');
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button;
    if (!link || !isPlain || link.target || event.defaultPrevented) { return; }
    if (!state.waiting.size && !state.queued && !bench.hasTypedRows()) { return; }
    if (link.origin !== location.origin) { return; }
    event.preventDefault();
    saveAll().then(function (isSaved) {
      // What could not be saved is told on this page.
      if (isSaved) { location.href = link.href; }
    });
  });

  // Saves what is typed, in rows that are not added yet, too; gives whether all of it is saved.
  async function saveAll() {
    bench.writeNotes();
    const isAdded = await bench.addTypedRows();
    await bench.save();
    return (await bench.isNamed()) && isAdded && !state.unsaved.size;
  }

  // What the reader saw goes, not what others have made of it until it is sent.
  function remove(button) {
    const data = button.dataset;
    const paths = data.paths ? JSON.parse(data.paths) : [JSON.parse(data.path)];
    const changes = paths.map(function (path) { return { path: path, value: null }; });
    bench.save().then(function () {
      bench.send('set', { changes: changes, revision: state.revision });
    });
  }

  function showSplit(button) {
    const part = Array.from(document.querySelectorAll('.split-part')).find(function (each) {
      return each.dataset.split === button.dataset.path;
    });
    if (part) { part.hidden = !part.hidden; } else { notice('先清空现在的数，再分开填'); }
  }

  press('undo', function () {
    bench.afterText(function () {
      bench.save().then(function () { return bench.send('undo', {}); });
    });
  });
  press('redo', function () { bench.afterText(function () { bench.send('redo', {}); }); });
  press('make', function () {
    if (togglePanel('make', 'making')) { document.getElementById('start').focus(); }
  });
  press('close-making', function () {
    togglePanel('make', 'making', false);
    document.getElementById('make').focus();
  });
  press('state', function () { togglePanel('state', 'all-remarks'); });
  press('close-remarks', function () {
    togglePanel('state', 'all-remarks', false);
    document.getElementById('state').focus();
  });
  press('start', function () {
    saveAll().then(function (isSaved) { if (isSaved) { bench.makeDocuments(); } });
  });
  press('close-origin', function () { document.getElementById('origin').hidden = true; });
  press('save-text', bench.saveText);
  press('mend', function () { bench.afterText(function () { bench.send('mend', {}); }); });
  press('fold-preview', function () {
    const folded = document.querySelector('.columns').classList.toggle('folded');
    document.getElementById('fold-preview').textContent = folded ? '文档' : '收起';
    document.getElementById('fold-preview').setAttribute('aria-expanded', String(!folded));
    bench.showSwipes();
  });
  press('show-preview', function () {
    const pane = document.getElementById('preview-pane');
    pane.classList.toggle('open');
    const open = pane.classList.contains('open');
    const button = document.getElementById('show-preview');
    button.setAttribute('aria-expanded', String(open));
    button.textContent = open ? '回填写' : '看文档';
    if (open) {
      scrolledTo = window.scrollY;
      pane.scrollIntoView();
    } else { window.scrollTo(0, scrolledTo); }
  });
  window.addEventListener('beforeunload', function (event) {
    bench.writeNotes();
    if (state.waiting.size) { bench.save(); }
    const isTyped = bench.hasTypedRows();
    if (isTyped) { bench.addTypedRows(); }
    if (isTyped || state.queued || state.unsaved.size || bench.isDirty()) {
      event.preventDefault();
      event.returnValue = '';
    }
  });

  // --- what others change ---

  // What this page itself changes is no news: it is looked at again when that is done.
  function isBusy() { return state.waiting.size || state.sending || state.composing; }

  // What others change is seen soon: another window, an editor, a command.
  setInterval(async function () {
    if (document.hidden || isBusy()) { return; }
    const now = await ask(base + '/revision').catch(showDisconnected);
    if (now === null) { return; }
    if (disconnected) {
      disconnected = false;
      bench.look();
    }
    await state.saving;
    if (now <= state.revision || isBusy()) { return; }
    if (work.page === 'text') { offerText(now); return; }
    notice('文件在别处改过，已经读进来');
    await bench.rebuild();
    await bench.look();
  }, LOOK_AFTER);

  function showDisconnected(error) {
    if (!disconnected) {
      disconnected = true;
      notice(error.message, true);
      bench.pending(bench.unsavedText() || '连不上', true);
    }
    return null;
  }

  // The text on the page stays until the reader decides.
  function offerText(now) {
    notice('文件在别处改过。这里的文字还是原来的。', true, [
      { text: '看新的文字', act: function () { bench.forgetTyped(); location.reload(); } },
      { text: '留着这里的', act: function () {
        document.getElementById('form').dataset.revision = now;
      } }
    ]);
    state.revision = now;
  }

  // --- start ---

  state.revision = Number(document.getElementById('form').dataset.revision);
  fitTexts();
  bench.showSwipes();
  window.addEventListener('resize', bench.showSwipes);
  // What is in a part that is folded away has no width until it opens.
  document.addEventListener('toggle', bench.showSwipes, true);
  bench.startDocument();
  bench.look().then(function () {
    const go = /^#go=(.*)$/.exec(location.hash);
    if (go) { goToField(JSON.parse(decodeURIComponent(go[1]))); }
  });
}());
