/* The list of data files: their states, a new one, one from a workbook. ES2017 (browsers of 2018 on). */
(function () {
  'use strict';

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    return node;
  }

  function notice(text, bad) {
    const node = element('div', bad ? 'notice bad' : 'notice', text);
    document.getElementById('notices').appendChild(node);
    setTimeout(function () { node.remove(); }, bad ? 12000 : 5000);
  }

  async function ask(address, options) {
    let answer;
    try {
      answer = await fetch(address, options);
    } catch (error) {
      throw new Error('程序已经关掉了：请重新打开，再刷新这个页面。');
    }
    const body = await answer.json().catch(function () { return {}; });
    if (!answer.ok) { throw new Error(body.error || '没有做成。'); }
    return body;
  }

  function post(address, value) {
    return ask(address, { method: 'POST', body: JSON.stringify(value) });
  }

  function chips(node, state) {
    node.textContent = '';
    const counts = state.counts;
    if (state.problem) { node.appendChild(element('span', 'chip error', state.problem)); return; }
    if (counts.missing) { node.appendChild(element('span', 'chip missing', '待填 ' + counts.missing)); }
    if (counts.errors) { node.appendChild(element('span', 'chip error', '错误 ' + counts.errors)); }
    if (counts.warnings) { node.appendChild(element('span', 'chip warning', '警告 ' + counts.warnings)); }
    if (state.publishable) { node.appendChild(element('span', 'chip good', '可以公开')); }
  }

  async function showState(item) {
    const name = item.dataset.file;
    const place = item.querySelector('.state');
    try {
      const state = await ask('/state/' + encodeURIComponent(name));
      chips(place, state);
      if (state.unit) { item.querySelector('.file-link').textContent = state.unit + '，' + state.year + '年度（' + name + '）'; }
      if (state.documents.length) {
        const text = '已生成 ' + state.documents.length + ' 个文档' + (state.stale ? '，数据后来改动过' : '');
        item.querySelector('.documents').appendChild(element('span', state.stale ? 'chip warning' : 'chip hint', text));
      }
    } catch (error) {
      place.textContent = error.message;
    }
  }

  async function showStates() {
    const items = Array.from(document.querySelectorAll('.files li[data-file]'));
    for (const item of items) { await showState(item); }
  }

  function bookQuery(file, write) {
    const into = document.getElementById('into').value;
    return '/import?name=' + encodeURIComponent(file.name) + '&into=' + encodeURIComponent(into) + (write ? '&write=1' : '');
  }

  async function importBook(write) {
    const file = document.getElementById('book').files[0];
    if (!file) { notice('先选一个报表文件', true); return; }
    const plan = document.getElementById('plan');
    try {
      const answer = await ask(bookQuery(file, write), { method: 'POST', body: file });
      const lines = answer.notes.slice();
      if (answer.error) { lines.push(answer.error); }
      plan.hidden = false;
      plan.querySelector('pre').textContent = lines.join('\n');
      document.getElementById('write').hidden = Boolean(answer.error) || answer.changes === 0;
      if (answer.exists) { document.getElementById('into').value = answer.name; }
      if (answer.written) { location.href = '/file/' + encodeURIComponent(answer.name); }
    } catch (error) { notice(error.message, true); }
  }

  ['book', 'into'].forEach(function (id) {
    document.getElementById(id).addEventListener('change', function () { document.getElementById('plan').hidden = true; });
  });
  document.getElementById('look').addEventListener('click', function () { importBook(false); });
  document.getElementById('write').addEventListener('click', function () { importBook(true); });
  document.getElementById('new').addEventListener('submit', async function (event) {
    event.preventDefault();
    try {
      const answer = await post('/new', {
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
        const answer = await post('/file/' + encodeURIComponent(button.dataset.file) + '/roll', {});
        location.href = '/file/' + encodeURIComponent(answer.name);
      } catch (error) { notice(error.message, true); }
    });
  });
  document.querySelectorAll('.example').forEach(function (button) {
    button.addEventListener('click', async function () {
      try {
        const answer = await post('/example', { name: button.dataset.name });
        location.href = '/file/' + encodeURIComponent(answer.name);
      } catch (error) { notice(error.message, true); }
    });
  });
  showStates();
}());
