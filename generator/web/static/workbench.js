/* The workbench: fields are saved as they are typed, the document beside them follows. ES2017. */
(function () {
  'use strict';

  const work = document.body.dataset;
  const base = '/file/' + encodeURIComponent(work.file);
  const trusted = window.trustedTypes
    ? window.trustedTypes.createPolicy('workbench', { createHTML: function (text) { return text; } })
    : { createHTML: function (text) { return text; } };
  const SAVE_AFTER = 140;
  const LOOK_AFTER = 1500;
  let revision = 0;
  let waiting = new Map();
  let timer = 0;
  let saving = Promise.resolve();
  let composing = false;
  let lastRemarks = [];
  let rebuilding = false;
  let unsaved = new Map();
  const own = new Map();
  const units = new Map();

  // --- small things ---

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    return node;
  }

  function notice(text, bad, buttons) {
    const node = element('div', bad ? 'notice bad' : 'notice');
    node.appendChild(element('div', '', text));
    (buttons || []).forEach(function (each) {
      const button = element('button', '', each.text);
      button.type = 'button';
      button.addEventListener('click', function () { node.remove(); each.act(); });
      node.appendChild(button);
    });
    document.getElementById('notices').appendChild(node);
    if (!buttons) { setTimeout(function () { node.remove(); }, bad ? 12000 : 4000); }
  }

  function lost(message) {
    const error = new Error(message);
    error.lost = true;
    return error;
  }

  async function ask(address, options) {
    let answer;
    try {
      answer = await fetch(address, options);
    } catch (error) {
      throw lost('程序已经关掉了。没有保存的还在这一页上：重新打开程序，再按“再存一次”。');
    }
    if (answer.status === 403) { throw lost('程序重新启动过：请在新打开的窗口里填写。这一页上没有保存的，要在那里再填一次。'); }
    const body = await answer.json().catch(function () { return {}; });
    if (answer.status === 404) { throw new Error(body.error || '文件不见了：可能改了名，或被移走了。'); }
    if (!answer.ok) { throw new Error(body.error || '没有做成。'); }
    return body;
  }

  function post(action, value) {
    return ask(base + '/' + action, { method: 'POST', body: JSON.stringify(value) });
  }

  function pathOf(node) { return JSON.parse(node.dataset.path); }

  function unitFor(node) {
    const table = node.closest('table');
    const choice = table && document.querySelector('.typed-unit[data-for="' + table.dataset.grid + '"]');
    return choice ? choice.value : '';
  }

  // --- saving ---

  function noteChange(node, unit) {
    const before = waiting.get(node.dataset.path);
    waiting.set(node.dataset.path, {
      path: pathOf(node), value: node.value, unit: unit || '', base: before ? before.base : revision
    });
    pending('校验中……');
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  }

  function save() {
    clearTimeout(timer);
    if (!waiting.size) { return saving; }
    const taken = Array.from(waiting);
    waiting = new Map();
    saving = saving.then(function () { return saveAll(taken); });
    return saving;
  }

  // Changes are held against the revision at which they were thought of; this page's own do not count.
  async function saveAll(taken) {
    const groups = new Map();
    taken.forEach(function (pair) {
      const each = pair[1];
      const base = Math.max(each.base, own.get(pair[0]) || 0);
      const key = base + ' ' + each.unit;
      if (!groups.has(key)) { groups.set(key, { base: base, unit: each.unit, pairs: [] }); }
      groups.get(key).pairs.push(pair);
    });
    for (const group of Array.from(groups.values())) {
      const changes = group.pairs.map(function (pair) { return { path: pair[1].path, value: pair[1].value }; });
      const answer = await send('set', { changes: changes, unit: group.unit, revision: group.base }, group.pairs);
      if (answer) {
        group.pairs.forEach(function (pair) { own.set(pair[0], answer.revision); });
      }
    }
  }

  async function send(action, value, pairs) {
    try {
      const answer = await post(action, value);
      revision = answer.revision;
      (answer.conflicts || []).forEach(function (conflict) { showConflict(conflict, value.changes || []); });
      (answer.refusals || []).forEach(showRefusal);
      (answer.stored || []).forEach(showStored);
      if (answer.message) { notice(answer.message); }
      if (answer.rebuilt) { await rebuild(); }
      look();
      return answer;
    } catch (error) {
      if (error.lost && pairs) {
        pairs.forEach(function (pair) { if (!waiting.has(pair[0])) { unsaved.set(pair[0], pair[1]); } });
        showUnsaved(error.message);
      } else {
        notice(error.message, true);
        if (pairs && pairs.length === 1) { showRefusal({ path: pairs[0][1].path, message: error.message }, true); }
        look();
      }
      return null;
    }
  }

  function showUnsaved(message) {
    pending('没有保存 ' + unsaved.size + ' 处', true);
    notice(message, true, [{ text: '再存一次', act: function () {
      unsaved.forEach(function (each, key) { if (!waiting.has(key)) { waiting.set(key, each); } });
      unsaved = new Map();
      save();
    } }]);
  }

  function showRefusal(refusal, quiet) {
    const node = inputOf(refusal.path);
    if (node) { node.setAttribute('aria-invalid', 'true'); }
    if (quiet !== true) { notice('没有写入：' + refusal.message, true); }
  }

  function showStored(pair) {
    const node = inputOf(pair[0]);
    if (node && node !== document.activeElement && node.value !== pair[1]) { node.value = pair[1]; }
  }

  function inputOf(path) {
    const wanted = JSON.stringify(path);
    return Array.from(document.querySelectorAll('#form [data-path]')).find(function (node) {
      return isField(node) && JSON.stringify(pathOf(node)) === wanted;
    });
  }

  function pending(text, bad) {
    const place = document.getElementById('state');
    place.textContent = '';
    place.appendChild(element('span', bad ? 'chip error' : 'chip hint', text));
  }

  function showConflict(conflict, changes) {
    const name = conflict.path.join(' › ');
    const wanted = JSON.stringify(conflict.path);
    const change = changes.find(function (each) { return JSON.stringify(each.path) === wanted; });
    const mine = conflict.removed ? '（删去）' : (conflict.key ? '改名为' + conflict.key : (conflict.mine || '（空）'));
    notice('“' + name + '”在别处改过了。别处写的：' + (conflict.theirs || '（空）') + '；您写的：' + mine, true, [
      { text: '用别处的', act: function () { rebuild(); } },
      { text: '用我的', act: function () { send('set', { changes: [change], revision: revision }).then(rebuild); } }
    ]);
  }

  // --- what follows a change ---

  async function look() {
    // The document comes first: what explains the findings may take longer.
    await showDocument();
    if (waiting.size) { return; }
    const status = await ask(base + '/status?page=' + encodeURIComponent(work.page)).catch(function (error) { notice(error.message, true); return null; });
    if (status && !waiting.size) { showStatus(status); }
  }

  async function rebuild() {
    if (work.page === 'text') { location.reload(); return; }
    const active = document.activeElement;
    const focused = active && active.id;
    const row = active && active.closest && active.closest('tr');
    const table = row && row.closest('table');
    const at = row ? row.sectionRowIndex : -1;
    const scrolled = window.scrollY;
    const open = new Set(Array.from(document.querySelectorAll('details[data-path][open]')).map(function (node) { return node.dataset.path; }));
    const answer = await fetch(base + '/page/' + work.page + '?fragment=1');
    if (!answer.ok) { location.reload(); return; }
    const parsed = new DOMParser().parseFromString(trusted.createHTML(await answer.text()), 'text/html');
    const form = parsed.getElementById('form');
    // What is typed and not sent yet stays; what leaves the page changes nothing by that.
    rebuilding = true;
    document.getElementById('form').replaceWith(document.adoptNode(form));
    rebuilding = false;
    waiting.forEach(function (each) { const node = inputOf(each.path); if (node) { node.value = each.value; } });
    units.forEach(function (unit, grid) {
      const choice = document.querySelector('.typed-unit[data-for="' + grid + '"]');
      if (choice) { choice.value = unit; }
    });
    revision = Number(form.dataset.revision);
    document.querySelectorAll('details[data-path]').forEach(function (node) { if (open.has(node.dataset.path)) { node.open = true; } });
    fitTexts();
    window.scrollTo(0, scrolled);
    const again = focused && document.getElementById(focused);
    if (again) { again.focus(); } else if (table) { focusRow(table.dataset.grid, at); }
    showRemarks(lastRemarks);
  }

  function focusRow(grid, at) {
    const table = document.querySelector('table[data-grid="' + grid + '"]');
    const rows = table ? table.tBodies[0].rows : [];
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    const input = row && row.querySelector('input, textarea, select');
    if (input) { input.focus(); }
  }

  function showStatus(status) {
    revision = status.revision;
    document.getElementById('undo').disabled = !status.undo;
    document.getElementById('redo').disabled = !status.redo;
    showCounts(status);
    const totals = document.getElementById('totals');
    if (totals) {
      const values = totals.querySelectorAll('dd');
      status.totals.forEach(function (pair, number) { if (values[number]) { values[number].textContent = pair[1]; } });
    }
    showSums();
    lastRemarks = status.remarks;
    showRemarks(status.remarks);
  }

  function showCounts(status) {
    const place = document.getElementById('state');
    place.textContent = '';
    const counts = status.counts;
    if (counts.missing) { place.appendChild(element('span', 'chip missing', '待填 ' + counts.missing)); }
    if (counts.errors) { place.appendChild(element('span', 'chip error', '错误 ' + counts.errors)); }
    if (counts.warnings) { place.appendChild(element('span', 'chip warning', '警告 ' + counts.warnings)); }
    if (counts.hints) { place.appendChild(element('span', 'chip hint', '提示 ' + counts.hints)); }
    if (status.publishable) { place.appendChild(element('span', 'chip good', '可以公开')); }
    const list = document.getElementById('remark-list');
    list.textContent = '';
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

  function listedRemark(remark) {
    const node = remarkNode(remark, null);
    if (!remark.path.length) { return node; }
    const link = element('a', '', remark.path.join(' › '));
    link.href = base + '/page/' + remark.page + '#go=' + encodeURIComponent(JSON.stringify(remark.path));
    link.addEventListener('click', function (event) {
      if (remark.page === work.page) { event.preventDefault(); togglePanel('state', 'all-remarks', false); goToField(remark.path); }
    });
    node.insertBefore(link, node.firstChild);
    return node;
  }

  function togglePanel(button, panel, open) {
    const node = document.getElementById(panel);
    node.hidden = open === undefined ? !node.hidden : !open;
    document.getElementById(button).setAttribute('aria-expanded', String(!node.hidden));
    return !node.hidden;
  }

  // Sums of a table, of what stands in its cells now: exact, in units of the last decimal.
  function showSums() {
    document.querySelectorAll('table.grid tfoot tr').forEach(function (foot) {
      const rows = Array.from(foot.closest('table').querySelectorAll('tbody tr:not(.new)'));
      Array.from(foot.cells).forEach(function (cell, column) {
        if (!column || !rows.some(function (row) { return row.cells[column] && row.cells[column].querySelector('input[inputmode]'); })) { return; }
        cell.textContent = exactSum(rows.map(function (row) {
          const input = row.cells[column] && row.cells[column].querySelector('input[inputmode]');
          return input ? input.value : '';
        }));
      });
    });
  }

  function exactSum(texts) {
    const plain = texts.map(function (text) { return text.replace(/[,，\s]/g, ''); })
      .filter(function (text) { return /^[+-]?\d{1,18}(\.\d{1,9})?$/.test(text); });
    if (!plain.length) { return ''; }
    const decimals = Math.max.apply(null, plain.map(function (text) { return (text.split('.')[1] || '').length; }));
    const digits = plain.map(function (text) {
      const parts = text.replace('+', '').split('.');
      const fraction = ((parts[1] || '') + '000000000').slice(0, decimals);
      return Number(parts[0].replace('-', '') + fraction) * (parts[0].charAt(0) === '-' ? -1 : 1);
    });
    const sum = digits.reduce(function (one, other) { return one + other; }, 0);
    if (!Number.isSafeInteger(sum)) { return ''; }
    const text = String(Math.abs(sum)).padStart(decimals + 1, '0');
    const whole = text.slice(0, text.length - decimals);
    const fraction = text.slice(text.length - decimals).replace(/0+$/, '');
    return (sum < 0 ? '-' : '') + whole + (fraction ? '.' + fraction : '');
  }

  // --- findings at their fields ---

  function fieldOf(path) {
    for (let length = path.length; length > 0; length -= 1) {
      const wanted = JSON.stringify(path.slice(0, length));
      const nodes = Array.from(document.querySelectorAll('#form [data-path]')).filter(function (node) {
        return JSON.stringify(pathOf(node)) === wanted && node.tagName !== 'BUTTON';
      });
      if (nodes.length) { return nodes; }
    }
    return [];
  }

  function boxOf(node) {
    const field = node.closest('.field') || node.closest('.card') || node.closest('.group');
    return field ? field.querySelector('.remarks') : null;
  }

  function showRemarks(remarks) {
    document.querySelectorAll('#form .remarks, #page-remarks').forEach(function (box) { box.textContent = ''; });
    document.querySelectorAll('#form [aria-invalid]').forEach(function (node) { node.removeAttribute('aria-invalid'); });
    const page = document.getElementById('page-remarks');
    if (!page) { return; }
    remarks.forEach(function (remark) {
      if (work.page !== 'text' && remark.page !== work.page && remark.path.length) { return; }
      const nodes = work.page === 'text' || !remark.path.length ? [] : fieldOf(remark.path);
      const input = nodes.find(function (node) { return /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName); });
      const box = nodes.length ? boxOf(input || nodes[0]) : null;
      if (input && remark.level === '错误') { input.setAttribute('aria-invalid', 'true'); }
      (box || page).appendChild(remarkNode(remark, input));
    });
    const closed = Array.from(document.querySelectorAll('#form details:not([open])'));
    closed.forEach(function (node) { if (node.querySelector('.remark.错误')) { node.open = true; } });
  }

  function remarkNode(remark, input) {
    const node = element('div', 'remark ' + remark.level + (remark.missing ? ' missing' : ''));
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
      node.appendChild(actButton('到那一行', function () { goToLine(remark.line); }));
    }
    if (remark.replacement && input) {
      node.appendChild(actButton('改成 ' + remark.replacement, function () { input.value = remark.replacement; noteChange(input); save(); }));
    }
    if (remark.missing && input && remark.rule === '空着') {
      node.appendChild(actButton('不填这一项（删去）', function () { send('set', { changes: [{ path: remark.path, value: null }], revision: revision }); }));
    }
    if (remark.note) { node.appendChild(actButton('核对过，写说明', function () { askForNote(node, remark); })); }
    return node;
  }

  function actButton(text, act) {
    const button = element('button', 'quiet', text);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  }

  function askForNote(node, remark) {
    if (node.querySelector('textarea')) { return; }
    const label = element('label', '', '为什么没有问题：');
    const text = element('textarea');
    label.appendChild(text);
    node.appendChild(label);
    node.appendChild(actButton('写入核对说明', function () {
      if (text.value.trim().length < 2) { text.focus(); return; }
      send('set', { changes: [{ path: ['核对说明', remark.note], value: text.value.trim() }], revision: revision });
    }));
    text.focus();
  }

  // --- the document ---

  const frame = document.getElementById('preview');

  async function showDocument() {
    const answer = await fetch(base + '/preview').catch(function () { return null; });
    if (!answer || !answer.ok || !frame.contentWindow) { return; }
    const text = await answer.text();
    const old = frame.contentDocument;
    const none = answer.headers.get('x-document') === 'none';
    document.getElementById('preview-state').textContent = none ? '数据文件还读不全：下面是上一次读得全的样子。' : '';
    if (none && old && old.querySelector('data')) { return; }
    if (!old || !old.querySelector('main')) { return; }
    // Parsed by the frame itself: this page's policy would strip the styles.
    const fresh = new frame.contentWindow.DOMParser().parseFromString(text, 'text/html');
    if (old.head.textContent !== fresh.head.textContent) { frame.contentWindow.location.reload(); return; }
    swap(old.body, fresh.body, old);
  }

  // Replaces what differs only, so that the page stays where it was scrolled to.
  function swap(old, fresh, page) {
    const mine = Array.from(old.children);
    const theirs = Array.from(fresh.children);
    if (mine.length !== theirs.length || !mine.length || old.nodeName === 'TABLE' || old.nodeName === 'P') {
      if (old.innerHTML !== fresh.innerHTML) { old.replaceWith(page.adoptNode(fresh)); }
      return;
    }
    mine.forEach(function (node, number) {
      const other = theirs[number];
      if (node.outerHTML === other.outerHTML) { return; }
      if (node.nodeName === other.nodeName && node.attributes.length === other.attributes.length && /^(BODY|MAIN|SECTION|DIV)$/.test(node.nodeName)) {
        swap(node, other, page);
      } else {
        node.replaceWith(page.adoptNode(other));
      }
    });
  }

  function watchFrame() {
    const page = frame.contentDocument;
    if (!page) { return; }
    page.addEventListener('click', function (event) {
      const number = event.target.closest && event.target.closest('data');
      if (number) { showOrigin(number.getAttribute('value')); }
    });
    page.addEventListener('keydown', function (event) {
      const number = event.target.closest && event.target.closest('data');
      if (number && event.key === 'Enter') { showOrigin(number.getAttribute('value')); }
    });
  }

  async function showOrigin(key) {
    try {
      const origin = await ask(base + '/origin?figure=' + encodeURIComponent(key));
      const body = document.getElementById('origin-body');
      body.textContent = '';
      body.appendChild(originNode(origin, true));
      document.getElementById('origin').hidden = false;
      body.focus();
    } catch (error) { notice('这个数没有来历可看', false); }
  }

  function originNode(origin, first) {
    const node = element(first ? 'div' : 'li');
    const line = element('div');
    line.appendChild(element('strong', '', origin.label + '：' + origin.value));
    if (origin.path.length) {
      const link = element('a', '', '到填写的地方');
      link.href = base + '/page/' + origin.page + '#go=' + encodeURIComponent(JSON.stringify(origin.path));
      link.addEventListener('click', function (event) {
        if (origin.page === work.page) { event.preventDefault(); goToField(origin.path); }
      });
      line.appendChild(document.createTextNode(' '));
      line.appendChild(link);
    } else if (origin.file && !origin.inputs.length) {
      line.appendChild(document.createTextNode('（' + origin.file + ' 第 ' + origin.line + ' 行）'));
    }
    node.appendChild(line);
    if (origin.inputs.length) {
      const few = origin.inputs.length <= 6;
      const formula = !few ? '' : origin.inputs.map(function (part) { return part.label; }).join(' ' + origin.formula + ' ');
      line.appendChild(element('div', 'help', few ? '＝ ' + formula : '＝ 下面 ' + origin.inputs.length + ' 个数（' + origin.formula + '）'));
      const list = element('ul');
      origin.inputs.forEach(function (part) { list.appendChild(originNode(part, false)); });
      if (first) { node.appendChild(list); } else {
        const more = element('details');
        more.appendChild(element('summary', '', '由哪些数得来'));
        more.appendChild(list);
        node.appendChild(more);
      }
    }
    return node;
  }

  function goToField(path) {
    const nodes = fieldOf(path);
    const input = nodes.find(function (node) { return /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName); }) || nodes[0];
    if (!input) { return; }
    let around = input.closest('details');
    while (around) { around.open = true; around = around.parentElement.closest('details'); }
    input.scrollIntoView({ block: 'center' });
    input.focus();
  }

  let shown = [];
  async function showPrinted(node) {
    if (!frame.contentDocument) { return; }
    const keys = await ask(base + '/printed?path=' + encodeURIComponent(node.dataset.path)).catch(function () { return []; });
    shown.forEach(function (each) { each.style.outline = ''; each.style.background = ''; });
    shown = [];
    keys.slice(0, 4).forEach(function (key) {
      frame.contentDocument.querySelectorAll('data[value="' + key + '"]').forEach(function (each) {
        each.style.outline = '2px solid #c77700';
        each.style.background = '#fff3c4';
        shown.push(each);
      });
    });
    let place = shown[0];
    const typed = (node.value || '').trim().split('\n')[0];
    if (!place && node.tagName === 'TEXTAREA' && typed.length > 3) {
      place = Array.from(frame.contentDocument.querySelectorAll('p')).find(function (each) { return each.textContent.includes(typed); });
      if (place) { place.style.background = '#fff3c4'; shown.push(place); }
    }
    if (place && getComputedStyle(document.getElementById('preview-pane')).display !== 'none') { place.scrollIntoView({ block: 'center' }); }
  }

  // --- tables: paste, copy, new rows ---

  function cellsOf(text) {
    const rows = [[]];
    let cell = '';
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      if (quoted) {
        if (sign === '"' && text.charAt(at + 1) === '"') { cell += '"'; at += 1; }
        else if (sign === '"') { quoted = false; }
        else { cell += sign; }
      } else if (sign === '"' && cell === '') { quoted = true; }
      else if (sign === '\t') { rows[rows.length - 1].push(cell); cell = ''; }
      else if (sign === '\n') { rows[rows.length - 1].push(cell); cell = ''; rows.push([]); }
      else if (sign !== '\r') { cell += sign; }
    }
    rows[rows.length - 1].push(cell);
    return rows.filter(function (row) { return row.some(function (each) { return each.trim(); }); });
  }

  function pasteCells(event) {
    const node = event.target;
    const table = node.closest && node.closest('table.grid');
    const text = event.clipboardData && event.clipboardData.getData('text/plain');
    if (!table || !text || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ''))) { return; }
    const rows = cellsOf(text);
    if (node.tagName === 'TEXTAREA' && rows.length && rows.every(function (row) { return row.length === 1; })) { return; }
    event.preventDefault();
    const row = node.closest('tr');
    const column = node.closest('td').cellIndex;
    if (row.classList.contains('new')) { addRows(table, rows.map(function (cells) { return new Array(column).fill('').concat(cells); })); return; }
    pasteOver(table, rows.filter(function (cells) { return !isHeading(cells); }), row, column);
  }

  function isHeading(cells) { return cells.every(function (cell) { return !/\d/.test(cell) && !/^\s*[-—–]*\s*$/.test(cell); }); }

  function isAmount(text) { return /^[-+]?[¥￥]?[\d,，.．０-９\s]*\s*[万亿]?元?$|^[-—–]+$/.test(text.trim()); }

  // Over the cells that are there: nothing is changed while one of them cannot be what it should.
  function pasteOver(table, rows, row, column) {
    const below = Array.from(table.querySelectorAll('tbody tr:not(.new)'));
    const first = below.indexOf(row);
    const targets = [];
    let left = 0;
    let wrong = '';
    rows.forEach(function (cells, down) {
      const target = below[first + down];
      cells.forEach(function (value, right) {
        const place = target && target.cells[column + right];
        const input = place && place.querySelector('[data-path]:not(button)');
        if (!input) { left += value.trim() ? 1 : 0; return; }
        if (input.hasAttribute('inputmode') && !isAmount(value)) { wrong = wrong || '第 ' + (down + 1) + ' 行的“' + value.trim() + '”'; }
        targets.push([input, value.trim()]);
      });
    });
    if (wrong) { notice('没有粘贴：' + wrong + '不是数，这一列要填数。请对齐了列再粘贴。', true); return; }
    targets.forEach(function (pair) {
      pair[0].value = pair[1];
      waiting.set(pair[0].dataset.path, { path: pathOf(pair[0]), value: pair[1], unit: unitFor(pair[0]), base: revision });
    });
    save().then(function () {
      rebuild();
      notice('改了 ' + targets.length + ' 格' + (left ? '；有 ' + left + ' 格没有地方放：要加行，请粘贴到最后一行的第一格' : ''), left > 0);
    });
  }

  async function addRows(table, rows, agreed) {
    await save();
    const grid = table.dataset.grid;
    const box = table.closest('.group').querySelectorAll('.row-problems');
    box.forEach(function (each) { each.textContent = ''; });
    const answer = await send('rows', { grid: grid, rows: rows, agreed: agreed === true, unit: unitFor(table.querySelector('input, select') || table) });
    if (!answer) { return; }
    if ((answer.replaced || []).length) { askToReplace(table, rows, answer.replaced); return; }
    const problems = answer.problems || [];
    const place = table.closest('.scroll').nextElementSibling;
    problems.slice(0, 20).forEach(function (each) {
      const row = rows.length > 1 ? '第 ' + each.row + ' 行：' : '';
      place.appendChild(element('p', '', row + each.message));
    });
    if (problems.length) {
      place.appendChild(element('p', '', (rows.length > 1 ? '这 ' + rows.length + ' 行都还没有写入：' : '') + '改好再来一次。'));
      return;
    }
    const again = document.querySelector('table[data-grid="' + table.dataset.grid + '"] tr.new input, table[data-grid="' + table.dataset.grid + '"] tr.new select');
    if (again) { again.focus(); }
  }

  function askToReplace(table, rows, replaced) {
    const place = table.closest('.scroll').nextElementSibling;
    place.appendChild(element('p', '', '这些已经有数，还没有写入：'));
    replaced.slice(0, 12).forEach(function (line) { place.appendChild(element('p', '', line)); });
    if (replaced.length > 12) { place.appendChild(element('p', '', '等 ' + replaced.length + ' 个')); }
    const button = actButton('换成新的数，写入', function () { addRows(table, rows, true); });
    place.appendChild(button);
    button.focus();
  }

  function addTypedRow(row) {
    const values = Array.from(row.cells).slice(0, -1).map(function (cell) {
      const input = cell.querySelector('input, select, textarea');
      return input ? input.value : '';
    });
    const typed = Array.from(row.querySelectorAll('input, textarea')).some(function (node) { return node.value.trim(); });
    if (!typed) { return; }
    addRows(row.closest('table'), [values]);
  }

  function copyTable(name) {
    const table = document.querySelector('table[data-grid="' + name + '"]');
    const lines = Array.from(table.rows).filter(function (row) { return !row.classList.contains('new'); }).map(function (row) {
      return Array.from(row.cells).slice(0, -1).map(function (cell) {
        const input = cell.querySelector('input, select, textarea');
        const text = (input ? input.value : cell.textContent).trim();
        return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      }).join('\t');
    });
    const area = element('textarea');
    area.value = lines.join('\n');
    document.body.appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    notice('已复制 ' + lines.length + ' 行，可以粘贴到 Excel');
  }

  // --- 科目: a list to choose from ---

  let options = null;

  function closeOptions() {
    if (!options) { return; }
    options.list.remove();
    options.input.setAttribute('aria-expanded', 'false');
    options.input.removeAttribute('aria-activedescendant');
    options = null;
  }

  async function offerSubjects(input) {
    const query = input.value.trim();
    if (!query) { closeOptions(); return; }
    const address = '/subjects?q=' + encodeURIComponent(query) + '&kind=' + encodeURIComponent(input.dataset.subject) + '&year=' + work.year;
    const names = await ask(address).catch(function () { return []; });
    if (document.activeElement !== input || input.value.trim() !== query) { return; }
    closeOptions();
    if (!names.length || (names.length === 1 && names[0] === query)) { return; }
    const list = element('ul', 'options');
    list.setAttribute('role', 'listbox');
    list.id = 'subject-options';
    names.forEach(function (name, number) {
      const item = element('li', '', name);
      item.id = 'subject-option-' + number;
      item.setAttribute('role', 'option');
      item.addEventListener('mousedown', function (event) { event.preventDefault(); choose(number); });
      list.appendChild(item);
    });
    const place = input.getBoundingClientRect();
    list.style.left = (place.left + window.scrollX) + 'px';
    list.style.top = (place.bottom + window.scrollY) + 'px';
    document.body.appendChild(list);
    input.setAttribute('aria-expanded', 'true');
    input.setAttribute('aria-controls', 'subject-options');
    options = { list: list, input: input, at: -1 };
  }

  function choose(number) {
    const item = options.list.children[number];
    options.input.value = item.textContent;
    closeOptions();
  }

  function moveInOptions(event) {
    if (!options || event.target !== options.input) { return false; }
    const count = options.list.children.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      options.at = (options.at + (event.key === 'ArrowDown' ? 1 : count - 1) + count) % count;
      Array.from(options.list.children).forEach(function (item, number) { item.setAttribute('aria-selected', String(number === options.at)); });
      options.input.setAttribute('aria-activedescendant', 'subject-option-' + options.at);
      options.list.children[options.at].scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') { choose(Math.max(options.at, 0)); }
    else if (event.key === 'Tab' && !/^\d+$/.test(options.input.value)) { choose(Math.max(options.at, 0)); return false; }
    else if (event.key === 'Escape') { closeOptions(); }
    else { return false; }
    event.preventDefault();
    return true;
  }

  // --- documents ---

  async function makeDocuments() {
    if (isDirty()) { await saveText(); }
    await save();
    const formats = Array.from(document.querySelectorAll('[name=format]:checked')).map(function (box) { return box.value; });
    const place = document.getElementById('progress');
    place.textContent = '开始……';
    document.getElementById('start').disabled = true;
    try {
      await post('report', { formats: formats });
      for (;;) {
        const run = await ask(base + '/job');
        if (run.done) { showMade(run, place); break; }
        place.textContent = (run.steps[run.steps.length - 1] || '开始') + '……';
        await new Promise(function (resolve) { setTimeout(resolve, 250); });
      }
    } catch (error) { place.textContent = error.message; }
    document.getElementById('start').disabled = false;
  }

  function showMade(run, place) {
    place.textContent = '';
    if (run.error) { place.appendChild(element('p', 'remark 错误', run.error)); return; }
    const words = run.draft
      ? '这是审核稿，不能公开：还有错误或待填的。改好以后再生成。'
      : '可以公开。';
    place.appendChild(element('p', '', words + '文件在数据文件夹的“' + work.documents + '”里：'));
    const list = element('ul');
    run.files.forEach(function (name) {
      const item = element('li');
      const link = element('a', '', name);
      link.href = base + '/document/' + encodeURIComponent(name);
      link.target = '_blank';
      link.rel = 'noopener';
      item.appendChild(link);
      list.appendChild(item);
    });
    place.appendChild(list);
    run.aside.forEach(function (line) { place.appendChild(element('p', 'remark 警告', line)); });
  }

  // --- the text ---

  function goToLine(line) {
    const area = document.getElementById('text');
    const lines = area.value.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] || '').length);
    area.scrollTop = Math.max(0, (line - 6) * 21);
  }

  async function saveText() {
    const answer = await send('text', { text: document.getElementById('text').value, revision: Number(document.getElementById('form').dataset.revision) });
    if (answer) {
      document.getElementById('form').dataset.revision = answer.revision;
      savedText = document.getElementById('text').value;
      notice('已保存');
    }
    return answer;
  }

  const area = document.getElementById('text');
  let savedText = area ? area.value : '';
  function isDirty() { return Boolean(area) && area.value !== savedText; }

  // What is asked of the file is asked of what stands on the page.
  async function afterText(act) {
    if (isDirty() && !(await saveText())) { return; }
    savedText = area ? area.value : '';
    act();
  }

  async function complete(area) {
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

  // --- listening ---

  function isField(node) { return node.dataset && node.dataset.path && /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName); }

  function fitText(node) {
    const signs = node.closest('.grid') ? 14 : 30;
    const lines = node.value.split('\n').reduce(function (sum, line) { return sum + Math.floor(line.length / signs) + 1; }, 0);
    node.rows = Math.min(node.closest('.grid') ? 6 : 16, lines);
  }

  function fitTexts() {
    document.querySelectorAll('#form textarea[data-path]').forEach(fitText);
  }

  document.addEventListener('compositionstart', function () { composing = true; });
  document.addEventListener('compositionend', function (event) { composing = false; if (isField(event.target)) { noteChange(event.target); } });
  document.addEventListener('input', function (event) {
    if (event.target.dataset && event.target.dataset.subject) { if (!composing) { offerSubjects(event.target); } return; }
    if (event.target.tagName === 'TEXTAREA' && isField(event.target)) { fitText(event.target); }
    if (isField(event.target) && !composing) { noteChange(event.target); }
  });
  document.addEventListener('change', function (event) {
    const node = event.target;
    if (rebuilding || !node.isConnected) { return; }
    if (node.classList.contains('typed-unit')) { units.set(node.dataset.for, node.value); }
    if (isField(node) && (waiting.has(node.dataset.path) || node.tagName === 'SELECT')) { noteChange(node); save(); }
    if (node.dataset && node.dataset.key) { rename(node); }
  });
  document.addEventListener('paste', pasteCells);
  document.addEventListener('focusin', function (event) { if (isField(event.target)) { showPrinted(event.target); } });
  document.addEventListener('focusout', function (event) { if (options && event.target === options.input) { setTimeout(closeOptions, 150); } });
  document.addEventListener('keydown', function (event) {
    if (moveInOptions(event)) { return; }
    const node = event.target;
    if (event.key === 'Enter' && node.closest && node.closest('tr.new') && !event.isComposing && node.tagName !== 'BUTTON') { event.preventDefault(); addTypedRow(node.closest('tr')); return; }
    if (event.key === 'Enter' && node.tagName === 'INPUT' && node.closest && node.closest('.grid')) {
      const cell = node.closest('td');
      const next = cell.parentElement.nextElementSibling;
      const below = next && next.cells[cell.cellIndex] && next.cells[cell.cellIndex].querySelector('input, textarea, select');
      if (below) { event.preventDefault(); below.focus(); }
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); if (work.page === 'text') { saveText(); } else { save(); } }
    if (event.ctrlKey && event.key === ' ' && node.id === 'text') { event.preventDefault(); complete(node); }
  });
  document.addEventListener('click', function (event) {
    const button = event.target.closest && event.target.closest('button');
    if (!button) { return; }
    if (button.classList.contains('remove')) {
      const paths = button.dataset.paths ? JSON.parse(button.dataset.paths) : [JSON.parse(button.dataset.path)];
      save().then(function () { send('set', { changes: paths.map(function (path) { return { path: path, value: null }; }), revision: revision }); });
    } else if (button.classList.contains('add-row')) { addTypedRow(button.closest('tr'));
    } else if (button.classList.contains('add')) {
      const name = document.getElementById(button.dataset.from).value.trim();
      if (name) { send('set', { changes: [{ path: JSON.parse(button.dataset.path), value: name }], revision: revision }).then(rebuild); }
    } else if (button.classList.contains('copy')) { copyTable(button.dataset.for);
    } else if (button.classList.contains('split')) {
      const part = document.querySelector('.split-part[data-split=\'' + button.dataset.path.replace(/'/g, '\\\'') + '\']');
      if (part) { part.hidden = !part.hidden; } else { notice('先清空现在的数，再分开填'); }
    }
  });

  function press(id, act) {
    const button = document.getElementById(id);
    if (button) { button.addEventListener('click', act); }
  }

  async function rename(node) {
    const answer = await send('set', { changes: [{ path: JSON.parse(node.dataset.key), key: node.value }], revision: revision });
    if (!answer) { node.value = node.defaultValue; }
  }

  press('undo', function () { afterText(function () { save().then(function () { return send('undo', {}); }); }); });
  press('redo', function () { afterText(function () { send('redo', {}); }); });
  press('make', function () {
    if (togglePanel('make', 'making')) { document.getElementById('start').focus(); }
  });
  press('close-making', function () { togglePanel('make', 'making', false); document.getElementById('make').focus(); });
  press('state', function () { togglePanel('state', 'all-remarks'); });
  press('close-remarks', function () { togglePanel('state', 'all-remarks', false); document.getElementById('state').focus(); });
  press('start', makeDocuments);
  press('close-origin', function () { document.getElementById('origin').hidden = true; });
  press('save-text', saveText);
  press('mend', function () { afterText(function () { send('mend', {}); }); });
  press('fold-preview', function () {
    const folded = document.querySelector('.columns').classList.toggle('folded');
    document.getElementById('fold-preview').textContent = folded ? '文档' : '收起';
    document.getElementById('fold-preview').setAttribute('aria-expanded', String(!folded));
  });
  press('show-preview', function () {
    const pane = document.getElementById('preview-pane');
    pane.classList.toggle('open');
    const open = pane.classList.contains('open');
    document.getElementById('show-preview').setAttribute('aria-expanded', String(open));
    if (open) { pane.scrollIntoView(); }
  });
  frame.addEventListener('load', watchFrame);
  window.addEventListener('beforeunload', function (event) { 
    if (waiting.size) { save(); }
    if (waiting.size || unsaved.size || isDirty()) { event.preventDefault(); event.returnValue = ''; } });

  let told = false;
  // What others change is seen soon: another window, an editor, a command.
  setInterval(async function () {
    if (document.hidden || waiting.size) { return; }
    const now = await ask(base + '/revision').catch(function (error) {
      if (!told) { told = true; notice(error.message, true); pending('连不上', true); }
      return null;
    });
    if (now === null) { return; }
    told = false;
    if (now === revision || waiting.size) { return; }
    await saving;
    if (now <= revision) { return; }
    if (work.page !== 'text') { notice('文件在别处改过，已经读进来'); }
    if (work.page === 'text') {
      notice('文件在别处改过。这里的文字还是原来的。', true, [
        { text: '看新的文字', act: function () { savedText = area.value; location.reload(); } },
        { text: '留着这里的', act: function () { document.getElementById('form').dataset.revision = now; } }
      ]);
      revision = now;
      return;
    }
    await rebuild();
    await look();
  }, LOOK_AFTER);

  const form = document.getElementById('form');
  revision = Number(form.dataset.revision);
  fitTexts();
  if (frame.contentDocument && frame.contentDocument.readyState === 'complete') { watchFrame(); }
  look().then(function () {
    const go = /^#go=(.*)$/.exec(location.hash);
    if (go) { goToField(JSON.parse(decodeURIComponent(go[1]))); }
  });
}());
