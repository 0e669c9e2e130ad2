/* Saving: what is typed waits a moment, goes to the program, and is told where it was not taken,
   was changed elsewhere meanwhile, or could not be sent. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { element, notice, post } = bench;
  const { pathOf, inputOf } = bench;

  const SAVE_AFTER = 30;
  let timer = 0;
  let unsavedNotice = null;
  const own = new Map();
  const renaming = new Map();
  let naming = Promise.resolve(true);

  // A field has another value: it is saved a moment later, with what else changes until then.
  function noteChange(node, unit) {
    const key = node.dataset.path;
    const before = state.waiting.get(key) || state.unsaved.get(key);
    const since = before ? before.base : state.revision;
    // What is typed now is saved, not what could not be saved before.
    state.unsaved.delete(key);
    const change = { path: pathOf(node), value: node.value, unit: unit || '', base: since, was: before ? before.was : stands(node) };
    state.waiting.set(key, change);
    pending('校验中……');
    bench.showRechecking(change.path);
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  }

  // What stands in the file at a field, as far as the page knows.
  function stands(node) {
    if (state.stored.has(node.dataset.path)) { return state.stored.get(node.dataset.path); }
    if (node.tagName !== 'SELECT') { return node.defaultValue; }
    const chosen = Array.from(node.options).find(function (each) { return each.defaultSelected; });
    return chosen ? chosen.value : '';
  }

  // Sends what waits when it is sent, after what is being sent now.
  function save() {
    clearTimeout(timer);
    if (!state.waiting.size) { return state.saving; }
    queue(function () {
      const taken = Array.from(state.waiting);
      state.waiting = new Map();
      return saveAll(taken);
    });
    return state.saving;
  }

  // Does something after what is being sent now; gives what comes of it.
  function queue(act) {
    state.queued += 1;
    const done = function () { state.queued -= 1; };
    const result = state.saving.then(act);
    state.saving = result.then(done, done);
    return result;
  }

  // Changes are held against the revision at which they were thought of; this page's own do not
  // count.
  async function saveAll(taken) {
    const groups = new Map();
    taken.forEach(function (pair) {
      const each = pair[1];
      const since = Math.max(each.base, own.get(pair[0]) || 0);
      const key = since + ' ' + each.unit;
      if (!groups.has(key)) { groups.set(key, { base: since, unit: each.unit, pairs: [] }); }
      groups.get(key).pairs.push(pair);
    });
    for (const group of Array.from(groups.values())) {
      const changes = group.pairs.map(function (pair) {
        return { path: pair[1].path, value: pair[1].value, was: pair[1].was };
      });
      const value = { changes: changes, unit: group.unit, revision: group.base };
      const answer = await send('set', value, group.pairs);
      if (answer) {
        const refused = (answer.conflicts || []).concat(answer.refusals || []);
        const paths = new Set(refused.map(function (each) { return JSON.stringify(each.path); }));
        group.pairs.forEach(function (pair) {
          // What was not taken was not written by this page.
          if (!paths.has(JSON.stringify(pair[1].path))) {
            own.set(pair[0], answer.revision);
            if (!pair[1].value) { state.stored.set(pair[0], ''); }
          }
        });
      }
    }
  }

  // Asks for a change and shows what came of it; null where it was not made. pairs: what waited.
  async function send(action, value, pairs) {
    // Until the answer is there the file is newer than the page, by its own doing.
    state.sending += 1;
    try {
      return await sendNow(action, value, pairs);
    } finally {
      state.sending -= 1;
    }
  }

  async function sendNow(action, value, pairs) {
    pending('校验中……');
    try {
      const answer = await post(action, value);
      // What others wrote before this change is not on the page yet.
      const elsewhere = answer.before > state.revision;
      const conflicts = answer.conflicts || [];
      state.revision = Math.max(state.revision, answer.revision);
      conflicts.forEach(function (conflict) { showConflict(conflict, value); });
      (answer.refusals || []).forEach(showRefusal);
      (answer.stored || []).forEach(showStored);
      if (answer.message) { notice(answer.message); }
      const isText = bench.work.page === 'text';
      if (answer.rebuilt || (!isText && (elsewhere || conflicts.length))) { await bench.rebuild(); }
      bench.look();
      return answer;
    } catch (error) {
      if (error.lost && pairs) {
        pairs.forEach(function (pair) {
          if (!state.waiting.has(pair[0])) { state.unsaved.set(pair[0], pair[1]); }
        });
        showUnsaved(error.message);
      } else {
        notice(error.message, true);
        if (pairs && pairs.length === 1) {
          showRefusal({ path: pairs[0][1].path, message: error.message }, true);
        }
        bench.look();
      }
      return null;
    }
  }

  // Another name for an entry, typed into its heading; asked for once.
  function rename(node) {
    if (node.value === node.defaultValue || renaming.get(node) === node.value) { return; }
    const name = node.value;
    renaming.set(node, name);
    naming = queue(async function () {
      const change = { path: JSON.parse(node.dataset.key), key: name };
      const answer = await send('set', { changes: [change], revision: state.revision });
      renaming.delete(node);
      if (!answer) { node.value = node.defaultValue; }
      return Boolean(answer);
    });
  }

  // Whether the name that was typed last is written.
  function isNamed() {
    const last = naming;
    naming = Promise.resolve(true);
    return last;
  }

  function pending(text, bad) {
    const place = document.getElementById('state');
    place.textContent = '';
    place.appendChild(element('span', bad ? 'chip error' : 'chip hint', text));
  }

  // How many changes could not be sent, for the header; "" for none.
  function unsavedText() {
    return state.unsaved.size ? '没有保存 ' + state.unsaved.size + ' 处' : '';
  }

  function showUnsaved(message) {
    pending(unsavedText(), true);
    // A button saves all: the one of before is not needed.
    if (unsavedNotice) { unsavedNotice.remove(); }
    unsavedNotice = notice(message, true, [{ text: '再存一次', act: saveAgain }]);
  }

  function saveAgain() {
    state.unsaved.forEach(function (each, key) {
      if (!state.waiting.has(key)) { state.waiting.set(key, each); }
    });
    state.unsaved.clear();
    save();
  }

  function showRefusal(refusal, quiet) {
    const node = inputOf(refusal.path);
    if (node) { node.setAttribute('aria-invalid', 'true'); }
    if (quiet !== true) { notice('没有写入：' + refusal.message, true); }
  }

  // A field shows its value as it stands in the file, unless somebody is typing in it.
  function showStored(pair) {
    const node = inputOf(pair[0]);
    if (node) { state.stored.set(node.dataset.path, pair[1]); }
    if (node && node !== document.activeElement && node.value !== pair[1]) { node.value = pair[1]; }
  }

  // What was wanted where somebody else has changed the file.
  function wantedText(conflict) {
    if (conflict.removed) { return '（删去）'; }
    if (conflict.key) { return '改名为' + conflict.key; }
    return conflict.mine || '（空）';
  }

  // value: what was asked for, to be asked again, in its unit, where the reader wants it so.
  function showConflict(conflict, value) {
    const name = conflict.address.join(' › ');
    const wanted = JSON.stringify(conflict.path);
    const change = (value.changes || []).find(function (each) {
      return JSON.stringify(each.path) === wanted;
    });
    const theirs = conflict.theirs || '（空）';
    const text = '“' + name + '”在别处改过了。别处写的：' + theirs + '；您写的：';
    const buttons = [{ text: '用别处的', act: function () { bench.rebuild(); } }];
    if (change) {
      buttons.push({ text: '用我的', act: function () {
        const again = { changes: [change], unit: value.unit || '', revision: state.revision };
        send('set', again).then(bench.rebuild);
      } });
    }
    notice(text + wantedText(conflict), true, buttons);
  }

  Object.assign(bench, {
    noteChange: noteChange, save: save, send: send, rename: rename, isNamed: isNamed,
    pending: pending, unsavedText: unsavedText
  });
}());
