/* The list of data files: their states, a new one, one from a workbook. ES2017 (browsers of 2018 on). */
(function () {
  'use strict';

  const bench = window.workbench;
  const { element, notice, ask, postTo, showChips } = bench;

  async function showState(item) {
    const name = item.dataset.file;
    const place = item.querySelector('.state');
    try {
      const state = await ask('/state/' + encodeURIComponent(name));
      place.textContent = '';
      if (state.problem) { place.appendChild(element('span', 'chip error', state.problem)); }
      else { showChips(place, state.counts, state.publishable); }
      if (state.unit) { item.querySelector('.file-link').textContent = state.unit + '，' + state.year + '年度（' + name + '）'; }
      if (state.documents.length) {
        const text = '已生成 ' + state.documents.length + ' 个文档' + (state.stale ? '，数据后来改动过' : '');
        item.querySelector('.documents').appendChild(element('span', state.stale ? 'chip warning' : 'chip hint', text));
      }
      return state;
    } catch (error) {
      place.textContent = error.message;
      return null;
    }
  }

  // A file of which next year's takes its figures: nothing need be filled in there any more.
  function showServing(item, state, next) {
    const roll = item.querySelector('.roll');
    const link = element('a', 'next', '打开 ' + next.year + ' 年度的');
    link.href = '/file/' + encodeURIComponent(next.name);
    roll.replaceWith(link);
    if (state.publishable || state.problem) { return; }
    const place = item.querySelector('.state');
    place.textContent = '';
    place.appendChild(element('span', 'chip hint', next.year + ' 年度的从这里取上年数'));
    const open = state.counts.missing + state.counts.errors;
    if (open) { place.appendChild(element('span', 'aside', '别的不用填；要公开它自己，还有 ' + open + ' 处要填、要改')); }
  }

  async function showStates() {
    const items = Array.from(document.querySelectorAll('.files li[data-file]'));
    const states = new Map();
    for (const item of items) { states.set(item, await showState(item)); }
    const named = Array.from(states.values()).filter(Boolean);
    states.forEach(function (state, item) {
      const next = state && named.find(function (each) { return each.last === state.name; });
      if (next) { showServing(item, state, next); }
    });
  }

  function bookQuery(file, write) {
    const into = document.getElementById('into').value;
    return '/import?name=' + encodeURIComponent(file.name) + '&into=' + encodeURIComponent(into) + (write ? '&write=1' : '');
  }

  async function importBook(write) {
    const file = document.getElementById('book').files[0];
    if (!file) { notice('先选一个报表文件', true); return; }
    const plan = document.getElementById('plan');
    plan.hidden = false;
    plan.querySelector('pre').textContent = write ? '正在写入……' : '正在读……';
    document.getElementById('write').hidden = true;
    try {
      const answer = await ask(bookQuery(file, write), { method: 'POST', body: file });
      const lines = answer.notes.slice();
      if (answer.error) { lines.push(answer.error); }
      plan.hidden = false;
      plan.querySelector('pre').textContent = lines.join('\n');
      document.getElementById('write').hidden = Boolean(answer.error) || answer.changes === 0;
      if (answer.exists) { document.getElementById('into').value = answer.name; }
      if (answer.written) { location.href = '/file/' + encodeURIComponent(answer.name); }
    } catch (error) {
      plan.hidden = true;
      notice(error.message, true);
    }
  }

  ['book', 'into'].forEach(function (id) {
    document.getElementById(id).addEventListener('change', function () { document.getElementById('plan').hidden = true; });
  });
  document.getElementById('look').addEventListener('click', function () { importBook(false); });
  document.getElementById('write').addEventListener('click', function () { importBook(true); });
  document.getElementById('new').addEventListener('submit', async function (event) {
    event.preventDefault();
    try {
      const answer = await postTo('/new', {
        unit: document.getElementById('new-unit').value,
        year: document.getElementById('new-year').value,
        form: document.getElementById('new-form').value
      });
      location.href = '/file/' + encodeURIComponent(answer.name);
    } catch (error) { notice(error.message, true); }
  });
  document.querySelectorAll('.roll').forEach(function (button) {
    button.addEventListener('click', async function () {
      try {
        const answer = await postTo('/file/' + encodeURIComponent(button.dataset.file) + '/roll', {});
        location.href = '/file/' + encodeURIComponent(answer.name);
      } catch (error) { notice(error.message, true); }
    });
  });
  document.querySelectorAll('.example').forEach(function (button) {
    button.addEventListener('click', async function () {
      try {
        const answer = await postTo('/example', { name: button.dataset.name });
        location.href = '/file/' + encodeURIComponent(answer.name);
      } catch (error) { notice(error.message, true); }
    });
  });
  showStates();
}());
