/* The view of the data file as text: saving, lines, names that may stand at a place. */
(function () {
  'use strict';

  const bench = window.workbench;
  const { base, element, notice, ask } = bench;

  const area = document.getElementById('text');
  let savedText = area ? area.value : '';

  // Marks a line of the text and scrolls to it.
  function goToLine(line) {
    const area = document.getElementById('text');
    const lines = area.value.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] || '').length);
    area.scrollTop = Math.max(0, (line - 6) * 21);
  }

  // Saves the text; null where that was not done.
  async function saveText() {
    const answer = await bench.send('text', { text: document.getElementById('text').value, revision: Number(document.getElementById('form').dataset.revision) });
    if (answer) {
      document.getElementById('form').dataset.revision = answer.revision;
      savedText = document.getElementById('text').value;
      notice('已保存');
    }
    return answer;
  }

  // Whether the text has changes that are not saved.
  function isDirty() { return Boolean(area) && area.value !== savedText; }

  // What is typed is to be lost without a question.
  function forgetTyped() { savedText = area ? area.value : ''; }

  // What is asked of the file is asked of what stands on the page.
  async function afterText(act) {
    if (isDirty() && !(await saveText())) { return; }
    forgetTyped();
    act();
  }

  // Offers the names that may stand where the cursor is.
  async function complete() {
    const line = area.value.slice(0, area.selectionStart).split('\n').length;
    const before = area.value.slice(0, area.selectionStart).split('\n').pop();
    const prefix = before.trim().replace(/^[#-]\s*/, '');
    const all = await ask(base + '/completions?line=' + line).catch(function () { return []; });
    const keys = all.filter(function (key) { return key.indexOf(prefix) === 0; });
    const list = document.getElementById('completions');
    list.textContent = '';
    keys.forEach(function (key) {
      const item = element('li', '', key);
      item.setAttribute('role', 'option');
      item.tabIndex = 0;
      function put() {
        const at = area.selectionStart;
        area.setRangeText(key + ': ', at - prefix.length, at, 'end');
        list.hidden = true;
        area.focus();
      }
      item.addEventListener('click', put);
      item.addEventListener('keydown', function (event) {
        const next = event.key === 'ArrowDown' ? item.nextSibling : (event.key === 'ArrowUp' ? item.previousSibling : null);
        if (event.key === 'Enter') { event.preventDefault(); put(); }
        if (event.key === 'Escape') { list.hidden = true; area.focus(); }
        if (next) { event.preventDefault(); next.focus(); }
      });
      list.appendChild(item);
    });
    list.hidden = !keys.length;
    if (keys.length) { list.firstChild.focus(); } else { notice('这里没有可以补的名称'); }
  }

  Object.assign(bench, {
    goToLine: goToLine, saveText: saveText, isDirty: isDirty, forgetTyped: forgetTyped,
    afterText: afterText, complete: complete
  });
}());
